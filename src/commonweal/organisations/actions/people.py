"""Accounts and the roles they hold."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as translate

from commonweal.journal import actions as journal
from commonweal.organisations import permissions
from commonweal.organisations.models import Body, RoleAssignment, User
from commonweal.organisations.permissions import Permission
from commonweal.organisations.roles import Role


class LastAdministrator(Exception):
    """Nobody would be left who runs the installation."""


@transaction.atomic
def open_account(*, username: str, email: str, password: str | None, display_name: str, by: User | None) -> User:
    """Open an account without any role; without a password its owner can only sign in by OpenID Connect.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.GRANT_ROLES)
    user = User.objects.create_user(username=username, email=email, password=password, display_name=display_name)
    journal.record("organisations.account_opened", subject=user, by=by)
    return user


@transaction.atomic
def record_sign_up(*, user: User, by: User | None) -> User:
    """Write down that somebody opened their own account, which gives them no role."""
    journal.record("organisations.account_opened", subject=user, by=by)
    return user


@transaction.atomic
def grant_role(*, user: User, role: Role, body: Body | None, by: User | None) -> RoleAssignment:
    """Give a person a role at a body, or in the whole installation; granting twice keeps the first.

    The administrator of a body gives out roles at that body. Raises NotAllowed.
    """
    permissions.require(by, Permission.GRANT_ROLES, on=body)
    assignment, is_new = RoleAssignment.objects.get_or_create(
        user=user, role=role.value, body=body, ended_at=None, defaults={"granted_by": by}
    )
    if is_new:
        place = body.uri if body else None
        journal.record("organisations.role_granted", subject=user, by=by, data={"role": role.value, "body": place})
    return assignment


@transaction.atomic
def withdraw_role(*, assignment: RoleAssignment, by: User | None) -> RoleAssignment:
    """End a role from now on; it stays in the history.

    Raises NotAllowed, LastAdministrator.
    """
    permissions.require(by, Permission.GRANT_ROLES, on=assignment.body)
    if assignment.ended_at is None:
        _refuse_the_last_administrator(assignment)
        assignment.ended_at = timezone.now()
        assignment.save(update_fields=["ended_at"])
        journal.record("organisations.role_withdrawn", subject=assignment.user, by=by, data={"role": assignment.role})
    return assignment


def _refuse_the_last_administrator(assignment: RoleAssignment) -> None:
    if assignment.role != Role.ADMINISTRATOR or assignment.body_id is not None:
        return
    standing = RoleAssignment.objects.select_for_update().filter(
        role=Role.ADMINISTRATOR.value, body=None, ended_at=None, user__is_active=True
    )
    if not [other for other in standing if other.pk != assignment.pk]:
        raise LastAdministrator(translate("This is the last administrator: name another one first."))
