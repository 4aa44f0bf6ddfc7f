"""The packs of advice: which kind of office fits, which way to go, what to do next.

What is wrong with a pack raises FaultyAdvice with the place in it: a pack is ours, so a fault is a mistake of ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from commonweal.assessments.queries.instruments import instrument
from commonweal.assessments.rules.archetype import FACTS, ArchetypeRule
from commonweal.assessments.rules.comparing import Comparison
from commonweal.assessments.rules.instrument import Words
from commonweal.assessments.rules.mode import Condition, Way
from commonweal.assessments.rules.recommending import Clause, Rule, RulePack
from commonweal.organisations.models import Archetype
from commonweal.standards.packs import PackSource, sources_of

PACKS = Path(__file__).resolve().parent.parent / "packs"


class FaultyAdvice(ValueError):
    """A pack of advice cannot be used; the message says where and why."""


@dataclass(frozen=True, slots=True)
class PackHead:
    """The head of a pack whose title and note are said in several languages; `name` is the pack with its version."""

    name: str
    licence: str
    title: Words
    note: Words
    sources: tuple[PackSource, ...]


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """A question on a fact of an office, with the answers to choose from by identifier."""

    id: str
    ask: Words
    answers: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class ArchetypeWords:
    """What an archetype is: `looks` inward or outward, what it wants, where it sits, what it does."""

    id: str
    looks: str
    goal: Words
    sits_in: Words
    does: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class ArchetypePack:
    """packs/archetypes.yaml: questions, rules with their reasons, and the archetypes by identifier."""

    head: PackHead
    questions: tuple[FactQuestion, ...]
    rules: tuple[ArchetypeRule, ...]
    reasons: Mapping[str, Words]
    archetypes: Mapping[str, ArchetypeWords]


@dataclass(frozen=True, slots=True)
class Factor:
    """Something to know of a body: a number, yes or no, the grade of a question of the instrument, or the owner.

    One of the kind `owner` is never asked for: it holds when the owner of the office is `owner`.
    """

    id: str
    kind: str
    unit: str
    question: str
    owner: str
    ask: Words
    help: Words


@dataclass(frozen=True, slots=True)
class WayWords:
    """What a way is called, what it means, the next step, a warning (where there is one), and pages of guidance."""

    id: str
    name: Words
    says: Words
    next: Words
    caution: Words
    guidance: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModePack:
    """packs/modes.yaml: factors, ways in their order, additions, and the words of all by identifier.

    `otherwise` is for a body for which no way holds, `unsettled` for one for which an open way might.
    """

    head: PackHead
    factors: Mapping[str, Factor]
    ways: tuple[Way, ...]
    additions: tuple[Way, ...]
    words: Mapping[str, WayWords]
    otherwise: WayWords
    unsettled: WayWords


@dataclass(frozen=True, slots=True)
class ActionWords:
    """What to do, who does it, the page of guidance, the page of this platform that helps, and where it comes from.

    `papers` are there to fill in, `courses` are of others, `ask` is a contact; `no_paper` says why there is neither.
    """

    rule: str
    do: Words
    who: str
    guidance: str
    tool: str
    source: str
    papers: tuple[str, ...]
    courses: tuple[str, ...]
    ask: str
    no_paper: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask, and the tool that shows them; "" where there is none."""

    name: Words
    page: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A page of this platform by the name of its address, what its link says, and whether it belongs to a body."""

    page: str
    name: Words
    is_of_body: bool


@dataclass(frozen=True, slots=True)
class AdvicePack:
    """packs/recommendations.yaml: rules for an instrument; words of rules, roles and facts, and tools by identifier.

    `pursued` is what an aim counts that a goal of the body serves; any other counts 1.
    """

    head: PackHead
    instrument: str
    rules: RulePack
    words: Mapping[str, ActionWords]
    roles: Mapping[str, Words]
    facts: Mapping[str, Words]
    tools: Mapping[str, Tool]
    contacts: Mapping[str, Contact]
    aims: tuple[str, ...]
    pursued: float


@cache
def archetype_pack() -> ArchetypePack:
    """How the archetype is found in this installation. Raises FaultyAdvice."""
    pack = _read("archetypes")
    questions = tuple(
        FactQuestion(row["id"], row["ask"], {each["id"]: each["name"] for each in row["answers"]})
        for row in pack["questions"]
    )
    _check(tuple(each.id for each in questions) == FACTS, "archetypes/questions", f"must ask {', '.join(FACTS)}")
    answers = {each.id: each.answers for each in questions}
    rules = []
    for row in pack["rules"]:
        path = f"archetypes/rules/{row['id']}"
        when = {fact: tuple(values) for fact, values in row["when"].items()}
        _check(all(set(values) <= set(answers.get(fact, ())) for fact, values in when.items()), path, "unknown answer")
        _check(row["archetype"] in Archetype.values, path, f"there is no archetype {row['archetype']}")
        rules.append(ArchetypeRule(row["id"], when, row["archetype"]))
    words = {
        row["id"]: ArchetypeWords(row["id"], row["looks"], row["goal"], row["sits_in"], tuple(row["does"]))
        for row in pack["archetypes"]
    }
    _check(set(words) == set(Archetype.values), "archetypes/archetypes", "must be the six archetypes")
    reasons = {row["id"]: row["because"] for row in pack["rules"]}
    return ArchetypePack(_head(pack), questions, tuple(rules), reasons, words)


@cache
def mode_pack() -> ModePack:
    """How the way is found in this installation. Raises FaultyAdvice."""
    pack = _read("modes")
    factors = {row["id"]: _factor(row) for row in pack["factors"]}
    rows = [*pack["modes"], *pack["additions"]]
    return ModePack(
        head=_head(pack),
        factors=factors,
        ways=tuple(_way(row, factors) for row in pack["modes"]),
        additions=tuple(_way(row, factors) for row in pack["additions"]),
        words={row["id"]: _way_words(row["id"], row) for row in rows},
        otherwise=_way_words("otherwise", pack["otherwise"]),
        unsettled=_way_words("unsettled", pack["unsettled"]),
    )


@cache
def advice_pack() -> AdvicePack:
    """What is recommended in this installation. Raises FaultyAdvice."""
    pack = _read("recommendations")
    facts, roles, aims = pack["facts"], pack["roles"], tuple(pack["aims"])
    tools = {page: Tool(page, row["name"], row.get("of") == "body") for page, row in pack["tools"].items()}
    contacts = {key: Contact(row["name"], row.get("page", "")) for key, row in pack["contacts"].items()}
    _check(all(each.page in {"", *tools} for each in contacts.values()), "recommendations/contacts", "unknown tool")
    rules = tuple(_rule(row, pack) for row in pack["rules"])
    ids = [rule.id for rule in rules]
    _check(len(ids) == len(set(ids)), "recommendations/rules", "must have each identifier once")
    words = {}
    for row in pack["rules"]:
        path = f"recommendations/rules/{row['id']}"
        _check(row["who"] in roles, path, f"there is no role {row['who']}")
        _check(row.get("tool", "") in {"", *tools}, path, "there is no such tool")
        _check(row["ask"] in contacts, path, f"there is no contact {row['ask']}")
        words[row["id"]] = _action_words(row)
    cap = pack["cap"]
    return AdvicePack(
        head=_head(pack),
        instrument=pack["instrument"],
        rules=RulePack(rules, float(cap["below"]), int(cap["most"]), float(pack["ready_from"])),
        words=words,
        roles=roles,
        facts=facts,
        tools=tools,
        contacts=contacts,
        aims=aims,
        pursued=float(pack["pursued"]),
    )


def _action_words(row: Any) -> ActionWords:
    return ActionWords(
        rule=row["id"],
        do=row["do"],
        who=row["who"],
        guidance=row["guidance"],
        tool=row.get("tool", ""),
        source=row["source"],
        papers=tuple(row.get("papers", ())),
        courses=tuple(row.get("courses", ())),
        ask=row["ask"],
        no_paper=row.get("no_paper", ""),
    )


def _rule(row: Any, pack: Any) -> Rule:
    path = f"recommendations/rules/{row['id']}"
    asked = instrument(pack["instrument"])
    _check(asked is not None, "recommendations/instrument", f"there is no instrument {pack['instrument']}")
    clauses = tuple(_clause(each, path) for each in row["if"])
    questions = {clause.subject for clause in clauses if not clause.is_fact}
    facts = {clause.subject for clause in clauses if clause.is_fact} | ({row["per"]} if "per" in row else set())
    after = tuple(row.get("after", ()))
    for question in questions | set(after):
        _check(asked is not None and asked.question(question) is not None, path, f"there is no question {question}")
    _check(facts <= set(pack["facts"]), path, f"there is no fact among {', '.join(sorted(facts))}")
    _check(row["about"] in questions, path, "must test the answer it is about")
    _check(bool(row["aims"]) and set(row["aims"]) <= set(pack["aims"]), path, "must serve some of the aims")
    _check(row["days"] > 0, path, "must take some time")
    return Rule(row["id"], row["about"], clauses, float(row["days"]), tuple(row["aims"]), after, row.get("per", ""))


def _clause(row: Any, path: str) -> Clause:
    subject = row.get("question") or row.get("fact")
    tests = [(key, value) for key, value in row.items() if key not in ("question", "fact")]
    _check(bool(subject) and len(tests) == 1, path, "must compare one question or fact with one threshold")
    return Clause(subject, "fact" in row, Comparison(tests[0][0]), float(tests[0][1]))


def _way(row: Any, factors: Mapping[str, Factor]) -> Way:
    path = f"modes/{row['id']}"
    caution = row.get("caution")
    return Way(
        row["id"],
        tuple(_condition(each, factors, path) for each in row.get("all", ())),
        tuple(_condition(each, factors, path) for each in row.get("any", ())),
        _condition(caution["when"], factors, path) if caution else None,
    )


def _factor(row: Any) -> Factor:
    return Factor(
        id=row["id"],
        kind=row["kind"],
        unit=row.get("unit", ""),
        question=row.get("question", ""),
        owner=row.get("value", ""),
        ask=row["ask"],
        help=row["help"],
    )


def _condition(row: Any, factors: Mapping[str, Factor], path: str) -> Condition:
    _check(row["factor"] in factors, path, f"there is no factor {row['factor']}")
    tests = tuple((Comparison(key), float(value)) for key, value in row.items() if key != "factor")
    _check(bool(tests), path, "must compare with a threshold")
    return Condition(row["factor"], tests)


def _way_words(identifier: str, row: Any) -> WayWords:
    caution = row.get("caution", {}).get("says", {})
    return WayWords(identifier, row["name"], row["says"], row["next"], caution, tuple(row["guidance"]))


def _head(pack: Any) -> PackHead:
    name = f"{pack['pack']} {pack['version']}"
    return PackHead(name, pack["licence"], pack["title"], pack["note"], sources_of(pack))


def _read(name: str) -> Any:
    pack = yaml.safe_load((PACKS / f"{name}.yaml").read_text())
    _check(pack["pack"] == name, f"{name}/pack", "must be the name of the file")
    return pack


def _check(holds: object, path: str, problem: str) -> None:
    if not holds:
        raise FaultyAdvice(f"{path}: {problem}")
