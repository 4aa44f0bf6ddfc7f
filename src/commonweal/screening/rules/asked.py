"""What follows from the answers of the two short forms: publishing a repository, and contributing to a project.

Source: own judgement of the project; the questions are those that offices ask before a release or a contribution.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from commonweal.screening.rules.policy import Kind, LicenceVerdict, Policy, licence_verdict
from commonweal.screening.rules.reasons import Colour, Lane, Perspective, Reason
from commonweal.standards.licence_kinds import Kind as LicenceKind
from commonweal.standards.licence_names import expression_named

_COLOURS = {Lane.APPROVE: Colour.GREEN, Lane.PERSON: Colour.AMBER, Lane.REFUSE: Colour.RED}
NO_PARTS = "none"


def as_expression(text: str) -> str:
    """Give the expression that a text means, as people and lists write it; what leaves it open stays as it is.

    >>> as_expression("Apache License, Version 2.0"), as_expression("LGPL with exceptions")
    ('Apache-2.0', 'LGPL with exceptions')
    """
    return expression_named(text) or text


def licence_reason(
    text: str, verdict: LicenceVerdict, *, source: str, link: str = "", prefix: str = "licence"
) -> Reason:
    """Say what becomes of a licence; `source` tells who states it."""
    facts = {"licence": text}
    colour = _COLOURS[verdict.lane]
    if not verdict.is_read:
        colour, sentence = Colour.GREY, "not_read"
    elif verdict.is_own_choice:
        sentence = f"own_choice_{verdict.lane.value}"
    else:
        is_known = verdict.kind is not LicenceKind.UNKNOWN
        sentence = verdict.kind.value if is_known else "kind_unknown"
        colour = colour if is_known or verdict.lane is not Lane.PERSON else Colour.GREY
    return Reason(Perspective.LICENCE, colour, verdict.lane, f"{prefix}.{sentence}", facts, source, link=link)


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether code by others may go under the licence chosen, "yes", "check", "unknown" or "no", and under which it is.

    The worst of several; `licence` is "" where none can be read.
    """

    answer: str
    licence: str


def publish_reasons(answers: Mapping[str, str], fit: Fit | None, policy: Policy) -> list[Reason]:
    """Judge the form of who wants to publish; "" is an answer that was not given."""
    reasons = [_chosen_licence(answers.get("licence", ""), policy), _third_parties(answers, fit, policy)]
    reasons.extend(_checked(question, answers.get(question, "")) for question in ("secrets", "personal"))
    keeper = answers.get("maintainer", "")
    if keeper:
        reasons.append(_policy(Colour.GREEN, Lane.APPROVE, "publish.maintainer_named", maintainer=keeper))
    else:
        reasons.append(_policy(Colour.GREY, Lane.PERSON, "publish.maintainer_unknown"))
    return [*reasons, _description(answers)]


def contribute_reasons(answers: Mapping[str, str], policy: Policy) -> list[Reason]:
    """Judge the form of who wants to contribute."""
    reasons = []
    if answers.get("size") == "small":
        small = _policy(Colour.GREEN, Lane.APPROVE, "contribute.small", hours=policy.small_fix_hours)
        reasons.append(small)
    else:
        reasons.append(_policy(Colour.AMBER, Lane.PERSON, "contribute.large"))
    if answers.get("own_work") == "yes":
        reasons.append(_policy(Colour.GREEN, Lane.APPROVE, "contribute.own_work"))
    else:
        reasons.append(_policy(Colour.GREY, Lane.PERSON, "contribute.own_work_unknown"))
    agreement = answers.get("agreement", "")
    if agreement == "cla":
        reasons.append(_policy(Colour.AMBER, Lane.PERSON, "contribute.cla"))
    elif agreement == "unknown" or not agreement:
        reasons.append(_policy(Colour.GREY, Lane.PERSON, "contribute.agreement_unknown"))
    else:
        reasons.append(_policy(Colour.GREEN, Lane.APPROVE, f"contribute.{agreement}"))
    return reasons


def _chosen_licence(text: str, policy: Policy) -> Reason:
    if not text:
        return Reason(Perspective.LICENCE, Colour.GREY, Lane.PERSON, "publish.licence_unknown")
    licence = as_expression(text)
    verdict = licence_verdict(licence, Kind.PUBLISH, policy)
    return licence_reason(licence, verdict, source="asker", prefix="publish")


def third_party_licences(answers: Mapping[str, str]) -> tuple[str, ...]:
    """Give the licences of code by others, as they were written with commas between; none where all is one's own."""
    stated = answers.get("third_party", "")
    if stated.strip().casefold() == NO_PARTS:
        return ()
    return tuple(each.strip() for each in stated.replace(";", ",").split(",") if each.strip())


def _third_parties(answers: Mapping[str, str], fit: Fit | None, policy: Policy) -> Reason:
    """What becomes of code by others: it has to fit the licence chosen."""
    if not answers.get("third_party", "").strip():
        return Reason(Perspective.LICENCE, Colour.GREY, Lane.PERSON, "third_party.unknown")
    if not third_party_licences(answers):
        return Reason(Perspective.LICENCE, Colour.GREEN, Lane.APPROVE, "third_party.none", source="asker")
    if fit is None:
        return Reason(Perspective.LICENCE, Colour.GREY, Lane.PERSON, "third_party.no_licence", source="asker")
    lane = policy.fits[fit.answer]
    colour = Colour.GREY if fit.answer == "unknown" else _COLOURS[lane]
    facts = {"licence": fit.licence, "chosen": answers.get("licence", "")}
    return Reason(Perspective.LICENCE, colour, lane, f"third_party.fit_{fit.answer}", facts, source="asker")


def _checked(question: str, answer: str) -> Reason:
    if answer == "yes":
        return _policy(Colour.GREEN, Lane.APPROVE, f"publish.{question}_checked")
    if answer == "found":
        return _policy(Colour.RED, Lane.REFUSE, f"publish.{question}_found")
    return _policy(Colour.GREY, Lane.PERSON, f"publish.{question}_unknown")


def _description(answers: Mapping[str, str]) -> Reason:
    """What the pasted or found publiccode.yml is like; `description` is valid, faults, or "" for none."""
    state = answers.get("description", "")
    if state == "valid":
        return _policy(Colour.GREEN, Lane.APPROVE, "publish.description_valid")
    if state == "faults":
        faults = int(answers.get("faults", "0") or 0)
        return _policy(Colour.AMBER, Lane.APPROVE, "publish.description_faults", count=faults)
    return _policy(Colour.AMBER, Lane.APPROVE, "publish.description_missing")


def _policy(colour: Colour, lane: Lane, sentence: str, **facts: str | int) -> Reason:
    return Reason(Perspective.POLICY, colour, lane, sentence, facts, source="asker")
