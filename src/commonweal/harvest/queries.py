"""Reading sources, runs and rejections; everything for a page says who is asking."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from commonweal.harvest import rules
from commonweal.harvest.models import Component, Rejection, Repository, Run, Source, SourcePause
from commonweal.harvest.rules import Known
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer, visible

PACKS = Path(__file__).parent / "packs"


@cache
def politeness(name: str) -> Any:
    """A threshold of packs/politeness.yaml."""
    pack = yaml.safe_load((PACKS / "politeness.yaml").read_text())
    return pack["values"][name]["value"]


class SourceState(models.TextChoices):
    """How a source is doing."""

    NEW = "new", _("not harvested yet")
    RUNNING = "running", _("being harvested")
    INTERRUPTED = "interrupted", _("waits and tries again")
    PAUSED = "paused", _("paused")
    REMOVED = "removed", _("removed")
    COMPLETED = "completed", _("up to date")
    DOUBTFUL = "doubtful", _("waits for an answer")
    FAILED = "failed", _("last harvest failed")

    @property
    def tone(self) -> str:
        """The colour of its badge; the words stand beside it."""
        tones = {"completed": "success", "running": "info", "failed": "danger", "new": "neutral", "paused": "neutral"}
        tones["removed"] = "neutral"
        return tones.get(self.value, "warning")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as a list shows it."""

    source: Source
    run: Run | None
    state: SourceState


@dataclass(frozen=True, slots=True)
class PublisherRow:
    """A public publisher of the pack: its name, and the accounts that become sources."""

    name: str
    uri: str
    accounts: tuple[tuple[str, str, str], ...]


def publishers_by_country() -> dict[str, list[PublisherRow]]:
    """The publishers that can be switched on, by country code; empty without the pack."""
    file = PACKS / "publishers.yaml"
    if not file.exists():
        return {}
    pack = yaml.load(file.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    countries: dict[str, list[PublisherRow]] = {}
    for row in pack.get("publishers", []):
        accounts = tuple(
            (str(each["driver"]), str(each["url"]), str(each.get("group", ""))) for each in row.get("accounts", [])
        )
        countries.setdefault(str(row["country"]), []).append(
            PublisherRow(str(row["name"]), str(row.get("uri", "")), accounts)
        )
    return dict(sorted(countries.items()))


def sources_for(viewer: Viewer) -> QuerySet[Source]:
    """The sources a viewer may see, with what `source_lines` needs."""
    return with_state(visible(Source.objects.all(), viewer))


def listed_sources(viewer: Viewer) -> QuerySet[Source]:
    """Those of them that were not removed."""
    removed = SourcePause.objects.filter(source=OuterRef("pk"), resumed_at=None, is_removal=True)
    return sources_for(viewer).filter(~Exists(removed))


def with_state(sources: QuerySet[Source]) -> QuerySet[Source]:
    """Sources, each with its newest run's id (`last_run_id`) and whether it is paused or removed."""
    newest = Run.objects.filter(source=OuterRef("pk")).order_by("-started_at", "-pk").values("pk")[:1]
    standing = SourcePause.objects.filter(source=OuterRef("pk"), resumed_at=None)
    return sources.annotate(
        last_run_id=Subquery(newest),
        is_paused=Exists(standing),
        is_removed=Exists(standing.filter(is_removal=True)),
    ).select_related("publisher")


def source_lines(sources: Iterable[Source]) -> list[SourceLine]:
    """Sources from `with_state` with the state each is in."""
    rows = list(sources)
    runs = Run.objects.in_bulk([row.last_run_id for row in rows if row.last_run_id])  # type: ignore[attr-defined]
    return [
        SourceLine(row, run, _state(run, row))
        for row in rows
        for run in (runs.get(row.last_run_id),)  # type: ignore[attr-defined]
    ]


def _state(run: Run | None, row: Source) -> SourceState:
    if row.is_paused:  # type: ignore[attr-defined]
        return SourceState.REMOVED if row.is_removed else SourceState.PAUSED  # type: ignore[attr-defined]
    if run is None:
        return SourceState.NEW
    if run.finished_at is None:
        return SourceState.INTERRUPTED if run.failure else SourceState.RUNNING
    return SourceState(run.end)


def runs_of(source: Source) -> QuerySet[Run]:
    """The runs of a source, newest first."""
    return source.runs.select_related("started_by").order_by("-started_at", "-pk")


def run_for(viewer: Viewer, pk: int) -> Run | None:
    """A run, if the viewer may see its source."""
    return (
        Run.objects.select_related("source", "started_by")
        .filter(pk=pk, source__in=visible(Source.objects.all(), viewer))
        .first()
    )


def rejections_for(viewer: Viewer) -> QuerySet[Rejection]:
    """What stands rejected in sources the viewer may see, newest first."""
    return (
        Rejection.objects.filter(resolved_at=None, source__in=visible(Source.objects.all(), viewer))
        .select_related("repository", "source", "publisher")
        .order_by("-changed_at", "-pk")
    )


def chosen_rejections(rows: QuerySet[Rejection], *, reason: str, text: str) -> QuerySet[Rejection]:
    """Those with a reason, and whose publisher, repository or address contains a text; empty means any."""
    if reason:
        rows = rows.filter(reason=reason)
    if text:
        rows = rows.filter(
            Q(publisher_name__icontains=text) | Q(repository__name__icontains=text) | Q(url__icontains=text)
        )
    return rows


def publisher_name(slug: str) -> str:
    """What a publisher is called in what was found last, or its slug."""
    row = Repository.objects.filter(publisher_slug=slug).order_by("-pk").first()
    return row.publisher_name if row is not None else slug


@dataclass(frozen=True, slots=True)
class PublisherCount:
    """A publisher and how many of its files stand rejected."""

    slug: str
    name: str
    count: int


def rejecting_publishers(viewer: Viewer) -> list[PublisherCount]:
    """Publishers with something rejected, most first."""
    rows = (
        rejections_for(viewer)
        .select_related(None)
        .order_by()
        .values("publisher_slug")
        .annotate(count=Count("pk"), name=Max("publisher_name"))
        .order_by("-count", "name")
    )
    return [PublisherCount(row["publisher_slug"], row["name"], row["count"]) for row in rows]


def repositories_without_metadata(viewer: Viewer, publisher_slug: str) -> QuerySet[Repository]:
    """A publisher's repositories that hold no publiccode.yml, as last seen."""
    return Repository.objects.filter(
        publisher_slug=publisher_slug,
        has_metadata=False,
        missing_since=None,
        source__in=visible(Source.objects.all(), viewer),
    ).order_by("name")


def unpaused_sources() -> QuerySet[Source]:
    """Every source that is not paused."""
    standing = SourcePause.objects.filter(source=OuterRef("pk"), resumed_at=None)
    return Source.objects.filter(~Exists(standing)).select_related("publisher")


def sources_of_publishers(country: str) -> list[Source]:
    """The sources of a country's publishers in the pack that are harvested, not paused."""
    rows = publishers_by_country().get(country, [])
    accounts = {rules.place(driver, url, group) for row in rows for driver, url, group in row.accounts}
    found = unpaused_sources().filter(country=country)
    return [source for source in found if (source.url, source.group) in accounts]


def harvested_by_country() -> dict[str, int]:
    """How many sources of each country are harvested, not paused."""
    counted = unpaused_sources().exclude(country="").order_by().values("country").annotate(count=Count("pk"))
    return {row["country"]: row["count"] for row in counted}


def entries_of(source: Source) -> int:
    """For how many entries of the catalogue a source speaks."""
    return Component.objects.filter(source=source, entry__isnull=False).exclude(address="").count()


def is_known_publisher(viewer: Viewer, slug: str) -> bool:
    """Whether this is an organisation of the directory, or whoever published something that the viewer may see."""
    seen = visible(Source.objects.all(), viewer)
    found = (
        Repository.objects.filter(publisher_slug=slug, source__in=seen),
        Rejection.objects.filter(publisher_slug=slug, source__in=seen),
        Body.objects.filter(slug=slug),
    )
    return any(each.exists() for each in found)


def due_sources(now: datetime) -> QuerySet[Source]:
    """Sources that should be harvested by now and are not paused."""
    return unpaused_sources().filter(next_due_at__lte=now).order_by("next_due_at")


def known_repositories(source: Source, urls: Iterable[str]) -> dict[str, Known]:
    """What is known of repositories of a source, by address; those missing or moved are known no more."""
    rows = Repository.objects.filter(source=source, url__in=list(urls), missing_since=None, moved_to=None)
    return {row.url: as_known(row) for row in with_components(rows)}


def with_components(rows: QuerySet[Repository]) -> QuerySet[Repository]:
    """Repositories with their components at hand."""
    return rows.prefetch_related(Prefetch("components", Component.objects.select_related("entry")))


def as_known(row: Repository) -> Known:
    """A repository as the rules see it."""
    components = list(row.components.all())
    files = {component.path: component.revision for component in components}
    needs_reading = any(component.is_stale or not component.revision for component in components)
    return Known(row.url, row.revision, row.facts, files, needs_reading=needs_reading)


def listing_revisions(source: Source, urls: Iterable[str]) -> Mapping[str, str]:
    """The revision of each repository's listing, where its host gave one."""
    rows = Repository.objects.filter(source=source, url__in=list(urls)).exclude(listing_revision="")
    return dict(rows.values_list("url", "listing_revision"))


def unseen(run: Run) -> QuerySet[Repository]:
    """Repositories of the run's source that were there before and that this run did not see."""
    return Repository.objects.filter(source_id=run.source_id, missing_since=None, moved_to=None).exclude(last_run=run)


def arrived(run: Run) -> QuerySet[Repository]:
    """Repositories that this run saw for the first time."""
    return Repository.objects.filter(source_id=run.source_id, first_run=run, last_run=run)
