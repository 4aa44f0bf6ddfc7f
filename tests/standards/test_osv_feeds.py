"""Many advisories at once, in every form in which databases hand them out, and none of them able to do harm."""

import gzip
import io
import json
import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from commonweal.standards.osv import FeedEntry, FeedLimits, read_folder, read_many

RUBY = b'gem: x\ndate: 2026-03-01\npatched_versions: [">= 2"]\n'


def record(number: int) -> bytes:
    return json.dumps({"id": f"BW-{number}", "modified": "2026-03-01T00:00:00Z"}).encode()


def zipped(members: Iterable[tuple[str, bytes]], kind: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream


def ids(entries: Iterable[FeedEntry]) -> list[str | None]:
    return [entry.advisory.id if entry.advisory else None for entry in entries]


def rules(entries: Iterable[FeedEntry]) -> list[str]:
    return [problem.rule for entry in entries for problem in entry.problems]


def test_a_zip_has_one_advisory_in_each_member() -> None:
    stream = zipped([("BW-1.json", record(1)), ("README.md", b"hello"), ("advisories/2026/03/BW-2.json", record(2))])

    entries = list(read_many(stream, "all.zip"))

    assert ids(entries) == ["BW-1", "BW-2"]
    assert [(entry.name, entry.content) for entry in entries][1] == ("advisories/2026/03/BW-2.json", record(2))


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_lines_have_one_advisory_each(pack: type[bytes]) -> None:
    stream = io.BytesIO(pack(record(1) + b"\n\n" + record(2)))

    entries = list(read_many(stream, "borgo.jsonl.gz"))

    assert ids(entries) == ["BW-1", "BW-2"]
    assert [entry.name.rpartition(":")[2] for entry in entries] == ["1", "3"]


def test_a_file_has_one_advisory_or_a_list_of_them() -> None:
    one = read_many(io.BytesIO(json.dumps(json.loads(record(1)), indent=2).encode()), "BW-1.json")
    several = read_many(io.BytesIO(b"[" + record(1) + b"," + record(2) + b"]"), "export.json")

    assert ids(one) == ["BW-1"]
    assert ids(several) == ["BW-1", "BW-2"]


def test_a_folder_is_read_in_order_whatever_its_depth(tmp_path: Path) -> None:
    for name, number in (("github-reviewed/2026/03/BW-2/BW-2.json", 2), ("BW-1.json", 1), (".git/BW-3.json", 3)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(record(number))
    (tmp_path / "link.json").symlink_to("/etc/passwd")

    assert ids(read_folder(tmp_path)) == ["BW-1", "BW-2"]


def test_a_folder_may_hold_zips_and_lines_of_json_as_well(tmp_path: Path) -> None:
    (tmp_path / "lines").mkdir()
    (tmp_path / "lines" / "some.jsonl").write_bytes(record(1) + b"\n" + record(2))
    (tmp_path / "lines" / "packed.jsonl.gz").write_bytes(gzip.compress(record(3)))
    (tmp_path / "npm.zip").write_bytes(zipped([("BW-4.json", record(4))]).getvalue())
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and nothing more")

    entries = list(read_folder(tmp_path))

    assert ids(entries) == [None, "BW-4", "BW-3", "BW-1", "BW-2"]
    assert [entry.name for entry in entries][1] == "npm.zip/BW-4.json"
    assert rules(entries) == ["feed-document-broken"]


def test_native_databases_are_read_from_an_archive_of_their_repository() -> None:
    stream = zipped([("db-main/gems/x/CVE-2026-1.yml", RUBY), ("db-main/spec/schema.yml", b"type: map")])

    assert ids(read_many(stream, "main.zip", written_as="rubysec")) == ["RUBYSEC-x-CVE-2026-1"]


def test_what_is_no_advisory_says_why_and_the_rest_is_read() -> None:
    stream = zipped([("a.json", b"{"), ("b.json", b"{}"), ("c.json", record(1))])

    entries = list(read_many(stream, "all.zip"))

    assert ids(entries) == [None, None, "BW-1"]
    assert rules(entries) == ["osv-json", "osv-required"]
    assert entries[0].content == b"{"


def test_a_broken_member_does_not_spoil_the_others() -> None:
    stream = zipped([("a.json", record(1)), ("b.json", record(2))], zipfile.ZIP_STORED)
    spoiled = stream.getvalue().replace(b"BW-1", b"BW-7")

    entries = list(read_many(io.BytesIO(spoiled), "all.zip"))

    assert ids(entries) == [None, "BW-2"]
    assert rules(entries) == ["feed-document-broken"]


@pytest.mark.parametrize("content", [b"PK\x03\x04nonsense", b"\x1f\x8bnonsense", b"PK\x05\x06"])
def test_a_broken_feed_is_said_to_be_broken(content: bytes) -> None:
    entries = list(read_many(io.BytesIO(content), "all.zip"))

    assert ids(entries) == [None]
    assert rules(entries) == ["feed-broken"]


def test_an_empty_feed_has_nothing() -> None:
    assert list(read_many(io.BytesIO(b""), "all.jsonl")) == []
    assert list(read_many(zipped([]), "all.zip")) == []


def test_a_cut_gzip_gives_what_came_before_and_a_problem() -> None:
    lines = b"\n".join(record(number) for number in range(2_000))

    entries = list(read_many(io.BytesIO(gzip.compress(lines)[:-20]), "borgo.jsonl.gz"))

    assert len(entries) > 100
    assert rules(entries) == ["feed-broken"]


def test_a_member_that_unpacks_to_more_than_allowed_is_refused_and_the_rest_read() -> None:
    stream = zipped([("bomb.json", b" " * 1_000_000), ("a.json", record(1))])

    entries = list(read_many(stream, "all.zip", limits=FeedLimits(document_bytes=10_000)))

    assert ids(entries) == [None, "BW-1"]
    assert rules(entries) == ["feed-document-too-large"]


def test_a_line_that_is_too_long_is_refused_and_the_rest_read() -> None:
    stream = io.BytesIO(b"x" * 35_000 + b"\n" + record(1))

    entries = list(read_many(stream, "a.jsonl", limits=FeedLimits(document_bytes=10_000)))

    assert ids(entries) == [None, "BW-1"]
    assert entries[1].name == "a.jsonl:2"
    assert entries[0].content == b""


@pytest.mark.parametrize(
    ("limits", "read"), [(FeedLimits(documents=3), 3), (FeedLimits(all_bytes=5 * len(record(1))), 5)]
)
def test_a_feed_that_has_too_much_ends_with_a_problem(limits: FeedLimits, read: int) -> None:
    stream = io.BytesIO(b"".join(record(1) + b"\n" for _ in range(9)))

    entries = list(read_many(stream, "a.jsonl", limits=limits))

    assert ids(entries)[-1] is None
    assert rules(entries) == ["feed-too-large"]
    assert abs(len(entries) - 1 - read) <= 1


def test_one_line_without_end_is_not_read_to_its_end() -> None:
    packed = gzip.compress(b"x" * 10_000_000)

    entries = list(
        read_many(io.BytesIO(packed), "a.jsonl.gz", limits=FeedLimits(document_bytes=1_000, all_bytes=50_000))
    )

    assert rules(entries) == ["feed-document-too-large", "feed-too-large"]


def test_a_zip_with_an_endless_list_of_members_is_not_opened() -> None:
    # Its end says that the list has 300 MB, and the file is as long, though nobody wrote it.
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 5_000, 0, 0)
    stream = io.BytesIO(b"PK" + bytes(5_000) + end)

    entries = list(read_many(stream, "all.zip", limits=FeedLimits(documents=10)))

    assert rules(entries) == ["feed-too-large"]


def test_an_archive_in_an_archive_is_not_opened() -> None:
    inner = zipped([("a.json", record(1))]).getvalue()

    entries = list(read_many(zipped([("inner.zip", inner), ("inner.json", inner)]), "all.zip"))

    assert ids(entries) == [None]
    assert rules(entries) == ["osv-json"]


def test_depth_does_not_make_it_fall() -> None:
    entries = list(read_many(io.BytesIO(b"[" * 200_000 + b"\n" + record(1)), "a.jsonl"))

    assert ids(entries) == [None, "BW-1"]


# How many records each feed has, and how many of them are refused; each of the second has its reason.
FEEDS = {
    "osv/bitnami/bitnami.jsonl.gz": (7444, 0),
    "osv/go/go.jsonl.gz": (4291, 0),
    "osv/haskell/haskell.jsonl": (35, 0),
    "osv/julia/julia.jsonl.gz": (1703, 0),
    "osv/ocaml/ocaml.jsonl": (26, 0),
    "osv/oss-fuzz/oss-fuzz.jsonl.gz": (4026, 0),
    "osv/pypa/pypa.jsonl": (2661, 0),
    "osv/rconsortium/rconsortium.jsonl": (14, 0),
    "osv/rustsec/rustsec.jsonl": (1206, 0),
    "osv/victims/victims.jsonl": (218, 218),
    "osv-normalised/almalinux.jsonl.gz": (5680, 0),
    "osv-normalised/friendsofphp.jsonl.gz": (1592, 0),
    "osv-normalised/ghsa-sample.jsonl.gz": (1, 0),
    "osv-normalised/nodejs-wg.jsonl.gz": (466, 0),
    "osv-normalised/retirejs.jsonl.gz": (1266, 0),
    "osv-normalised/rubysec.jsonl.gz": (1221, 0),
}


@pytest.mark.parametrize("path", FEEDS)
def test_real_feeds_are_read_whole(shared_data: Path, path: str) -> None:
    records, refused = 0, 0

    with (shared_data / path).open("rb") as stream:
        for entry in read_many(stream, path):
            records += 1
            refused += entry.advisory is None
            assert entry.advisory or entry.problems

    assert (records, refused) == FEEDS[path]
