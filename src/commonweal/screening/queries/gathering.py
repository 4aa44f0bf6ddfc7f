"""Answers: what licence, weaknesses, end of life, health and policy say of what somebody wants, gathered.

Many are answered in as many queries as one. Nothing here tells who runs what: decisions of a body and lists of its
systems count only for those who may see them (`components.queries.scope_of`).
"""

from collections.abc import Sequence

from commonweal.screening.queries.lifecycles import lifecycle_reasons
from commonweal.screening.queries.policy_pack import policy_pack
from commonweal.screening.queries.stated_licences import licence_reasons
from commonweal.screening.queries.upkeep import health_reasons
from commonweal.screening.queries.wanted import Asker, Wanted
from commonweal.screening.queries.weaknesses import weakness_reasons
from commonweal.screening.rules import asked
from commonweal.screening.rules.policy import Kind
from commonweal.screening.rules.reasons import VERSION, Answer, Reason, answer_from


def answers_to(wanted: Sequence[Wanted], asker: Asker) -> list[Answer]:
    """Answer each, in the order asked."""
    pack = policy_pack().policy
    gathered: list[list[Reason]] = [[] for _ in wanted]
    packs: list[set[str]] = [{pack.name, VERSION} for _ in wanted]
    uses = [number for number, each in enumerate(wanted) if each.kind == Kind.USE]
    using = [wanted[number] for number in uses]
    if using:
        weak, gate_name = weakness_reasons(using, asker, pack)
        found = zip(
            uses,
            licence_reasons(using, asker, pack),
            weak,
            lifecycle_reasons(using, pack),
            health_reasons(using, pack),
            strict=True,
        )
        for number, licence, weaknesses, end, health in found:
            gathered[number] += [licence, *weaknesses, end, health]
            packs[number].add(gate_name)
    for number, each in enumerate(wanted):
        if each.kind == Kind.PUBLISH:
            gathered[number] += asked.publish_reasons(each.answers, pack)
    helping = [number for number, each in enumerate(wanted) if each.kind == Kind.CONTRIBUTE]
    licences = licence_reasons([wanted[number] for number in helping], asker, pack)
    for number, licence in zip(helping, licences, strict=True):
        gathered[number] += [licence, *asked.contribute_reasons(wanted[number].answers, pack)]
    return [answer_from(reasons, sorted(names)) for reasons, names in zip(gathered, packs, strict=True)]


def answer_to(wanted: Wanted, asker: Asker) -> Answer:
    """Answer one."""
    return answers_to([wanted], asker)[0]
