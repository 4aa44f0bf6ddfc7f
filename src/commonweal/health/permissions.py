"""Who may say what about the health of projects; reading it is for everybody."""

from django.utils.translation import gettext_lazy as _

from commonweal.organisations.permissions import NotAllowed, PermissionEnum, allows, require
from commonweal.organisations.roles import Role

__all__ = ["NotAllowed", "Permission", "allows", "require"]


class Permission(PermissionEnum):
    """What may be done about the health of projects."""

    KEEP_PROJECTS = (
        "keep_projects",
        _("choose which projects are looked at"),
        (Role.ADMINISTRATOR, Role.CURATOR),
    )
    CONFIRM_MAINTAINED = (
        "confirm_maintained",
        _("say that a project is still maintained"),
        (Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR),
    )
    KEEP_LIFECYCLES = (
        "keep_lifecycles",
        _("choose where ends of life come from"),
        (Role.ADMINISTRATOR,),
    )
    CHECK_HEALTH = (
        "check_health",
        _("look at the health of software for an organisation, and decide about it"),
        (Role.ADMINISTRATOR, Role.EDITOR, Role.SECURITY),
    )
