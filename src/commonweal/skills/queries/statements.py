"""What people of a body said they can. Names go to the person and to those who keep the skills of that body."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from commonweal.organisations.models import Body, RoleAssignment, User
from commonweal.organisations.queries import Viewer, roles_held
from commonweal.skills import permissions
from commonweal.skills.models import SkillCount, SkillStatement, StatedLevel
from commonweal.skills.permissions import Permission
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.rules.gaps import Holding, is_old


@dataclass(frozen=True, slots=True)
class Person:
    """What one person said, for those who may read it."""

    statement: SkillStatement
    levels: dict[str, int]
    is_old: bool


def works_at(viewer: Viewer, body: Body) -> bool:
    """Whether somebody is of the people of a body, who say what they can there."""
    if not isinstance(viewer, User) or not viewer.is_active:
        return False
    return any(each.body_id == body.pk and each.role in Permission.STATE_SKILLS.roles for each in roles_held(viewer))


def may_read_people(viewer: Viewer, body: Body) -> bool:
    """Whether somebody reads who said what, and figures of few people."""
    return permissions.allows(viewer, Permission.KEEP_SKILLS, on=body)


def standing_statements(body: Body) -> QuerySet[SkillStatement]:
    """What stands of those who still hold a role at the body; whoever left is counted no more."""
    roles = [role.value for role in Permission.STATE_SKILLS.roles]
    still_there = RoleAssignment.objects.filter(user=OuterRef("person"), body=body, role__in=roles, ended_at=None)
    return SkillStatement.objects.filter(Exists(still_there), body=body, ended_at=None, person__is_active=True)


def statement_of(person: Viewer, body: Body) -> SkillStatement | None:
    """What a person says of themselves at a body, if anything."""
    if not isinstance(person, User):
        return None
    found = SkillStatement.objects.filter(person_id=person.pk, body=body, ended_at=None)
    return found.prefetch_related("levels").first()


def people_of(viewer: Viewer, body: Body, today: date) -> list[Person]:
    """Everybody of a body who said something, for those who may read it; by name."""
    if not may_read_people(viewer, body):
        return []
    months = skills_pack().old_after_months
    found = standing_statements(body).select_related("person").prefetch_related("levels")
    people = [
        Person(
            each,
            {level.skill: level.level for level in each.levels.all()},
            is_old(timezone.localtime(each.said_at).date(), today, months),
        )
        for each in found
    ]
    return sorted(people, key=lambda each: (str(each.statement.person).casefold(), each.statement.pk))


def counts_of(viewer: Viewer, body: Body) -> QuerySet[SkillCount]:
    """The counts of people without an account that hold, for those who may read them."""
    found = SkillCount.objects.filter(body=body, ended_at=None).select_related("by")
    return found if may_read_people(viewer, body) else found.none()


def holdings_of(body: Body, today: date) -> list[Holding]:
    """What people of a body can, without names, for rules; says nothing of who may read it."""
    months = skills_pack().old_after_months
    stated = StatedLevel.objects.filter(statement__in=standing_statements(body))
    rows = stated.order_by().values_list("skill", "level", "statement__said_at")
    said = [Holding(skill, level, 1, _is_old(at, today, months)) for skill, level, at in rows]
    counts = SkillCount.objects.filter(body=body, ended_at=None)
    return said + [
        Holding(each.skill, each.level, each.people, _is_old(each.counted_at, today, months)) for each in counts
    ]


def _is_old(at: datetime, today: date, months: int) -> bool:
    return is_old(timezone.localtime(at).date(), today, months)
