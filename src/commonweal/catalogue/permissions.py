"""Who may do what in the catalogue."""

from django.utils.translation import gettext_lazy as _

from commonweal.organisations.permissions import NotAllowed, PermissionEnum, allows, require
from commonweal.organisations.roles import Role

__all__ = ["NotAllowed", "Permission", "allows", "require"]


class Permission(PermissionEnum):
    """What may be done to entries and searches."""

    PUBLISH = "publish", _("publish entries in the catalogue"), (Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR)
    RETIRE = "retire", _("take entries out of the catalogue and bring them back"), (Role.ADMINISTRATOR, Role.CURATOR)
    CURATE = "curate", _("move entries and load starter packs"), (Role.ADMINISTRATOR, Role.CURATOR)
