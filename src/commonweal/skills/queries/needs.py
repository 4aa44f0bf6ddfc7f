"""What a body needs, what is missing for it, and what it shows to others."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer
from commonweal.skills.models import SkillFigures, SkillNeed
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.queries.statements import holdings_of, may_read_people
from commonweal.skills.rules.gaps import Gap, Held, Need, gaps, held_by_skill
from commonweal.skills.rules.sizes import size_of


@dataclass(frozen=True, slots=True)
class GapRow:
    """A need of a body with what is missing for it."""

    need: SkillNeed
    gap: Gap


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a body needs and has: a row for each need, and how many have each skill at each level."""

    rows: tuple[GapRow, ...]
    held: tuple[Held, ...]

    @property
    def missing(self) -> int:
        """For how many needs somebody is missing."""
        return sum(1 for row in self.rows if row.gap.missing)

    @property
    def unknown(self) -> int:
        """For how many needs it is not known."""
        return sum(1 for row in self.rows if row.gap.missing is None)


def needs_of(viewer: Viewer, body: Body) -> QuerySet[SkillNeed]:
    """What a body needs, for those who keep its skills."""
    found = SkillNeed.objects.filter(body=body, ended_at=None)
    return found if may_read_people(viewer, body) else found.none()


def inventory_of(viewer: Viewer, body: Body, today: date) -> Inventory | None:
    """What a body needs and has, in numbers of people; None for everybody who may not read figures of few people."""
    if not may_read_people(viewer, body):
        return None
    pack, holdings = skills_pack(), holdings_of(body, today)
    needs = list(SkillNeed.objects.filter(body=body, ended_at=None))
    order = {skill: place for place, skill in enumerate(pack.in_order({each.skill for each in needs}))}
    needs.sort(key=lambda each: (order[each.skill], each.level))
    found = gaps([Need(each.skill, each.level, each.people) for each in needs], holdings)
    held = held_by_skill(holdings, len(pack.levels))
    return Inventory(
        rows=tuple(GapRow(need, gap) for need, gap in zip(needs, found, strict=True)),
        held=tuple(held[skill] for skill in pack.in_order(set(held))),
    )


def figures_to_publish(body: Body, today: date) -> list[dict[str, Any]]:
    """What others would read of a body today: sizes only, and no skill of which too few people spoke."""
    pack = skills_pack()
    held = held_by_skill(holdings_of(body, today), len(pack.levels))
    return [
        {
            "skill": skill,
            "said": size_of(held[skill].said, pack.sizes),
            "alone": size_of(held[skill].at_least(pack.alone), pack.sizes),
        }
        for skill in pack.in_order(set(held))
        if held[skill].said >= pack.fewest_people
    ]


def figures_of(body: Body) -> SkillFigures | None:
    """The figures a body shows to everybody."""
    return SkillFigures.objects.filter(body=body, ended_at=None).first()
