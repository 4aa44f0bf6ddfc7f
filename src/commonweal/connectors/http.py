"""The one HTTP client of every connector: careful where it goes, polite on the way, and never in debt to the answer.

It goes to public addresses only (`addresses`), on every redirect again; reads no more than so many bytes and seconds;
asks each host no faster than its bucket allows (`pace`); tries again when a host is busy, as long as the host said; and
asks conditionally where it knows a validator. Tokens belong to a host and never travel to another.

Source: RFC 9110 (conditional requests, Retry-After, redirects), draft-ietf-httpapi-ratelimit-headers, and the rate
limit headers that GitHub and GitLab document.
"""

from __future__ import annotations

import json
import random
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import IO, Any
from urllib.parse import urljoin, urlsplit

import httpx

from commonweal.connectors.addresses import Resolver, checked_addresses, resolve_by_system
from commonweal.connectors.failures import (
    HostUnavailable,
    NotFound,
    NotPermitted,
    Refused,
    SourceFailure,
    TooLarge,
    TooSlow,
)
from commonweal.connectors.pace import Bucket, Pace
from commonweal.connectors.transport import CheckedTransport, Deadline

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LAST_MODIFIED = "last-modified: "


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """What an installation may set.

    `tokens` and `token_headers` are keyed by host ("api.github.com", "127.0.0.1:8000"). `allow_private` names hosts, or
    hosts with a port, that may lie inside our own network: tests, the local demo, a forge behind the same firewall.
    `max_session_seconds` is for how long a client answers at all, where somebody waits for what several requests bring.
    """

    product: str = "Commonweal"
    contact: str = ""
    tokens: Mapping[str, str] = field(default_factory=dict)
    allow_private: frozenset[str] = frozenset()
    max_response_bytes: int = 20_000_000
    max_request_seconds: float = 60.0
    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    max_redirects: int = 5
    max_attempts: int = 4
    longest_wait_seconds: float = 60.0
    max_session_seconds: float = float("inf")
    rate_per_second: float = 5.0
    burst: int = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `status` is 304 when the known revision still holds; `url` is where redirects led."""

    status: int
    url: str
    headers: Mapping[str, str]
    content: bytes

    @property
    def is_unchanged(self) -> bool:
        return self.status == 304

    @property
    def revision(self) -> str:
        """The validator to hand back as `known` next time: an ETag, else the modification date, else nothing."""
        if etag := self.headers.get("etag"):
            return etag
        changed = self.headers.get("last-modified")
        return f"{_LAST_MODIFIED}{changed}" if changed else ""

    def json(self) -> Any:
        """Read the body as JSON. Raises HostUnavailable when it is not: a broken answer is a host in trouble."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError) as error:
            raise HostUnavailable(f"{self.url} answered something that is not JSON.") from error

    def next_link(self) -> str:
        """Return the address of the next page from the Link header (RFC 8288), or nothing."""
        links = httpx.Response(200, headers={"link": self.headers.get("link", "")}).links
        return links.get("next", {}).get("url", "")


class Client:
    """The shared client; safe to use from several threads. Time and chance are arguments, so tests take no time."""

    def __init__(
        self,
        settings: ClientSettings | None = None,
        *,
        resolve: Resolver = resolve_by_system,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.settings = settings or ClientSettings()
        self._resolve = resolve
        self._deadline = Deadline()
        self._transport = CheckedTransport(
            allowed=self.settings.allow_private, resolve=resolve, deadline=self._deadline
        )
        self._pace = Pace(self.settings.rate_per_second, self.settings.burst, clock)
        self._clock, self._wall_clock, self._sleep, self._chance = clock, wall_clock, sleep, chance
        self._ends_at = time.monotonic() + self.settings.max_session_seconds

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._transport.close()

    @property
    def user_agent(self) -> str:
        """Who we say we are: the product, and where to complain."""
        return self.settings.product + (f" (+{self.settings.contact})" if self.settings.contact else "")

    def seconds_left(self, at_most: float) -> float:
        """Return how long the next step may take. Raises TooSlow when the time is over."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise TooSlow("The time there was for all requests is over.")
        return min(left, at_most)

    def checked_addresses(self, host: str, port: int) -> list[str]:
        """Resolve a host for a program that connects by itself. Raises Refused, HostUnavailable."""
        return checked_addresses(host, port, self.settings.allow_private, self._resolve)

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        accept: str = "*/*",
        known: str = "",
        also: frozenset[int] = frozenset(),
        max_bytes: int | None = None,
        into: IO[bytes] | None = None,
    ) -> Answer:
        """Fetch an address; `known` is a revision seen before, `also` names further statuses to hand back.

        With `into` the content of a 200 is written to that file piece by piece, from its beginning again when the
        request has to be repeated, and the answer has none.

        Raises HostUnavailable, NotFound, NotPermitted, Refused.
        """
        address = str(httpx.URL(_parsed(url), params=params)) if params else url
        headers = {"accept": accept, **_conditions(known)}
        limit = max_bytes or self.settings.max_response_bytes
        answer = self._get_following(address, headers, limit, into)
        if 200 <= answer.status < 300 or answer.status in also or (answer.is_unchanged and known):
            return answer
        raise _failure(answer)

    def _get_following(self, url: str, headers: Mapping[str, str], limit: int, into: IO[bytes] | None) -> Answer:
        for _ in range(self.settings.max_redirects + 1):
            answer = self._get_patiently(url, headers, limit, into)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return answer
            try:
                onward = urljoin(url, answer.headers["location"])
            except ValueError as error:
                raise Refused(f"{url} redirects to something that is not an address.") from error
            if urlsplit(url).scheme == "https" and urlsplit(onward).scheme == "http":
                raise Refused(f"{url} redirects from https to http.")
            url = onward
        raise Refused(f"{url} redirects more than {self.settings.max_redirects} times.")

    def _get_patiently(self, url: str, headers: Mapping[str, str], limit: int, into: IO[bytes] | None) -> Answer:
        """Ask until there is an answer that is not "busy", or no patience left."""
        request = self._request(url, headers)
        bucket = self._pace.bucket(request.url.netloc.decode())
        for attempt in range(1, self.settings.max_attempts + 1):
            self._wait_for_turn(bucket, url)
            try:
                answer = self._send(request, limit, into)
            except httpx.TransportError as error:
                if error.__class__ is httpx.ReadTimeout and self._deadline.has_passed():
                    raise TooSlow(f"{url} took longer than a request may take.") from error
                failure = HostUnavailable(f"{url} cannot be reached: {error or type(error).__name__}.")
                wait = None
            else:
                wait = self._asked_wait_seconds(answer)
                if wait is not None:
                    bucket.hold(self._clock() + wait)
                if answer.status < 500 and not _is_busy(answer):
                    return answer
                failure = HostUnavailable(f"{url} answered {answer.status}.", wait)
            if attempt == self.settings.max_attempts or (wait or 0) > self.settings.longest_wait_seconds:
                raise failure
            # Full jitter keeps many workers from coming back in the same instant.
            self._sleep(self._chance() * min(2.0**attempt, 30.0) if wait is None else wait)
        raise HostUnavailable(f"{url} cannot be reached.")

    def _wait_for_turn(self, bucket: Bucket, url: str) -> None:
        held = bucket.held_for(self._clock())
        if held > self.settings.longest_wait_seconds:
            raise HostUnavailable(f"{urlsplit(url).netloc} asks us to wait {held:.0f} seconds.", held)
        wait = max(bucket.reserve(self._clock()), held)
        if wait > 0:
            self._sleep(wait)

    def _request(self, url: str, headers: Mapping[str, str]) -> httpx.Request:
        parsed = _parsed(url)
        sent = {**headers, "user-agent": self.user_agent, "accept-encoding": "gzip"}
        netloc = parsed.netloc.decode()
        token = self.settings.tokens.get(netloc, "")
        # In clear text a token goes only where an allowance says that the network is ours.
        if token and (parsed.scheme == "https" or {netloc, parsed.host} & self.settings.allow_private):
            sent["authorization"] = token if " " in token else f"Bearer {token}"
        seconds = self.settings.connect_seconds, self.settings.read_seconds
        timeout = httpx.Timeout(seconds[1], connect=seconds[0])
        return httpx.Request("GET", parsed, headers=sent, extensions={"timeout": timeout.as_dict()})

    def _send(self, request: httpx.Request, limit: int, into: IO[bytes] | None) -> Answer:
        self._deadline.at = time.monotonic() + self.seconds_left(self.settings.max_request_seconds)
        response = self._transport.handle_request(request)
        # The transport alone does not say which request a response belongs to; raw iteration asks for it.
        response.request = request
        try:
            encoding = response.headers.get("content-encoding", "identity").strip().lower()
            chunks = _within(_decoded(response.iter_raw(), encoding, str(request.url)), limit, request.url)
            content = b"".join(chunks) if into is None or response.status_code != 200 else _written(chunks, into)
        finally:
            response.close()
        return Answer(response.status_code, str(request.url), dict(response.headers), content)

    def _asked_wait_seconds(self, answer: Answer) -> float | None:
        """Return how long the host wants us to stay away, None where it does not say."""
        headers = answer.headers
        if (after := headers.get("retry-after")) is not None and answer.status in {403, 429, 503}:
            return self._seconds_until(after)
        if headers.get("x-ratelimit-remaining", headers.get("ratelimit-remaining")) == "0":
            reset = headers.get("x-ratelimit-reset", headers.get("ratelimit-reset", ""))
            return self._seconds_until(reset)
        return None

    def _seconds_until(self, text: str) -> float | None:
        """Read seconds, a Unix time, or an HTTP date."""
        now = self._wall_clock()
        try:
            number = float(text)
        except ValueError:
            try:
                return max(parsedate_to_datetime(text).timestamp() - now, 0.0)
            except (ValueError, TypeError, OverflowError):
                return None
        if number != number or number < 0:
            return None
        return max(number - now, 0.0) if number > 1_000_000_000 else number


@contextmanager
def client_or(given: Client | None, settings: ClientSettings) -> Iterator[Client]:
    """Give the client that was given, else one of one's own, which is closed afterwards."""
    if given is not None:
        yield given
        return
    with Client(settings) as made:
        yield made


def _parsed(url: str) -> httpx.URL:
    """Read an address we are willing to fetch. Raises Refused."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise Refused(f"{url!r} is not an address.") from error
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise Refused(f"{url!r} is not an address of http or https.")
    if parsed.userinfo:
        raise Refused("An address must not hold a user name or password; set a token for the host instead.")
    return parsed.copy_with(fragment=None)


def _conditions(known: str) -> dict[str, str]:
    if known.startswith(_LAST_MODIFIED):
        return {"if-modified-since": known.removeprefix(_LAST_MODIFIED)}
    return {"if-none-match": known} if known else {}


def _is_busy(answer: Answer) -> bool:
    """Say whether this answer means "not now"; GitHub says 403 for it too."""
    if answer.status == 429:
        return True
    spent = answer.headers.get("x-ratelimit-remaining") == "0" or "retry-after" in answer.headers
    return answer.status == 403 and (spent or b"secondary rate limit" in answer.content)


def _failure(answer: Answer) -> SourceFailure:
    said = f"{answer.url} answered {answer.status}."
    if answer.status in {401, 403, 407}:
        return NotPermitted(said)
    if answer.status in {404, 410, 451}:
        return NotFound(said)
    return HostUnavailable(said)


def _decoded(chunks: Iterator[bytes], encoding: str, url: str) -> Iterator[bytes]:
    """Undo gzip in pieces of bounded size, so that a small body that unpacks to gigabytes is seen in time."""
    if encoding in {"identity", ""}:
        yield from chunks
        return
    if encoding not in {"gzip", "x-gzip"}:
        raise Refused(f"{url} answers in the encoding {encoding!r}, which was not asked for.")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                yield unpacker.decompress(rest, 65_536)
                rest = unpacker.unconsumed_tail
                if unpacker.eof:
                    rest = unpacker.unused_data
                    unpacker = zlib.decompressobj(wbits=31)
        yield unpacker.flush()
    except zlib.error as error:
        raise HostUnavailable(f"{url} sent a broken gzip body.") from error


def _written(chunks: Iterator[bytes], into: IO[bytes]) -> bytes:
    """Write all of it, and nothing that was there before; give back nothing."""
    into.seek(0)
    into.truncate()
    into.writelines(chunks)
    return b""


def _within(chunks: Iterator[bytes], limit: int, url: httpx.URL) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLarge(f"{url} answers more than {limit} bytes.")
        yield chunk
