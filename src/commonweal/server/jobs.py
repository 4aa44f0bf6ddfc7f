"""The queue: how a worker runs, and what becomes of jobs whose worker died.

Jobs are rows of the database, so any number of workers on any number of machines share them. A worker that dies stops
its heartbeat; its jobs are then given to another. Every task therefore bears being run again.
"""

import asyncio
import contextlib
import os
import socket
from collections.abc import Iterator

import procrastinate
from django.db import connection
from procrastinate import exceptions
from procrastinate.contrib.django import django_connector
from procrastinate.jobs import Status

STOP_SECONDS = 30  # how long a job may go on once the worker is told to stop
PROMPT_QUEUE = "prompt"  # of jobs that a person waits for
PROMPT_CONCURRENCY = 2
STALLED_SECONDS = 60  # heartbeats come every 10 s; a worker silent for six of them is dead


def on_app_ready(app: procrastinate.App) -> None:
    """Run by Procrastinate once its app exists; `tasks` modules of installed apps are imported by it."""


def run_worker(*, concurrency: int, wait: bool = True) -> None:
    """Do jobs until told to stop (SIGTERM, SIGINT), then finish those begun; without `wait`, until none is left."""
    from procrastinate.contrib.django import app

    connector = app.connector
    if not isinstance(connector, django_connector.DjangoConnector):
        raise TypeError(f"the queue is not connected through Django but through {connector!r}")
    with _connections_closed_after_each_job(), app.replace_connector(connector.get_worker_connector()) as worker_app:
        asyncio.run(_work(worker_app, concurrency=concurrency, wait=wait))


@contextlib.contextmanager
def _connections_closed_after_each_job() -> Iterator[None]:
    """A worker's threads come and go, and would leave the connections open that a web server's threads keep."""
    settings = connection.settings_dict
    kept, settings["CONN_MAX_AGE"] = settings["CONN_MAX_AGE"], 0
    try:
        yield
    finally:
        settings["CONN_MAX_AGE"] = kept


async def _work(app: procrastinate.App, *, concurrency: int, wait: bool) -> None:
    """Work on everything; and beside it on what a person waits for, which must not wait for harvests to end."""
    async with app.open_async():
        await retry_stalled(app)
        prompt = asyncio.create_task(_serve(app, [PROMPT_QUEUE], concurrency=PROMPT_CONCURRENCY, wait=wait))
        try:
            await _serve(app, None, concurrency=concurrency, wait=wait)
        finally:
            if wait:
                prompt.cancel()  # it finishes the jobs begun
            with contextlib.suppress(asyncio.CancelledError):
                await prompt


async def _serve(app: procrastinate.App, queues: list[str] | None, *, concurrency: int, wait: bool) -> None:
    await app.run_worker_async(
        name=f"{socket.gethostname()}-{os.getpid()}" + (f"-{queues[0]}" if queues else ""),
        queues=queues,  # type: ignore[arg-type]  # None is every queue
        concurrency=concurrency,
        wait=wait,
        shutdown_graceful_timeout=STOP_SECONDS,
        stalled_worker_timeout=STALLED_SECONDS,
        install_signal_handlers=queues is None,
    )


async def retry_stalled(app: procrastinate.App) -> int:
    """Put the jobs of dead workers back into the queue; return how many.

    A job whose twin waits already (the same queueing lock) ends as failed: the twin does its work.
    """
    retried = 0
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        try:
            await app.job_manager.retry_job(job)
            retried += 1
        except exceptions.UniqueViolation:
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
    return retried
