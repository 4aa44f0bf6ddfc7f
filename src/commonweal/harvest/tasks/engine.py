"""The engine: walks a source page by page, reads over the network, and hands each page to an action.

Nothing of the database is held while the network is asked. What is saved is always a whole page with its cursor, so the
process may be killed at any time.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext as _

from commonweal.connectors import DRIVERS
from commonweal.connectors.failures import HostUnavailable, SourceFailure
from commonweal.connectors.http import Client, ClientSettings, client_or
from commonweal.connectors.repositories import Driver, Page, Repository, Target
from commonweal.harvest import actions, queries, rules
from commonweal.harvest.documents import Reading, facts_of, read_file
from commonweal.harvest.models import Run, Source
from commonweal.journal import actions as journal
from commonweal.organisations.models import User

Report = Callable[[Run], None]
SOURCE_LOCK = 0x68617276  # "harv": the class of the advisory locks, one a source

# So many of a page's repositories unavailable means that the host is.
UNAVAILABLE_SHARE, UNAVAILABLE_FROM = 0.5, 3


class AlreadyHarvested(Exception):
    """Another process walks this source just now."""


def harvest(
    *,
    source: Source,
    by: User | None,
    report: Report = lambda run: None,
    client: Client | None = None,
    reads_all: bool = False,
    chance: float | None = None,
) -> Run:
    """Walk a source to its end, or go on with the walk that was cut off; return the run as it stands then.

    `report` is called after each page. With `reads_all` everything is read, changed or not. A host that is unavailable
    leaves the run open, to go on later; any other failure of the source ends it.
    Raises NotAllowed, SourcePaused, AlreadyHarvested, RunOvertaken.
    """
    luck = random.random() if chance is None else chance  # noqa: S311 — spreads load, guards nothing
    with _only_here(source):
        run = actions.start_run(source=source, by=by)
        run.source = source
        report(run)
        with client_or(client, client_settings()) as asking:
            try:
                run = _walk(run, asking, report, by, reads_all=reads_all)
            except HostUnavailable as failure:
                seconds = failure.retry_after_seconds
                return actions.interrupt_run(
                    run=run, failure=str(failure), retry_after_seconds=seconds, chance=luck, by=by
                )
            except SourceFailure as failure:
                return actions.fail_run(run=run, failure=str(failure), chance=luck, by=by)
        return run if run.finished_at else actions.finish_run(run=run, chance=luck, by=by)


def client_settings() -> ClientSettings:
    """What the installation says about reaching hosts."""
    return ClientSettings(
        contact=settings.SITE_URL,
        tokens=settings.HOST_TOKENS,
        allow_private=frozenset(settings.PRIVATE_HOSTS),
    )


def _walk(run: Run, client: Client, report: Report, by: User | None, *, reads_all: bool) -> Run:
    source = run.source
    driver = DRIVERS[source.driver]
    is_local = source.driver in rules.LOCAL_DRIVERS
    workers = 1 if is_local else queries.politeness("network_requests_at_once")
    if run.pages and not run.cursor:
        return run  # killed between the last page and the end of the run
    with ThreadPoolExecutor(workers, thread_name_prefix="harvest") as pool:
        for page in driver.repositories(client, _target(source), run.cursor or None):
            readings = _read_page(_Asking(client, driver, source, pool), page, reads_all=reads_all)
            run = actions.take_page(
                run=run,
                readings=readings,
                problems=page.problems,
                cursor=page.next,
                is_partial=page.is_partial,
                by=by,
            )
            run.source = source
            report(run)
            if page.next is None:
                break
            if source.pauses.filter(resumed_at=None).exists():
                raise actions.SourcePaused(_("This source was paused; the run goes on once it is resumed."))
    return run


class _Asking:
    """Who asks whom, with what."""

    def __init__(self, client: Client, driver: Driver, source: Source, pool: ThreadPoolExecutor) -> None:
        self.client = client
        self.driver = driver
        self.source = source
        self.pool = pool

    def readings(self, wanted: Sequence[tuple[Reading, dict[str, str]]]) -> list[Reading]:
        """Read repositories, several at once for sources on the network; in the order given.

        Raises HostUnavailable when most of them are.
        """
        done = list(self.pool.map(lambda pair: self._read(*pair), wanted))
        unavailable = [failure for _reading, failure in done if isinstance(failure, HostUnavailable)]
        asked_to_wait = [failure for failure in unavailable if failure.retry_after_seconds]
        if asked_to_wait or len(unavailable) >= max(UNAVAILABLE_FROM, UNAVAILABLE_SHARE * len(done)):
            raise (asked_to_wait or unavailable)[0]
        return [reading for reading, _failure in done]

    def _read(self, reading: Reading, known: dict[str, str]) -> tuple[Reading, SourceFailure | None]:
        repository = reading.repository
        try:
            found = self.driver.metadata_files(self.client, repository, known)
        except SourceFailure as failure:
            return Reading(repository, reading.facts, failure=str(failure)), failure
        files = tuple(read_file(file) for file in found)
        read = Reading(
            repository, reading.facts, files, listing_revision=found.revision, problems=tuple(found.problems)
        )
        return read, None


def _read_page(asking: _Asking, page: Page, *, reads_all: bool) -> list[Reading]:
    """Read what is new or changed on a page; what is the same is not asked for."""
    readings = {
        repository.url: Reading(repository, facts_of(repository))
        for repository in page.repositories
        if _may_be_listed(repository, asking.source)
    }
    known = queries.known_repositories(asking.source, readings)
    listings = queries.listing_revisions(asking.source, readings)
    state = {} if reads_all else known
    sorted_out = rules.reconcile(state, [reading.known for reading in readings.values()])
    wanted = []
    for url in (*sorted_out.new, *sorted_out.changed):
        before = state.get(url)
        known_files: dict[str, str] = {}
        # What the catalogue keeps beside a file comes from the host, so new facts need the file again.
        if (
            before is not None
            and not before.needs_reading
            and (before.facts == readings[url].known.facts or not before.files)
        ):
            known_files = {**before.files, **({"": listings[url]} if url in listings else {})}
        wanted.append((readings[url], known_files))
    read = {reading.repository.url: reading for reading in asking.readings(wanted)}
    return [read.get(url, reading) for url, reading in readings.items()]


def _may_be_listed(repository: Repository, source: Source) -> bool:
    """A token may see more than the public; and a list from the network must not point into this machine."""
    is_file = repository.url.startswith("file:")
    return not repository.is_private and not (is_file and source.url.startswith(("https://", "http://")))


def _target(source: Source) -> Target:
    publisher = source.publisher
    return Target(
        driver=source.driver,
        url=source.url,
        group=source.group,
        publisher=publisher.name if publisher else "",
        publisher_uri=publisher.uri if publisher else "",
        mapping=source.mapping,
    )


@contextmanager
def _only_here(source: Source) -> Iterator[None]:
    """Hold the source's lock; PostgreSQL lets go of it when this process dies. Raises AlreadyHarvested."""
    with journal.alone(SOURCE_LOCK, source.pk) as is_alone:
        if not is_alone:
            raise AlreadyHarvested(_("This source is being harvested elsewhere just now."))
        yield
