"""Adding, pausing and resuming sources, and asking for a harvest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from commonweal.harvest import permissions, queries, rules
from commonweal.harvest.models import DriverKind, Source, SourcePause
from commonweal.harvest.permissions import Permission
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User, Visibility

TASK = "harvest.harvest_source"
OTHER_CATALOGUES = frozenset({DriverKind.SOFTWARE_CATALOG_API, DriverKind.FOREIGN_JSON})


class SourcePaused(Exception):
    """The source is paused, so it is not harvested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDraft:
    """What is known of a source; an empty name becomes its address, no precedence the usual one of its kind."""

    driver: str
    url: str
    group: str = ""
    name: str = ""
    mapping: Mapping[str, object] = field(default_factory=dict)
    publisher: Body | None = None
    country: str = ""
    precedence: int | None = None
    licence: str = ""
    interval_hours: int = 24
    visibility: int = Visibility.PUBLIC
    owner: Body | None = None

    @property
    def is_local(self) -> bool:
        """Whether reading the source means reading this machine's own files."""
        return DriverKind(self.driver).is_local or not self.url.startswith(("https://", "http://"))

    def address(self) -> dict[str, str]:
        """The columns that tell one source from another. Raises ValueError for a kind that does not exist."""
        url, group = rules.place(self.driver, self.url, self.group)
        return {"driver": DriverKind(self.driver).value, "url": url, "group": group}

    def values(self) -> dict[str, object]:
        """The source's columns, but for its address."""
        usual = 40 if self.driver in OTHER_CATALOGUES else 10
        return {
            "name": (self.name or self._shown())[:200],
            "mapping": dict(self.mapping),
            "publisher": self.publisher,
            "country": self.country,
            "precedence": usual if self.precedence is None else self.precedence,
            "licence": self.licence,
            "interval_hours": self.interval_hours,
            "visibility": self.visibility,
            "owner": self.owner,
        }

    def _shown(self) -> str:
        """The address in short; of a path only its last part, since names are for everyone to see."""
        at = self.address()
        if self.is_local:
            return PurePath(at["url"]).name or at["url"]
        shown = at["url"].removeprefix("https://").removeprefix("http://")
        return f"{shown}/{at['group']}" if at["group"] else shown


@transaction.atomic
def add_source(*, draft: SourceDraft, by: User | None) -> Source:
    """Add a source, due at once, or bring the one at this address up to date, and back if it was removed.

    Raises NotAllowed, ValueError for a kind that does not exist.
    """
    permissions.require(by, Permission.KEEP_LOCAL_SOURCES if draft.is_local else Permission.KEEP_SOURCES)
    address = draft.address()
    values = draft.values()
    source, is_new = Source.objects.get_or_create(
        **address, defaults=values | {"author": by, "next_due_at": timezone.now()}
    )
    if is_new:
        journal.record("harvest.source_added", subject=source, by=by, data=address)
        return source
    if source.pauses.filter(resumed_at=None, is_removal=True).exists():
        resume_source(source=source, by=by)
    changed = sorted(name for name, value in values.items() if getattr(source, name) != value)
    if changed:
        for name in changed:
            setattr(source, name, values[name])
        source.save(update_fields=changed)
        journal.record("harvest.source_changed", subject=source, by=by, data={"fields": changed})
    return source


@transaction.atomic
def pause_source(*, source: Source, reason: str, by: User | None) -> SourcePause:
    """Leave a source alone until it is resumed; a run stops at its next page. Pausing twice keeps the first.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    pause, is_new = SourcePause.objects.get_or_create(
        source=source, resumed_at=None, defaults={"reason": reason[:300], "by": by}
    )
    if is_new:
        journal.record("harvest.source_paused", subject=source, by=by, data={"reason": pause.reason})
    return pause


@transaction.atomic
def resume_source(*, source: Source, by: User | None) -> Source:
    """Take a paused source up again, due at once; without a pause nothing happens.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    now = timezone.now()
    if source.pauses.filter(resumed_at=None).update(resumed_at=now, resumed_by=by):
        source.next_due_at = now
        source.save(update_fields=["next_due_at"])
        journal.record("harvest.source_resumed", subject=source, by=by)
    return source


@transaction.atomic
def ask_for_run(*, source: Source, by: User | None) -> bool:
    """Put a harvest of the source into the queue; return whether it was not waiting there already.

    Raises NotAllowed, SourcePaused.
    """
    permissions.require(by, Permission.RUN_HARVEST)
    if source.pauses.filter(resumed_at=None).exists():
        raise SourcePaused(_("This source is paused. Resume it first."))
    name = f"harvest-{source.pk}"
    try:
        with transaction.atomic():
            job = app.configure_task(TASK, lock=name, queueing_lock=name)
            job.defer(source_id=source.pk, by_id=by.pk if by else None)
    except AlreadyEnqueued:
        return False
    journal.record("harvest.run_asked_for", subject=source, by=by)
    return True


@transaction.atomic
def switch_on_publishers(*, country: str, names: Sequence[str] | None = None, by: User | None) -> list[Source]:
    """Add every account of a country's publishers, or of those named, from the pack of public publishers.

    Those that are there already stay as they are; paused ones are taken up again.
    Calls other actions, which record. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    rows = [row for row in queries.publishers_by_country().get(country, []) if names is None or row.name in names]
    bodies = {body.uri: body for body in Body.objects.filter(uri__in=[row.uri for row in rows if row.uri])}
    sources = []
    for row in rows:
        for driver, url, group in row.accounts:
            draft = SourceDraft(
                driver=driver, url=url, group=group, name=row.name, publisher=bodies.get(row.uri), country=country
            )
            known = Source.objects.filter(**draft.address()).first()
            sources.append(resume_source(source=known, by=by) if known else add_source(draft=draft, by=by))
    return sources


@transaction.atomic
def pause_publishers(*, country: str, reason: str, by: User | None) -> int:
    """Pause every source that switching on a country's publishers gave; return how many were not paused yet.

    Calls other actions, which record. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    going = queries.sources_of_publishers(country)
    for source in going:
        pause_source(source=source, reason=reason, by=by)
    return len(going)
