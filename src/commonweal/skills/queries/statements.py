"""What people of a body said they can. Names go to the person and to those who keep the skills of that body."""

from django.db.models import Exists, OuterRef, QuerySet

from commonweal.organisations.models import Body, RoleAssignment
from commonweal.skills.models import SkillStatement
from commonweal.skills.permissions import Permission


def standing_statements(body: Body) -> QuerySet[SkillStatement]:
    """What stands of those who still hold a role at the body; whoever left is counted no more."""
    roles = [role.value for role in Permission.STATE_SKILLS.roles]
    still_there = RoleAssignment.objects.filter(user=OuterRef("person"), body=body, role__in=roles, ended_at=None)
    return SkillStatement.objects.filter(Exists(still_there), body=body, ended_at=None, person__is_active=True)
