"""Who may see what systems are made of, and hand in lists of it."""

from django.utils.translation import gettext_lazy as _

from commonweal.organisations.permissions import NotAllowed, PermissionEnum, allows, require
from commonweal.organisations.roles import Role

__all__ = ["NotAllowed", "Permission", "allows", "require"]


class Permission(PermissionEnum):
    """What may be done with lists of components; seeing them is narrower than seeing the system."""

    SEE_COMPONENTS = (
        "see_components",
        _("see what the systems of an organisation are made of"),
        (Role.ADMINISTRATOR, Role.EDITOR, Role.SECURITY),
    )
    OVERSEE = (
        "oversee",
        _("see what the systems of the organisations watched over are made of"),
        (Role.ADMINISTRATOR, Role.SECURITY),
    )
    SEND_SBOM = (
        "send_sbom",
        _("hand in what a system of an organisation is made of"),
        (Role.ADMINISTRATOR, Role.EDITOR, Role.SECURITY),
    )
    AGREE_OVERSIGHT = (
        "agree_oversight",
        _("let another organisation watch over the safety of one's own"),
        (Role.ADMINISTRATOR, Role.EDITOR),
    )
