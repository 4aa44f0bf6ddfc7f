"""What advisories say of packages, as reasons: the gate of risk judges them, all at once."""

from collections.abc import Sequence

from commonweal.risk.queries.gate import Asking, GateAnswer, JudgedPart, gate
from commonweal.screening.queries.coverage import covered_kinds, is_covered
from commonweal.screening.queries.wanted import Asker, Wanted, part_of
from commonweal.screening.rules.policy import Policy
from commonweal.screening.rules.reasons import Colour, Lane, Perspective, Reason
from commonweal.standards.cvss import Band
from commonweal.standards.sbom import Component

_LADDER = (Band.NONE, Band.LOW, Band.MEDIUM, Band.HIGH, Band.CRITICAL)
_PASS, _FAIL = "pass", "fail"
_MOST_NAMED = 3


def weakness_reasons(wanted: Sequence[Wanted], asker: Asker, policy: Policy) -> tuple[list[list[Reason]], str]:
    """Give the reasons for each, and the pack of the gate that judged."""
    components = [
        Component(ref=each.subject.purl, name=each.subject.name, version=each.subject.version, purl=each.subject.purl)
        for each in wanted
        if each.subject.purl
    ]
    body = asker.body if asker.body is not None and asker.body.pk in asker.scope else None
    answer = gate(components, Asking(body))
    parts = {part.purl: part for part in answer.parts}
    covered = covered_kinds()
    found = []
    for each in wanted:
        stated = part_of(each)
        is_thin = stated is None or not is_covered(stated, covered)
        found.append(_reasons(parts.get(each.subject.purl), answer, policy, is_thin=is_thin))
    return found, answer.pack.name


def _reasons(part: JudgedPart | None, answer: GateAnswer, policy: Policy, *, is_thin: bool) -> list[Reason]:
    """What is known and what is not; green only where all advisories about this kind of package are read."""
    as_of = answer.advisories_as_of.date().isoformat() if answer.advisories_as_of else ""
    doubts = ["no-package-url"] if part is None else [doubt.value for doubt in part.doubts]
    if is_thin and not doubts:
        doubts = ["thinly-covered"]
    found = _known(part, policy, as_of, answer.pack.name) if part is not None else None
    lane = Lane.APPROVE if Perspective.WEAKNESSES.value in policy.may_be_unknown else Lane.PERSON
    unknown = [
        Reason(Perspective.WEAKNESSES, Colour.GREY, lane, f"weaknesses.{doubt}", source="advisories", as_of=as_of)
        for doubt in doubts[:1]
    ]
    if found is not None or unknown:
        return [*([found] if found else []), *unknown]
    return [
        Reason(Perspective.WEAKNESSES, Colour.GREEN, Lane.APPROVE, "weaknesses.none", source="advisories", as_of=as_of)
    ]  # fmt: skip


def _known(part: JudgedPart, policy: Policy, as_of: str, source: str) -> Reason | None:
    """The worst that is known and open; None where nothing is."""
    still_open = [each for each in part.findings if each.ruling.outcome.value != _PASS]
    if not still_open:
        return None
    malicious = [each for each in still_open if each.vulnerability.is_malicious]
    exploited = [each for each in still_open if each.vulnerability.exploited_on is not None]
    stopped = [each for each in still_open if each.ruling.outcome.value == _FAIL]
    grave = [each for each in still_open if _is_above(each.vulnerability.band, policy)]
    ladder = (
        (malicious, policy.malicious, Colour.RED, "malicious"),
        (exploited, policy.exploited, Colour.RED, "exploited"),
        (stopped, policy.stopped_at_gate, Colour.RED, "stopped"),
        (grave, Lane.PERSON, Colour.AMBER, "grave"),
        (still_open, Lane.APPROVE, Colour.AMBER, "light"),
    )
    several, lane, colour, sentence = next(step for step in ladder if step[0])
    names = [each.vulnerability.name for each in several]
    facts: dict[str, str | int] = {"names": ", ".join(names[:_MOST_NAMED]), "count": len(names)}
    if part.update is not None and sentence != "malicious":
        facts["update"] = part.update.version
        sentence += "_update"
    link = several[0].vulnerability.get_absolute_url()
    return Reason(Perspective.WEAKNESSES, colour, lane, f"weaknesses.{sentence}", facts, source, as_of, link)


def _is_above(band: str, policy: Policy) -> bool:
    known = policy.unknown_band_counts_as if band == Band.UNKNOWN else Band(band)
    return _LADDER.index(known) > _LADDER.index(policy.approve_up_to)
