"""What the actions of campaigns share: the assessment of a place, and what its forms come to."""

from dataclasses import fields

from django.utils.translation import gettext as _

from commonweal.assessments.actions.answering import LONGEST_TEXT, AnswerDraft, RespondentDraft, answer_many, join
from commonweal.assessments.actions.assessing import AssessmentDraft, start_assessment
from commonweal.assessments.models import Answer, Assessment, Campaign, Invitation
from commonweal.assessments.queries.instruments import instrument
from commonweal.assessments.queries.merged_forms import merged
from commonweal.assessments.rules.instrument import Instrument, State
from commonweal.assessments.rules.merging import Said
from commonweal.organisations.models import User


class CampaignClosed(Exception):
    """Nobody is invited to, or answers, a campaign that is closed."""


def require_open(campaign: Campaign) -> None:
    """Raise CampaignClosed where nobody answers any more.

    Whoever changes the same campaign meanwhile waits: what forms come to is worked out from all of them.
    """
    if Campaign.objects.select_for_update().only("pk", "closed_at").get(pk=campaign.pk).closed_at is not None:
        raise CampaignClosed(_("The campaign is closed. Open it again first."))


def opened_assessment(invitation: Invitation, by: User | None) -> Assessment:
    """The assessment of a place, begun where there is none.

    Raises CampaignClosed.
    """
    require_open(invitation.campaign)
    found = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if found.assessment is None:
        campaign = invitation.campaign
        draft = AssessmentDraft(
            instrument=campaign.instrument,
            is_short=campaign.is_short,
            country="" if invitation.body else invitation.country,
        )
        # The installation begins it: of whom invites or sends a form in, the permission was asked before.
        found.assessment = start_assessment(body=invitation.body or campaign.host, draft=draft, by=None)
        found.save(update_fields=["assessment"])
    if invitation.body is None and by is not None and found.assessment.author is None:
        # A curator who answers for a country is of no body that sees it; a form may have begun it before.
        found.assessment.author = by
        found.assessment.save(update_fields=["author"])
    invitation.assessment = found.assessment
    return found.assessment


def write_settled(invitation: Invitation) -> None:
    """Make the answers that came in by forms those that hold now: what is contested is no answer until it is decided.

    A finished assessment stays as it is.
    """
    invitation = Invitation.objects.select_related("campaign__host", "body").get(pk=invitation.pk)
    asks = instrument(invitation.campaign.instrument)
    settled = {
        question: standing.settled
        for (_place, question), standing in merged(invitation).items()
        if standing.settled is not None and asks is not None and _is_asked(asks, standing.settled)
    }
    if not settled and invitation.forms_respondent is None:
        return
    assessment = opened_assessment(invitation, None)
    if assessment.is_finished:
        return
    if invitation.forms_respondent is None:
        draft = RespondentDraft(name=_("Forms sent in"))
        invitation.forms_respondent = join(assessment=assessment, draft=draft, by=None)
        invitation.save(update_fields=["forms_respondent"])
    respondent = invitation.forms_respondent
    respondent.answers.exclude(question__in=settled).delete()
    before = {each.question: each for each in respondent.answers.all()}
    answers = {question: _draft(said) for question, said in settled.items()}
    new = {question: draft for question, draft in answers.items() if not _is_kept(before.get(question), draft)}
    answer_many(respondent=respondent, answers=new, by=None)


def _is_asked(asks: Instrument, said: Said) -> bool:
    """Whether the questions of today know the answer; those of the day on which its form was read did."""
    question, value = asks.question(said.question), said.claim.value
    return question is not None and (value is None or asks.scale_of(question).allows(value))


def _is_kept(kept: Answer | None, draft: AnswerDraft) -> bool:
    return kept is not None and all(getattr(kept, each.name) == getattr(draft, each.name) for each in fields(draft))


def _draft(said: Said) -> AnswerDraft:
    reason = said.reason
    if said.claim.state is State.INAPPLICABLE and not reason:
        reason = _("The form gives no reason.")
    return AnswerDraft(
        state=said.claim.state.value,
        value=said.claim.value,
        reason=reason[:LONGEST_TEXT],
        evidence_url=said.evidence_url[:LONGEST_TEXT],
        evidence_note=said.evidence_note[:LONGEST_TEXT],
    )


__all__ = ["CampaignClosed", "opened_assessment", "require_open", "write_settled"]
