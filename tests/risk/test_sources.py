"""Sources of advisories and signals: switched on and off, read from the network and files, held back, and shown."""

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from commonweal.cli import commands
from commonweal.connectors.http import Client, ClientSettings
from commonweal.journal.models import Event
from commonweal.organisations.permissions import NotAllowed
from commonweal.risk import actions, tasks
from commonweal.risk.models import (
    Advisory,
    AdvisorySource,
    Exploitation,
    ExploitForecast,
    FeedKind,
    SsvcDecision,
    SyncRun,
    Vulnerability,
)
from commonweal.risk.queries import sources as queries
from commonweal.risk.queries.sources import SourceState
from commonweal.risk.rules.holding import Doubt, Doubted
from tests.conftest import Cast
from tests.fakes.network import Asked, FakeServer, Reply
from tests.risk.feeds_world import affected, at, hit_by, record, source, take_in, told, version

pytestmark = pytest.mark.django_db

WHAT = affected(("introduced", "0"), ("fixed", "2"))


class FakeDump:
    """A dump in OSV's layout: all.zip with an ETag, the list of what was modified, and each record by itself."""

    def __init__(self, *records: dict[str, Any]) -> None:
        self.records = {each["id"]: each for each in records}
        self.asked: list[str] = []
        self.is_down = False
        self.is_cut_off = False

    def __call__(self, asked: Asked) -> Reply:
        path = asked.path.removeprefix("/PyPI/")
        self.asked.append(path)
        if self.is_down:
            return Reply(404, b"")
        if path == "all.zip":
            content = zipped(*self.records.values())
            etag = f'"{hash(content)}"'
            if asked.headers.get("if-none-match") == etag:
                return Reply(304, headers={"ETag": etag})
            return Reply(body=content[:-40] if self.is_cut_off else content, headers={"ETag": etag})
        if path == "modified_id.csv":
            rows = sorted(((each["modified"], each["id"]) for each in self.records.values()), reverse=True)
            return Reply(body="\n".join(",".join(row) for row in rows).encode())
        return Reply(body=json.dumps(self.records[path.removesuffix(".json")]).encode())


def zipped(*records: dict[str, Any]) -> bytes:
    """Pack records as OSV does: one file each."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for each in records:
            archive.writestr(zipfile.ZipInfo(f"{each['id']}.json"), json.dumps(each))
    return buffer.getvalue()


@contextmanager
def published(answer: Callable[[Asked], Reply]) -> Iterator[tuple[AdvisorySource, Client]]:
    """A source on loopback, and a client that may go there and never waits."""
    with FakeServer(answer) as network:
        settings = ClientSettings(allow_private=frozenset({network.netloc}), max_attempts=1)
        with Client(settings, sleep=lambda _: None) as client:
            yield source("dump", url=f"http://{network.netloc}/PyPI/all.zip"), client


def test_a_source_is_read_whole_first_and_then_only_what_changed() -> None:
    dump = FakeDump(record("PYSEC-1", WHAT), record("PYSEC-2", WHAT))
    with published(dump) as (feed, client):
        first = tasks.sync(source=feed, by=None, client=client)
        dump.records["PYSEC-3"] = record("PYSEC-3", WHAT, day=7)
        second = tasks.sync(source=feed, by=None, client=client)

    assert (first.added, second.added) == (2, 1)
    assert dump.asked.count("all.zip") == 1
    assert "PYSEC-3.json" in dump.asked
    feed.refresh_from_db()
    assert feed.cursor["modified"] == at(7).isoformat()


def test_a_source_that_did_not_change_is_not_fetched_whole_again() -> None:
    dump = FakeDump(record("PYSEC-1", WHAT))
    with published(dump) as (feed, client):
        tasks.sync(source=feed, by=None, client=client)
        run = tasks.sync(source=feed, by=None, client=client)

    assert (run.added, run.changed, run.failure) == (0, 0, "")
    assert dump.asked.count("all.zip") == 1


def test_a_feed_of_which_nothing_can_be_read_has_failed() -> None:
    with published(lambda _: Reply(body=b"<html>not here</html>")) as (feed, client):
        run = tasks.sync(source=feed, by=None, client=client)

    assert run.failure == "Nothing in it can be read."
    assert not queries.freshness().is_known


def test_a_failure_is_kept_in_words_and_the_last_good_stays() -> None:
    dump = FakeDump(record("PYSEC-1", WHAT))
    with published(dump) as (feed, client):
        tasks.sync(source=feed, by=None, client=client)
        dump.is_down = True
        run = tasks.sync(source=feed, by=None, client=client)

    assert "404" in run.failure
    assert hit_by("pkg:pypi/demo@1") == {"PYSEC-1"}
    line = queries.source_for("dump")
    assert line is not None
    assert line.state == SourceState.FAILED
    assert line.read_at is not None


def test_a_feed_that_is_cut_off_fails_and_is_read_anew_next_time() -> None:
    dump = FakeDump(record("PYSEC-1", WHAT), record("PYSEC-2", WHAT))
    with published(dump) as (feed, client):
        dump.is_cut_off = True
        broken = tasks.sync(source=feed, by=None, client=client)
        dump.is_cut_off = False
        whole = tasks.sync(source=feed, by=None, client=client)

    assert broken.failure
    assert (whole.failure, whole.added) == ("", 2)


def test_sudden_withdrawals_wait_for_a_person_who_may_accept_them(cast: Cast) -> None:
    records = [record(f"PYSEC-{number}", WHAT) for number in range(60)]
    dump = FakeDump(*records)
    gone = [record(each["id"], WHAT, day=3, withdrawn="2026-03-03T00:00:00Z") for each in records]
    with published(dump) as (feed, client):
        tasks.sync(source=feed, by=None, client=client)
        dump.records = {each["id"]: each for each in gone}
        held = tasks.sync(source=feed, by=None, client=client)
        standing = hit_by("pkg:pypi/demo@1")
        actions.accept_held_back(source=feed, by=cast.aino)
        accepted = tasks.sync(source=feed, by=None, client=client, accepts=True)

    assert held.held_back == "60 of 60 advisories would be withdrawn at once."
    assert len(standing) == 60
    assert (accepted.withdrawn, hit_by("pkg:pypi/demo@1")) == (60, set())
    assert Event.objects.filter(name="risk.changes_accepted", by_id=cast.aino.pk).exists()


def test_a_reading_that_was_cut_off_is_ended_by_the_next() -> None:
    feed = source()
    left = actions.start_sync(source=feed, is_import=False, by=None)

    actions.start_sync(source=feed, is_import=False, by=None)

    left.refresh_from_db()
    assert left.finished_at is not None
    assert left.failure


@pytest.mark.parametrize("form", ["zip", "folder", "jsonl", "jsonl.gz"])
def test_files_are_taken_in_without_a_way_to_the_network(form: str, tmp_path: Path) -> None:
    records = [record("PYSEC-1", WHAT), record("PYSEC-2", WHAT)]
    path = tmp_path / f"dump.{form}"
    lines = "\n".join(json.dumps(each) for each in records).encode()
    if form == "folder":
        path.mkdir()
        for each in records:
            (path / f"{each['id']}.json").write_text(json.dumps(each))
    else:
        path.write_bytes({"zip": zipped(*records), "jsonl": lines, "jsonl.gz": gzip.compress(lines)}[form])

    run = tasks.import_files(source=source(), paths=[path], by=None)

    assert (run.is_import, run.added, run.failure) == (True, 2, "")


def test_a_record_that_cannot_be_read_is_a_problem_and_the_others_are_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_text(json.dumps(record("PYSEC-1", WHAT)) + "\n{broken\n")

    run = tasks.import_files(source=source(), paths=[path], by=None)

    assert (run.added, run.refused, run.failure) == (1, 1, "")
    assert run.problems[0]["path"].startswith("dump.jsonl:2")


def test_kev_tells_since_when_something_is_exploited_and_takes_it_back(tmp_path: Path) -> None:
    take_in(source("osv"), told("GHSA-a", WHAT, aliases=["CVE-2025-7777"]))
    listed = tmp_path / "kev.json"
    row = {"cveID": "CVE-2025-7777", "dateAdded": "2025-05-01", "dueDate": "2025-05-22"}
    listed.write_text(json.dumps({"vulnerabilities": [row, row | {"cveID": "CVE-2025-8888"}]}))
    kev = source("kev", FeedKind.KEV)
    tasks.import_files(source=kev, paths=[listed], by=None)
    exploited_on = Vulnerability.objects.get().exploited_on

    listed.write_text(json.dumps({"vulnerabilities": [row | {"cveID": "CVE-2025-8888"}]}))
    run = tasks.import_files(source=kev, paths=[listed], by=None)

    assert exploited_on == date(2025, 5, 1)
    assert Vulnerability.objects.get().exploited_on is None
    assert Exploitation.objects.get().due_on == date(2025, 5, 22)
    assert run.withdrawn == 1


def test_a_vulnerability_that_comes_after_its_signals_takes_them_up(tmp_path: Path) -> None:
    scores = tmp_path / "epss.csv"
    scores.write_text(
        "#model_version:v1,score_date:2026-03-01T00:00:00+0000\ncve,epss,percentile\nCVE-2025-7777,0.5,0.9\n"
    )
    tasks.import_files(source=source("epss", FeedKind.EPSS), paths=[scores], by=None)

    take_in(source("osv"), told("CVE-2025-7777", WHAT))

    assert Vulnerability.objects.get().forecast == 0.5


def test_an_older_forecast_never_replaces_a_newer(tmp_path: Path) -> None:
    feed = source("epss", FeedKind.EPSS)
    for day, score in (("2026-03-02", "0.5"), ("2026-03-01", "0.1")):
        scores = tmp_path / f"{day}.csv"
        scores.write_text(
            f"#model_version:v1,score_date:{day}T00:00:00+0000\ncve,epss,percentile\nCVE-2025-7777,{score},0.9\n"
        )
        tasks.import_files(source=feed, paths=[scores], by=None)

    assert ExploitForecast.objects.get().score == 0.5


def test_decisions_of_a_coordinator_are_kept_with_their_points(tmp_path: Path) -> None:
    options = [{"Exploitation": "active"}, {"Automatable": "yes"}, {"Technical Impact": "total"}]
    content = {
        "id": "CVE-2025-7777",
        "role": "CISA Coordinator",
        "options": options,
        "timestamp": "2026-03-01T00:00:00Z",
    }
    told_by = {
        "providerMetadata": {"shortName": "CISA-ADP"},
        "metrics": [{"other": {"type": "ssvc", "content": content}}],
    }
    path = tmp_path / "CVE-2025-7777.json"
    path.write_text(json.dumps({"cveMetadata": {"cveId": "CVE-2025-7777"}, "containers": {"adp": [told_by]}}))

    tasks.import_files(source=source("ssvc", FeedKind.SSVC), paths=[path], by=None)

    row = SsvcDecision.objects.get()
    assert (row.exploitation, row.automatable, row.technical_impact) == ("active", "yes", "total")


def test_a_list_of_the_exploited_that_shrinks_suddenly_waits(tmp_path: Path) -> None:
    kev = source("kev", FeedKind.KEV)
    rows = [{"cveID": f"CVE-2025-{1000 + number}", "dateAdded": "2025-05-01"} for number in range(30)]
    path = tmp_path / "kev.json"
    path.write_text(json.dumps({"vulnerabilities": rows}))
    tasks.import_files(source=kev, paths=[path], by=None)

    path.write_text(json.dumps({"vulnerabilities": rows[:5]}))
    run = tasks.import_files(source=kev, paths=[path], by=None)

    assert run.held_back == "25 of 30 records would disappear at once."
    assert Exploitation.objects.count() == 30


def test_what_was_never_read_is_not_known_rather_than_fine() -> None:
    nothing = queries.freshness()
    feed = source()
    AdvisorySource.objects.filter(pk=feed.pk).update(is_on=True)

    never = queries.freshness()

    assert (nothing.is_known, nothing.sources) == (False, 0)
    assert (never.is_known, never.never_read) == (False, ("Feed",))


def test_freshness_is_that_of_the_oldest_source_in_use(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_text(json.dumps(record("PYSEC-1", WHAT)))
    old = timezone.now() - timedelta(days=40)
    for slug in ("a", "b"):
        tasks.import_files(source=source(slug), paths=[path], by=None)
    SyncRun.objects.filter(source__slug="a").update(finished_at=old)

    fresh = queries.freshness()

    assert (fresh.as_of, fresh.is_stale, fresh.is_known) == (old, True, True)


def test_only_what_is_on_and_due_is_read_by_itself() -> None:
    for slug in ("off", "due", "done"):
        feed = source(slug, url="https://feeds.example/all.zip")
        AdvisorySource.objects.filter(pk=feed.pk).update(is_on=slug != "off")
    done = AdvisorySource.objects.get(slug="done")
    actions.finish_sync(run=actions.start_sync(source=done, is_import=False, by=None), cursor=None, by=None)

    assert [each.slug for each in queries.due_sources(timezone.now())] == ["due"]
    assert len(queries.due_sources(timezone.now() + timedelta(hours=7))) == 2


def test_every_known_source_says_who_publishes_it_and_under_which_licence() -> None:
    drafts = queries.known_sources().values()

    assert len(drafts) > 25
    for draft in drafts:
        assert draft.kind in FeedKind.values
        assert draft.url.startswith("https://")
        assert draft.licence
        assert draft.attribution


def _draft(**others: Any) -> actions.LocalDraft:
    return actions.LocalDraft(**{"summary": "Weak", "package": "pkg:pypi/house-tool", "fixed": "2.0"} | others)


def test_an_advisory_of_ones_own_hits_at_once(cast: Cast) -> None:
    version("pkg:pypi/house-tool@1.4")

    written = actions.write_advisory(draft=_draft(severity="high", aliases=["CVE-2026-7777"]), by=cast.aino)

    assert hit_by("pkg:pypi/house-tool@1.4") == {"CVE-2026-7777"}
    assert hit_by("pkg:pypi/house-tool@2.0") == set()
    assert written.vulnerability.band == "high"
    assert re.fullmatch(r"LOCAL-\d{4}-0001", written.identifier)


def test_an_advisory_of_ones_own_can_be_withdrawn_and_no_other(cast: Cast) -> None:
    written = actions.write_advisory(draft=_draft(), by=cast.aino)
    take_in(source(), told("PYSEC-1", WHAT))

    actions.withdraw_advisory(advisory=written, by=cast.aino)

    assert hit_by("pkg:pypi/house-tool@1.4") == set()
    assert Event.objects.filter(name="risk.advisory_withdrawn").count() == 1
    with pytest.raises(actions.NotWrittenHere):
        actions.withdraw_advisory(advisory=Advisory.objects.get(identifier="PYSEC-1"), by=cast.aino)


@pytest.mark.parametrize(
    ("others", "refusal"),
    [
        ({"package": "house-tool"}, actions.PackageUnclear),
        ({"package": "pkg:strange/tool"}, actions.PackageUnclear),
        ({"fixed": "< 2.0"}, actions.VersionUnclear),
        ({"introduced": "3.0", "fixed": "2.0"}, actions.VersionUnclear),
        ({"severity": "CVSS:3.1/AV:Q"}, actions.SeverityUnclear),
    ],
)
def test_an_advisory_that_nothing_could_match_is_refused(others: dict[str, str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        actions.write_advisory(draft=_draft(**others), by=None)


# Who may: everything here belongs to who administers the installation; security officers of it write advisories.
MATRIX: dict[str, Callable[[Any, AdvisorySource, SyncRun], object]] = {
    "open_source": lambda by, _, __: actions.open_source(draft=actions.SourceDraft("n", "N", "osv"), by=by),
    "switch_on": lambda by, _, __: actions.switch_on(slug="rubysec", by=by),
    "switch_off": lambda by, feed, _: actions.switch_off(source=feed, by=by),
    "ask_for_sync": lambda by, feed, _: actions.ask_for_sync(source=feed, by=by),
    "accept_held_back": lambda by, feed, _: actions.accept_held_back(source=feed, by=by),
    "start_sync": lambda by, feed, _: actions.start_sync(source=feed, is_import=True, by=by),
    "finish_sync": lambda by, _, run: actions.finish_sync(run=run, cursor=None, by=by),
    "fail_sync": lambda by, _, run: actions.fail_sync(run=run, failure="x", by=by),
    "hold_back": lambda by, _, run: actions.hold_back(run=run, doubted=DOUBTED, by=by),
    "note_progress": lambda by, _, run: actions.note_progress(run=run, cursor=None, problems=(), by=by),
    "take_in": lambda by, feed, run: actions.take_in(source=feed, advisories=[told("X-1", WHAT)], run=run, by=by),
    "take_in_batch": lambda by, feed, run: actions.take_in_batch(source=feed, batch=[], run=run, by=by),
    "take_in_exploited": lambda by, feed, run: actions.take_in_exploited(source=feed, exploited=[], run=run, by=by),
    "take_in_forecasts": lambda by, feed, run: actions.take_in_forecasts(source=feed, forecasts=[], run=run, by=by),
    "take_in_ssvc": lambda by, feed, run: actions.take_in_ssvc(source=feed, decisions=[], run=run, by=by),
    "finish_signals": lambda by, _, __: actions.finish_signals(by=by),
    "name_releases": lambda by, _, __: actions.name_releases(by=by),
    "write_advisory": lambda by, _, __: actions.write_advisory(draft=_draft(), by=by),
    "withdraw_advisory": lambda by, _, __: actions.withdraw_advisory(
        advisory=actions.write_advisory(draft=_draft(), by=None), by=by
    ),
}
DOUBTED = Doubted(Doubt.GONE, 30, 60)


@pytest.mark.parametrize("action", MATRIX)
def test_only_administrators_keep_sources_and_write_advisories(action: str, cast: Cast) -> None:
    feed = source(url="https://feeds.example/all.zip")
    SyncRun.objects.create(source=feed, started_at=timezone.now(), finished_at=timezone.now(), held_back="60 at once")
    run = SyncRun.objects.create(source=source("other"), started_at=timezone.now())

    for person in (cast.bruno, cast.chiara, cast.dragan):
        with pytest.raises(NotAllowed):
            MATRIX[action](person, feed, run)

    MATRIX[action](cast.aino, feed, run)


def test_everybody_sees_how_fresh_sources_are_and_administrators_switch_them(client: Browser, cast: Cast) -> None:
    seen = client.get("/advisory-sources")
    client.force_login(cast.aino)

    answer = client.post("/advisory-sources/rubysec/on", follow=True)

    assert b"no source of advisories is in use" in seen.content
    assert b"Switch on" not in seen.content
    assert AdvisorySource.objects.get(slug="rubysec").is_on
    assert b"never read" in answer.content
    client.post("/advisory-sources/rubysec/off")
    assert not AdvisorySource.objects.get(slug="rubysec").is_on


def test_a_failure_in_words_is_for_those_who_keep_the_sources(client: Browser, cast: Cast) -> None:
    feed = source()
    actions.fail_sync(
        run=actions.start_sync(source=feed, is_import=False, by=None), failure="/secret/place is gone", by=None
    )

    stranger = client.get("/advisory-sources/feed").content
    client.force_login(cast.aino)
    keeper = client.get("/advisory-sources/feed").content

    assert b"/secret/place" not in stranger
    assert b"/secret/place" in keeper


def test_an_advisory_is_written_on_a_page_with_errors_beside_the_fields(client: Browser, cast: Cast) -> None:
    client.force_login(cast.aino)
    typed = {"summary": "Weak", "package": "house-tool", "severity": "high"}

    wrong = client.post("/advisories/new", typed)
    right = client.post("/advisories/new", typed | {"package": "pkg:pypi/house-tool"}, follow=True)

    assert wrong.status_code == 422
    assert b"no package URL" in wrong.content
    assert b"LOCAL-" in right.content


def test_files_are_imported_and_told_of_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_text(json.dumps(record("PYSEC-1", WHAT)))

    codes = [
        commands.main(["advisories", "import", str(path), "--source", "osv-pypi"]),
        commands.main(["advisories", "status"]),
        commands.main(["advisories", "import", str(tmp_path / "none"), "--source", "osv-pypi"]),
        commands.main(["advisories", "sync", "strange"]),
    ]

    said = capsys.readouterr()
    assert codes == [0, 0, 1, 1]
    assert "1 read, 1 new" in said.out
    assert "up to date" in said.out
    assert "There is no source 'strange'" in said.err
