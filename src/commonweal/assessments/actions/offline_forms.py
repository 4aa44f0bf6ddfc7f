"""Forms that come back as files: taking them in, taking them back, deciding where they contradict each other."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.assessments import permissions
from commonweal.assessments.actions._campaign_answers import require_open, write_settled
from commonweal.assessments.documents.offline_reading import Expected, read_form
from commonweal.assessments.models import Campaign, ConflictDecision, Invitation, OfflineForm
from commonweal.assessments.permissions import Permission
from commonweal.assessments.queries.instruments import instrument
from commonweal.assessments.queries.merged_forms import merged
from commonweal.assessments.rules import sayings
from commonweal.assessments.rules.merging import Claim
from commonweal.journal import actions as journal
from commonweal.organisations.models import User

MOST_BYTES = 5_000_000


class FormTooLarge(Exception):
    """The file is larger than any form."""


class NoConflict(Exception):
    """The forms do not contradict each other there, or nobody said what was chosen."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came back."""

    name: str
    content: bytes


@transaction.atomic
def take_in_form(*, campaign: Campaign, file: Received, by: User | None) -> OfflineForm:
    """Keep a form as it came and merge what can be read of it; the same file again is the same form, read anew.

    Raises NotAllowed, CampaignClosed, FormTooLarge.
    """
    permissions.require(by, Permission.RUN_CAMPAIGN, on=campaign.host)
    require_open(campaign)
    if len(file.content) > MOST_BYTES:
        raise FormTooLarge(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1_000_000})
    sha256 = hashlib.sha256(file.content).hexdigest()
    before = campaign.forms.filter(sha256=sha256, taken_back_at=None).first()
    asks = instrument(campaign.instrument)
    assert asks is not None  # noqa: S101  a campaign is opened with an instrument of this installation
    places = set(campaign.invitations.filter(withdrawn_at=None).values_list("code", flat=True))
    read = read_form(file.content, Expected(campaign.key, places, asks, campaign.is_short))
    found = {"said": sayings.written_said(read.said), "problems": sayings.written_problems(read.problems)}
    if before is not None and (before.said, before.problems) == (found["said"], found["problems"]):
        return before
    form = before or OfflineForm(
        campaign=campaign,
        file_name=file.name[:200],
        content=file.content,
        sha256=sha256,
        received_at=timezone.now(),
        received_by=by,
    )
    form.said, form.problems = found["said"], found["problems"]
    form.save()
    _write(campaign, {each.place for each in read.said})
    told = {"host": campaign.host_id, "answers": len(read.said), "problems": len(read.problems)}
    journal.record("assessments.form_received", subject=campaign, by=by, data=told)
    return form


@transaction.atomic
def take_back_form(*, form: OfflineForm, by: User | None) -> OfflineForm:
    """Count a form no more; the file is kept. Raises NotAllowed, CampaignClosed."""
    campaign = form.campaign
    permissions.require(by, Permission.RUN_CAMPAIGN, on=campaign.host)
    require_open(campaign)
    if form.taken_back_at is None:
        form.taken_back_at, form.taken_back_by = timezone.now(), by
        form.save(update_fields=["taken_back_at", "taken_back_by"])
        _write(campaign, {each.place for each in sayings.read_said(form.said)})
        journal.record("assessments.form_taken_back", subject=campaign, by=by, data={"host": campaign.host_id})
    return form


@transaction.atomic
def decide_conflict(
    *, invitation: Invitation, question: str, chosen: Claim, reason: str, by: User | None
) -> ConflictDecision:
    """Say which of the contradicting answers holds. The others are kept; a new one opens the question again.

    Raises NotAllowed, CampaignClosed, NoConflict.
    """
    permissions.require(by, Permission.RUN_CAMPAIGN, on=invitation.campaign.host)
    require_open(invitation.campaign)
    standing = merged(invitation).get((invitation.code, question))
    if standing is None or len(standing.claims) < 2 or chosen not in standing.claims:
        raise NoConflict(_("The forms do not contradict each other there any more."))
    now = timezone.now()
    invitation.decisions.filter(question=question, ended_at=None).update(ended_at=now)
    decision = ConflictDecision.objects.create(
        invitation=invitation,
        question=question,
        chosen=sayings.written_claim(chosen),
        among=[sayings.written_claim(claim) for claim in standing.claims],
        reason=reason.strip()[:1000],
        by=by,
        decided_at=now,
    )
    write_settled(invitation)
    told = {"host": invitation.campaign.host_id, "place": invitation.code, "question": question}
    journal.record("assessments.conflict_decided", subject=invitation.campaign, by=by, data=told)
    return decision


def _write(campaign: Campaign, places: Iterable[str]) -> None:
    for invitation in campaign.invitations.filter(code__in=places, withdrawn_at=None):
        write_settled(invitation)
