"""Allowing and refusing licences for a body, beside the policy that all follow."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.licensing import permissions
from commonweal.licensing.models import Choice, PolicyChoice
from commonweal.licensing.permissions import Permission
from commonweal.organisations.models import Body, User
from commonweal.standards.licences import Licence, read_expression


class NoSuchLicence(Exception):
    """It names no single licence, or gives no reason; the message says which."""


@transaction.atomic
def choose_policy(*, body: Body, licence: str, choice: str, reason: str, by: User | None) -> PolicyChoice:
    """Allow or refuse a licence for the systems of a body; what it chose for that licence before is ended.

    Raises NotAllowed, NoSuchLicence.
    """
    permissions.require(by, Permission.CHOOSE_POLICY, on=body)
    found, reason = read_expression(licence), reason.strip()
    if not isinstance(found, Licence) or not found.is_known:
        raise NoSuchLicence(_("Name one licence by its SPDX identifier, such as MIT or EUPL-1.2."))
    if choice not in Choice.values:
        raise NoSuchLicence(_("Choose whether the licence is allowed or not."))
    if not reason:
        raise NoSuchLicence(_("Say why; whoever reads this next year will ask."))
    now = timezone.now()
    PolicyChoice.objects.filter(body=body, licence=str(found), ended_at=None).update(ended_at=now, ended_by=by)
    made = PolicyChoice.objects.create(
        body=body, licence=str(found), choice=choice, reason=reason, by=by, chosen_at=now
    )  # fmt: skip
    data = {"licence": made.licence, "choice": choice}
    journal.record("licensing.policy_chosen", subject=made, by=by, data=data)
    return made


@transaction.atomic
def end_policy_choice(*, choice: PolicyChoice, by: User | None) -> PolicyChoice:
    """Take it back, so that the policy that all follow decides; it stays on file. Raises NotAllowed."""
    permissions.require(by, Permission.CHOOSE_POLICY, on=choice.body)
    if choice.ended_at is None:
        choice.ended_at, choice.ended_by = timezone.now(), by
        choice.save(update_fields=["ended_at", "ended_by"])
        journal.record("licensing.policy_choice_ended", subject=choice, by=by, data={"licence": choice.licence})
    return choice
