"""Reading accounts and the roles they hold."""

from django.db.models import QuerySet

from commonweal.organisations.models import RoleAssignment, User


def people() -> QuerySet[User]:
    """Every account with the roles it holds today."""
    return User.objects.prefetch_related("assignments__body").order_by("username")


def roles_by_claim(user: User) -> QuerySet[RoleAssignment]:
    """The roles in the whole installation that no person gave: those that follow the identity provider's claims."""
    return RoleAssignment.objects.filter(user=user, body=None, ended_at=None, granted_by=None)
