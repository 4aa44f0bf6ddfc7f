"""A fetch through the queue and a worker, as it really runs."""

import time
from collections.abc import Iterator

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from commonweal.publishing import actions, queries
from commonweal.publishing.models import Failure, Fetch
from commonweal.server import jobs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_queue() -> None:
    """The queue's tables are not Django's to empty between tests."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs; DELETE FROM procrastinate_workers")


@pytest.fixture
def long_job() -> Iterator[str]:
    """A job that goes on until the fetch beside it is finished, as a harvest might."""
    name = "tests.long_job"

    def go_on() -> None:
        for _ in range(200):
            if Fetch.objects.exclude(finished_at=None).exists():
                return
            time.sleep(0.02)

    app.task(name=name, pass_context=False)(go_on)
    yield name
    app.tasks.pop(name)


def test_a_worker_reads_what_was_asked_for() -> None:
    fetch = actions.ask_for(url="http://127.0.0.1:9/borgo/desk", by=None)

    jobs.run_worker(concurrency=1, wait=False)

    done = queries.fetch(fetch.token)
    assert done is not None
    assert (done.state, done.failure) == ("failed", Failure.REFUSED)


def test_a_person_does_not_wait_for_long_jobs(long_job: str) -> None:
    app.configure_task(long_job).defer()
    fetch = actions.ask_for(url="http://127.0.0.1:9/borgo/desk", by=None)

    jobs.run_worker(concurrency=1, wait=False)

    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE task_name = %s", [long_job])
        assert cursor.fetchone() == ("succeeded",)
    assert Fetch.objects.get(pk=fetch.pk).finished_at is not None
    assert actions.QUEUE == jobs.PROMPT_QUEUE
