"""What a worker does: what is due, one at a time, and going on after a failure."""

from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from commonweal.cli.commands import main
from commonweal.harvest import actions, queries
from commonweal.harvest.actions import TASK
from commonweal.harvest.models import Run, RunEnd, Source
from commonweal.harvest.tasks import AlreadyHarvested, harvest, harvest_due_sources, harvest_source
from commonweal.harvest.tasks.engine import SOURCE_LOCK
from tests.conftest import Cast
from tests.harvest.conftest import Walk
from tests.harvest.world import bare, publiccode

pytestmark = pytest.mark.django_db


def queued() -> list[dict[str, object]]:
    return [job.args for job in ProcrastinateJob.objects.filter(task_name=TASK, status="todo")]


def test_what_is_due_is_queued_once(source: Source) -> None:
    harvest_due_sources(0)
    harvest_due_sources(0)

    assert queued() == [{"source_id": source.pk, "by_id": None}]


def test_what_was_harvested_is_due_again_after_its_interval(source: Source, walk: Walk) -> None:
    run = walk(source)

    assert not queries.due_sources(timezone.now()).exists()
    source.refresh_from_db()
    assert source.next_due_at is not None
    assert abs((source.next_due_at - run.started_at).total_seconds() / 3600 - source.interval_hours) < 0.1


def test_a_job_harvests_in_the_name_of_who_asked(source: Source, folder: Path, cast: Cast) -> None:
    bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen")})

    harvest_source(source_id=source.pk, by_id=cast.bruno.pk)

    run = Run.objects.get()
    assert (run.started_by, run.end, run.published) == (cast.bruno, RunEnd.COMPLETED, 1)


def test_a_job_of_a_source_that_is_paused_or_gone_does_nothing(source: Source) -> None:
    actions.pause_source(source=source, reason="They move house.", by=None)

    harvest_source(source_id=source.pk)
    harvest_source(source_id=source.pk + 1)

    assert not Run.objects.exists()


def test_a_source_is_walked_by_one_process_at_a_time(source: Source) -> None:
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [SOURCE_LOCK, source.pk])

        with pytest.raises(AlreadyHarvested):
            harvest(source=source, by=None)
    finally:
        other.close()
    assert connection.is_usable()


def test_a_page_is_not_taken_in_twice(source: Source) -> None:
    run = actions.start_run(source=source, by=None)
    actions.take_page(run=run, readings=[], cursor="a", by=None)

    with pytest.raises(actions.RunOvertaken):
        actions.take_page(run=run, readings=[], cursor="a", by=None)


def test_a_run_is_given_up_after_many_attempts(source: Source) -> None:
    run = actions.start_run(source=source, by=None)
    for _ in range(queries.politeness("attempts")):
        assert run.finished_at is None
        run = actions.interrupt_run(run=run, failure="down", retry_after_seconds=None, chance=0.5, by=None)

    assert run.end == RunEnd.FAILED


def test_the_command_adds_harvests_and_lists(folder: Path, db: None, capsys: pytest.CaptureFixture[str]) -> None:
    bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen")})

    assert main(["harvest", "--add", "local_git", str(folder)]) == 0
    assert main(["harvest", "--list"]) == 0
    assert main(["harvest", "--all"]) == 0
    assert main(["harvest"]) == 0
    assert main(["harvest", "nothing of that name"]) == 1
    assert main(["harvest", "--add", "nonsense", "x"]) == 1

    said = capsys.readouterr()
    assert "git: 1 repositories seen, 1 newly listed" in said.out
    assert "up to date" in said.out
    assert "1 unchanged" in said.out
    assert "No source is due" in said.out
    assert "There is no source" in said.err
    assert "There is no kind" in said.err
