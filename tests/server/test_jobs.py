"""The queue: jobs are done, and those of a dead worker are given to a living one."""

import asyncio

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from commonweal.server import jobs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_queue() -> None:
    """The queue's tables are not Django's to empty between tests."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs; DELETE FROM procrastinate_workers")


def job_states() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs")
        return dict(cursor.fetchall())


def test_a_waiting_job_is_done() -> None:
    app.configure_task("server.remove_old_jobs").defer(timestamp=0)

    jobs.run_worker(concurrency=2, wait=False)

    assert job_states()["server.remove_old_jobs"] == "succeeded"


def test_the_job_of_a_dead_worker_is_done_by_the_next() -> None:
    app.configure_task("server.remove_old_jobs").defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 h') RETURNING id"
        )
        (dead,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = 1, worker_id = %s", [dead])

    jobs.run_worker(concurrency=1, wait=False)

    assert job_states()["server.remove_old_jobs"] == "succeeded"


def test_the_job_of_a_living_worker_is_left_to_it() -> None:
    app.configure_task("server.remove_old_jobs").defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id")
        (living,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = 1, worker_id = %s", [living])

    jobs.run_worker(concurrency=1, wait=False)

    assert job_states()["server.remove_old_jobs"] == "doing"


def test_a_dead_workers_job_gives_way_to_its_waiting_twin() -> None:
    app.configure_task("server.remove_old_jobs").defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = 1")
    app.configure_task("server.remove_old_jobs").defer(timestamp=1)

    jobs.run_worker(concurrency=1, wait=False)

    with connection.cursor() as cursor:
        cursor.execute(  # at the turn of a minute, periodic jobs stand beside them
            "SELECT status::text FROM procrastinate_jobs WHERE task_name = 'server.remove_old_jobs' ORDER BY id"
        )
        assert cursor.fetchall() == [("failed",), ("succeeded",)]


def test_every_periodic_task_bears_two_workers_at_once() -> None:
    unlocked = [task.name for task in app.tasks.values() if task.name.startswith("server.") and not task.queueing_lock]

    assert not unlocked
    assert asyncio.iscoroutinefunction(jobs.retry_stalled)
