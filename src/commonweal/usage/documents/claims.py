"""Claims of use as documents: for the API, for files, for a spreadsheet."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import timezone
from ninja import Schema

from commonweal.organisations.models import Visibility
from commonweal.standards.spreadsheet import harmless
from commonweal.usage.models import UsageClaim
from commonweal.usage.queries.claims import use_of
from commonweal.usage.queries.claims_counts import Counts
from commonweal.usage.rules.counting import Told

LICENCE = "CC0-1.0"
COLUMNS = (
    "software", "software_name", "software_page", "body", "body_name", "body_page", "country", "tier", "status",
    "standing", "confirmed_on", "expires_on", "unconfirmed_since", "is_stale", "source", "source_name", "stated_on",
    "since", "until", "purpose", "version", "user_count", "instance", "evidence", "shared_with", "as_of", "licence",
)  # fmt: skip


class ClaimDocument(Schema):
    """A claim that a body uses a piece of software, as it stood on the day `as_of`. What is not known is null."""

    software: str
    software_name: str
    software_page: str
    body: str
    body_name: str
    body_page: str
    country: str | None
    tier: str
    status: str
    standing: str
    confirmed_on: date | None
    expires_on: date | None
    unconfirmed_since: date | None
    is_stale: bool
    source: str
    source_name: str | None
    stated_on: date
    since: date | None
    until: date | None
    purpose: str | None
    version: str | None
    user_count: int | None
    instance: str | None
    evidence: str | None
    shared_with: str
    as_of: date
    licence: str | None


class CountDocument(Schema):
    """How many bodies are told of: by name, and at least how many more; `may_be_more` where more may be hidden."""

    named: int
    unnamed_at_least: int
    may_be_more: bool


class RegionDocument(Schema):
    """The numbers of a region by level of government, and together."""

    country: str | None
    region: str | None
    name: str | None
    by_tier: dict[str, CountDocument]
    total: CountDocument


class CountsDocument(Schema):
    """How many bodies use a piece of software; numbers not named are told in steps of `smallest`, rounded down."""

    total: CountDocument
    by_tier: dict[str, CountDocument]
    regions: list[RegionDocument]
    smallest: int


def claim_document(claim: UsageClaim, *, site_url: str, today: date | None = None) -> ClaimDocument:
    """A claim with its body and its software, which must be fetched beforehand."""
    day = today or timezone.localdate()
    use, body = use_of(claim, day), claim.owner
    if body is None:
        raise ValueError(f"claim {claim.pk} is about nobody")
    return ClaimDocument(
        software=claim.entry.slug,
        software_name=claim.entry.name,
        software_page=site_url + claim.entry.get_absolute_url(),
        body=body.uri,
        body_name=body.name,
        body_page=site_url + body.get_absolute_url(),
        country=body.country or None,
        tier=body.tier,
        status=claim.status,
        standing=use.standing.value,
        confirmed_on=use.confirmed_on,
        expires_on=claim.expires_on,
        unconfirmed_since=use.unconfirmed_since,
        is_stale=use.is_stale,
        source=claim.source,
        source_name=claim.source_name or None,
        stated_on=timezone.localdate(claim.stated_at),
        since=claim.since,
        until=claim.until,
        purpose=claim.purpose or None,
        version=claim.version or None,
        user_count=claim.user_count,
        instance=claim.instance_url or None,
        evidence=claim.evidence_url or None,
        shared_with=Visibility(claim.visibility).name.lower(),
        as_of=day,
        licence=LICENCE if claim.visibility == Visibility.PUBLIC else None,
    )


def counts_document(counts: Counts) -> CountsDocument:
    """The table of numbers."""
    tiers = [tier for tier, _label in counts.tiers]
    return CountsDocument(
        total=_count(counts.total),
        by_tier={tier: _count(told) for tier, told in zip(tiers, counts.by_tier, strict=True)},
        regions=[
            RegionDocument(
                country=region.country or None,
                region=region.code or None,
                name=region.name or None,
                by_tier={tier: _count(told) for tier, told in zip(tiers, region.cells, strict=True) if told},
                total=_count(region.total),
            )
            for region in counts.regions
        ],
        smallest=counts.smallest,
    )


def claim_rows(documents: Iterable[ClaimDocument]) -> Iterator[list[str]]:
    """A table for a spreadsheet, header first; a cell that a spreadsheet would compute begins with an apostrophe."""
    yield list(COLUMNS)
    for document in documents:
        values = document.model_dump()
        yield [_cell(values[name]) for name in COLUMNS]


def _cell(value: object) -> str:
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return harmless(text)


def _count(told: Told) -> CountDocument:
    return CountDocument(named=told.named, unnamed_at_least=told.unnamed, may_be_more=told.may_be_more)
