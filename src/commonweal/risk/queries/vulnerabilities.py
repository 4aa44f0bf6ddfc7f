"""What is publicly known about vulnerabilities; who is hit by them is not asked here."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonweal.risk.models import (
    Advisory,
    AdvisoryName,
    AdvisoryRevision,
    Exploitation,
    ExploitForecast,
    NameKind,
    SsvcDecision,
    Vulnerability,
)
from commonweal.standards import osv

_NAMING = (NameKind.OWN, NameKind.ALIAS)


@dataclass(frozen=True, slots=True)
class VulnerabilitySearch:
    """What somebody looks for; empty means all."""

    text: str = ""
    is_exploited: bool = False
    band: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What one source said, as it was known on the day asked for; `since` is when it was first seen here."""

    advisory: Advisory
    said: osv.Advisory
    since: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Named:
    """Another name, how it stands to this vulnerability, and which advisories say so."""

    identifier: str
    kind: NameKind
    said_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is publicly known; on a day in the past, of advisories only what was known here by its end."""

    vulnerability: Vulnerability
    accounts: tuple[Account, ...]
    names: tuple[Named, ...]
    exploitations: tuple[Exploitation, ...]
    forecasts: tuple[ExploitForecast, ...]
    decisions: tuple[SsvcDecision, ...]
    changed_on: tuple[date, ...]

    @property
    def known_since(self) -> datetime | None:
        """When the first advisory was seen here."""
        return min((each.since for each in self.accounts), default=None)


def vulnerabilities(search: VulnerabilitySearch) -> QuerySet[Vulnerability]:
    """Those that fit, changed last first."""
    found = Vulnerability.objects.all()
    if search.text:
        named = AdvisoryName.objects.filter(identifier=search.text.upper(), kind__in=_NAMING)
        meant = Q(name__icontains=search.text) | Q(summary__icontains=search.text)
        found = found.filter(meant | Q(pk__in=named.values("advisory__vulnerability")))
    if search.is_exploited:
        found = found.filter(exploited_on__isnull=False)
    if search.band:
        found = found.filter(band=search.band)
    if search.since is not None:
        found = found.filter(modified_at__gte=_begin(search.since))
    return found.order_by("-modified_at", "-pk")


def newly_exploited() -> QuerySet[Vulnerability]:
    """What became known to be exploited, latest first; withdrawn ones are left out."""
    return Vulnerability.objects.filter(exploited_on__isnull=False, withdrawn_at=None).order_by("-exploited_on", "-pk")


def facts_of(vulnerability: Vulnerability, on: date | None = None) -> Facts:
    """Give what is known of a vulnerability, or what was known at the end of a day."""
    advisories = list(vulnerability.advisories.select_related("source").order_by("source__name", "identifier"))
    revisions = _revisions(advisories)
    until = timezone.now() if on is None else _begin(on + timedelta(days=1))
    accounts = [
        account for each in advisories if (account := _account(each, revisions.get(each.pk, []), until)) is not None
    ]
    names = _names(accounts)
    identifiers = {vulnerability.name} | {each.identifier.upper() for each in names if each.kind in _NAMING}
    day = on or timezone.localdate()
    exploited = Exploitation.objects.filter(identifier__in=identifiers, added_on__lte=day).select_related("source")
    forecasts = ExploitForecast.objects.filter(identifier__in=identifiers).select_related("source")
    decisions = SsvcDecision.objects.filter(identifier__in=identifiers).select_related("source")
    return Facts(
        vulnerability=vulnerability,
        accounts=tuple(accounts),
        names=tuple(each for each in names if each.identifier.upper() != vulnerability.name.upper()),
        exploitations=tuple(exploited.order_by("added_on", "pk")),
        forecasts=tuple(forecasts.exclude(scored_on__gt=day).order_by("-scored_on", "pk")),
        decisions=tuple(decisions.exclude(decided_at__gte=until).order_by("-decided_at", "pk")),
        changed_on=_days(advisories, revisions),
    )


def _revisions(advisories: Collection[Advisory]) -> dict[int, list[AdvisoryRevision]]:
    found: dict[int, list[AdvisoryRevision]] = {}
    for each in AdvisoryRevision.objects.filter(advisory__in=advisories).order_by("seen_at", "pk"):
        found.setdefault(each.advisory_id, []).append(each)
    return found


def _account(advisory: Advisory, revisions: list[AdvisoryRevision], until: datetime) -> Account | None:
    """Give what the advisory said before `until`; None where it was not known here yet."""
    since = min([advisory.seen_at, *(each.seen_at for each in revisions)])
    if advisory.seen_at < until or not revisions:
        told: tuple[Any, datetime] | None = (advisory.document, advisory.seen_at)
    else:
        told = next(((each.document, each.seen_at) for each in reversed(revisions) if each.seen_at < until), None)
    if told is None or since >= until:
        return None
    said, _problems = osv.read_record(told[0])
    if said is None:
        said = osv.Advisory(id=advisory.identifier, modified=advisory.modified_at, summary=advisory.summary)
    return Account(advisory, said, since, told[1])


def _names(accounts: Sequence[Account]) -> list[Named]:
    """Give every name as its sources write it, those that make one vulnerability first."""
    written = {
        name.upper(): name
        for each in accounts
        for name in (*each.said.related, *each.said.upstream, *each.said.aliases, each.said.id)
    }
    rows = AdvisoryName.objects.filter(advisory__in=[each.advisory for each in accounts]).select_related("advisory")
    said_by: dict[tuple[str, NameKind], list[str]] = {}
    for row in rows.order_by("identifier", "advisory__identifier"):
        said_by.setdefault((row.identifier, NameKind(row.kind)), []).append(row.advisory.identifier)
    order = {kind: place for place, kind in enumerate(NameKind)}
    named = [
        Named(written.get(identifier, identifier), kind, tuple(dict.fromkeys(who)))
        for (identifier, kind), who in said_by.items()
    ]
    return sorted(named, key=lambda each: (order[each.kind], each.identifier))


def _days(advisories: Iterable[Advisory], revisions: dict[int, list[AdvisoryRevision]]) -> tuple[date, ...]:
    """Give the days on which anything new was seen here, latest first."""
    times = [each.seen_at for each in advisories] + [each.seen_at for several in revisions.values() for each in several]
    return tuple(sorted({timezone.localtime(each).date() for each in times}, reverse=True))


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_current_timezone()).astimezone(UTC)
