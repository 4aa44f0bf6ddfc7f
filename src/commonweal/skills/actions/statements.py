"""Saying what one can, taking it back, and counting those who have no account."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User
from commonweal.skills import permissions
from commonweal.skills.actions._checking import check_people, check_skill
from commonweal.skills.models import SkillCount, SkillStatement, StatedLevel
from commonweal.skills.permissions import NotAllowed, Permission
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.queries.statements import works_at


class NothingSaid(Exception):
    """A statement says something of one skill at least."""


@transaction.atomic
def state_skills(*, body: Body, levels: Mapping[str, int], would_help: bool, by: User | None) -> SkillStatement:
    """Say what one can at one's body; what one said before is erased, and only ends.

    Raises NotAllowed for everybody who is not of its people, the installation included; NothingSaid, UnknownSkill.
    """
    if by is None or not works_at(by, body):
        raise NotAllowed(_("Only people of this organisation say what they can, each for themselves."))
    if not levels:
        raise NothingSaid(_("Choose a level for one skill at least."))
    for skill, level in levels.items():
        check_skill(skill, level)
    User.objects.select_for_update().get(pk=by.pk)  # the same form sent twice at once
    for before in SkillStatement.objects.filter(body=body, person=by, ended_at=None):
        _erase(before)
    statement = SkillStatement.objects.create(
        body=body, person=by, pack=skills_pack().name, would_help=would_help, said_at=timezone.now()
    )
    StatedLevel.objects.bulk_create(
        [StatedLevel(statement=statement, skill=skill, level=level) for skill, level in levels.items()]
    )
    journal.record("skills.skills_stated", subject=statement, by=by, data={"body": body.pk})
    return statement


@transaction.atomic
def withdraw_statement(*, statement: SkillStatement, by: User | None) -> SkillStatement:
    """Take back what was said, which erases it at once; twice changes nothing.

    A person does so for themselves; whoever keeps the skills of the body for those who left. Raises NotAllowed.
    """
    if by is None or by.pk != statement.person_id:
        permissions.require(by, Permission.KEEP_SKILLS, on=statement.body)
    if statement.ended_at is None:
        _erase(statement)
        told = {"body": statement.body_id}
        journal.record("skills.statement_withdrawn", subject=statement, by=by, data=told)
    return statement


@transaction.atomic
def enter_count(*, body: Body, skill: str, level: int, people: int, by: User | None) -> SkillCount:
    """Write down how many people without an account have a skill at a level, in place of the count before.

    Raises NotAllowed, UnknownSkill, NoPeople.
    """
    permissions.require(by, Permission.KEEP_SKILLS, on=body)
    check_skill(skill, level)
    check_people(people)
    Body.objects.select_for_update().get(pk=body.pk)
    now = timezone.now()
    SkillCount.objects.filter(body=body, skill=skill, level=level, ended_at=None).update(ended_at=now, ended_by=by)
    count = SkillCount.objects.create(body=body, skill=skill, level=level, people=people, counted_at=now, by=by)
    journal.record("skills.count_entered", subject=count, by=by, data={"body": body.pk, "skill": skill})
    return count


@transaction.atomic
def end_count(*, count: SkillCount, by: User | None) -> SkillCount:
    """Say that a count holds no more; twice changes nothing. Raises NotAllowed."""
    permissions.require(by, Permission.KEEP_SKILLS, on=count.body)
    if count.ended_at is None:
        count.ended_at, count.ended_by = timezone.now(), by
        count.save(update_fields=["ended_at", "ended_by"])
        journal.record("skills.count_ended", subject=count, by=by, data={"body": count.body_id})
    return count


def _erase(statement: SkillStatement) -> None:
    """End a statement; only that it was there stays."""
    statement.levels.all().delete()
    statement.ended_at, statement.would_help = timezone.now(), False
    statement.save(update_fields=["ended_at", "would_help"])
