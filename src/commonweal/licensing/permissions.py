"""Who may say what licences software has, and keep what they ask; who sees it is `components.queries.scope_of`."""

from django.utils.translation import gettext_lazy as _

from commonweal.organisations.permissions import NotAllowed, PermissionEnum, allows, require
from commonweal.organisations.roles import Role

__all__ = ["NotAllowed", "Permission", "allows", "require"]


class Permission(PermissionEnum):
    """What may be done about licences."""

    CONCLUDE = (
        "conclude",
        _("say which licence a part has, for an organisation"),
        (Role.ADMINISTRATOR, Role.EDITOR, Role.SECURITY),
    )
    KEEP_OBLIGATIONS = (
        "keep_obligations",
        _("say how a system is used and what was done of what its licences ask"),
        (Role.ADMINISTRATOR, Role.EDITOR, Role.SECURITY),
    )
    CHOOSE_POLICY = (
        "choose_policy",
        _("allow or refuse licences for an organisation"),
        (Role.ADMINISTRATOR, Role.EDITOR),
    )
