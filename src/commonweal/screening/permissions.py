"""Who may ask for a body, and who rules.

Rulings are given by those who may see what the systems of a body are made of (`components.queries.scope_of`): its
administrators, editors and security officers, and those of the office that watches over it. Nobody else reads what
was asked there.
"""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.components.queries import scope_of
from commonweal.organisations.models import Body, User
from commonweal.organisations.permissions import NotAllowed, PermissionEnum, allows, require
from commonweal.organisations.roles import Role

__all__ = ["NotAllowed", "Permission", "allows", "may_rule", "require", "require_rule"]


class Permission(PermissionEnum):
    """What may be done with requests."""

    ASK = (
        "ask",
        _("ask for an organisation whether something may be used, published or contributed"),
        (Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR, Role.SECURITY, Role.MEMBER),
    )
    RULE = (
        "rule",
        _("rule on what an organisation may use, publish or contribute"),
        (Role.ADMINISTRATOR, Role.EDITOR, Role.SECURITY),
    )


def may_rule(by: User | AnonymousUser, body: Body) -> bool:
    """Whether `by` rules for a body: at the body itself, or at the office that watches over it."""
    return body.pk in scope_of(by)


def require_rule(by: User | None, body: Body) -> None:
    """Raise NotAllowed unless `by` rules for the body; None is the installation itself and may do everything."""
    if by is not None and not may_rule(by, body):
        raise NotAllowed(translate("You may not %(what)s.") % {"what": Permission.RULE.sentence})
