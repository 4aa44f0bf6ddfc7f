"""Roles as named sets of permissions; each context says which of its permissions a role carries."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """What a person is to a body, or to the whole installation."""

    label: Promise
    description: Promise

    def __new__(cls, value: str, label: Promise, description: Promise) -> "Role":
        """Keep the words beside the value."""
        role = str.__new__(cls, value)
        role._value_ = value
        role.label = label
        role.description = description
        return role

    ADMINISTRATOR = "administrator", _("administrator"), _("runs this installation and gives out roles")
    CURATOR = "curator", _("curator"), _("keeps the catalogue and its sources, as the programme office does")
    EDITOR = "editor", _("editor"), _("writes for their own body")
    SECURITY = (
        "security",
        _("security officer"),
        _("answers for the safety of what their body runs, and of the bodies it watches over"),
    )
    MEMBER = "member", _("member"), _("belongs to a body of the network and reads what it shares")
    SUPPLIER = "supplier", _("supplier"), _("sells to public bodies and sees only what is public")
