"""The conclusions in force, as they reach bodies; what others concluded is not even read."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from commonweal.components.models import Package
from commonweal.components.queries import Scope
from commonweal.components.queries.scope import watched_by, watching
from commonweal.licensing.models import Conclusion
from commonweal.licensing.permissions import Permission
from commonweal.licensing.rules.counting import Concluded, Nearness, Place, counting, nearness
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer
from commonweal.organisations.queries.ladder import roles_held


@dataclass(frozen=True, slots=True)
class Conclusions:
    """What was concluded that can hold for some bodies, by package; and whom those who concluded watch over."""

    by_package: Mapping[int, list[Concluded]]
    watched: Mapping[int, frozenset[int]]

    def counting(self, package: int, key: bytes | None, body: int) -> tuple[Concluded | None, Nearness | None]:
        """Give the conclusion that counts for a version at a body, and how near it was made."""
        known = self.by_package.get(package)
        if not known:
            return None, None
        overseers = frozenset(decider for decider, those in self.watched.items() if body in those)
        place = Place(key, body, overseers)
        found = counting(known, place)
        return found, nearness(found, place) if found else None


def conclusions_for(bodies: Collection[int] | None) -> Conclusions:
    """Give what was concluded that can hold for these bodies; for None, all. A query or two for each that concluded."""
    reaching = Q() if bodies is None else Q(body=None) | Q(body__in=watching(set(bodies)))
    found: dict[int, list[Concluded]] = defaultdict(list)
    deciders: set[int] = set()
    for each in Conclusion.objects.filter(reaching, ended_at=None):
        found[each.package_id].append(_concluded(each))
        if each.body_id is not None:
            deciders.add(each.body_id)
    return Conclusions(found, {body: frozenset(watched_by({body})) - {body} for body in deciders})


@dataclass(frozen=True, slots=True)
class Concluding:
    """For whom somebody may conclude: for bodies, and whether for the whole installation."""

    bodies: tuple[Body, ...] = ()
    for_everybody: bool = False

    @property
    def is_nobody(self) -> bool:
        """Whether they may conclude for nobody."""
        return not self.bodies and not self.for_everybody


def concluding_for(viewer: Viewer, also: Body | None = None) -> Concluding:
    """Give for whom somebody may conclude; `also` is a body they look at, for those who may do so for every one."""
    if not viewer.is_authenticated or not viewer.is_active:
        return Concluding()
    held = [each for each in roles_held(viewer) if each.role in Permission.CONCLUDE.roles]
    for_everybody = any(each.body is None for each in held)
    bodies = {each.body.pk: each.body for each in held if each.body is not None}
    if also is not None and for_everybody:
        bodies[also.pk] = also
    return Concluding(tuple(sorted(bodies.values(), key=lambda body: (body.sort_name, body.pk))), for_everybody)


def conclusions_about(scope: Scope, package: Package) -> QuerySet[Conclusion]:
    """Everything concluded about a package that reaches the bodies in scope, ended or not, newest first."""
    found = Conclusion.objects.filter(package=package).select_related("body", "by", "ended_by", "package")
    if scope.is_everything:
        return found
    return found.filter(Q(body=None) | Q(body__in=watching(set(scope.bodies)))) if scope.bodies else found.none()


def own_conclusions(scope: Scope, body: Body) -> QuerySet[Conclusion]:
    """What a body concluded and what holds, newest first; nothing where it may not be seen."""
    if body.pk not in scope:
        return Conclusion.objects.none()
    return Conclusion.objects.filter(body=body, ended_at=None).select_related("package", "by", "body")


def _concluded(conclusion: Conclusion) -> Concluded:
    return Concluded(
        id=conclusion.pk,
        expression=conclusion.expression,
        concluded_at=conclusion.concluded_at,
        low=None if conclusion.low is None else bytes(conclusion.low),
        high=None if conclusion.high is None else bytes(conclusion.high),
        body=conclusion.body_id,
    )
