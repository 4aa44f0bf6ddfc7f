"""Who may say what bodies use, run and pay."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body, RoleAssignment, User
from commonweal.organisations.permissions import NotAllowed, PermissionEnum, allows, require
from commonweal.organisations.roles import Role

__all__ = ["NotAllowed", "Permission", "allows", "is_own", "require", "require_own"]


class Permission(PermissionEnum):
    """What may be done to claims of use, systems, contracts and suppliers."""

    STATE_USE = (
        "state_use",
        _("say what an organisation uses"),
        (Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR),
    )
    ANSWER_CLAIMS = (
        "answer_claims",
        _("confirm or deny what others say that an organisation uses, at that organisation"),
        (Role.ADMINISTRATOR, Role.EDITOR),
    )
    PROPOSE_USE = (
        "propose_use",
        _("propose on behalf of a supplier that an organisation uses software"),
        (
            Role.SUPPLIER,
            Role.EDITOR,
        ),
    )
    MATCH_NAMES = "match_names", _("say which organisation a name stands for"), (Role.ADMINISTRATOR, Role.CURATOR)
    KEEP_SYSTEMS = (
        "keep_systems",
        _("describe the systems of an organisation"),
        (Role.ADMINISTRATOR, Role.EDITOR),
    )
    KEEP_CONTRACTS = (
        "keep_contracts",
        _("keep the contracts of an organisation"),
        (Role.ADMINISTRATOR, Role.EDITOR),
    )
    OFFER_SERVICES = (
        "offer_services",
        _("offer services on behalf of a supplier"),
        (Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR, Role.SUPPLIER),
    )
    CHECK_CONTRIBUTIONS = (
        "check_contributions",
        _("check what suppliers say they gave to a project"),
        (Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR),
    )


def require_own(by: User | None, permission: PermissionEnum, *, on: Body) -> None:
    """Raise NotAllowed unless `by` holds a role with the permission at the body itself; None may do everything."""
    if by is not None and not is_own(by, permission, on=on):
        raise NotAllowed(translate("You may not %(what)s.") % {"what": permission.sentence})


def is_own(by: User | AnonymousUser, permission: PermissionEnum, *, on: Body) -> bool:
    """Whether `by` holds a role with the permission at the body itself; one in the whole installation does not do."""
    if not by.is_authenticated or not by.is_active:
        return False
    roles = [role.value for role in permission.roles]
    return RoleAssignment.objects.filter(user_id=by.pk, body=on, role__in=roles, ended_at=None).exists()
