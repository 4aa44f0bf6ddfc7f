"""Projects are looked at, what was counted is kept, and words are said from it on any later day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from commonweal.catalogue.actions import publish
from commonweal.catalogue.models import Entry
from commonweal.connectors.http import Client, ClientSettings
from commonweal.health import actions
from commonweal.health.models import Examination, LifeStage, Project
from commonweal.health.queries.forge import due_looks
from commonweal.health.queries.owners import owner_of
from commonweal.health.queries.peers import LEAST_PEERS, peers
from commonweal.health.queries.standing import due_projects, last_failure, standing
from commonweal.health.queries.words import stage_of, standing_confirmation, standing_declaration, words_of
from commonweal.health.rules.facts import RULES, facts_of
from commonweal.health.rules.words import Stage
from commonweal.health.rules.written import figures_read, written
from commonweal.health.tasks import examine, examine_due_projects, examine_project
from commonweal.health.tasks.reading import read_local
from commonweal.journal.models import Event
from commonweal.organisations.models import Visibility
from commonweal.organisations.permissions import NotAllowed
from tests.catalogue.findings import finding
from tests.conftest import Cast
from tests.connectors.test_local_git import commit as commit_files
from tests.connectors.test_local_git import git
from tests.fakes.git_http import FakeGitServer
from tests.health.histories import AINO, BRUNO, NOW, commit, work

DAY = timedelta(days=1)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[FakeGitServer]:
    place = tmp_path / "work"
    place.mkdir()
    git(place, "init", "--quiet")
    commit_files(place, {"README.md": "Forms", ".github/SECURITY.md": "Write us.", "src/deep/SETUP.md": "x"})
    commit_files(place, {".mailmap": "Town Clerk <clerk@borgo.example> <aino@example.org>\n"})
    (tmp_path / "served/town").mkdir(parents=True)
    git(tmp_path, "clone", "--quiet", "--bare", "work", "served/town/forms.git")
    with FakeGitServer(tmp_path / "served") as running:
        yield running


def client(server: FakeGitServer) -> Client:
    return Client(ClientSettings(allow_private=frozenset({server.netloc}), max_attempts=1))


def watched(url: str = "https://git.borgo.example/town/forms") -> Project:
    return actions.watch_project(url=url, by=None)


def found(*days_ago: float, at: datetime = NOW) -> actions.Found:
    facts = facts_of(work([commit(AINO, days) for days in days_ago]), [], at, names=["README"])
    return actions.Found("main", "1" * 40, "treeless", facts, at)


def test_a_project_is_watched_once_however_its_address_is_written(cast: Cast) -> None:
    one = actions.watch_project(url="https://git.borgo.example/town/forms.git", by=cast.bruno)
    again = actions.watch_project(url="https://git.borgo.example/town/forms/", by=cast.aino)

    assert one == again
    assert Event.objects.filter(name="health.project_watched").count() == 1


@pytest.mark.parametrize("url", ["", "nothing", "file:///srv/git", "javascript:alert(1)"])
def test_only_addresses_of_repositories_are_watched(db: None, url: str) -> None:
    with pytest.raises(actions.NotARepositoryAddress):
        actions.watch_project(url=url, by=None)


def test_a_look_clones_counts_and_keeps(db: None, served: FakeGitServer) -> None:
    project = watched(f"http://{served.netloc}/town/forms")

    with client(served) as asking:
        examination = examine(project=project, by=None, client=asking)

    assert (examination.failure, examination.branch, examination.reach) == ("", "main", "treeless")
    assert examination.figures["ever"]["commits"] == 2
    assert examination.figures["ever"]["active_authors"] == 1
    assert examination.figures["presence"]["readme"] is True
    assert examination.figures["presence"]["security"] is True
    assert examination.figures["presence"]["installation"] is False
    assert examination.rules == list(RULES)
    assert [each["word"] for each in examination.statements] == ["alive", "shared", "kept", "open"]
    assert Event.objects.get(name="health.project_examined").subject_id == str(project.pk)


def test_nothing_is_cloned_where_nothing_changed(db: None, served: FakeGitServer) -> None:
    project = watched(f"http://{served.netloc}/town/forms")
    now = datetime.now(UTC)

    with client(served) as asking:
        first = examine(project=project, by=None, client=asking, now=now)
        second = examine(project=project, by=None, client=asking, now=now + 29 * DAY)
        third = examine(project=project, by=None, client=asking, now=now + 30 * DAY)

    assert second.pk == first.pk
    assert second.seen_at == now + 29 * DAY
    assert third.pk != first.pk


def test_a_failure_leaves_standing_what_was_known(db: None, served: FakeGitServer) -> None:
    project = watched(f"http://{served.netloc}/town/gone")
    actions.record_examination(project=project, found=found(10), by=None)

    with client(served) as asking:
        failed = examine(project=project, by=None, client=asking, now=NOW + DAY)
        again = examine(project=project, by=None, client=asking, now=NOW + 2 * DAY)

    assert failed.failure
    assert again.pk == failed.pk
    assert again.seen_at == NOW + 2 * DAY
    assert standing(project).head == "1" * 40
    assert last_failure(project) == failed
    assert Event.objects.filter(name="health.examination_failed").count() == 1

    actions.record_unchanged(project=project, at=NOW + 3 * DAY, by=None)

    assert last_failure(project) is None


def test_an_address_inside_the_network_is_not_asked(db: None, served: FakeGitServer) -> None:
    project = watched(f"http://{served.netloc}/town/forms")

    with Client(ClientSettings()) as stranger:
        refused = examine(project=project, by=None, client=stranger)

    assert refused.failure
    assert standing(project) is None


def test_words_are_said_anew_on_a_later_day(db: None) -> None:
    project = watched()
    actions.record_examination(project=project, found=found(10, 400), by=None)

    now, later = words_of(project, NOW), words_of(project, NOW + 400 * DAY)

    assert (now[0].answer, now[0].facts["days_since_last_commit"]) == ("yes", 10)
    assert (later[0].answer, later[0].facts["days_since_last_commit"]) == ("watch", 410)
    assert stage_of(project, NOW + 800 * DAY) is Stage.QUIET
    assert standing(project).statements[0]["answer"] == "yes"


def test_a_finished_library_is_alive_once_its_keeper_says_so(cast: Cast) -> None:
    project, today = watched(), datetime.now(UTC)
    actions.record_examination(project=project, found=found(900, at=today), by=None)
    draft = actions.ConfirmationDraft(said_by="Aino Aho", said_on=today.date(), until=today.date() + 365 * DAY)

    before = words_of(project)[0]
    actions.declare_stage(project=project, stage=LifeStage.STABLE, by=cast.bruno)
    confirmation = actions.confirm_maintained(project=project, draft=draft, by=cast.bruno)
    said = words_of(project)[0]
    actions.end_confirmation(confirmation=confirmation, by=cast.bruno)

    assert before.answer == "watch"
    assert (said.answer, said.sentence) == ("yes", "alive.finished_and_confirmed")
    assert words_of(project)[0].answer == "watch"
    assert standing_confirmation(project) is None
    names = ["health.confirmation_ended", "health.maintenance_confirmed", "health.stage_declared"]
    assert sorted(Event.objects.filter(name__in=names).values_list("name", flat=True)) == names


def test_a_stage_that_is_declared_takes_the_place_of_the_one_before(cast: Cast) -> None:
    project = watched()
    actions.declare_stage(project=project, stage="growth", by=cast.aino)
    declared = actions.declare_stage(project=project, stage="stable", by=cast.aino)

    assert standing_declaration(project) == declared
    assert stage_of(project) is Stage.STABLE

    actions.end_declaration(declaration=declared, by=cast.aino)

    assert stage_of(project) is Stage.UNKNOWN


@pytest.mark.parametrize("stage", ["quiet", "unknown", "dead", ""])
def test_nobody_declares_that_nothing_is_known(db: None, stage: str) -> None:
    with pytest.raises(actions.StageUnclear):
        actions.declare_stage(project=watched(), stage=stage, by=None)


@pytest.mark.parametrize(
    ("said_by", "said_on", "until"), [(" ", 0, 1), ("A", 1, 2), ("A", 0, -1), ("A", 0, 366)], ids=str
)
def test_a_confirmation_that_makes_no_sense_is_refused(db: None, said_by: str, said_on: int, until: int) -> None:
    today = datetime.now(UTC).date()
    draft = actions.ConfirmationDraft(said_by=said_by, said_on=today + said_on * DAY, until=today + until * DAY)

    with pytest.raises(actions.ConfirmationUnclear):
        actions.confirm_maintained(project=watched(), draft=draft, by=None)


def test_who_may_do_what(cast: Cast) -> None:
    project, today = watched(), datetime.now(UTC).date()
    draft = actions.ConfirmationDraft(said_by="A", said_on=today, until=today)
    confirmation = actions.confirm_maintained(project=project, draft=draft, by=None)
    declaration = actions.declare_stage(project=project, stage="stable", by=None)
    calls = {
        "watch_project": lambda by: actions.watch_project(url="https://x.example/y", by=by),
        "ask_for_examination": lambda by: actions.ask_for_examination(project=project, by=by),
        "record_examination": lambda by: actions.record_examination(project=project, found=found(1), by=by),
        "record_unchanged": lambda by: actions.record_unchanged(project=project, at=NOW, by=by),
        "record_failure": lambda by: actions.record_failure(project=project, failure="x", at=NOW, by=by),
        "confirm_maintained": lambda by: actions.confirm_maintained(project=project, draft=draft, by=by),
        "end_confirmation": lambda by: actions.end_confirmation(confirmation=confirmation, by=by),
        "declare_stage": lambda by: actions.declare_stage(project=project, stage="stable", by=by),
        "end_declaration": lambda by: actions.end_declaration(declaration=declaration, by=by),
    }

    for call in calls.values():
        call(cast.aino)
        call(cast.bruno)
        for stranger in (cast.chiara, cast.dragan):
            with pytest.raises(NotAllowed):
                call(stranger)


def test_the_stalest_project_is_looked_at_first(db: None) -> None:
    never, old, new = (watched(f"https://git.borgo.test/town/{name}") for name in ("never", "old", "new"))
    actions.record_examination(project=old, found=found(1, at=NOW - 3 * DAY), by=None)
    actions.record_examination(project=new, found=found(1, at=NOW - DAY / 2), by=None)

    assert due_projects(NOW, 10) == [never, old]
    assert due_projects(NOW, 1) == [never]


def test_a_figure_stands_among_its_peers(db: None) -> None:
    projects = [watched(f"https://git.borgo.example/town/{number}") for number in range(LEAST_PEERS + 1)]
    for number, project in enumerate(projects[:-1], 1):
        actions.record_examination(project=project, found=found(500, *[5] * (number + 1)), by=None)
    facts = facts_of(work([commit(AINO, 500), commit(BRUNO, 5)]), [], NOW)
    Examination.objects.create(
        project=projects[-1], examined_at=NOW, seen_at=NOW, stage="growth", figures=written(facts) | {"ever": {}}
    )

    known = peers(projects[1], "ever", "commits")
    unknown = peers(projects[-1], "ever", "commits")

    assert (known.value, known.known, known.unknown, known.lower, known.same) == (4, LEAST_PEERS, 1, 1, 0)
    assert (known.rank, known.share_lower) == (LEAST_PEERS - 1, 0.25)
    assert (unknown.value, unknown.rank, unknown.share_lower) == (None, None, None)


def test_what_is_written_can_be_read_back(db: None) -> None:
    facts = facts_of(work([commit(AINO, 10), commit(BRUNO, 20)]), [], NOW)

    read = figures_read(written(facts)["from_last_commit"]["365"])

    assert read.absence_factor == facts.last_year.absence_factor == 1
    assert read.unknown_organisation_share == facts.last_year.unknown_organisation_share == 0
    assert {each.value for each in Stage} == set(LifeStage.values)


def test_a_repository_of_this_machine_is_counted_with_its_files(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    commit_files(tmp_path, {"LICENSE": "x", "docs/INSTALL.md": "y"})

    read = read_local(tmp_path, datetime.now(UTC))

    assert (read.reach, read.facts.files, read.facts.truck_factor) == ("full", 2, 1)
    assert read.facts.presence is not None
    assert read.facts.presence["licence"] is True
    assert read.facts.presence["installation"] is True


def entry_with(maintenance: str = "type: internal, contacts: [{name: Somebody}]") -> Entry:
    raw = finding().raw.replace("type: internal, contacts: [{name: Somebody}]", maintenance)
    publication = publish(finding=finding(raw=raw), by=None)
    return Entry.objects.get(address=publication.entry.address)


def test_public_metadata_tell_when_the_last_contract_ends(cast: Cast) -> None:
    until = NOW.date() + 100 * DAY
    entry = entry_with(f"type: contract, contractors: [{{name: Firm, until: {until}}}]")
    project = actions.watch_entry(entry=entry, by=cast.bruno)
    actions.record_examination(project=project, found=found(10), by=None)

    soon = words_of(project, NOW)[2]
    ended = words_of(project, NOW + 101 * DAY)[2]

    assert (soon.answer, soon.sentence, soon.facts["contract_days_left"]) == ("watch", "kept.contract_ends_soon", 100)
    assert (ended.sentence, ended.facts["is_paid"]) == ("kept.contract_ended", True)


def test_what_not_everybody_may_see_is_not_watched(cast: Cast) -> None:
    entry = entry_with()
    entry.visibility = Visibility.BODY

    with pytest.raises(actions.EntryNotPublic):
        actions.watch_entry(entry=entry, by=cast.aino)


def test_who_writes_for_the_publisher_is_told_by_its_website_and_mailbox(cast: Cast) -> None:
    cast.town.website, cast.town.mailbox = "https://www.borgo.example/it", "office@mail.borgo.example"
    project = Project(url="https://x.example/y", entry=Entry(publisher=cast.town))

    assert owner_of(project) == {"borgo.example", "mail.borgo.example"}
    assert owner_of(Project(url="https://x.example/y")) is None


def test_an_address_that_is_made_up_is_left_alone(db: None) -> None:
    project = watched("https://git.borgo.example/town/forms")

    examine_project(project_id=project.pk)

    assert due_projects(NOW, 10) == due_looks(NOW, 10) == []
    assert not project.examinations.exists()


def test_a_worker_queues_what_is_due_once(db: None) -> None:
    actions.record_examination(project=watched(), found=found(1, at=datetime.now(UTC)), by=None)
    old = watched("https://git.borgo.test/town/old")
    waiting = ProcrastinateJob.objects.filter(task_name=actions.TASK, status="todo")
    waiting.delete()

    examine_due_projects(0)
    examine_due_projects(0)

    assert [job.args["project_id"] for job in waiting] == [old.pk]


def test_a_project_that_is_gone_is_passed_by(db: None) -> None:
    examine_project(project_id=0)

    assert not Examination.objects.exists()
