"""Whose components somebody may see: the one place that decides it, for pages, API, exports and counts alike.

What a system is made of tells an attacker where to strike, so it is seen more narrowly than the system itself: by
editors and security officers of its own body, by security officers of bodies that it lets watch over it or that it is
an administrative part of, and by administrators of the installation. Never by suppliers, and never by everyone.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonweal.components.models import Oversight
from commonweal.components.permissions import Permission
from commonweal.organisations.models import BodyKind, Parent, RoleAssignment, Visibility
from commonweal.organisations.queries import Viewer
from commonweal.usage.models import System

_DEEPEST = 12  # of bodies within bodies; ends a circle


@dataclass(frozen=True, slots=True)
class Scope:
    """The bodies whose components may be seen: all, or those named by primary key."""

    is_everything: bool = False
    bodies: frozenset[int] = frozenset()

    def __contains__(self, body_id: object) -> bool:
        return self.is_everything or body_id in self.bodies

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all may be seen."""
        return not self.is_everything and not self.bodies

    def systems(self) -> QuerySet[System]:
        """The systems in scope that are in use; one that is private to its author is in nobody's."""
        is_in_use = Q(ended_on=None) | Q(ended_on__gt=timezone.localdate())
        found = System.objects.filter(is_in_use, visibility__gte=Visibility.BODY)
        return found if self.is_everything else found.filter(owner_id__in=self.bodies)


EVERYTHING = Scope(is_everything=True)
NOTHING = Scope()


def scope_of(viewer: Viewer) -> Scope:
    """Give the bodies whose components the viewer may see."""
    if not viewer.is_authenticated or not viewer.is_active:
        return NOTHING
    held = list(RoleAssignment.objects.filter(user_id=viewer.pk, ended_at=None).select_related("body"))
    seeing, overseeing = Permission.SEE_COMPONENTS.roles, Permission.OVERSEE.roles
    if any(each.body is None and each.role in overseeing for each in held):
        return EVERYTHING
    own = {each.body.pk for each in held if each.body is not None and each.role in seeing}
    watching = {
        each.body.pk
        for each in held
        if each.body is not None and each.role in overseeing and each.body.kind != BodyKind.COMPANY
    }
    return Scope(bodies=frozenset(own | watched_by(watching)))


def watched_by(bodies: set[int]) -> set[int]:
    """Give the bodies that others watch over: those that agreed, and their own administrative parts, themselves too."""
    agreed = Oversight.objects.filter(overseer_id__in=bodies, ended_at=None).values_list("body_id", flat=True)
    found = bodies | set(agreed)
    latest = found
    for _ in range(_DEEPEST):
        parts = Parent.objects.filter(Q(parent_id__in=latest), relation="administration", until=None)
        latest = set(parts.values_list("body_id", flat=True)) - found
        if not latest:
            break
        found |= latest
    return found


def watching(bodies: set[int]) -> set[int]:
    """Give the bodies that watch over any of these, and these themselves."""
    above = set(bodies)
    latest = above
    for _ in range(_DEEPEST):
        parents = Parent.objects.filter(body_id__in=latest, relation="administration", until=None)
        latest = {each for each in parents.values_list("parent_id", flat=True) if each is not None} - above
        if not latest:
            break
        above |= latest
    agreed = Oversight.objects.filter(body_id__in=above, ended_at=None).values_list("overseer_id", flat=True)
    return above | set(agreed)
