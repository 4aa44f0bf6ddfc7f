"""Reading ends of life: fetched or from files, weighed against what stands, and taken in at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from commonweal.connectors.advisories import fetched
from commonweal.connectors.failures import SourceFailure
from commonweal.connectors.http import Client, client_or
from commonweal.health.actions import lifecycle_intake, lifecycles
from commonweal.health.models import LifecycleReading, LifecycleSource
from commonweal.health.queries.lifecycle_pack import lifecycle_pack
from commonweal.health.queries.lifecycle_source import is_due, known_digests
from commonweal.health.rules.intake import Doubted, digest_of, doubted
from commonweal.health.tasks.reading import client_settings
from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.standards import endoflife
from commonweal.standards.endoflife import Entry, Product
from commonweal.standards.endoflife.feeds import LARGEST_FEED_BYTES
from commonweal.standards.problems import Problem

SOURCE_LOCK = 0x6C666372  # "lfcr"
# A file of fewer products is one page or a few, and does not say that the others are gone.
LEAST_OF_A_WHOLE = 20


class AlreadyReading(Exception):
    """Another process reads the source just now."""


class NothingReadable(SourceFailure):
    """What was read holds no product."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a reading found; with `cursor` None the source's stays."""

    products: tuple[Product, ...]
    problems: tuple[Problem, ...]
    refused: int = 0
    cursor: Mapping[str, Any] | None = None
    is_unchanged: bool = False


@app.task(name=lifecycles.READING_TASK, pass_context=False)
def read_lifecycles(source_id: int, by_id: int | None = None, *, accepts: bool = False) -> None:
    """Read the source; a job lost with its worker is done again."""
    source = LifecycleSource.objects.filter(pk=source_id).first()
    if source is not None:
        by = User.objects.filter(pk=by_id).first() if by_id else None
        read_source(source=source, by=by, accepts=accepts)


@app.periodic(cron="20 * * * *")
@app.task(name="health.read_due_lifecycles", queueing_lock="health.read_due_lifecycles", pass_context=False)
def read_due_lifecycles(timestamp: int) -> None:
    """Queue a reading when it is due."""
    for source in LifecycleSource.objects.filter(is_on=True):
        if is_due(source, timezone.now()):
            lifecycles.ask_for_lifecycles(source=source, by=None)


def read_source(
    *, source: LifecycleSource, by: User | None, client: Client | None = None, accepts: bool = False
) -> LifecycleReading:
    """Fetch what the source publishes and take it in; with `accepts` sudden changes too.

    Raises NotAllowed, AlreadyReading.
    """

    def fetch() -> Found:
        known = "" if accepts else source.cursor.get("revision", "")
        with (
            client_or(client, client_settings()) as asking,
            fetched(asking, source.url, known, LARGEST_FEED_BYTES) as answer,
        ):
            if answer.file is None:
                return Found((), (), is_unchanged=True)
            cursor = {"revision": answer.revision, "sha256": answer.sha256}
            return _found(endoflife.read_many(answer.file.read(), source.name), cursor)

    return _run(source, by, fetch, accepts=accepts, is_import=False)


def import_lifecycles(
    *, source: LifecycleSource, paths: Sequence[Path], by: User | None, accepts: bool = False
) -> LifecycleReading:
    """Take in files or folders of this machine, for installations without a way out.

    Raises NotAllowed, AlreadyReading.
    """

    def read() -> Found:
        return _found((entry for path in paths for entry in _entries(path)), None)

    return _run(source, by, read, accepts=accepts, is_import=True)


def _run(
    source: LifecycleSource, by: User | None, read: Callable[[], Found], *, accepts: bool, is_import: bool
) -> LifecycleReading:
    with _only_here(source):
        source.refresh_from_db()
        reading = lifecycles.start_lifecycle_reading(source=source, is_import=is_import, by=by)
        try:
            found = read()
        except SourceFailure as failure:
            return lifecycles.finish_lifecycle_reading(reading=reading, failure=str(failure), by=by)
        reading.refused = found.refused
        if found.is_unchanged:
            return lifecycles.finish_lifecycle_reading(reading=reading, by=by)
        is_whole = len(found.products) >= LEAST_OF_A_WHOLE
        doubt = None if accepts else _doubted(source, found.products, is_whole=is_whole)
        if doubt is not None:
            reading.seen = len(found.products)
            return lifecycles.finish_lifecycle_reading(reading=reading, problems=found.problems, doubt=doubt, by=by)
        lifecycle_intake.take_in_lifecycles(
            source=source, products=found.products, is_whole=is_whole, reading=reading, by=by
        )
        return lifecycles.finish_lifecycle_reading(
            reading=reading, problems=found.problems, cursor=found.cursor, by=by
        )  # fmt: skip


def _found(entries: Iterable[Entry], cursor: Mapping[str, Any] | None) -> Found:
    """Gather products and problems. Raises NothingReadable."""
    products: list[Product] = []
    problems: list[Problem] = []
    refused = 0
    for entry in entries:
        problems.extend(entry.problems)
        if entry.product is None:
            refused += 1
        else:
            products.append(entry.product)
    if not products:
        raise NothingReadable(problems[0].message if problems else _("Nothing in it can be read."))
    return Found(tuple(products), tuple(problems), refused, cursor)


def _entries(path: Path) -> Iterator[Entry]:
    if path.is_dir():
        yield from endoflife.read_folder(path)
        return
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FEED_BYTES + 1)
    except OSError as error:
        raise NothingReadable(_("%(path)s cannot be read.") % {"path": path.name}) from error
    yield from endoflife.read_many(content, path.name)


def _doubted(source: LifecycleSource, products: Iterable[Product], *, is_whole: bool) -> Doubted | None:
    found = {product.name: digest_of(product) for product in products}
    return doubted(known_digests(source), found, lifecycle_pack().held_back, is_whole=is_whole)


@contextmanager
def _only_here(source: LifecycleSource) -> Iterator[None]:
    """Hold the source's lock; PostgreSQL lets go of it when this process dies. Raises AlreadyReading."""
    with journal.alone(SOURCE_LOCK, source.pk) as is_alone:
        if not is_alone:
            raise AlreadyReading(_("This source is being read elsewhere just now."))
        yield
