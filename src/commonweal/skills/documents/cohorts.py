"""What a training came to, as its reader may read it: numbers for its holder, sizes for others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format

from commonweal.skills.documents.sizes import size_words
from commonweal.skills.models import Cohort
from commonweal.skills.queries.cohorts import Counted
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.rules.cohorts import Change, share_reached
from commonweal.skills.rules.sizes import size_of, written

COLUMNS = ("skill", "pairs", "not_known", "median_before", "median_after", "up", "same", "down")


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """What changed in one skill, in words for a page; `medians` is false where too few answered both times."""

    label: str
    pairs: str
    unknown: str
    before: str
    after: str
    up: str
    same: str
    down: str
    has_medians: bool


@dataclass(frozen=True, slots=True)
class Reached:
    """How many people came of how many it was for; None is not known."""

    attended: int | None
    target: int | None

    @property
    def percent(self) -> int | None:
        """The share in percent."""
        share = share_reached(self.attended, self.target)
        return None if share is None else round(share * 100)


def changes_shown(found: Counted) -> list[ChangeShown]:
    """What changed, skill by skill."""
    return [_shown(each, found.is_exact) for each in found.outcome.changes] if found.outcome else []


def satisfaction_shown(found: Counted) -> list[tuple[int, str]]:
    """How many chose each of 1 to 5; nothing where nobody did, or too few for this reader."""
    chosen = found.outcome
    if chosen is None or not may_tell(chosen.rated, is_exact=found.is_exact):
        return []
    return [(mark, people_shown(count, is_exact=found.is_exact)) for mark, count in enumerate(chosen.satisfaction, 1)]


def reached(cohort: Cohort, *, is_exact: bool) -> Reached:
    """How many came; to others than the holder nothing of fewer people than the pack says."""
    came = cohort.attended_count
    if came is not None and not is_exact and came < skills_pack().fewest_people:
        came = None
    return Reached(came, cohort.target_count)


def rows(found: Counted) -> list[tuple[object, ...]]:
    """What changed, for other programs: a row for each skill; sizes such as "5-9" for others than the holder."""
    if found.outcome is None:
        return []
    return [_row(each, found.is_exact) for each in found.outcome.changes]


def as_json(found: Counted) -> dict[str, Any]:
    """A training with what it came to."""
    cohort, outcome = found.cohort, found.outcome
    came = reached(cohort, is_exact=found.is_exact)
    marks = list(outcome.satisfaction) if outcome and may_tell(outcome.rated, is_exact=found.is_exact) else None
    return {
        "title": cohort.title,
        "course": cohort.course_url or None,
        "starts_on": cohort.starts_on.isoformat() if cohort.starts_on else None,
        "ends_on": cohort.ends_on.isoformat() if cohort.ends_on else None,
        "pack": cohort.pack,
        "is_closed": cohort.closed_at is not None,
        "attended": came.attended,
        "target": came.target,
        "percent_of_target": came.percent,
        "satisfaction": None if marks is None else [_number(each, found.is_exact) for each in marks],
        "changes": [dict(zip(COLUMNS, row, strict=True)) for row in rows(found)],
    }


def may_tell(people: int, *, is_exact: bool) -> bool:
    """Whether anything is told that so many people said."""
    return people > 0 if is_exact else people >= skills_pack().fewest_people


def people_shown(people: int, *, is_exact: bool) -> str:
    """A number of people for a page."""
    return str(people) if is_exact else size_words(size_of(people, skills_pack().sizes))


def _shown(each: Change, is_exact: bool) -> ChangeShown:  # noqa: FBT001  of this module only
    told = may_tell(each.pairs, is_exact=is_exact)
    said: Sequence[str] = [people_shown(count, is_exact=is_exact) for count in (each.up, each.same, each.down)]
    up, same, down = said if told else ("", "", "")
    return ChangeShown(
        label=skills_pack().label_of(each.skill),
        pairs=people_shown(each.pairs, is_exact=is_exact),
        unknown=people_shown(each.unknown, is_exact=is_exact),
        before=_level(each.before) if told else "",
        after=_level(each.after) if told else "",
        up=up,
        same=same,
        down=down,
        has_medians=told,
    )


def _row(each: Change, is_exact: bool) -> tuple[object, ...]:  # noqa: FBT001  of this module only
    told = may_tell(each.pairs, is_exact=is_exact)
    medians = (each.before, each.after) if told else (None, None)
    moved = (each.up, each.same, each.down)
    counts = tuple(_number(count, is_exact) for count in moved) if told else (None, None, None)
    return (each.skill, _number(each.pairs, is_exact), _number(each.unknown, is_exact), *medians, *counts)


def _number(people: int, is_exact: bool) -> int | str:  # noqa: FBT001  of this module only
    sizes = skills_pack().sizes
    return people if is_exact else written(size_of(people, sizes), sizes)


def _level(value: float | None) -> str:
    return "" if value is None else number_format(value, 0 if value == int(value) else 1)
