"""Who may say what people can, and who may read it."""

from django.utils.translation import gettext_lazy as _

from commonweal.organisations.permissions import NotAllowed, PermissionEnum, allows, require
from commonweal.organisations.roles import Role

__all__ = ["NotAllowed", "Permission", "allows", "require"]


class Permission(PermissionEnum):
    """What may be done with skills, needs and trainings."""

    STATE_SKILLS = (
        "state_skills",
        _("say what you can do at an organisation"),
        (Role.EDITOR, Role.SECURITY, Role.MEMBER),
    )
    KEEP_SKILLS = (
        "keep_skills",
        _("read what people of an organisation can do, and write down what it needs"),
        (Role.ADMINISTRATOR, Role.EDITOR),
    )
    KEEP_COHORTS = (
        "keep_cohorts",
        _("keep the trainings of an organisation"),
        (Role.ADMINISTRATOR, Role.EDITOR),
    )
    OFFER_HELP = (
        "offer_help",
        _("offer help to other organisations and ask for it, on behalf of an organisation"),
        (Role.ADMINISTRATOR, Role.EDITOR),
    )
    AGREE_ON_HELP = (
        "agree_on_help",
        _("propose and answer agreements on help, and confirm hours, on behalf of an organisation"),
        (Role.ADMINISTRATOR, Role.EDITOR),
    )
    GIVE_HOURS = (
        "give_hours",
        _("write down hours of help that an organisation gave"),
        (Role.ADMINISTRATOR, Role.EDITOR, Role.MEMBER),
    )
