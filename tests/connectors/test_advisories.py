"""Feeds of advisories come whole into a file, or as what has changed."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commonweal.connectors import advisories
from commonweal.connectors.failures import HostUnavailable, NotFound, Refused, TooLarge
from commonweal.connectors.http import Client, ClientSettings
from commonweal.standards import osv
from tests.fakes.network import Asked, FakeServer, Reply

MakeClient = Callable[..., Client]

CHANGES = b"""2026-03-03T10:00:00.5Z,PyPI/PYSEC-2026-3
2026-03-02T10:00:00Z,PyPI/PYSEC-2026-2
2026-03-02T10:00:00Z,crates.io/RUSTSEC-2026-0001
2026-03-01T10:00:00Z,PyPI/PYSEC-2026-1
"""
SECOND_OF_MARCH = datetime(2026, 3, 2, 10, tzinfo=UTC)


def publisher(asked: Asked) -> Reply:
    """Hand out a feed, its list of changes and its records, each with a validator."""
    contents = {
        "/all.zip": b"PK" + b"x" * 300_000,
        "/modified_id.csv": CHANGES,
        "/PyPI/PYSEC-2026-3.json": b'{"id": "PYSEC-2026-3"}',
    }
    if asked.path not in contents:
        return Reply(404)
    if asked.headers.get("if-none-match") == '"7"':
        return Reply(304, headers={"ETag": '"7"'})
    return Reply(200, contents[asked.path], {"ETag": '"7"'})


def size_of(client: Client, url: str, **more: int) -> int:
    with advisories.fetched(client, url, **more) as feed:  # type: ignore[arg-type]
        return feed.size_bytes


def test_a_feed_comes_into_a_file(client_for: MakeClient) -> None:
    with (
        FakeServer(publisher) as server,
        advisories.fetched(client_for(server.netloc), f"{server.url}/all.zip") as feed,
    ):
        assert feed.file is not None
        assert (feed.size_bytes, feed.revision) == (300_002, '"7"')
        assert feed.file.read(4) == b"PKxx"
        assert len(feed.sha256) == 64


def test_a_feed_that_has_not_changed_is_not_sent_again(client_for: MakeClient) -> None:
    with (
        FakeServer(publisher) as server,
        advisories.fetched(client_for(server.netloc), f"{server.url}/all.zip", known='"7"') as feed,
    ):
        assert feed.is_unchanged
        assert feed.revision == '"7"'


def test_a_feed_larger_than_allowed_is_refused(client_for: MakeClient) -> None:
    with FakeServer(publisher) as server, pytest.raises(TooLarge):
        size_of(client_for(server.netloc), f"{server.url}/all.zip", max_bytes=100_000)


def test_a_feed_that_unpacks_on_the_way_is_counted_as_unpacked(client_for: MakeClient) -> None:
    packed = Reply(200, gzip.compress(b" " * 1_000_000), {"Content-Encoding": "gzip"})

    with FakeServer(lambda _: packed) as server, pytest.raises(TooLarge):
        size_of(client_for(server.netloc), server.url, max_bytes=100_000)


def test_a_feed_that_breaks_off_begins_again(client_for: MakeClient) -> None:
    with FakeServer(publisher) as server:
        server.first = [Reply(200, gzip.compress(b"y" * 400_000)[:-9] + b"z" * 9, {"Content-Encoding": "gzip"})]
        client = client_for(server.netloc)

        with pytest.raises(HostUnavailable):
            size_of(client, f"{server.url}/all.zip")
        assert size_of(client, f"{server.url}/all.zip") == 300_002


def test_a_busy_publisher_is_asked_again_and_nothing_of_the_first_answer_stays(client_for: MakeClient) -> None:
    with FakeServer(publisher) as server:
        server.first = [Reply(503, b"x" * 900_000)]

        assert size_of(client_for(server.netloc), f"{server.url}/all.zip") == 300_002


def test_what_is_no_whole_feed_is_refused(client_for: MakeClient) -> None:
    with FakeServer(lambda _: Reply(206, b"part")) as server, pytest.raises(Refused):
        size_of(client_for(server.netloc), server.url)


def test_an_address_inside_is_refused(client_for: MakeClient) -> None:
    with FakeServer(publisher) as server, pytest.raises(Refused):
        size_of(client_for(), f"{server.url}/all.zip")


def test_a_feed_of_this_machine_is_read_once_until_it_changes(client_for: MakeClient, tmp_path: Path) -> None:
    path = tmp_path / "borgo.jsonl"
    path.write_bytes(b'{"id": "BW-1", "modified": "2026-03-01T00:00:00Z"}\n')

    with advisories.fetched(client_for(), str(path)) as first:
        assert first.file is not None
        found = list(osv.read_many(first.file, path.name))
    with advisories.fetched(client_for(), path.as_uri(), known=first.revision) as second:
        assert second.is_unchanged
    assert [entry.advisory.id for entry in found if entry.advisory] == ["BW-1"]
    with pytest.raises(TooLarge):
        size_of(client_for(), str(path), max_bytes=10)
    with pytest.raises(NotFound):
        size_of(client_for(), str(tmp_path / "none"))


def test_only_what_is_newer_has_changed_and_the_oldest_comes_first(client_for: MakeClient) -> None:
    with FakeServer(publisher) as server:
        client = client_for(server.netloc)

        found = advisories.changes(client, server.url, SECOND_OF_MARCH)

        assert [change.id for change in found.changes] == ["RUSTSEC-2026-0001", "PYSEC-2026-2", "PYSEC-2026-3"]
        assert (found.revision, found.is_too_much, found.problems) == ('"7"', False, ())
        assert advisories.record(client, found.changes[-1]) == b'{"id": "PYSEC-2026-3"}'
        assert advisories.changes(client, server.url, SECOND_OF_MARCH, known='"7"').is_unchanged


def test_a_record_that_is_gone_is_said_to_be(client_for: MakeClient) -> None:
    with FakeServer(publisher) as server:
        client = client_for(server.netloc)
        found = advisories.changes(client, server.url, SECOND_OF_MARCH)

        with pytest.raises(NotFound):
            advisories.record(client, found.changes[0])


@pytest.mark.parametrize(("since", "most"), [(None, 100), (datetime(2026, 1, 1, tzinfo=UTC), 2)])
def test_too_many_changes_are_better_fetched_as_a_whole(
    client_for: MakeClient, since: datetime | None, most: int
) -> None:
    with FakeServer(publisher) as server:
        found = advisories.changes(client_for(server.netloc), server.url, since, most=most)

    assert found.is_too_much
    assert found.changes == ()


@pytest.mark.parametrize(
    "line",
    [
        *(b"yesterday,PYSEC-1", b"2026-03-09T00:00:00Z,", b"2026-03-09T00:00:00Z,../secret", b"x" * 5_000),
        *(b"2026-03-09T00:00:00Z,a/b/c", b"2026-03-09T00:00:00Z,/a", b"0001-01-01T00:00:00+23:00,a"),
    ],
)
def test_a_line_that_is_no_change_is_a_problem_and_the_others_are_read(client_for: MakeClient, line: bytes) -> None:
    content = line + b"\n" + CHANGES

    with FakeServer(lambda _: Reply(200, content)) as server:
        found = advisories.changes(client_for(server.netloc), server.url, SECOND_OF_MARCH)

    assert [change.id for change in found.changes][-1] == "PYSEC-2026-3"
    assert {problem.rule for problem in found.problems} == {"osv-change"}


def test_an_ecosystem_has_its_own_address(client_for: MakeClient) -> None:
    with FakeServer(lambda _: Reply(200, b"2026-03-02T10:00:00Z,ALSA-2026:1\n")) as server:
        found = advisories.changes(client_for(server.netloc), f"{server.url}/Rocky%20Linux/all.zip", SECOND_OF_MARCH)

        assert found.changes[0].url == f"{server.url}/Rocky%20Linux/ALSA-2026%3A1.json"
        assert server.asked[0].path == "/Rocky Linux/modified_id.csv"


def test_requests_for_feeds_may_be_large_and_long() -> None:
    settings = advisories.for_feeds(ClientSettings(contact="https://ospo.esempia.example"))

    assert settings.contact == "https://ospo.esempia.example"
    assert settings.max_response_bytes == advisories.LARGEST_FEED_BYTES
    assert settings.max_request_seconds == advisories.LONGEST_FEED_SECONDS


def test_the_client_writes_what_it_gets_into_a_file(client_for: MakeClient) -> None:
    into = io.BytesIO(b"what was there before")

    with FakeServer(lambda _: Reply(200, b"new")) as server:
        answer = client_for(server.netloc).get(server.url, into=into)

    assert (answer.content, into.getvalue()) == (b"", b"new")
