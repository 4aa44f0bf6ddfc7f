"""Who may do what with sources and runs."""

from django.utils.translation import gettext_lazy as _

from commonweal.organisations.permissions import NotAllowed, PermissionEnum, allows, require
from commonweal.organisations.roles import Role

__all__ = ["NotAllowed", "Permission", "allows", "require"]


class Permission(PermissionEnum):
    """What may be done to the harvest."""

    KEEP_SOURCES = (
        "keep_sources",
        _("add, pause and change the sources of the catalogue"),
        (Role.ADMINISTRATOR, Role.CURATOR),
    )
    # Reading this machine's files is for those who run the machine.
    KEEP_LOCAL_SOURCES = "keep_local_sources", _("let the catalogue read files of this machine"), (Role.ADMINISTRATOR,)
    RUN_HARVEST = "run_harvest", _("start a harvest now"), (Role.ADMINISTRATOR, Role.CURATOR)
