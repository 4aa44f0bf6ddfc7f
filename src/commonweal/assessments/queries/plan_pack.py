"""The pack of the plan for a country, packs/country-plan.yaml, checked as it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from commonweal.assessments.rules.country_plan import Step
from commonweal.assessments.rules.instrument import Words
from commonweal.standards.packs import Pack, head_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "country-plan.yaml"


class FaultyPlan(ValueError):
    """The pack cannot be used; the message says where and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPack(Pack):
    """The steps in the order of planning, what roles are called, and how many people work where nobody said."""

    people: float
    roles: Mapping[str, Words]
    steps: tuple[Step, ...]


@cache
def plan_pack() -> PlanPack:
    """The pack of this installation."""
    return plan_pack_from(yaml.safe_load(PACK.read_text()))


def plan_pack_from(pack: Mapping[str, Any]) -> PlanPack:
    """A pack as it was read. Raises FaultyPlan."""
    steps: list[Step] = []
    for row in pack["steps"]:
        step = _step(row)
        earlier = {each.id for each in steps}
        if step.id in earlier or not set(step.after) <= earlier or step.who not in pack["roles"]:
            raise FaultyPlan(
                f"steps/{step.id}: is there twice, or names a step after itself, or a role that is not there"
            )
        steps.append(step)
    return PlanPack(**head_of(pack), people=float(pack["people"]), roles=pack["roles"], steps=tuple(steps))


def _step(row: Mapping[str, Any]) -> Step:
    return Step(
        id=row["id"],
        area=row["area"],
        below={indicator: float(value) for indicator, value in row.get("below", {}).items()},
        do=row["do"],
        result=row["result"],
        who=row["who"],
        months=int(row["months"]),
        people=float(row["people"]),
        after=tuple(row.get("after", ())),
        by=row.get("by"),
    )
