"""Asking for the publiccode.yml behind an address, and keeping what came of it for a day."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from commonweal.organisations.models import User
from commonweal.publishing import queries, rules
from commonweal.publishing.models import Failure, Fetch
from commonweal.standards import pasted_address

TASK = "publishing.read_address"
_LOCK = 0x66657463  # "fetc": asking takes turns, so that what is under way is counted rightly
QUEUE = "prompt"  # a person waits for it, and harvests may fill every other place of a worker


class NotAnAddress(Exception):
    """What was asked for is no address of the web or of a git repository."""


class TooManyFetches(Exception):
    """So much is being fetched, or so much of one host, that others would be troubled by more."""


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A publiccode.yml as text: a file of a repository, or prefilled, with `origins` as pairs of key and file."""

    content: str
    path: str = ""
    page_url: str = ""
    is_prefilled: bool = False
    origins: Sequence[tuple[str, str]] = ()


@transaction.atomic
def ask_for(*, url: str, by: User | None) -> Fetch:
    """Queue the fetch of what lies behind an address; everyone may, also without an account.

    The same address asked for again within a minute is not fetched twice. Records nothing, since a fetch is a copy of
    something public. Raises NotAnAddress, TooManyFetches.
    """
    pasted = pasted_address.read(url)
    if pasted is None:
        raise NotAnAddress(
            _("This is not the address of a repository or a file, such as https://github.com/owner/name.")
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    now = timezone.now()
    recent = queries.recent_fetch(pasted.url, by, now)
    if recent is not None:
        return recent
    if rules.is_too_much(queries.traffic(pasted.host, now)):
        raise TooManyFetches(_("Too much is being fetched just now. Wait a minute and try again, or upload the file."))
    fetch = Fetch.objects.create(token=secrets.token_urlsafe(24), url=pasted.url, host=pasted.host, by=by, asked_at=now)
    app.configure_task(TASK, queue=QUEUE).defer(token=fetch.token)
    return fetch


@transaction.atomic
def keep_file(*, fetch: Fetch, file: FetchedFile, by: User | None) -> Fetch:
    """Finish a fetch with what it brought; one that is finished stays as it is.

    Records nothing, since a fetch is a copy of something public.
    """
    fetch.content, fetch.path, fetch.page_url = file.content, file.path[:1000], file.page_url[:2000]
    fetch.is_prefilled = file.is_prefilled
    fetch.origins = [{"key": key, "file": origin} for key, origin in file.origins]
    return _finish(fetch)


@transaction.atomic
def keep_failure(*, fetch: Fetch, failure: Failure, by: User | None) -> Fetch:
    """Finish a fetch that brought nothing, and say why; one that is finished stays as it is.

    Records nothing, since a fetch is a copy of something public.
    """
    fetch.failure = failure.value
    return _finish(fetch)


@transaction.atomic
def forget_fetches(*, before: datetime, by: User | None) -> int:
    """Remove the fetches asked for before a moment; return how many.

    Records nothing, since a fetch is a copy of something public.
    """
    return Fetch.objects.filter(asked_at__lt=before).delete()[0]


def _finish(fetch: Fetch) -> Fetch:
    """Write only onto a row that still waits: a job given to a second worker must not change what people have read."""
    fetch.finished_at = timezone.now()
    names = ("content", "path", "page_url", "is_prefilled", "origins", "failure", "finished_at")
    values = {name: getattr(fetch, name) for name in names}
    if not Fetch.objects.filter(pk=fetch.pk, finished_at=None).update(**values):
        fetch.refresh_from_db()
    return fetch
