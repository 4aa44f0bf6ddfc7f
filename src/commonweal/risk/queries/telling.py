"""Whom somebody may tell what hits them, what bodies were told, and what hits a body that it was not told of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from commonweal.components.models import Occurrence
from commonweal.components.queries import EVERYTHING, NOTHING, Scope
from commonweal.components.queries.scope import watched_by
from commonweal.organisations.models import Body, BodyKind, RoleAssignment, Visibility
from commonweal.organisations.queries import Viewer
from commonweal.organisations.roles import Role
from commonweal.risk.models import Notice, Vulnerability
from commonweal.risk.permissions import Permission
from commonweal.risk.queries import findings
from commonweal.risk.queries.worklist import Task, worklist
from commonweal.usage.queries.claims_due import addresses_of


@dataclass(frozen=True, slots=True)
class News:
    """What a body should be told of: what comes first first, how many systems it is about, and the earliest day."""

    tasks: tuple[Task, ...]
    systems: int
    due: date | None


def tellable(viewer: Viewer) -> Scope:
    """Give the bodies that somebody may tell what hits them: those that they watch over for their own body."""
    if not viewer.is_authenticated or not viewer.is_active:
        return NOTHING
    roles = [role.value for role in Permission.NOTIFY.roles]
    held = RoleAssignment.objects.filter(user_id=viewer.pk, role__in=roles, ended_at=None).select_related("body")
    bodies = [each.body for each in held]
    if any(body is None for body in bodies):
        return EVERYTHING
    watching = {body.pk for body in bodies if body is not None and body.kind != BodyKind.COMPANY}
    return Scope(bodies=frozenset(watched_by(watching)))


def news_for(body: Body, only: Collection[Vulnerability] | None = None) -> News:
    """Give what is open at a body and what it was not told of yet; of all, or of these vulnerabilities only."""
    scope = Scope(bodies=frozenset({body.pk}))
    told = set(Notice.objects.filter(body=body).values_list("vulnerabilities", flat=True))
    wanted = None if only is None else {each.pk for each in only}
    tasks = tuple(
        task
        for task in worklist(scope)
        if task.open
        and task.vulnerability.pk not in told
        and task.vulnerability.withdrawn_at is None
        and (wanted is None or task.vulnerability.pk in wanted)
    )
    if not tasks:
        return News((), 0, None)
    hits = findings.hits(findings.question_of([task.vulnerability.pk for task in tasks]), scope)
    days = [task.due for task in tasks if task.due is not None]
    return News(tasks, len({hit.system for hit in hits}), min(days, default=None))


def notices_of(body: Body) -> QuerySet[Notice]:
    """What a body was told, newest first."""
    found = Notice.objects.filter(body=body).select_related("body", "by", "acknowledged_by")
    return found.prefetch_related("vulnerabilities")


def told_bodies(vulnerabilities: Collection[Vulnerability], bodies: Collection[int]) -> set[int]:
    """Give those of the bodies that were told of every one of the vulnerabilities."""
    wanted = {each.pk for each in vulnerabilities}
    rows = Notice.objects.filter(body__in=bodies, vulnerabilities__in=wanted)
    told = set(rows.values_list("body", "vulnerabilities"))
    return {body for body in bodies if wanted and all((body, pk) in told for pk in wanted)}


def security_addresses(body: Body) -> Sequence[str]:
    """Where news of what hits a body goes: its mailbox, its editors and its security officers."""
    officers = RoleAssignment.objects.filter(
        body=body, role=Role.SECURITY.value, ended_at=None, user__is_active=True
    ).exclude(user__email="")
    found = [*addresses_of(body), *officers.order_by("user__email").values_list("user__email", flat=True)]
    return list(dict.fromkeys(found))


def bodies_with_lists() -> QuerySet[Body]:
    """The bodies of which it is known what a system is made of, and that have not ended."""
    systems = Occurrence.objects.filter(system__visibility__gte=Visibility.BODY).values("system__owner")
    return Body.objects.filter(pk__in=systems, ended_on=None).order_by("pk")
