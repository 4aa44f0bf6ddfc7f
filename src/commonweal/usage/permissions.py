"""Who may say what bodies use, run and pay."""

from django.utils.translation import gettext_lazy as _

from commonweal.organisations.permissions import NotAllowed, PermissionEnum, allows, require
from commonweal.organisations.roles import Role

__all__ = ["NotAllowed", "Permission", "allows", "require"]


class Permission(PermissionEnum):
    """What may be done to claims of use, systems, contracts and suppliers."""

    STATE_USE = (
        "state_use",
        _("say what an organisation uses"),
        (Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR),
    )
    ANSWER_CLAIMS = "answer_claims", _("confirm or deny what others say that an organisation uses"), (Role.EDITOR,)
    PROPOSE_USE = (
        "propose_use",
        _("propose on behalf of a supplier that an organisation uses software"),
        (
            Role.SUPPLIER,
            Role.EDITOR,
        ),
    )
    MATCH_NAMES = "match_names", _("say which organisation a name stands for"), (Role.ADMINISTRATOR, Role.CURATOR)
    KEEP_SYSTEMS = "keep_systems", _("describe the systems of an organisation"), (Role.EDITOR,)
    KEEP_CONTRACTS = "keep_contracts", _("keep the contracts of an organisation"), (Role.EDITOR,)
    OFFER_SERVICES = "offer_services", _("offer services on behalf of a supplier"), (Role.SUPPLIER, Role.EDITOR)
    CHECK_CONTRIBUTIONS = (
        "check_contributions",
        _("check what suppliers say they gave to a project"),
        (Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR),
    )
