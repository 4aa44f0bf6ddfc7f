"""Campaigns and what came back: progress, answers and scores of every place; queries do not grow with the places."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from commonweal.assessments.models import Answer, Assessment, Campaign, Invitation
from commonweal.assessments.permissions import Permission, allows
from commonweal.assessments.queries.instruments import instrument
from commonweal.assessments.rules.instrument import Given, Instrument, Question, State
from commonweal.assessments.rules.respondents import Combined, combine, distances
from commonweal.assessments.rules.scoring import Score, score
from commonweal.organisations.queries import NETWORK_ROLES, Viewer, country_name, name_of, roles_held


@dataclass(frozen=True, slots=True)
class Reply:
    """What a place answered to a question: what counts, what shows it, who said it, when, whether voices differ."""

    given: Given
    reason: str
    evidence_urls: tuple[str, ...]
    evidence_notes: tuple[str, ...]
    by: tuple[str, ...]
    answered_at: datetime
    disagree: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a campaign: its name, its replies by question, its score, and how many questions it has dealt with."""

    invitation: Invitation
    name: str
    replies: Mapping[str, Reply]
    score: Score
    asked: int

    @property
    def dealt_with(self) -> int:
        """How many questions it said anything to, also that nobody knows."""
        return len(self.replies)

    @property
    def known(self) -> int:
        """How many questions it answered with a value, or by saying why they do not apply."""
        return sum(reply.given.state is not State.UNKNOWN for reply in self.replies.values())

    @property
    def is_finished(self) -> bool:
        """Whether it closed its assessment."""
        return self.invitation.assessment is not None and self.invitation.assessment.is_finished

    @property
    def is_complete(self) -> bool:
        """Whether it said something to every question."""
        return self.is_finished or self.dealt_with >= self.asked


@dataclass(frozen=True, slots=True)
class Filled:
    """A campaign with its instrument and all places that are invited, in the order of their names."""

    campaign: Campaign
    instrument: Instrument
    questions: tuple[Question, ...]
    places: tuple[Place, ...]

    @property
    def begun(self) -> int:
        """How many places said anything."""
        return sum(place.dealt_with > 0 for place in self.places)

    @property
    def complete(self) -> int:
        """How many places said something to every question."""
        return sum(place.is_complete for place in self.places)


def campaigns_for(viewer: Viewer, *, at: int | None = None) -> QuerySet[Campaign]:
    """The campaigns that the viewer runs, and those to which a body of theirs is invited; or only as one body, `at`."""
    every = Campaign.objects.select_related("host")
    if not viewer.is_authenticated or not viewer.is_active:
        return every.none()
    hosts = _hosts(viewer, at)
    if None in hosts:
        return every
    invited = Invitation.objects.filter(body_id__in=_bodies(viewer, at), withdrawn_at=None).values("campaign_id")
    return every.filter(Q(host_id__in=hosts) | Q(pk__in=invited))


def run_by(viewer: Viewer, campaigns: Iterable[Campaign], *, at: int | None = None) -> set[int]:
    """Which of these campaigns the viewer runs, by their keys; asked once for all of them."""
    hosts = _hosts(viewer, at)
    return {each.pk for each in campaigns if None in hosts or each.host_id in hosts}


def may_run_for_all(viewer: Viewer) -> bool:
    """Whether the viewer opens campaigns of every body, not only of their own."""
    return None in _hosts(viewer, None)


def campaigns_of(viewer: Viewer, assessments: Iterable[Assessment]) -> Mapping[int, Campaign]:
    """The campaigns for which assessments were made, by the key of each, as far as the viewer may see them."""
    asked = [each.pk for each in assessments]
    found = Invitation.objects.filter(assessment_id__in=asked, campaign__in=campaigns_for(viewer))
    return {each.assessment_id or 0: each.campaign for each in found.select_related("campaign")}


def may_run(viewer: Viewer, campaign: Campaign) -> bool:
    """Whether the viewer sees all places of a campaign and takes forms in."""
    return allows(viewer, Permission.RUN_CAMPAIGN, on=campaign.host)


def may_answer(viewer: Viewer, invitation: Invitation) -> bool:
    """Whether the viewer begins the answers of a place, or goes on with what somebody there began."""
    if invitation.body is None:
        return may_run(viewer, invitation.campaign)
    return allows(viewer, Permission.ANSWER if invitation.assessment_id else Permission.ASSESS, on=invitation.body)


def own_invitations(viewer: Viewer, campaign: Campaign, *, at: int | None = None) -> list[Invitation]:
    """The invitations of bodies at which the viewer holds a role; or only that of one body, `at`."""
    found = campaign.invitations.filter(withdrawn_at=None, body_id__in=_bodies(viewer, at))
    return list(found.select_related("body", "assessment", "campaign__host").prefetch_related("body__names"))


def filled(campaign: Campaign, *, only: str = "") -> Filled:
    """All places of a campaign, or the one with a code, with what they answered so far.

    Raises LookupError where this installation has the instrument no more.
    """
    asks = instrument(campaign.instrument)
    if asks is None:
        raise LookupError(campaign.instrument)
    invited = campaign.invitations.filter(withdrawn_at=None).select_related("body", "assessment", "campaign__host")
    if only:
        invited = invited.filter(code=only)
    invitations = list(invited.prefetch_related("body__names"))
    answers = _answers(invitations)
    questions = asks.of_form(short=campaign.is_short)
    apart = distances(questions, asks.scales)
    places = [_place(each, answers.get(each.assessment_id or 0, []), asks, apart) for each in invitations]
    return Filled(campaign, asks, questions, tuple(sorted(places, key=lambda place: place.name.casefold())))


def is_complete(invitation: Invitation) -> bool:
    """Whether a place said something to every question; nobody did where the questions are here no more."""
    try:
        return filled(invitation.campaign, only=invitation.code).places[0].is_complete
    except LookupError:
        return False


def place_name(invitation: Invitation) -> str:
    """What a place is called: the name of the body, or of the country in the reader's language."""
    return name_of(invitation.body) if invitation.body is not None else country_name(invitation.country)


def _hosts(viewer: Viewer, at: int | None) -> set[int | None]:
    """The bodies whose campaigns the viewer runs; None is every body."""
    if not viewer.is_authenticated or not viewer.is_active:
        return set()
    hosts = {each.body_id for each in roles_held(viewer) if each.role in Permission.RUN_CAMPAIGN.roles}
    if at is None:
        return hosts
    return {at} if hosts & {None, at} else set()


def _bodies(viewer: Viewer, at: int | None) -> set[int]:
    if not viewer.is_authenticated or not viewer.is_active:
        return set()
    held = {each.body_id for each in roles_held(viewer) if each.role in NETWORK_ROLES}
    return {each for each in held if each is not None and at in (None, each)}


def _answers(invitations: Sequence[Invitation]) -> dict[int, list[Answer]]:
    by_assessment: dict[int, list[Answer]] = defaultdict(list)
    wanted = [each.assessment_id for each in invitations if each.assessment_id is not None]
    rows = Answer.objects.filter(respondent__assessment_id__in=wanted).select_related("respondent")
    for answer in rows.order_by("respondent_id", "question"):
        by_assessment[answer.respondent.assessment_id].append(answer)
    return by_assessment


def _place(invitation: Invitation, answers: Sequence[Answer], asks: Instrument, apart: Mapping[str, float]) -> Place:
    short = invitation.campaign.is_short
    questions = {question.id: question for question in asks.of_form(short=short)}
    rows: dict[str, list[Answer]] = defaultdict(list)
    voices: dict[str, dict[str, Given]] = defaultdict(dict)
    for answer in answers:
        question = questions.get(answer.question)
        # A newer version of the instrument may ask otherwise: what its scale does not know is not scored.
        if question is None or (answer.value is not None and not asks.scale_of(question).allows(answer.value)):
            continue
        rows[answer.question].append(answer)
        voices[str(answer.respondent_id)][answer.question] = Given(
            State(answer.state), answer.value, answer.has_evidence, answer.reason
        )
    combined = combine(voices, apart)
    replies = {key: _reply(each, rows[key]) for key, each in combined.items()}
    scored = score(asks, {key: each.given for key, each in combined.items()}, short=short)
    return Place(invitation, place_name(invitation), replies, scored, len(questions))


def _reply(combined: Combined, answers: Sequence[Answer]) -> Reply:
    return Reply(
        given=combined.given,
        reason="; ".join(dict.fromkeys(each.reason for each in answers if each.reason)),
        evidence_urls=tuple(dict.fromkeys(each.evidence_url for each in answers if each.evidence_url)),
        evidence_notes=tuple(dict.fromkeys(each.evidence_note for each in answers if each.evidence_note)),
        by=tuple(dict.fromkeys(each.respondent.name for each in answers)),
        answered_at=max(each.answered_at for each in answers),
        disagree=combined.disagree,
    )
