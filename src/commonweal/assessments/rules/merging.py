"""Forms filled in without a network, made one: whatever order they arrive in, and however often.

Each answer carries the hand that wrote it (a browser, or a file) and that hand's turn, a counter and no clock. Of one
hand the last turn holds; of several hands everything is kept, and where they contradict each other a person decides.
Source: Shapiro and others, Conflict-free Replicated Data Types (2011), sections 3.2 and 4: a join of sets by the
greatest counter of each key is commutative, associative and idempotent.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from commonweal.assessments.rules.instrument import State

Asked = tuple[str, str]  # the code of a place, the id of a question


@dataclass(frozen=True, slots=True)
class Claim:
    """What an answer amounts to, without its words: two answers contradict each other when these differ."""

    state: State
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of one hand: for which place and question, at which turn, by whom, and what."""

    place: str
    question: str
    hand: str
    turn: int
    claim: Claim
    by: str = ""
    reason: str = ""
    evidence_url: str = ""
    evidence_note: str = ""

    @property
    def asked(self) -> Asked:
        """What it answers."""
        return self.place, self.question


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided between contradicting answers; it holds as long as no other answer comes in."""

    chosen: Claim
    among: frozenset[Claim]

    def settles(self, claims: Iterable[Claim]) -> bool:
        """Whether all that is claimed now was known when it was decided."""
        now = frozenset(claims)
        return self.chosen in now and now <= self.among


@dataclass(frozen=True, slots=True)
class Standing:
    """How a question of a place stands after merging: everything said, the distinct claims, and what holds.

    `settled` is None where nobody said anything, or answers contradict each other and nobody decided.
    """

    said: tuple[Said, ...]
    claims: tuple[Claim, ...]
    settled: Said | None

    @property
    def is_conflict(self) -> bool:
        """Whether a person has to decide."""
        return self.settled is None and len(self.claims) > 1


def merge(*heaps: Iterable[Said]) -> frozenset[Said]:
    """All that was said, of each hand and question only its last turn.

    >>> early, late = (Said("borgo", "QA1", "h", turn, Claim(State.UNKNOWN)) for turn in (1, 2))
    >>> merge([late], [early]) == merge([early, late]) == {late}
    True
    """
    latest: dict[tuple[str, str, str], set[Said]] = defaultdict(set)
    for said in chain.from_iterable(heaps):
        standing = latest[said.place, said.question, said.hand]
        newest = max((each.turn for each in standing), default=said.turn)
        if said.turn > newest:
            standing.clear()
        if said.turn >= newest:
            standing.add(said)
    return frozenset(chain.from_iterable(latest.values()))


def standings(heap: Iterable[Said], decisions: Mapping[Asked, Decision] | None = None) -> dict[Asked, Standing]:
    """How each question stands of which anything was said, ordered by place and question."""
    by_asked: dict[Asked, list[Said]] = defaultdict(list)
    for said in sorted(merge(heap), key=_order):
        by_asked[said.asked].append(said)
    return {asked: _standing(tuple(said), (decisions or {}).get(asked)) for asked, said in sorted(by_asked.items())}


def _standing(said: tuple[Said, ...], decision: Decision | None) -> Standing:
    """Who knows settles it: that somebody else does not know contradicts nothing."""
    known = {each.claim for each in said if each.claim.state is not State.UNKNOWN}
    claims = tuple(sorted(known or {each.claim for each in said}, key=lambda claim: (claim.state, claim.value or 0.0)))
    if len(claims) == 1:
        return Standing(said, claims, _together(said, claims[0]))
    if decision is not None and decision.settles(claims):
        return Standing(said, claims, _together(said, decision.chosen))
    return Standing(said, claims, None)


def _together(said: tuple[Said, ...], claim: Claim) -> Said:
    """Those who say the same as one answer, with the words of all of them."""
    agreeing = [each for each in said if each.claim == claim]
    return Said(
        place=agreeing[0].place,
        question=agreeing[0].question,
        hand=_joined(each.hand for each in agreeing),
        turn=max(each.turn for each in agreeing),
        claim=claim,
        by=_joined(each.by for each in agreeing),
        reason=_joined(each.reason for each in agreeing),
        evidence_url=next((each.evidence_url for each in agreeing if each.evidence_url), ""),
        evidence_note=_joined(
            [each.evidence_note for each in agreeing] + sorted({each.evidence_url for each in agreeing} - {""})[1:]
        ),
    )


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))


def _order(said: Said) -> tuple[str, str, str, int, str, float, str, str, str, str]:
    claim = said.claim
    number = -1.0 if claim.value is None else claim.value
    words = (said.by, said.reason, said.evidence_url, said.evidence_note)
    return (said.place, said.question, said.hand, said.turn, claim.state.value, number, *words)
