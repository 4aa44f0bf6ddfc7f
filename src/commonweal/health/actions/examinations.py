"""What was found when a history was counted, and that it could not be."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from commonweal.health import permissions
from commonweal.health.models import Examination, Project
from commonweal.health.permissions import Permission
from commonweal.health.queries.packs import health_packs
from commonweal.health.queries.standing import newest_look, standing
from commonweal.health.queries.words import known_of_each, said_of
from commonweal.health.rules.facts import RULES, Facts
from commonweal.health.rules.words import stage
from commonweal.health.rules.written import written, written_days, written_statements
from commonweal.journal import actions as journal
from commonweal.organisations.models import User


@dataclass(frozen=True, slots=True)
class Found:
    """One look: which head of which branch, how much of it was read, and what was counted then."""

    branch: str
    head: str
    reach: str
    facts: Facts
    at: datetime


@transaction.atomic
def record_examination(*, project: Project, found: Found, by: User | None) -> Examination:
    """Keep what was counted, and the four words said with it; from now on it stands.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_PROJECTS)
    facts = found.facts
    examination = Examination(
        project=project,
        examined_at=found.at,
        seen_at=found.at,
        branch=found.branch[:300],
        head=found.head,
        reach=found.reach,
        first_commit_at=facts.pulse.first,
        last_commit_at=facts.pulse.last,
        figures=written(facts),
        days=written_days(facts.pulse),
        rules=list(RULES),
        packs=list(health_packs().names),
    )
    known = known_of_each([project], {project.pk: examination}, found.at)[project.pk]
    examination.stage = stage(facts.pulse, found.at, health_packs().limits, known.declared_stage).value
    examination.statements = written_statements(said_of(examination, known, found.at))
    examination.save()
    journal.record(
        "health.project_examined",
        subject=project,
        by=by,
        data={"head": found.head, **{each["word"]: each["answer"] for each in examination.statements}},
    )
    return examination


@transaction.atomic
def record_unchanged(*, project: Project, at: datetime, by: User | None) -> Examination | None:
    """Keep that the head is still the one that was counted; None where nothing stands.

    Records nothing, since nothing is new. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_PROJECTS)
    examination = standing(project)
    if examination is not None:
        examination.seen_at = max(at, examination.seen_at)
        examination.save(update_fields=["seen_at"])
    return examination


@transaction.atomic
def record_failure(*, project: Project, failure: str, at: datetime, by: User | None) -> Examination:
    """Keep why a project could not be looked at; what stood before still stands. The same reason again is one failure.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_PROJECTS)
    newest = newest_look(project)
    if newest is not None and newest.failure == failure[:500]:
        newest.seen_at = max(at, newest.seen_at)
        newest.save(update_fields=["seen_at"])
        return newest
    failed = Examination.objects.create(project=project, examined_at=at, seen_at=at, failure=failure[:500])
    journal.record("health.examination_failed", subject=project, by=by, data={"failure": failed.failure})
    return failed
