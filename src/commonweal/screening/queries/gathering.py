"""Answers: what licence, weaknesses, end of life, health and policy say of what somebody wants, gathered.

Many are answered in as many queries as one. Nothing here tells who runs what: decisions of a body and lists of its
systems count only for those who may see them (`components.queries.scope_of`).
"""

from collections.abc import Sequence

from commonweal.screening.queries.lifecycles import lifecycle_reasons
from commonweal.screening.queries.policy_pack import policy_pack
from commonweal.screening.queries.registries import registry_reasons
from commonweal.screening.queries.stated_licences import COMPATIBILITY, fit_of, licence_reasons
from commonweal.screening.queries.upkeep import health_reasons
from commonweal.screening.queries.wanted import Asker, Wanted
from commonweal.screening.queries.weaknesses import weakness_reasons
from commonweal.screening.rules import asked
from commonweal.screening.rules.policy import Kind, Policy
from commonweal.screening.rules.reasons import VERSION, Answer, Reason, answer_from


def answers_to(wanted: Sequence[Wanted], asker: Asker) -> list[Answer]:
    """Answer each, in the order asked."""
    pack = policy_pack().policy
    found: dict[int, Answer] = {}
    for kind, gather in ((Kind.USE, _of_use), (Kind.CONTRIBUTE, _of_contributing), (Kind.PUBLISH, _of_publishing)):
        numbers = [number for number, each in enumerate(wanted) if each.kind == kind]
        if numbers:
            gathered, names = gather([wanted[number] for number in numbers], asker, pack)
            packs = sorted({pack.name, VERSION, *names})
            found |= {number: answer_from(reasons, packs) for number, reasons in zip(numbers, gathered, strict=True)}
    return [found[number] for number in range(len(wanted))]


def answer_to(wanted: Wanted, asker: Asker) -> Answer:
    """Answer one."""
    return answers_to([wanted], asker)[0]


Gathered = tuple[list[list[Reason]], tuple[str, ...]]


def _of_use(wanted: Sequence[Wanted], asker: Asker, pack: Policy) -> Gathered:
    """Reasons for each, and the packs that judged beside that of the policy."""
    licences, licence_policy = licence_reasons(wanted, asker, pack)
    weaknesses, gate = weakness_reasons(wanted, asker, pack)
    ends, healths, advised = (
        lifecycle_reasons(wanted, pack),
        health_reasons(wanted, pack),
        registry_reasons(wanted, asker),
    )
    rest = zip(licences, weaknesses, ends, healths, advised, strict=True)
    return [[licence, *weak, end, health, *more] for licence, weak, end, health, more in rest], (licence_policy, gate)


def _of_contributing(wanted: Sequence[Wanted], asker: Asker, pack: Policy) -> Gathered:
    licences, _licence_policy = licence_reasons(wanted, asker, pack)
    pairs = zip(wanted, licences, strict=True)
    return [[licence, *asked.contribute_reasons(each.answers, pack)] for each, licence in pairs], ()


def _of_publishing(wanted: Sequence[Wanted], asker: Asker, pack: Policy) -> Gathered:
    return [asked.publish_reasons(each.answers, fit_of(each.answers), pack) for each in wanted], (COMPATIBILITY,)
