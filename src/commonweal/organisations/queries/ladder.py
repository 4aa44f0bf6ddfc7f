"""Who sees which record: the ladder private → own body → network → public."""

from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.functional import LazyObject

from commonweal.organisations.models import Body, BodyKind, RoleAssignment, User, Visibility, Visible
from commonweal.organisations.permissions import Permission
from commonweal.organisations.roles import Role

Viewer = User | AnonymousUser
Record = TypeVar("Record", bound=Visible)

NETWORK_ROLES = frozenset({Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR, Role.SECURITY, Role.MEMBER})


@dataclass(frozen=True, slots=True)
class Post:
    """What the menu of who is signed in leads to: the body they work for, and the roles of others."""

    body: Body | None = None
    may_give_roles: bool = False


def visible(records: QuerySet[Record], viewer: Viewer) -> QuerySet[Record]:
    """Those records that the viewer may see, by the ladder private → own body → network → public.

    An author sees what they wrote; an administrator of the installation sees all but what is private to another person.
    Suppliers are never of the network: neither who holds that role anywhere, nor who works for a company; both see what
    the bodies where they hold another role keep to themselves.
    """
    may = Q(visibility=Visibility.PUBLIC)
    if not viewer.is_authenticated or not viewer.is_active:
        return records.filter(may)
    held = roles_held(viewer)
    bodies = {each.body_id for each in held if each.body_id is not None and each.role in NETWORK_ROLES}
    may |= Q(author_id=viewer.pk)
    if _is_of_the_network(held):
        may |= Q(visibility=Visibility.NETWORK)
    if bodies:
        may |= Q(visibility=Visibility.BODY, owner_id__in=bodies)
    if any(each.body_id is None and each.role == Role.ADMINISTRATOR for each in held):
        may |= Q(visibility__gte=Visibility.BODY)
    return records.filter(may)


def is_of_the_network(viewer: Viewer) -> bool:
    """Whether the viewer sees what bodies share among themselves."""
    return viewer.is_authenticated and viewer.is_active and _is_of_the_network(roles_held(viewer))


def roles_held(viewer: User) -> list[RoleAssignment]:
    """The roles a person holds now, with their bodies, first given first.

    Of the reader of a page (whom the request wraps) they are asked once and kept as long as that request lasts; what
    they may do is asked anew each time, by `permissions`.
    """
    if not isinstance(viewer, LazyObject):
        return _asked(viewer)
    if viewer.roles_read is None:
        viewer.roles_read = _asked(viewer)
    return viewer.roles_read


def my_body(viewer: Viewer, chosen: Body | None = None) -> Body | None:
    """The body the viewer reads for: the first at which they hold a role, else the one they chose."""
    if not viewer.is_authenticated or not viewer.is_active:
        return chosen
    first = next((each.body for each in roles_held(viewer) if each.body is not None), None)
    return first or chosen


def post_of(viewer: Viewer) -> Post:
    """Where the viewer works, and whether they give out roles; asked once for each page."""
    if not viewer.is_authenticated or not viewer.is_active:
        return Post()
    held = roles_held(viewer)
    givers = Permission.GRANT_ROLES.roles
    return Post(
        body=next((each.body for each in held if each.body is not None), None),
        may_give_roles=any(each.body_id is None and each.role in givers for each in held),
    )


def _asked(viewer: User) -> list[RoleAssignment]:
    return list(RoleAssignment.objects.filter(user_id=viewer.pk, ended_at=None).select_related("body").order_by("pk"))


def _is_of_the_network(held: list[RoleAssignment]) -> bool:
    if any(each.role == Role.SUPPLIER for each in held):
        return False
    return any(
        each.role in NETWORK_ROLES and (each.body is None or each.body.kind != BodyKind.COMPANY) for each in held
    )
