"""Who may read findings, decide about them, and keep the sources of advisories."""

from django.utils.translation import gettext_lazy as _

from commonweal.organisations.permissions import NotAllowed, PermissionEnum, allows, require
from commonweal.organisations.roles import Role

__all__ = ["NotAllowed", "Permission", "allows", "require"]


class Permission(PermissionEnum):
    """What may be done about vulnerabilities; who sees findings is `components.queries.scope_of`."""

    KEEP_SOURCES = (
        "keep_sources",
        _("choose where advisories come from"),
        (Role.ADMINISTRATOR,),
    )
    DECIDE = (
        "decide",
        _("decide what a vulnerability means for an organisation"),
        (Role.ADMINISTRATOR, Role.EDITOR, Role.SECURITY),
    )
    NOTIFY = (
        "notify",
        _("tell organisations what hits them"),
        (Role.ADMINISTRATOR, Role.SECURITY),
    )
    WRITE_ADVISORIES = (
        "write_advisories",
        _("write advisories of one's own"),
        (Role.ADMINISTRATOR, Role.SECURITY),
    )
