"""The worker's part: read what lies behind an address, and forget what is older than a day."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from commonweal.connectors import lookup
from commonweal.connectors.failures import (
    HostUnavailable,
    NotFound,
    NotPermitted,
    Refused,
    SourceFailure,
    TooLarge,
    TooSlow,
)
from commonweal.connectors.http import Client, ClientSettings
from commonweal.connectors.repositories import Repository, storable
from commonweal.organisations.models import User
from commonweal.publishing import actions, permissions, queries, rules
from commonweal.publishing.actions import FetchedFile
from commonweal.publishing.models import Failure
from commonweal.publishing.permissions import Permission
from commonweal.standards import pasted_address
from commonweal.standards.publiccode import write
from commonweal.standards.publiccode.prefill import HostFacts, prefill, wanted

# The first that fits counts, so the narrower stand before the wider.
FAILURES: tuple[tuple[type[SourceFailure], Failure], ...] = (
    (lookup.NotARepository, Failure.NOT_A_REPOSITORY),
    (NotFound, Failure.NOT_FOUND),
    (NotPermitted, Failure.PRIVATE),
    (TooLarge, Failure.TOO_LARGE),
    (Refused, Failure.REFUSED),
    (TooSlow, Failure.TOO_SLOW),
    (SourceFailure, Failure.UNAVAILABLE),
)


@app.task(name=actions.TASK, pass_context=False)
def read_address(token: str) -> None:
    """Read what lies behind the address of a fetch; a fetch that is finished or forgotten is left alone."""
    fetch = queries.fetch(token)
    if fetch is None or fetch.finished_at is not None:
        return
    try:
        with Client(client_settings(fetch.by)) as client:
            file = fetched_file(client, fetch.url)
    except SourceFailure as failure:
        actions.keep_failure(fetch=fetch, failure=failure_of(failure), by=None)
    except Exception:
        # Somebody waits for an answer, and the job itself ends as failed.
        actions.keep_failure(fetch=fetch, failure=Failure.BROKEN, by=None)
        raise
    else:
        actions.keep_file(fetch=fetch, file=file, by=None)


@app.periodic(cron="23 * * * *")
@app.task(name="publishing.forget_fetches", queueing_lock="publishing.forget_fetches", pass_context=False)
def forget_fetches(timestamp: int) -> None:
    """Forget what was fetched a day ago."""
    actions.forget_fetches(before=timezone.now() - rules.KEPT_FOR, by=None)


def fetched_file(client: Client, url: str) -> FetchedFile:
    """Fetch the publiccode.yml an address means, or make one from the repository. Raises what looking up raises."""
    pasted = pasted_address.read(url)
    if pasted is None:
        raise lookup.NotARepository(f"{url!r} is not an address.")
    found = lookup.look_up(client, pasted, wanted)
    if found.file is not None and found.file.content is not None:
        return FetchedFile(text_of(found.file.content), found.file.path, page_of(found.file.url, pasted.url))
    if found.repository is None:
        raise NotFound(f"{url} holds nothing.")
    prefilled = prefill(found.files, facts_of(found.repository))
    origins = [(origin.key, origin.file) for origin in prefilled.origins]
    content = write(prefilled.publiccode).decode()
    return FetchedFile(content, page_url=page_of(found.repository.url, pasted.url), is_prefilled=True, origins=origins)


def page_of(told: str, asked: str) -> str:
    """Believe where a host says that its page is, as long as it is of the web."""
    return told if told.startswith(("https://", "http://")) else asked


def facts_of(repository: Repository) -> HostFacts:
    """Tell what the host says of the repository."""
    return HostFacts(
        url=repository.url,
        name=repository.name,
        description=repository.description,
        homepage=repository.homepage,
        licence=repository.licence,
        topics=repository.topics,
    )


def text_of(content: bytes) -> str:
    """Read bytes as text that can be stored, as a person sees them."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return storable(content.decode("utf-16", "replace"))
    try:
        return storable(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return storable(content.decode("cp1252", "replace"))


def failure_of(failure: SourceFailure) -> Failure:
    """Choose the sentence for a failure."""
    if isinstance(failure, HostUnavailable) and failure.retry_after_seconds is not None:
        return Failure.BUSY
    return next(sentence for kind, sentence in FAILURES if isinstance(failure, kind))


def client_settings(by: User | None) -> ClientSettings:
    """A person waits, so little patience; a stranger may ask, so nothing of our own network."""
    may_go_inside = by is not None and permissions.allows(by, Permission.FETCH_INSIDE)
    return ClientSettings(
        contact=settings.SITE_URL,
        tokens=settings.HOST_TOKENS,
        allow_private=frozenset(settings.PRIVATE_HOSTS) if may_go_inside else frozenset(),
        max_response_bytes=10_000_000,
        max_request_seconds=15.0,
        connect_seconds=5.0,
        read_seconds=10.0,
        max_attempts=2,
        longest_wait_seconds=5.0,
        max_session_seconds=45.0,
    )
