"""The client is careful where it goes and bounded in what it takes."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import pytest

from commonweal.connectors.failures import HostUnavailable, NotFound, Refused
from commonweal.connectors.http import Client, ClientSettings
from commonweal.connectors.transport import Deadline, _CheckedNetwork
from tests.fakes.network import Asked, FakeServer, Reply

MakeClient = Callable[..., Client]


def hello(asked: Asked) -> Reply:
    return Reply(200, b"hello", {"ETag": '"1"'}) if asked.headers.get("if-none-match") != '"1"' else Reply(304)


@contextmanager
def raw_server(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """Serve one connection byte by byte, as no honest server would."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65_536)
                try:
                    talk(connection)
                except OSError:
                    return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        thread.join(5)


def test_a_page_is_fetched(client_for: MakeClient) -> None:
    with FakeServer(hello) as server:
        answer = client_for(server.netloc).get(server.url)

    assert (answer.status, answer.content, answer.revision) == (200, b"hello", '"1"')


def test_we_say_who_we_are_and_how_to_reach_us(client_for: MakeClient) -> None:
    with FakeServer(hello) as server:
        client_for(server.netloc, contact="https://ospo.esempia.example").get(server.url)

        assert server.asked[0].headers["user-agent"] == "Commonweal (+https://ospo.esempia.example)"


def test_a_known_revision_is_answered_without_a_body(client_for: MakeClient) -> None:
    with FakeServer(hello) as server:
        answer = client_for(server.netloc).get(server.url, known='"1"')

    assert answer.is_unchanged


def test_a_modification_date_is_a_revision_as_well(client_for: MakeClient) -> None:
    def dated(asked: Asked) -> Reply:
        date = "Fri, 01 May 2026 08:00:00 GMT"
        return Reply(304 if asked.headers.get("if-modified-since") == date else 200, b"", {"Last-Modified": date})

    with FakeServer(dated) as server:
        client = client_for(server.netloc)

        assert client.get(server.url, known=client.get(server.url).revision).is_unchanged


def test_loopback_is_refused_unless_it_is_allowed(client_for: MakeClient) -> None:
    with FakeServer(hello) as server:
        with pytest.raises(Refused):
            client_for().get(server.url)

        assert server.asked == []


def test_a_redirect_inside_is_refused(client_for: MakeClient) -> None:
    with FakeServer(hello) as inner, FakeServer(lambda asked: Reply(302, b"", {"Location": inner.url})) as outer:
        with pytest.raises(Refused):
            client_for(outer.netloc).get(outer.url)

        assert inner.asked == []


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://a.example/", "gopher://a.example/", "//[::1", "http:///x"]
)
def test_a_redirect_to_another_scheme_is_refused(client_for: MakeClient, location: str) -> None:
    with FakeServer(lambda asked: Reply(302, b"", {"Location": location})) as server, pytest.raises(Refused):
        client_for(server.netloc).get(server.url)


def test_redirects_come_to_an_end(client_for: MakeClient) -> None:
    with FakeServer(lambda asked: Reply(302, b"", {"Location": "/again"})) as server:
        with pytest.raises(Refused):
            client_for(server.netloc).get(server.url)

        assert len(server.asked) == 6


def test_the_answer_says_where_redirects_led(client_for: MakeClient) -> None:
    def moved(asked: Asked) -> Reply:
        return Reply(200, b"here") if asked.path == "/new" else Reply(301, b"", {"Location": "/new"})

    with FakeServer(moved) as server:
        assert client_for(server.netloc).get(f"{server.url}/old").url == f"{server.url}/new"


def test_a_name_that_changes_its_address_after_the_check_is_not_asked_again(client_for: MakeClient) -> None:
    answers = iter([["203.0.114.1"], ["127.0.0.1"]])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    class Network(httpcore.MockBackend):
        def __init__(self) -> None:
            super().__init__([])
            self.reached: list[str] = []

        def connect_tcp(self, host: str, *arguments: Any, **named: Any) -> httpcore.NetworkStream:
            self.reached.append(host)
            raise httpcore.ConnectError

    checked = _CheckedNetwork(frozenset(), rebinding, Deadline())
    checked._network = network = Network()  # type: ignore[assignment]

    with pytest.raises(httpcore.ConnectError):
        checked.connect_tcp("rebinding.example", 80)

    assert (asked, network.reached) == (["rebinding.example"], ["203.0.114.1"])


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    with FakeServer(hello) as server:
        port = int(server.netloc.partition(":")[2])
        settings = ClientSettings(allow_private=frozenset({f"forge.internal:{port}"}))
        with Client(settings, resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"]) as client:
            client._transport._pool._network_backend._network = _SkipFirst()  # type: ignore[attr-defined]

            assert client.get(f"http://forge.internal:{port}").content == b"hello"
        assert server.asked[0].headers["host"] == f"forge.internal:{port}"


class _SkipFirst(httpcore.SyncBackend):
    def connect_tcp(self, host: str, *arguments: Any, **named: Any) -> httpcore.NetworkStream:
        if host == "127.0.0.2":
            raise httpcore.ConnectError
        return super().connect_tcp(host, *arguments, **named)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "file:///etc/passwd",
        "javascript:1",
        "",
        "//a.example",
        "http://",
        "http://[::1",
        "http://a b/",
    ],
)
def test_what_is_no_web_address_is_refused(client_for: MakeClient, url: str) -> None:
    with pytest.raises((Refused, HostUnavailable)):
        client_for().get(url)


def test_a_password_in_an_address_is_refused(client_for: MakeClient) -> None:
    with pytest.raises(Refused):
        client_for().get("https://aino:secret@example.org/")


def test_a_token_goes_to_its_host_and_not_where_the_host_redirects(client_for: MakeClient) -> None:
    with FakeServer(hello) as other, FakeServer(lambda asked: Reply(302, b"", {"Location": other.url})) as host:
        client_for(host.netloc, other.netloc, tokens={host.netloc: "secret"}).get(host.url)

        assert host.asked[0].headers["authorization"] == "Bearer secret"
        assert "authorization" not in other.asked[0].headers


def test_cookies_are_not_kept(client_for: MakeClient) -> None:
    with FakeServer(lambda asked: Reply(200, b"", {"Set-Cookie": "a=b"})) as server:
        client = client_for(server.netloc)
        client.get(server.url)
        client.get(server.url)

        assert "cookie" not in server.asked[1].headers


def test_a_body_that_is_too_large_is_refused(client_for: MakeClient) -> None:
    with FakeServer(lambda asked: Reply(200, b"x" * 1_001)) as server, pytest.raises(Refused):
        client_for(server.netloc, max_response_bytes=1_000).get(server.url)


def test_a_small_body_that_unpacks_to_gigabytes_is_refused_early(client_for: MakeClient) -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, 9)
    with FakeServer(lambda asked: Reply(200, bomb, {"Content-Encoding": "gzip"})) as server:
        client = client_for(server.netloc, max_response_bytes=1_000_000)
        began = time.monotonic()

        with pytest.raises(Refused):
            client.get(server.url)

    assert time.monotonic() - began < 2


def test_a_compressed_body_is_unpacked(client_for: MakeClient) -> None:
    body = gzip.compress(b"hello ") + gzip.compress(b"world")
    with FakeServer(lambda asked: Reply(200, body, {"Content-Encoding": "gzip"})) as server:
        assert client_for(server.netloc).get(server.url).content == b"hello world"


@pytest.mark.parametrize(("encoding", "failure"), [("br", Refused), ("zstd", Refused), ("gzip", HostUnavailable)])
def test_a_body_in_an_encoding_that_cannot_be_undone_is_not_taken(
    client_for: MakeClient, encoding: str, failure: type[Exception]
) -> None:
    body = FakeServer(lambda asked: Reply(200, b"zzzz", {"Content-Encoding": encoding}))
    with body as server, pytest.raises(failure):
        client_for(server.netloc).get(server.url)


def test_a_body_that_drips_is_given_up_in_time(client_for: MakeClient) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.05)

    with raw_server(drip) as netloc:
        began = time.monotonic()
        with pytest.raises(HostUnavailable):
            client_for(netloc, max_request_seconds=0.3).get(f"http://{netloc}")

    assert time.monotonic() - began < 3


def test_headers_that_drip_are_given_up_in_time(client_for: MakeClient) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(100):
            connection.sendall(b"X-%d: x\r\n" % number)
            time.sleep(0.05)

    with raw_server(drip) as netloc:
        began = time.monotonic()
        with pytest.raises(HostUnavailable):
            client_for(netloc, max_request_seconds=0.3).get(f"http://{netloc}")

    assert time.monotonic() - began < 3


def test_a_body_without_end_is_refused(client_for: MakeClient) -> None:
    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65_536)

    with raw_server(flood) as netloc, pytest.raises(Refused):
        client_for(netloc, max_response_bytes=1_000_000).get(f"http://{netloc}")


def test_a_server_that_stumbles_is_asked_again(client_for: MakeClient, clock: Any) -> None:
    with FakeServer(hello) as server:
        server.first = [Reply(502), Reply(503, b"", {"Retry-After": "3"})]

        assert client_for(server.netloc).get(server.url).content == b"hello"

    assert clock.slept == [1.0, 3.0]


def test_a_server_that_stays_down_is_unavailable(client_for: MakeClient) -> None:
    with FakeServer(lambda asked: Reply(500)) as server:
        with pytest.raises(HostUnavailable):
            client_for(server.netloc).get(server.url)

        assert len(server.asked) == 4


def test_a_server_that_is_not_there_is_unavailable(client_for: MakeClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        netloc = f"127.0.0.1:{listening.getsockname()[1]}"

    with pytest.raises(HostUnavailable):
        client_for(netloc).get(f"http://{netloc}")


def test_a_date_says_how_long_to_wait(client_for: MakeClient, clock: Any) -> None:
    with FakeServer(hello) as server:
        # Half a minute after the wall clock of these tests.
        server.first = [Reply(429, b"", {"Retry-After": "Tue, 14 Nov 2023 22:30:30 GMT"})]
        client_for(server.netloc).get(server.url)

    assert clock.slept == [30.0]


def test_the_last_allowed_request_holds_the_next_one_back(client_for: MakeClient, clock: Any) -> None:
    with FakeServer(hello) as server:
        client = client_for(server.netloc)
        server.first = [Reply(200, b"last", {"RateLimit-Remaining": "0", "RateLimit-Reset": "20"})]

        assert client.get(server.url).content == b"last"
        assert client.get(server.url).content == b"hello"

    assert clock.slept == [20.0]


def test_a_missing_page_is_not_found_and_not_asked_twice(client_for: MakeClient) -> None:
    with FakeServer(lambda asked: Reply(404)) as server:
        with pytest.raises(NotFound):
            client_for(server.netloc).get(server.url)

        assert len(server.asked) == 1


def test_requests_to_one_host_are_paced(client_for: MakeClient, clock: Any) -> None:
    with FakeServer(hello) as server:
        client = client_for(server.netloc, rate_per_second=2.0, burst=3)
        for _ in range(5):
            client.get(server.url)

    assert clock.slept == [0.5, 0.5]


def test_many_threads_share_one_pace() -> None:
    from commonweal.connectors.pace import Pace

    bucket = Pace(10.0, 5, lambda: 0.0).bucket("a.example")
    waits: list[float] = []
    threads = [threading.Thread(target=lambda: waits.append(bucket.reserve(0.0))) for _ in range(25)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(waits)[:5] == [0.0] * 5
    assert max(waits) == pytest.approx(2.0)
    assert len(set(waits)) == 21
