"""Campaigns under /api/v1: for those who run one or are invited, signed in or with a token of the body."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Protocol

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from commonweal.assessments.documents.campaign_gaps import GapTable, gap_table
from commonweal.assessments.documents.campaign_report import PlaceRow, report_on
from commonweal.assessments.documents.country_report import LEAST_PEOPLE, MOST_PEOPLE, CountryReport, report_on_place
from commonweal.assessments.models import Campaign, Invitation
from commonweal.assessments.queries.campaigns import campaigns_for, filled, own_invitations, run_by
from commonweal.assessments.rules.peers import LEAST_PEERS
from commonweal.organisations.models import User
from commonweal.standards.http_problems import ProblemDocument

router = Router(tags=["campaigns"])  # who may call is said where it is added to the API
FAULTS = dict.fromkeys((400, 401, 404, 422), ProblemDocument)
BIG = 2**31 - 1
RUNS, INVITED = "runs", "invited"
Size = Annotated[int, Query(ge=1, le=200)]


class Caller(Protocol):
    """Who calls: a person, or a program with a token that opens one body."""

    @property
    def user(self) -> User:
        """The person."""

    @property
    def body_id(self) -> int | None:
        """The one body that the token opens; None for every body of the person."""


class CampaignDocument(Schema):
    """A campaign. `part` tells whether the caller "runs" it or is "invited"; `closed_at` is null while it is open."""

    id: int
    page: str
    title: str
    purpose: str
    host: str
    instrument: str
    version: str
    is_short: bool
    baseline_on: date
    closes_on: date
    closed_at: datetime | None
    follows: int | None
    part: str


class CampaignPage(Schema):
    """Campaigns; `next` is the `after` of the following page, null on the last."""

    data: list[CampaignDocument]
    next: int | None


class PlaceProgressDocument(Schema):
    """A place: `state` is finished, complete, begun or waiting; `known` of all `asked` questions have an answer."""

    code: str
    name: str
    state: str
    dealt_with: int
    known: int
    asked: int


class CampaignProgressDocument(Schema):
    """How far a campaign is. Who is invited reads their own places, and counts (else null) of five others or more."""

    id: int
    invited: int | None
    begun: int | None
    complete: int | None
    contested: int | None
    places: list[PlaceProgressDocument]


@dataclass(frozen=True, slots=True)
class Seen:
    """A campaign as the caller sees it: whether they run it, and which of the places are theirs."""

    campaign: Campaign
    runs: bool
    own: tuple[Invitation, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The codes of their places."""
        return frozenset(each.code for each in self.own)


@router.get("/campaigns", response={200: CampaignPage} | FAULTS, summary="List campaigns")
def list_campaigns(
    request: HttpRequest,
    is_open: Annotated[
        bool | None, Query(description="only those that take answers, or only those that do not")
    ] = None,
    after: Annotated[int, Query(ge=0, le=BIG, description="the `next` of the page before")] = 0,
    size: Size = 50,
) -> CampaignPage:
    """The campaigns that the caller runs, and those to which a body of theirs is invited."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    found = campaigns_for(caller.user, at=caller.body_id).filter(pk__gt=after).order_by("pk")
    if is_open is not None:
        found = found.filter(closed_at__isnull=is_open)
    rows = list(found[: size + 1])
    runs = run_by(caller.user, rows, at=caller.body_id)
    return CampaignPage(
        data=[_campaign(each, runs=each.pk in runs) for each in rows[:size]],
        next=rows[size - 1].pk if len(rows) > size else None,
    )


@router.get("/campaigns/{int:pk}", response={200: CampaignDocument} | FAULTS, summary="One campaign")
def one_campaign(request: HttpRequest, pk: int) -> CampaignDocument:
    """What it asks, for which day the answers stand, and until when."""
    seen = _seen(request, pk)
    return _campaign(seen.campaign, runs=seen.runs)


@router.get(
    "/campaigns/{int:pk}/progress",
    response={200: CampaignProgressDocument} | FAULTS,
    summary="How far a campaign is",
)
def campaign_progress(request: HttpRequest, pk: int) -> CampaignProgressDocument:
    """Who runs it reads every place; who is invited reads their own, and counts of five others or more."""
    seen = _seen(request, pk)
    try:
        found, report = report_on(seen.campaign, made_on=timezone.localdate())
    except LookupError as missing:
        raise Http404 from missing
    is_told = seen.runs or len(found.places) - len(seen.own) >= LEAST_PEERS
    return CampaignProgressDocument(
        id=seen.campaign.pk,
        invited=report.places if is_told else None,
        begun=report.begun if is_told else None,
        complete=report.complete if is_told else None,
        contested=report.conflicts if seen.runs else None,
        places=[_place(row) for row in report.rows if seen.runs or row.code in seen.codes],
    )


@router.get("/campaigns/{int:pk}/gaps", response={200: GapTable} | FAULTS, summary="Where help is needed")
def campaign_gaps(request: HttpRequest, pk: int) -> GapTable:
    """Each dimension and indicator: how many know, and what they say; for who is invited, of five others or more."""
    seen = _seen(request, pk)
    try:
        found = filled(seen.campaign)
    except LookupError as missing:
        raise Http404 from missing
    return gap_table(found, made_on=timezone.localdate(), own=None if seen.runs else seen.codes)


@router.get(
    "/campaigns/{int:pk}/places/{code}",
    response={200: CountryReport} | FAULTS,
    summary="The report on one place",
)
def campaign_place(
    request: HttpRequest,
    pk: int,
    code: str,
    people: Annotated[
        float | None, Query(ge=LEAST_PEOPLE, le=MOST_PEOPLE, description="how many people the plan counts on")
    ] = None,
) -> CountryReport:
    """Every indicator with its value, what changed, and for a country the next 24 months; what is unknown is null."""
    seen = _seen(request, pk)
    invitation = seen.campaign.invitations.filter(code=code, withdrawn_at=None).select_related("campaign__host").first()
    if invitation is None or not (seen.runs or invitation.code in seen.codes):
        raise Http404
    try:
        return report_on_place(invitation, made_on=timezone.localdate(), people=people)
    except LookupError as missing:
        raise Http404 from missing


def _seen(request: HttpRequest, pk: int) -> Seen:
    """The campaign as the caller sees it.

    Raises Http404.
    """
    caller: Caller = request.auth  # type: ignore[attr-defined]
    campaign = campaigns_for(caller.user, at=caller.body_id).filter(pk=pk).first()
    if campaign is None:
        raise Http404
    runs = campaign.pk in run_by(caller.user, [campaign], at=caller.body_id)
    return Seen(campaign, runs, tuple(own_invitations(caller.user, campaign, at=caller.body_id)))


def _campaign(campaign: Campaign, *, runs: bool) -> CampaignDocument:
    return CampaignDocument(
        id=campaign.pk,
        page=f"{settings.SITE_URL}{campaign.get_absolute_url()}",
        title=campaign.title,
        purpose=campaign.purpose,
        host=campaign.host.uri,
        instrument=campaign.instrument,
        version=campaign.pack_version,
        is_short=campaign.is_short,
        baseline_on=campaign.baseline_on,
        closes_on=campaign.closes_on,
        closed_at=campaign.closed_at,
        follows=campaign.follows_id,
        part=RUNS if runs else INVITED,
    )


def _place(row: PlaceRow) -> PlaceProgressDocument:
    return PlaceProgressDocument(
        code=row.code, name=row.name, state=row.state, dealt_with=row.dealt_with, known=row.known, asked=row.asked
    )
