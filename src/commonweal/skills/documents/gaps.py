"""What a body needs and has, for other programs; for those who keep its skills only."""

from collections.abc import Iterator
from typing import Any

from commonweal.skills.queries.needs import Inventory

NEED_COLUMNS = ("skill", "level", "needed", "by", "held", "held_long_ago", "said", "missing")


def need_rows(found: Inventory) -> Iterator[tuple[object, ...]]:
    """A row for each need; `missing` is None where it is not known."""
    for row in found.rows:
        need, gap = row.need, row.gap
        by = need.by_on.isoformat() if need.by_on else None
        yield (need.skill, need.level, need.people, by, gap.held, gap.held_old, gap.said, gap.missing)


def as_json(found: Inventory, pack: str) -> dict[str, Any]:
    """Needs with what is missing, and how many have each skill at each level."""
    return {
        "pack": pack,
        "needs": [dict(zip(NEED_COLUMNS, row, strict=True)) for row in need_rows(found)],
        "held": [{"skill": each.skill, "by_level": list(each.by_level), "long_ago": each.old} for each in found.held],
    }
