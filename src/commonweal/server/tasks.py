"""Periodic tasks that keep the queue itself in order."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from commonweal.server import jobs

KEEP_FINISHED_JOBS_HOURS = 7 * 24


@app.periodic(cron="* * * * *")
@app.task(name="server.retry_stalled_jobs", queueing_lock="server.retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Give the jobs of dead workers to living ones."""
    await jobs.retry_stalled(context.app)


@app.periodic(cron="17 3 * * *")
@app.task(name="server.remove_old_jobs", queueing_lock="server.remove_old_jobs", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:
    """Remove what finished well a week ago; failed jobs stay to be looked at."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_FINISHED_JOBS_HOURS)
