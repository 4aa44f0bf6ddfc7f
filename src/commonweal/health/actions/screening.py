"""What a body does about the health of software: say how much it matters, look, decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.catalogue.models import Entry
from commonweal.health import permissions
from commonweal.health.actions.projects import watch_entry
from commonweal.health.models import Course, HealthDecision, Importance, ManualCheck, Project
from commonweal.health.permissions import Permission
from commonweal.health.queries.screening import is_in_use
from commonweal.health.queries.screening_packs import check_pack, screening_pack
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User, Visibility

LONGEST_REVIEW_DAYS = 3 * 366


class NoSuchLevel(Exception):
    """Importance is stated from 1 to 4."""


class CheckUnclear(Exception):
    """An answer that the questions do not have, or no answer at all; the message says which."""


class CourseUnclear(Exception):
    """The decision misses something or does not fit the software; the message says what, in the reader's language."""


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """The answer to a question of the pack, whether what was counted was taken over, and a note."""

    answer: str
    is_counted: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDraft:
    """What somebody found by looking; a question left out is not known."""

    answers: Mapping[str, CheckAnswer]
    note: str = ""
    visibility: int = Visibility.BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseDraft:
    """What is decided, why, and on which day somebody looks again."""

    course: str
    reason: str
    review_on: date


@transaction.atomic
def state_importance(
    *, body: Body, project: Project, level: int, is_proposed: bool = False, by: User | None
) -> Importance:
    """Write down how much the software of a project matters to a body, in place of what it said before.

    `is_proposed` is for software that the body does not use and thinks of. Raises NotAllowed, NoSuchLevel.
    """
    permissions.require(by, Permission.CHECK_HEALTH, on=body)
    if level not in screening_pack().screening.importance:
        raise NoSuchLevel(_("Choose one of the four levels."))
    now = timezone.now()
    standing = Importance.objects.filter(owner=body, project=project, ended_at=None)
    standing.update(ended_at=now, ended_by=by)
    stated = Importance.objects.create(
        owner=body, project=project, level=level, is_proposed=is_proposed, stated_by=by, stated_at=now
    )
    journal.record("health.importance_stated", subject=project, by=by, data={"body": body.slug, "level": level})
    return stated


@transaction.atomic
def take_up(*, body: Body, entry: Entry, level: int, by: User | None) -> Importance:
    """Say how much software of the catalogue matters to a body, and have its repository looked at from now on.

    What the body does not use yet is proposed. Calls other actions.
    Raises NotAllowed, NoSuchLevel, NotARepositoryAddress, EntryNotPublic.
    """
    permissions.require(by, Permission.CHECK_HEALTH, on=body)
    # Whose software matters to a body is looked at for it, whoever may choose projects otherwise.
    project = watch_entry(entry=entry, by=None)
    is_proposed = not is_in_use(body, project)
    return state_importance(body=body, project=project, level=level, is_proposed=is_proposed, by=by)


@transaction.atomic
def make_manual_check(*, body: Body, project: Project, draft: CheckDraft, by: User | None) -> ManualCheck:
    """Keep what a person found by looking; earlier looks stay. Raises NotAllowed, CheckUnclear."""
    permissions.require(by, Permission.CHECK_HEALTH, on=body)
    pack = check_pack()
    questions = {question.id: question for question in pack.questions}
    for name, given in draft.answers.items():
        if name not in questions or not questions[name].has(given.answer):
            raise CheckUnclear(_("Choose an answer from the list."))
    if not draft.answers:
        raise CheckUnclear(_("Answer at least one question; “not known” is an answer too."))
    if draft.visibility not in (Visibility.BODY, Visibility.NETWORK):
        raise CheckUnclear(_("A look is for your own organisation or for all organisations of the network."))
    check = ManualCheck.objects.create(
        owner=body,
        project=project,
        visibility=draft.visibility,
        checked_by=by,
        checked_at=timezone.now(),
        pack=pack.about.id,
        pack_version=pack.about.version,
        answers={
            name: {"answer": given.answer, "is_counted": given.is_counted, "note": given.note.strip()[:500]}
            for name, given in draft.answers.items()
        },
        note=draft.note.strip()[:4000],
    )
    journal.record("health.manual_check_made", subject=project, by=by, data={"body": body.slug, "check": check.pk})
    return check


@transaction.atomic
def decide_course(*, body: Body, project: Project, draft: CourseDraft, by: User | None) -> HealthDecision:
    """Decide about software for the sake of its upkeep; the decision before it ends.

    Raises NotAllowed, CourseUnclear.
    """
    permissions.require(by, Permission.CHECK_HEALTH, on=body)
    _require_clear(body, project, draft)
    now = timezone.now()
    standing = HealthDecision.objects.filter(owner=body, project=project, ended_at=None)
    standing.update(ended_at=now, ended_by=by)
    decision = HealthDecision.objects.create(
        owner=body,
        project=project,
        course=draft.course,
        reason=draft.reason.strip()[:4000],
        manual_check=ManualCheck.objects.filter(owner=body, project=project).first(),
        decided_by=by,
        decided_at=now,
        review_on=draft.review_on,
    )
    journal.record("health.course_decided", subject=project, by=by, data={"body": body.slug, "course": decision.course})
    return decision


@transaction.atomic
def end_course(*, decision: HealthDecision, by: User | None) -> HealthDecision:
    """Take a decision back; it stays on file. Raises NotAllowed."""
    permissions.require(by, Permission.CHECK_HEALTH, on=decision.owner)
    if decision.ended_at is None:
        decision.ended_at, decision.ended_by = timezone.now(), by
        decision.save(update_fields=["ended_at", "ended_by"])
        journal.record("health.course_ended", subject=decision.project, by=by, data={"course": decision.course})
    return decision


def _require_clear(body: Body, project: Project, draft: CourseDraft) -> None:
    is_for_new = dict(screening_pack().decisions).get(draft.course)
    if draft.course not in Course.values or is_for_new is None:
        raise CourseUnclear(_("Choose what is decided from the list."))
    if is_for_new == is_in_use(body, project):
        raise CourseUnclear(
            _("This is for software that is not in use yet.") if is_for_new else _("This is for software in use.")
        )
    if not draft.reason.strip():
        raise CourseUnclear(_("Give a reason: whoever looks at it next year needs it."))
    today = timezone.localdate()
    if not today < draft.review_on <= today + timedelta(days=LONGEST_REVIEW_DAYS):
        raise CourseUnclear(_("Name a day for the next look, from tomorrow to three years ahead."))
