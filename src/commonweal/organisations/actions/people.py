"""Accounts and the roles they hold."""

from django.db import transaction
from django.utils import timezone

from commonweal.journal import actions as journal
from commonweal.organisations import permissions
from commonweal.organisations.models import Body, RoleAssignment, User
from commonweal.organisations.permissions import Permission
from commonweal.organisations.roles import Role


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
def grant_role(*, user: User, role: Role, body: Body | None, by: User | None) -> RoleAssignment:
    """Give a person a role at a body, or in the whole installation; granting twice keeps the first.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.GRANT_ROLES)
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

    Raises NotAllowed.
    """
    permissions.require(by, Permission.GRANT_ROLES)
    if assignment.ended_at is None:
        assignment.ended_at = timezone.now()
        assignment.save(update_fields=["ended_at"])
        journal.record(
            "organisations.role_withdrawn", subject=assignment.user, by=by, data={"role": assignment.role}
        )
    return assignment
