"""What contexts above may know of a body's skills: that there is a list, how old it is, and never of whom."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Sum
from django.utils import timezone

from commonweal.organisations.models import Body
from commonweal.skills.models import SkillCount
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.queries.statements import standing_statements


@dataclass(frozen=True, slots=True)
class SkillsKnown:
    """The day on which somebody of a body last said what they can, and how many did; None where fewer than five."""

    last_said_on: date
    people: int | None


def skills_known(body: Body) -> SkillsKnown | None:
    """Whether a body has a list of who knows what; None when nobody said anything, which is not known and not "no".

    People whom the body counted without names are counted by the skill of which most are known.
    """
    said = standing_statements(body).aggregate(last=Max("said_at"))
    counts = SkillCount.objects.filter(body=body, ended_at=None)
    counted = counts.aggregate(last=Max("counted_at"))
    days: list[datetime] = [each for each in (said["last"], counted["last"]) if each is not None]
    if not days:
        return None
    by_skill = counts.order_by().values_list("skill").annotate(people=Sum("people")).values_list("people", flat=True)
    people = standing_statements(body).count() + max(by_skill, default=0)
    return SkillsKnown(timezone.localtime(max(days)).date(), people if people >= skills_pack().fewest_people else None)
