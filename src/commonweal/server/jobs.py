"""The queue: how a worker runs, and what becomes of jobs whose worker died.

Jobs are rows of the database, so any number of workers on any number of machines share them. A worker that dies stops
its heartbeat; its jobs are then given to another. Every task therefore bears being run again.
"""

import asyncio
import os
import socket

import procrastinate
from procrastinate.contrib.django import django_connector

STOP_SECONDS = 30  # how long a job may go on once the worker is told to stop
STALLED_SECONDS = 60  # heartbeats come every 10 s; a worker silent for six of them is dead


def on_app_ready(app: procrastinate.App) -> None:
    """Run by Procrastinate once its app exists; `tasks` modules of installed apps are imported by it."""


def run_worker(*, concurrency: int, wait: bool = True) -> None:
    """Do jobs until told to stop (SIGTERM, SIGINT), then finish those begun; without `wait`, until none is left."""
    from procrastinate.contrib.django import app

    connector = app.connector
    if not isinstance(connector, django_connector.DjangoConnector):
        raise TypeError(f"the queue is not connected through Django but through {connector!r}")
    with app.replace_connector(connector.get_worker_connector()) as worker_app:
        asyncio.run(_work(worker_app, concurrency=concurrency, wait=wait))


async def _work(app: procrastinate.App, *, concurrency: int, wait: bool) -> None:
    async with app.open_async():
        await retry_stalled(app)
        await app.run_worker_async(
            name=f"{socket.gethostname()}-{os.getpid()}",
            concurrency=concurrency,
            wait=wait,
            shutdown_graceful_timeout=STOP_SECONDS,
            stalled_worker_timeout=STALLED_SECONDS,
        )


async def retry_stalled(app: procrastinate.App) -> int:
    """Put the jobs of dead workers back into the queue; return how many."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS))
    for job in stalled:
        await app.job_manager.retry_job(job)
    return len(stalled)
