"""Decisions in force for a body or a system, those of others that reach it, and what was decided before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonweal.components.queries import Scope
from commonweal.components.queries.scope import watching
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer
from commonweal.organisations.queries.ladder import roles_held
from commonweal.risk.models import Decision, Response
from commonweal.risk.permissions import Permission
from commonweal.usage.models import System

SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class Deciding:
    """For whom somebody may decide: for bodies, and whether for the whole installation."""

    bodies: tuple[Body, ...] = ()
    for_everybody: bool = False

    @property
    def is_nobody(self) -> bool:
        """Whether they may decide for nobody."""
        return not self.bodies and not self.for_everybody


def deciding_for(viewer: Viewer, also: Body | None = None) -> Deciding:
    """Give for whom somebody may decide; `also` is a body they look at, for those who may decide for every one."""
    if not viewer.is_authenticated or not viewer.is_active:
        return Deciding()
    held = [each for each in roles_held(viewer) if each.role in Permission.DECIDE.roles]
    for_everybody = any(each.body is None for each in held)
    bodies = {each.body.pk: each.body for each in held if each.body is not None}
    if also is not None and for_everybody:
        bodies[also.pk] = also
    return Deciding(tuple(sorted(bodies.values(), key=lambda body: (body.sort_name, body.pk))), for_everybody)


def own_decisions(scope: Scope, body: Body) -> QuerySet[Decision]:
    """What a body decided and what holds today, newest first; nothing where it may not be seen."""
    if body.pk not in scope:
        return Decision.objects.none()
    return _with_names(_valid(timezone.localdate()).filter(body=body))


def inherited_decisions(scope: Scope, body: Body, vulnerabilities: Collection[int]) -> QuerySet[Decision]:
    """What others decided about these vulnerabilities and what holds for the body: overseers, or the installation."""
    if body.pk not in scope:
        return Decision.objects.none()
    others = Q(body__in=watching({body.pk}) - {body.pk}, system=None) | Q(body=None)
    return _with_names(_valid(timezone.localdate()).filter(others, vulnerability__in=vulnerabilities))


def accepted_risks(scope: Scope) -> QuerySet[Decision]:
    """The risks that the bodies in scope accepted and that hold today, those that end first first."""
    accepted = _valid(timezone.localdate()).filter(response=Response.WILL_NOT_FIX)
    return _with_names(_of_scope(accepted, scope)).order_by("expires_on", "pk")


def ending_soon(scope: Scope) -> QuerySet[Decision]:
    """Decisions of the bodies in scope whose last day lies within 30 days: what they closed opens again by itself."""
    last = timezone.localdate() + timedelta(days=SOON_DAYS)
    return _with_names(_of_scope(_valid(timezone.localdate()), scope).filter(expires_on__lte=last)).order_by(
        "expires_on", "pk"
    )


def decided_about(scope: Scope, system: System, vulnerabilities: Collection[int]) -> QuerySet[Decision]:
    """Everything ever decided about these vulnerabilities that reached the system, ended or not, newest first."""
    body = system.owner
    if body is None or body.pk not in scope:
        return Decision.objects.none()
    reaching = (
        Q(system=system)
        | Q(system=None, body=body)
        | Q(system=None, body__in=watching({body.pk}) - {body.pk})
        | Q(body=None, system=None)
    )
    return _with_names(Decision.objects.filter(reaching, vulnerability__in=vulnerabilities))


def _valid(today: date) -> QuerySet[Decision]:
    return Decision.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=today), valid_from__lte=today, ended_at=None
    )  # fmt: skip


def _of_scope(decisions: QuerySet[Decision], scope: Scope) -> QuerySet[Decision]:
    return decisions if scope.is_everything else decisions.filter(body__in=scope.bodies)


def _with_names(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    return decisions.select_related("vulnerability", "body", "system", "package", "by", "ended_by")
