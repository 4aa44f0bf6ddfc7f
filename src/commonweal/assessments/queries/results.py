"""Frozen results read back, compared over time, and beside peers."""

from dataclasses import dataclass
from typing import Any

from commonweal.assessments.models import Assessment, Result
from commonweal.assessments.rules.changes import Delta, changes
from commonweal.assessments.rules.frozen import FrozenAnswer, thawed_answers, thawed_score
from commonweal.assessments.rules.peers import Quartiles, quartiles
from commonweal.assessments.rules.scoring import Score
from commonweal.organisations.models import Visibility
from commonweal.organisations.queries import size_band


@dataclass(frozen=True, slots=True)
class PeerDimension:
    """Where peers stand in a dimension; None where fewer than five of them have a mean."""

    id: str
    means: Quartiles | None


@dataclass(frozen=True, slots=True)
class Peers:
    """Where bodies of the same kind and size stand, each with its newest result; `count` is how many there are."""

    count: int
    dimensions: tuple[PeerDimension, ...]


def score_of(result: Result) -> Score:
    """The score as it was frozen."""
    return thawed_score(result.content["score"])


def answers_in(result: Result) -> dict[str, FrozenAnswer]:
    """The answers as they were frozen, by question."""
    return thawed_answers(result.content["answers"])


def delta(before: Result, after: Result) -> Delta:
    """What changed between two results of the same instrument."""
    return changes(
        score_of(before),
        score_of(after),
        answers_in(before),
        answers_in(after),
        is_same_version=before.pack_version == after.pack_version,
    )


def peers(assessment: Assessment) -> Peers:
    """Where bodies of the same kind and size stand by the same form of the same instrument; quartiles, never names.

    Everybody who finished counts, whoever may see their results, since five or more are never told apart. A body whose
    size is not known is compared with its kind only where its size is not known either.
    """
    scores = [thawed_score(written) for written in _newest_of_peers(assessment)]
    if not scores:
        return Peers(0, ())
    return Peers(
        len(scores),
        tuple(
            PeerDimension(each.id, quartiles([mean for score in scores if (mean := _mean(score, each.id)) is not None]))
            for each in scores[0].dimensions
        ),
    )


def _newest_of_peers(assessment: Assessment) -> list[dict[str, Any]]:
    """Give the score in the newest result of each peer."""
    body = assessment.owner
    if body is None:
        return []
    found = Result.objects.filter(
        instrument=assessment.instrument,
        assessment__is_short=assessment.is_short,
        assessment__subject=assessment.subject,
        assessment__owner__kind=body.kind,
        assessment__visibility__gte=Visibility.BODY,
    ).exclude(assessment__owner=body)
    # Of each body the newest, and of the result the score alone: contents are long, and there may be thousands.
    newest = found.order_by("assessment__owner_id", "-made_at", "-pk").distinct("assessment__owner_id")
    band = size_band(body.population)
    written = newest.values_list("assessment__owner__population", "content__score")
    return [score for population, score in written if size_band(population) == band]


def _mean(score: Score, identifier: str) -> float | None:
    found = score.dimension(identifier)
    return found.mean if found is not None else None
