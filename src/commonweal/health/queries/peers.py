"""Where a figure of a project stands among those of its like; no threshold, and what is not known is counted apart."""

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform

from commonweal.health.models import Examination, Project
from commonweal.health.queries.standing import standing_examinations

# Fewer projects than this tell nothing about the rest.
LEAST_PEERS = 5


@dataclass(frozen=True, slots=True)
class Peers:
    """One figure among the projects of the same stage and kind, this one being one of them.

    `known` of them have the figure, `unknown` have not. `lower` and `same` count those below and equal to this one,
    this one left out; both are zero where this one's figure is not known.
    """

    value: float | None
    known: int
    unknown: int
    lower: int
    same: int

    @property
    def rank(self) -> int | None:
        """The place from the top, 1 being the highest; equals share a place."""
        return None if self.value is None else self.known - self.lower - self.same

    @property
    def share_lower(self) -> Fraction | None:
        """The share of the others with a lower figure; None where there are fewer than LEAST_PEERS to compare with."""
        if self.value is None or self.known < LEAST_PEERS:
            return None
        return Fraction(self.lower, self.known - 1)


def peers(project: Project, *figure: str) -> Peers:
    """Compare one figure, named by its keys (`"from_last_commit", "365", "absence_factor"`)."""
    like = _like(project)
    value: KeyTransform | str = "figures"
    for key in figure:
        value = KeyTransform(key, value)
    found = dict(like.values_list("project_id").annotate(value=value).values_list("project_id", "value"))
    ours = found.get(project.pk)
    numbers = [each for each in found.values() if isinstance(each, int | float)]
    if not isinstance(ours, int | float):
        return Peers(None, len(numbers), len(found) - len(numbers), 0, 0)
    return Peers(
        value=ours,
        known=len(numbers),
        unknown=len(found) - len(numbers),
        lower=sum(1 for each in numbers if each < ours),
        same=sum(1 for each in numbers if each == ours) - 1,
    )


def _like(project: Project) -> QuerySet[Examination]:
    """The standing examinations of the same stage, of projects of the same kind of entry or of none."""
    mine = standing_examinations([project]).first()
    if mine is None:
        return Examination.objects.none()
    every = standing_examinations().filter(stage=mine.stage)
    if project.entry is None:
        return every.filter(project__entry=None)
    return every.filter(project__entry__kind=project.entry.kind)
