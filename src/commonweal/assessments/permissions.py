"""Who may assess, answer and invite; who sees an assessment is the ladder of `organisations.queries`."""

from django.utils.translation import gettext_lazy as _

from commonweal.organisations.permissions import NotAllowed, PermissionEnum, allows, require
from commonweal.organisations.roles import Role

__all__ = ["NotAllowed", "Permission", "allows", "require"]


class Permission(PermissionEnum):
    """What may be done to assessments."""

    ASSESS = (
        "assess",
        _("begin and finish assessments of an organisation, and choose what to do next"),
        (Role.ADMINISTRATOR, Role.EDITOR),
    )
    ANSWER = (
        "answer",
        _("answer the assessments of an organisation"),
        (Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR, Role.SECURITY, Role.MEMBER),
    )
    RUN_CAMPAIGN = (
        "run_campaign",
        _("invite other organisations to answer"),
        (Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR),
    )
