"""Who may do what in the catalogue."""

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import RoleAssignment, User
from commonweal.organisations.permissions import NotAllowed, PermissionEnum, allows, require
from commonweal.organisations.roles import Role

__all__ = ["NotAllowed", "Permission", "allows", "require", "require_anywhere"]


class Permission(PermissionEnum):
    """What may be done to entries and searches."""

    PUBLISH = "publish", _("publish entries in the catalogue"), (Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR)
    RETIRE = "retire", _("take entries out of the catalogue and bring them back"), (Role.ADMINISTRATOR, Role.CURATOR)
    CURATE = "curate", _("move entries and load starter packs"), (Role.ADMINISTRATOR, Role.CURATOR)
    NAME_PRODUCTS = "name_products", _("name products"), (Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR)
    STATE_ALTERNATIVES = (
        "state_alternatives",
        _("say what could stand in for a product"),
        (Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR),
    )


def require_anywhere(by: User | None, permission: PermissionEnum) -> None:
    """Raise NotAllowed unless `by` holds a role with the permission at any body at all, or in the installation."""
    if by is None:
        return
    held = RoleAssignment.objects.filter(
        user_id=by.pk, role__in=[role.value for role in permission.roles], ended_at__isnull=True
    )
    if not by.is_active or not held.exists():
        raise NotAllowed(translate("You may not %(what)s.") % {"what": permission.sentence})
