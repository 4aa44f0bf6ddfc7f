"""Looking at a project: asked whether anything changed, cloned only then, counted, and kept; a failure is kept too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.connectors import history_clone
from commonweal.connectors.failures import SourceFailure
from commonweal.connectors.http import Client, client_or
from commonweal.health import actions
from commonweal.health.models import Examination, Project
from commonweal.health.queries.owners import owner_of
from commonweal.health.queries.standing import standing
from commonweal.health.queries.words import is_outdated
from commonweal.health.tasks.reading import client_settings, read_history
from commonweal.journal import actions as journal
from commonweal.organisations.models import User

PROJECT_LOCK = 0x70726F6A  # "proj": the advisory lock of whoever looks at a project
# What is counted back from today grows old even where nothing changes.
COUNTED_AGAIN_AFTER = timedelta(days=30)


class AlreadyExamining(Exception):
    """Another process looks at this project just now."""


def examine(
    *, project: Project, by: User | None, client: Client | None = None, now: datetime | None = None
) -> Examination:
    """Look at a project and keep what was found, or why nothing was.

    Where the head is the one that was counted less than 30 days ago, nothing is cloned.
    Raises NotAllowed, AlreadyExamining.
    """
    at = now or timezone.now()
    with _only_here(project), client_or(client, client_settings()) as asking:
        try:
            return _looked(project, asking, at, by)
        except SourceFailure as failure:
            return actions.record_failure(project=project, failure=str(failure), at=at, by=by)


def _looked(project: Project, client: Client, at: datetime, by: User | None) -> Examination:
    repository = history_clone.ask(client, project.url)
    before = standing(project)
    is_same = before is not None and before.head == repository.revision and bool(before.head)
    if before is not None and is_same and not is_outdated(before) and at - before.examined_at < COUNTED_AGAIN_AFTER:
        return actions.record_unchanged(project=project, at=at, by=by) or before
    if repository.revision is None:
        return actions.record_failure(project=project, failure=_("The repository is empty."), at=at, by=by)
    with history_clone.cloned(client, repository) as clone:
        found = read_history(clone.place, at, names=clone.names, owner=owner_of(project), with_files=False)
    return actions.record_examination(project=project, found=found, by=by)


@contextmanager
def _only_here(project: Project) -> Iterator[None]:
    """Hold the project's lock, which a lost connection gives back."""
    with journal.alone(PROJECT_LOCK, project.pk) as is_alone:
        if not is_alone:
            raise AlreadyExamining(f"{project} is being looked at just now.")
        yield
