"""The worker's part: look at a project when asked, and at those that were not looked at for longest."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from commonweal.health import actions
from commonweal.health.models import Project
from commonweal.health.queries.standing import due_projects, is_made_up
from commonweal.health.tasks.engine import AlreadyExamining, examine
from commonweal.health.tasks.forge import AlreadyLooking, look_at_forge, look_at_forges
from commonweal.health.tasks.lifecycles import read_due_lifecycles, read_lifecycles
from commonweal.health.tasks.packages import ask_registries
from commonweal.health.tasks.reading import read_address, read_local

__all__ = [
    "AlreadyExamining",
    "AlreadyLooking",
    "ask_registries",
    "examine",
    "examine_due_projects",
    "examine_project",
    "look_at_forge",
    "look_at_forges",
    "read_address",
    "read_due_lifecycles",
    "read_lifecycles",
    "read_local",
]

log = logging.getLogger(__name__)
AT_ONCE = 10


@app.task(name=actions.TASK, pass_context=False)
def examine_project(project_id: int) -> None:
    """Look at one project; a job lost with its worker is done again. One with a made-up address is left alone."""
    project = Project.objects.select_related("entry").filter(pk=project_id).first()
    if project is None or is_made_up(project):
        return
    try:
        examine(project=project, by=None)
    except AlreadyExamining as refusal:
        log.info("%s", refusal)


@app.periodic(cron="3-59/10 * * * *")
@app.task(name="health.examine_due_projects", queueing_lock="health.examine_due_projects", pass_context=False)
def examine_due_projects(timestamp: int) -> None:
    """Queue the few projects that were not looked at for longest, each at most once a day."""
    for project in due_projects(timezone.now(), AT_ONCE):
        actions.ask_for_examination(project=project, by=None)
