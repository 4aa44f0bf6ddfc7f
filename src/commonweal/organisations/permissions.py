"""Who may do what: the base of every context's permissions, and this context's own."""

from collections.abc import Iterable
from enum import Enum

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body, RoleAssignment, User
from commonweal.organisations.roles import Role


class NotAllowed(Exception):
    """Somebody tried what their roles do not permit; the message says what, in their language."""


class PermissionEnum(Enum):
    """A permission: its code, a sentence a clerk understands, and the roles that carry it."""

    def __init__(self, code: str, sentence: Promise, roles: Iterable[Role]) -> None:
        self.code = code
        self.sentence = sentence
        self.roles = frozenset(roles)


class Permission(PermissionEnum):
    """What may be done to bodies, offices and accounts."""

    REGISTER_BODY = "register_body", _("register an organisation"), (Role.ADMINISTRATOR, Role.CURATOR)
    CHANGE_BODY = "change_body", _("change an organisation"), (Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR)
    VERIFY_BODY = "verify_body", _("confirm that an organisation is public sector"), (Role.ADMINISTRATOR, Role.CURATOR)
    KEEP_OFFICES = "keep_offices", _("describe programme offices"), (Role.ADMINISTRATOR, Role.CURATOR)
    KEEP_LETTERHEAD = "keep_letterhead", _("keep the letterhead of an organisation"), (Role.ADMINISTRATOR, Role.EDITOR)
    USE_LETTERHEAD = (
        "use_letterhead",
        _("write on the letterhead of an organisation"),
        (Role.ADMINISTRATOR, Role.EDITOR, Role.SECURITY, Role.MEMBER),
    )
    GRANT_ROLES = "grant_roles", _("give out and withdraw roles"), (Role.ADMINISTRATOR,)


def actor(request: HttpRequest) -> User:
    """Who acts in a request; never the installation itself.

    Raises NotAllowed for a visitor who has not signed in.
    """
    if not isinstance(request.user, User):
        raise NotAllowed(translate("Please sign in."))
    return request.user


def require(by: User | None, permission: PermissionEnum, *, on: Body | None = None) -> None:
    """Raise NotAllowed unless `by` holds a role with the permission in the installation or at the body `on`.

    `by=None` is the installation itself (a worker, a set-up step) and may do everything.
    """
    if by is not None and not allows(by, permission, on=on):
        raise NotAllowed(translate("You may not %(what)s.") % {"what": permission.sentence})


def allows(by: User | AnonymousUser, permission: PermissionEnum, *, on: Body | None = None) -> bool:
    """Whether `by` holds a role with the permission in the whole installation, or at the body `on`."""
    if not by.is_authenticated or not by.is_active:
        return False
    held = RoleAssignment.objects.filter(
        user_id=by.pk, role__in=[role.value for role in permission.roles], ended_at__isnull=True
    )
    places = {None, on.pk} if on is not None else {None}
    return any(body_id in places for body_id in held.values_list("body_id", flat=True))
