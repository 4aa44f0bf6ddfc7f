"""Reading a source of advisories or signals: fetched, weighed against what stands, and taken in batch by batch.

A reading that is cut off loses nothing: each batch is one transaction, taking the same in again changes nothing, and
the cursor moves only past what is stored. A failure leaves what was known.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from commonweal.connectors import advisories as feeds
from commonweal.connectors.failures import NotFound, SourceFailure
from commonweal.connectors.http import Client, ClientSettings, client_or
from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.risk import actions
from commonweal.risk.models import AdvisorySource, Exploitation, FeedKind, SyncRun
from commonweal.risk.queries import sources as queries
from commonweal.risk.rules.holding import Weighed, doubted
from commonweal.standards import exploitation, osv
from commonweal.standards.problems import Problem, Severity

SOURCE_LOCK = 0x73796E63  # "sync": the advisory lock of whoever reads a source
BATCH = 500
SIGNALS_BATCH = 20_000
_CUT_OFF = frozenset({"feed-too-large", "feed-broken"})

Item = TypeVar("Item")
Report = Callable[[SyncRun], None]


class AlreadySyncing(Exception):
    """Another process reads this source just now."""


class HeldBack(Exception):
    """The changes are sudden and wait for a person; the run says so."""


class FeedBroken(SourceFailure):
    """The feed cannot be read to its end."""


def sync(
    *,
    source: AdvisorySource,
    by: User | None,
    client: Client | None = None,
    accepts: bool = False,
    report: Report = lambda run: None,
) -> SyncRun:
    """Fetch what is new at a source and take it in; with `accepts` sudden changes too.

    Raises NotAllowed, AlreadySyncing.
    """

    def reading(run: SyncRun) -> Mapping[str, Any] | None:
        with client_or(client, feeds.for_feeds(_settings())) as asking:
            return _fetch(_Reading(run, by, accepts=accepts, report=report), asking)

    return _run(source, by, reading, is_import=False)


def import_files(
    *,
    source: AdvisorySource,
    paths: Sequence[Path],
    by: User | None,
    accepts: bool = False,
    report: Report = lambda run: None,
) -> SyncRun:
    """Take in files or folders of this machine, for installations without a way out.

    Raises NotAllowed, AlreadySyncing.
    """

    def reading(run: SyncRun) -> Mapping[str, Any] | None:
        _Reading(run, by, accepts=accepts, report=report).files(paths)
        return None

    return _run(source, by, reading, is_import=True)


def _run(
    source: AdvisorySource, by: User | None, reading: Callable[[SyncRun], Mapping[str, Any] | None], *, is_import: bool
) -> SyncRun:
    with _only_here(source):
        source.refresh_from_db()
        run = actions.start_sync(source=source, is_import=is_import, by=by)
        run.source = source
        try:
            cursor = reading(run)
        except HeldBack:
            return run
        except SourceFailure as failure:
            return actions.fail_sync(run=run, failure=str(failure), by=by)
        return actions.finish_sync(run=run, cursor=cursor, by=by)


def _fetch(reading: "_Reading", client: Client) -> Mapping[str, Any]:
    """Read what is new at the source's address; return the cursor for the next time."""
    source = reading.source
    cursor: dict[str, Any] = dict(source.cursor)
    if source.kind == FeedKind.OSV and cursor.get("modified") and source.url.endswith("/all.zip"):
        delta = _changes(client, source.url.removesuffix("/all.zip"), cursor)
        if delta is not None:
            return _take_changes(reading, client, delta, cursor)
    with feeds.fetched(client, source.url, cursor.get("revision", "")) as found:
        if found.file is None:
            return cursor
        modified = reading.stream(found.file, found.url.rpartition("/")[2])
    cursor |= {"revision": found.revision, "sha256": found.sha256}
    return cursor | ({"modified": modified.isoformat()} if modified else {})


def _changes(client: Client, base: str, cursor: Mapping[str, Any]) -> feeds.Changes | None:
    """Ask what was modified; None where the whole feed has to be fetched."""
    since = datetime.fromisoformat(cursor["modified"])
    try:
        delta = feeds.changes(client, base, since, cursor.get("changes", ""))
    except NotFound:  # a mirror with the zip alone
        return None
    return None if delta.is_too_much else delta


def _take_changes(
    reading: "_Reading", client: Client, delta: feeds.Changes, cursor: dict[str, Any]
) -> Mapping[str, Any]:
    """Fetch each record that changed, oldest first; the cursor follows batch by batch."""
    reading.note(delta.problems)
    for batch in _batches(delta.changes, BATCH):
        advisories = []
        for change in batch:
            try:
                advisory, problems = osv.read(feeds.record(client, change))
            except NotFound as failure:
                reading.refuse([Problem(change.id, None, None, Severity.ERROR, str(failure), "osv-record")])
                continue
            if advisory is None:
                reading.refuse(problems)
            else:
                advisories.append(advisory)
        reading.weigh(advisories)
        reading.take_in(advisories)
        cursor["modified"] = batch[-1].modified.isoformat()
        reading.note((), cursor)
    return cursor | {"changes": delta.revision}


class _Reading:
    """One reading: what it is about, who asked for it, and what it does with what is found."""

    def __init__(self, run: SyncRun, by: User | None, *, accepts: bool, report: Report) -> None:
        self.run = run
        self.source = run.source
        self.by = by
        self.accepts = accepts
        self.report = report

    def files(self, paths: Sequence[Path]) -> None:
        """Read files and folders one after the other."""
        for path in paths:
            if path.is_dir():
                self._advisories(partial(osv.read_folder, path, written_as=self._written_as()))
                continue
            try:
                with path.open("rb") as file:
                    self.stream(file, path.name)
            except OSError as error:
                raise FeedBroken(_("%(path)s cannot be read.") % {"path": path.name}) from error

    def stream(self, file: IO[bytes], name: str) -> datetime | None:
        """Take in a whole feed; return the newest time of its records, None for signals."""
        kind = FeedKind(self.source.kind)
        if kind == FeedKind.KEV:
            self._exploited(file.read(exploitation.LARGEST_CATALOGUE_BYTES + 1))
        elif kind == FeedKind.EPSS:
            self._forecasts(file)
        elif kind == FeedKind.SSVC:
            self._ssvc(file, name)
        else:
            return self._advisories(lambda: self._rewound(file, name))
        return None

    def weigh(self, advisories: Iterable[osv.Advisory]) -> None:
        """Hold back what would change suddenly much. Raises HeldBack."""
        standing = self.source.advisories.filter(withdrawn_at=None).count()
        if self.accepts or not standing:
            return
        added = changed = withdrawn = 0
        for batch in _batches(advisories, BATCH):
            known = queries.standing_identifiers(self.source, [each.id for each in batch])
            for each in batch:
                row = known.get(each.id)
                if row is None:
                    added += 1
                    continue
                digest, modified, withdrawn_at = row
                if each.modified and modified and each.modified < modified:
                    continue
                is_withdrawn = each.withdrawn is not None and withdrawn_at is None
                withdrawn += is_withdrawn
                changed += not is_withdrawn and each.modified != modified and actions.digest_of(each)[0] != digest
        self._judge(Weighed(standing, added=added, changed=changed, withdrawn=withdrawn))

    def take_in(self, advisories: Iterable[osv.Advisory]) -> None:
        """Take in batch by batch, and say how far it is."""
        for batch in _batches(advisories, BATCH):
            actions.take_in_batch(source=self.source, batch=batch, run=self.run, by=self.by)
            self.report(self.run)

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Count a record that cannot be read."""
        self.run.refused += 1
        self.note(problems)

    def note(self, problems: Iterable[Problem], cursor: Mapping[str, Any] | None = None) -> None:
        """Keep what was wrong, and where the reading is."""
        found = list(problems)
        if found or cursor is not None or self.run.refused:
            actions.note_progress(run=self.run, cursor=cursor, problems=found, by=self.by)

    def _advisories(self, entries: Callable[[], Iterator[osv.FeedEntry]]) -> datetime | None:
        self.weigh(entry.advisory for entry in entries() if entry.advisory is not None)
        newest: datetime | None = None

        def readable() -> Iterator[osv.Advisory]:
            nonlocal newest
            for entry in entries():
                if entry.advisory is None:
                    self.refuse([replace(each, path=f"{entry.name} {each.path}".strip()) for each in entry.problems])
                    if any(each.rule in _CUT_OFF for each in entry.problems):
                        raise FeedBroken(entry.problems[0].message)
                    continue
                modified = entry.advisory.modified
                newest = max(filter(None, (newest, modified)), default=None)
                yield entry.advisory

        self.take_in(readable())
        if not self.run.seen:
            raise FeedBroken(_("Nothing in it can be read."))
        return newest

    def _rewound(self, file: IO[bytes], name: str) -> Iterator[osv.FeedEntry]:
        file.seek(0)
        return osv.read_many(file, name, written_as=self._written_as())

    def _written_as(self) -> str:
        return self.source.kind if self.source.kind in (FeedKind.RUBYSEC, FeedKind.FRIENDSOFPHP) else FeedKind.OSV

    def _exploited(self, content: bytes) -> None:
        found, problems = exploitation.read_exploitations(content, asserter=self.source.name)
        if not found:
            raise FeedBroken(problems[0].message if problems else _("The list is empty."))
        known = set(Exploitation.objects.filter(source=self.source).values_list("identifier", flat=True))
        here = {each.identifier.upper() for each in found}
        if not self.accepts:
            self._judge(Weighed(len(known), added=len(here - known), gone=len(known - here)))
        actions.take_in_exploited(source=self.source, exploited=found, run=self.run, by=self.by)
        self.note(problems)

    def _forecasts(self, file: IO[bytes]) -> None:
        rows = self._without_problems(exploitation.read_forecasts(file))
        for batch in _batches(rows, SIGNALS_BATCH):
            actions.take_in_forecasts(source=self.source, forecasts=batch, run=self.run, by=self.by)
            self.report(self.run)
        self._finish_signals()

    def _ssvc(self, file: IO[bytes], name: str) -> None:
        def decisions() -> Iterator[exploitation.SsvcDecision]:
            for _name, decision, _exploited, problems in exploitation.read_ssvc_feed(file, name):
                self.note(problems)
                if decision is not None:
                    yield decision

        for batch in _batches(decisions(), SIGNALS_BATCH):
            actions.take_in_ssvc(source=self.source, decisions=batch, run=self.run, by=self.by)
            self.report(self.run)
        self._finish_signals()

    def _finish_signals(self) -> None:
        if not self.run.seen:
            raise FeedBroken(_("Nothing in it can be read."))
        actions.finish_signals(by=self.by)

    def _without_problems(self, rows: Iterable[exploitation.Forecast | Problem]) -> Iterator[exploitation.Forecast]:
        for row in rows:
            if isinstance(row, Problem):
                self.refuse([row])
            else:
                yield row

    def _judge(self, weighed: Weighed) -> None:
        found = doubted(weighed, queries.thresholds())
        if found is not None:
            actions.hold_back(run=self.run, doubted=found, by=self.by)
            raise HeldBack


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    batch: list[Item] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _settings() -> ClientSettings:
    """What the installation says about reaching hosts."""
    return ClientSettings(
        contact=settings.SITE_URL, tokens=settings.HOST_TOKENS, allow_private=frozenset(settings.PRIVATE_HOSTS)
    )


@contextmanager
def _only_here(source: AdvisorySource) -> Iterator[None]:
    """Hold the source's lock; PostgreSQL lets go of it when this process dies. Raises AlreadySyncing."""
    with journal.alone(SOURCE_LOCK, source.pk) as is_alone:
        if not is_alone:
            raise AlreadySyncing(_("This source is being read elsewhere just now."))
        yield
