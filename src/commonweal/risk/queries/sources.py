"""Where advisories and signals come from, and how fresh each source is; none of this is anybody's secret."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonweal.risk.models import Advisory, AdvisorySource, FeedKind, SyncRun, Vulnerability
from commonweal.risk.queries.lights_pack import lights_pack
from commonweal.risk.rules.holding import Threshold

PACKS = Path(__file__).resolve().parent.parent / "packs"
ADVISORY_KINDS = (FeedKind.OSV, FeedKind.RUBYSEC, FeedKind.FRIENDSOFPHP)
SIGNAL_KINDS = (FeedKind.KEV, FeedKind.EPSS, FeedKind.SSVC)
LOCAL_SLUG = "local"


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """What is known of a source before it is opened; without `url` it is read from files only."""

    slug: str
    name: str
    kind: str
    url: str = ""
    homepage: str = ""
    licence: str = ""
    attribution: str = ""
    every_hours: int = 6


class SourceState(models.TextChoices):
    """How a source is doing."""

    OFF = "off", _("switched off")
    NEVER = "never", _("never read")
    RUNNING = "running", _("being read")
    FRESH = "fresh", _("up to date")
    STALE = "stale", _("old")
    HELD = "held", _("waits for a person")
    FAILED = "failed", _("last reading failed")

    @property
    def tone(self) -> str:
        """The colour of its badge; the words stand beside it."""
        tones = {"fresh": "success", "running": "info", "failed": "danger", "off": "neutral"}
        return tones.get(self.value, "warning")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as a list shows it; `read_at` is when it was last read to the end, None for never."""

    draft: SourceDraft
    source: AdvisorySource | None
    state: SourceState
    run: SyncRun | None
    read_at: datetime | None
    newest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far advisories can be relied on: as of the oldest source that is in use; None is not known."""

    as_of: datetime | None
    is_stale: bool
    sources: int
    never_read: tuple[str, ...]
    in_trouble: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Whether every source in use was read at least once, and there is one."""
        return self.as_of is not None and not self.never_read


@cache
def known_sources() -> dict[str, SourceDraft]:
    """The sources of packs/advisory-sources.yaml, by slug."""
    pack = yaml.safe_load((PACKS / "advisory-sources.yaml").read_text())
    return {row["slug"]: SourceDraft(**row) for row in pack["feeds"]}


@cache
def thresholds() -> dict[str, Threshold]:
    """From when on changes wait for a person, of packs/sync.yaml."""
    rows: dict[str, Any] = yaml.safe_load((PACKS / "sync.yaml").read_text())["thresholds"]
    return {name: Threshold(int(row["count"]), float(row["share"])) for name, row in rows.items()}


@cache
def problems_kept() -> int:
    """How many problems of one reading are kept."""
    return int(yaml.safe_load((PACKS / "sync.yaml").read_text())["values"]["problems_kept"]["value"])


def source_lines() -> list[SourceLine]:
    """Every source there is or could be, those in use first, then by name."""
    rows = {source.slug: source for source in with_runs(AdvisorySource.objects.exclude(kind=FeedKind.LOCAL))}
    drafts = known_sources() | {slug: draft_of(row) for slug, row in rows.items()}
    runs = SyncRun.objects.in_bulk([row.last_run_id for row in rows.values() if row.last_run_id])  # type: ignore[attr-defined]
    lines = [source_line(draft, rows.get(slug), runs) for slug, draft in drafts.items()]
    return sorted(lines, key=lambda line: (line.source is None or not line.source.is_on, line.draft.name.lower()))


def source_line(draft: SourceDraft, source: AdvisorySource | None, runs: dict[int, SyncRun]) -> SourceLine:
    """Give the line of a source from `with_runs`."""
    if source is None:
        return SourceLine(draft, None, SourceState.OFF, None, None, None)
    run = runs.get(source.last_run_id or 0)  # type: ignore[attr-defined]
    read_at: datetime | None = source.read_at  # type: ignore[attr-defined]
    newest_at: datetime | None = source.newest_at  # type: ignore[attr-defined]
    return SourceLine(draft, source, _state(source, run, read_at), run, read_at, newest_at)


def with_runs(sources: QuerySet[AdvisorySource]) -> QuerySet[AdvisorySource]:
    """Sources with their last run (`last_run_id`), when they were last read to the end, and their newest record."""
    runs = SyncRun.objects.filter(source=OuterRef("pk"))
    whole = runs.filter(finished_at__isnull=False, failure="", held_back="")
    newest = Advisory.objects.filter(source=OuterRef("pk")).order_by(models.F("modified_at").desc(nulls_last=True))
    return sources.annotate(
        last_run_id=Subquery(runs.order_by("-started_at", "-pk").values("pk")[:1]),
        read_at=Subquery(whole.order_by("-finished_at").values("finished_at")[:1]),
        newest_at=Subquery(newest.values("modified_at")[:1]),
    )


def draft_of(source: AdvisorySource) -> SourceDraft:
    """What is known of a source that is open."""
    return SourceDraft(
        source.slug,
        source.name,
        source.kind,
        source.url,
        source.homepage,
        source.licence,
        source.attribution,
        source.every_hours,
    )


def source_for(slug: str) -> SourceLine | None:
    """One source, open or not."""
    source = with_runs(AdvisorySource.objects.filter(slug=slug)).first()
    draft = draft_of(source) if source else known_sources().get(slug)
    if draft is None:
        return None
    last_run_id = source.last_run_id if source else None  # type: ignore[attr-defined]
    return source_line(draft, source, SyncRun.objects.in_bulk([last_run_id]) if last_run_id else {})


def due_sources(now: datetime) -> list[AdvisorySource]:
    """Sources that are on, have an address, and were not tried within their hours."""
    on = AdvisorySource.objects.filter(is_on=True).exclude(url="")
    last = SyncRun.objects.filter(source=OuterRef("pk"), is_import=False).order_by("-started_at").values("started_at")
    rows = on.annotate(tried_at=Subquery(last[:1]))
    return [row for row in rows if row.tried_at is None or row.tried_at <= now - timedelta(hours=row.every_hours)]


def freshness() -> Freshness:
    """How fresh advisories are: as of the oldest of the sources that are on, or were read from files."""
    rows = with_runs(AdvisorySource.objects.filter(kind__in=ADVISORY_KINDS))
    used = [row for row in rows if row.is_on or row.read_at]  # type: ignore[attr-defined]
    runs = SyncRun.objects.in_bulk([row.last_run_id for row in used if row.last_run_id])  # type: ignore[attr-defined]
    read = [row.read_at for row in used if row.read_at]  # type: ignore[attr-defined]
    as_of = min(read, default=None)
    lines = [source_line(draft_of(row), row, runs) for row in used]
    return Freshness(
        as_of=as_of,
        is_stale=as_of is not None and _is_old(as_of),
        sources=len(used),
        never_read=tuple(line.draft.name for line in lines if line.read_at is None),
        in_trouble=tuple(line.draft.name for line in lines if line.state in (SourceState.FAILED, SourceState.HELD)),
    )


def vulnerability_named(identifier: str) -> Vulnerability | None:
    """The vulnerability of this name, or of an advisory that bears it as its own name or an alias, in any case."""
    wanted = identifier.strip()
    named = Vulnerability.objects.filter(name__in={wanted, wanted.upper()}).first()
    if named is not None:
        return named
    joined = Vulnerability.objects.filter(
        advisories__names__identifier=wanted.upper(), advisories__names__kind__in=("own", "alias")
    )
    return joined.order_by("pk").first()


def runs_of(source: AdvisorySource) -> QuerySet[SyncRun]:
    """The readings of a source, newest first."""
    return source.runs.select_related("by")


def held_run(source: AdvisorySource) -> SyncRun | None:
    """The newest reading, if its changes wait for a person."""
    newest = source.runs.first()
    return newest if newest is not None and newest.held_back else None


def local_advisories() -> QuerySet[Advisory]:
    """What was written here, newest first."""
    return Advisory.objects.filter(source__kind=FeedKind.LOCAL).select_related("vulnerability").order_by("-seen_at")


def standing_identifiers(
    source: AdvisorySource, identifiers: Iterable[str]
) -> dict[str, tuple[str, datetime | None, datetime | None]]:
    """The advisories that are there of these: by identifier, with digest, when modified and when withdrawn."""
    rows = Advisory.objects.filter(source=source, identifier__in=identifiers)
    return {row[0]: row[1:] for row in rows.values_list("identifier", "digest", "modified_at", "withdrawn_at")}


def _state(source: AdvisorySource, run: SyncRun | None, read_at: datetime | None) -> SourceState:
    if run is not None and run.finished_at is None:
        return SourceState.RUNNING
    if run is not None and run.held_back:
        return SourceState.HELD
    if run is not None and run.failure:
        return SourceState.FAILED
    if read_at is None:
        return SourceState.NEVER if source.is_on else SourceState.OFF
    if _is_old(read_at):
        return SourceState.STALE
    return SourceState.FRESH if source.is_on or (run is not None and run.is_import) else SourceState.OFF


def _is_old(read_at: datetime) -> bool:
    return timezone.now() - read_at > timedelta(days=lights_pack().limits.advisories_are_old_days)
