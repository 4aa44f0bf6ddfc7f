"""What follows from the answers of the two short forms: publishing a repository, and contributing to a project.

Source: own judgement of the project; the questions are those that offices ask before a release or a contribution.
"""

from collections.abc import Mapping

from commonweal.screening.rules.policy import Policy, licence_verdict
from commonweal.screening.rules.reasons import Colour, Lane, Perspective, Reason
from commonweal.standards.licences import Openness

_COLOURS = {Lane.APPROVE: Colour.GREEN, Lane.PERSON: Colour.AMBER, Lane.REFUSE: Colour.RED}
NO_PARTS = "none"


def licence_reason(
    text: str, use: str, policy: Policy, *, source: str, link: str = "", prefix: str = "licence"
) -> Reason:
    """Say what a licence means for a use or kind; `source` tells who states it."""
    facts = {"licence": text}
    verdict = licence_verdict(text, use, policy)
    if verdict.decided_by:
        colour, sentence = _COLOURS[verdict.lane], f"{prefix}.{verdict.decided_by}"
    elif verdict.openness is Openness.OPEN:
        colour, sentence = _COLOURS[verdict.lane], f"{prefix}.other_open"
    elif verdict.openness is Openness.NOT_OPEN:
        colour, sentence = _COLOURS[verdict.lane], f"{prefix}.not_open"
    else:
        colour, sentence = Colour.GREY, f"{prefix}.not_read"
    return Reason(Perspective.LICENCE, colour, verdict.lane, sentence, facts, source, link=link)


def publish_reasons(answers: Mapping[str, str], policy: Policy) -> list[Reason]:
    """Judge the form of who wants to publish; "" is an answer that was not given."""
    reasons = [_chosen_licence(answers.get("licence", ""), policy), _third_parties(answers, policy)]
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
    return licence_reason(text, "publish", policy, source="asker", prefix="publish")


def _third_parties(answers: Mapping[str, str], policy: Policy) -> Reason:
    """Every licence of code by others: the strictest counts; the chosen licence itself is no hindrance."""
    stated = answers.get("third_party", "")
    if not stated:
        return Reason(Perspective.LICENCE, Colour.GREY, Lane.PERSON, "third_party.unknown")
    if stated.casefold() == NO_PARTS:
        return Reason(Perspective.LICENCE, Colour.GREEN, Lane.APPROVE, "third_party.none", source="asker")
    licences = [each.strip() for each in stated.replace(";", ",").split(",") if each.strip()]
    same = answers.get("licence", "")
    others = [each for each in licences if each != same]
    if not others:
        return Reason(
            Perspective.LICENCE, Colour.GREEN, Lane.APPROVE, "third_party.same", {"licence": same}, source="asker"
        )
    judged = [
        licence_reason(each, "third_party", policy, source="asker", prefix="third_party") for each in others
    ]  # fmt: skip
    return max(judged, key=lambda each: (list(Lane).index(each.lane), list(Colour).index(each.colour)))


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
