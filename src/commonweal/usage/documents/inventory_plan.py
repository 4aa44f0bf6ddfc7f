"""What taking in an inventory would do, before it is done: what is new, what changes, what is refused and why."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from commonweal.catalogue.models import Entry
from commonweal.catalogue.queries import entries_for
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer, fold, visible
from commonweal.usage.documents.inventory import contract_facts, system_facts
from commonweal.usage.documents.inventory_reading import CellProblem, ReadInventory, ReadThing
from commonweal.usage.models import Contract, System
from commonweal.usage.rules import duplicates

KEPT = {
    "reference": "",
    "name": "",
    "visibility": "body",
    "contract": "",
    "currency": "EUR",
    "contract_visibility": "body",
}


@dataclass(slots=True)
class Change:
    """What would become of one system or contract; `fields` are (column, before, after), `target` what it changes.

    `facts` is everything that would then be known. `covers` are the references or places of a system's contracts.
    """

    lines: list[int]
    title: str
    facts: dict[str, str]
    target: System | Contract | None = None
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    contracts: list[int] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """In a word: new, changed or unchanged."""
        if self.target is None:
            return "new"
        return "changed" if self.fields else "unchanged"


@dataclass(slots=True)
class Plan:
    """What would happen; `contracts` stand where the file's contracts stand, None where one is refused.

    `alike` are (line of a new system, its name, the name of what it is like).
    """

    systems: list[Change] = field(default_factory=list)
    contracts: list[Change | None] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    alike: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """How many systems and contracts are new, changed and unchanged."""
        return Counter(change.kind for change in (*self.systems, *(each for each in self.contracts if each)))


def plan_of(viewer: Viewer | None, body: Body, found: ReadInventory) -> Plan:
    """What taking in a file would do to a body's inventory, as `viewer` may change it; None may change everything."""
    plan = Plan(problems=list(found.problems))
    own = System.objects.filter(owner=body).select_related("entry", "product")
    systems = list(own if viewer is None else visible(own, viewer))
    software = _Software(viewer, found, systems)
    names = Counter(fold(one.facts["name"]) for one in found.systems if not one.facts.get("reference"))
    taken = set(System.objects.filter(owner=body).values_list("reference", flat=True))
    hidden = taken - {system.reference for system in systems}
    for thing in found.systems:
        try:
            target = _match(thing, systems, names, hidden)
            plan.systems.append(_plan_system(thing, target, software))
        except _Refused as refusal:
            plan.problems.append(CellProblem(thing.lines[0], refusal.column, refusal.sentence))
    signed = Contract.objects.filter(owner=body)
    contracts = list(signed if viewer is None else visible(signed, viewer))
    for thing in found.contracts:
        try:
            plan.contracts.append(_plan_contract(thing, contracts))
        except _Refused as refusal:
            plan.contracts.append(None)
            plan.problems.append(CellProblem(thing.lines[0], refusal.column, refusal.sentence))
    plan.problems.sort(key=lambda problem: problem.line)
    plan.alike = _alike(plan, systems)
    return plan


class _Refused(Exception):
    """A row is not taken: the column that stands in the way, and a sentence."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column
        self.sentence = sentence


def _match(thing: ReadThing, systems: list[System], names: Mapping[str, int], hidden: set[str]) -> System | None:
    """The system a row speaks of; None for a new one."""
    reference = thing.facts.get("reference", "")
    if reference in hidden:
        raise _Refused("reference", _("Another system has this reference."))
    if reference:
        return next((system for system in systems if system.reference == reference), None)
    name = fold(thing.facts["name"])
    same = [system for system in systems if system.folded_name == name]
    if same and (len(same) > 1 or names[name] > 1):
        raise _Refused("name", _("Several systems are called so. Say which by its reference, as the export has it."))
    return same[0] if same else None


def _plan_system(thing: ReadThing, target: System | None, software: "_Software") -> Change:
    before = system_facts(target) if target else {}
    facts = before | _kept(thing.facts, before)
    software.settle(facts, thing.facts, before)
    _refuse_out_of_order(facts, "since", "ended")
    fields = _differences(before, facts) if target else []
    return Change(thing.lines, facts["name"], facts, target, fields, list(thing.contracts))


def _plan_contract(thing: ReadThing, contracts: list[Contract]) -> Change:
    reference, title = thing.facts.get("contract", ""), thing.facts.get("contract_title", "")
    key = (fold(title), fold(thing.facts.get("contract_supplier", "")))
    same = [
        contract
        for contract in contracts
        if (reference and contract.reference == reference)
        or (not reference and (fold(contract.title), fold(contract.supplier_name)) == key)
    ]
    target = same[0] if len(same) == 1 else None
    before = contract_facts(target) if target else {}
    facts = before | _kept(thing.facts, before)
    facts["contract_title"] = facts.get("contract_title") or thing.about
    _refuse_out_of_order(facts, "starts", "ends")
    _refuse_out_of_order(facts, "notice", "ends")
    _refuse_out_of_order(facts, "starts", "terminated")
    if facts.get("contract_visibility") == "public":
        sentence = _("Contracts are shown to the network at most: suppliers would read along.")
        raise _Refused("contract_visibility", sentence)
    return Change(thing.lines, facts["contract_title"], facts, target, _differences(before, facts) if target else [])


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str]]:
    return [(name, before.get(name, ""), text) for name, text in after.items() if before.get(name, "") != text]


def _kept(said: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """What a row says; what cannot be unknown stays as it was, or gets its first value."""
    return {name: text or ((before.get(name) or KEPT[name]) if name in KEPT else "") for name, text in said.items()}


def _refuse_out_of_order(facts: Mapping[str, str], first: str, last: str) -> None:
    if facts.get(first) and facts.get(last) and facts[first] > facts[last]:
        raise _Refused(last, _("This day lies before “%(column)s”.") % {"column": first})


class _Software:
    """Which entry of the catalogue a row means: by its page, else by exactly its name, else none."""

    def __init__(self, viewer: Viewer | None, found: ReadInventory, systems: Iterable[System]) -> None:
        """Look up everything the file names, once."""
        seen = Entry.objects.all() if viewer is None else entries_for(viewer)
        slugs = {thing.facts.get("catalogue", "") for thing in found.systems} - {""}
        names = {thing.facts.get("product", "").lower() for thing in found.systems} - {""}
        self.by_slug = {entry.slug: entry for entry in seen.filter(slug__in=slugs)}
        self.by_slug |= {system.entry.slug: system.entry for system in systems if system.entry}
        named = seen.filter(is_copy=False).annotate(small=Lower("name")).filter(small__in=names) if names else []
        by_name: dict[str, list[Entry]] = {}
        for entry in named:
            by_name.setdefault(entry.name.lower(), []).append(entry)
        self.by_name = {name: group[0] for name, group in by_name.items() if len(group) == 1}

    def settle(self, facts: dict[str, str], said: Mapping[str, str], before: Mapping[str, str]) -> None:
        """Write either the entry or the product into the facts, never both."""
        slug, product = said.get("catalogue", ""), said.get("product", "")
        if slug:
            self._refuse_unknown(slug, product)
            facts["product"] = ""
        elif product:
            entry = self.by_slug.get(before.get("catalogue", ""))
            if entry is None or fold(entry.name) != fold(product):
                entry = None if product == before.get("product") else self.by_name.get(product.lower())
            facts |= {"catalogue": entry.slug, "product": ""} if entry else {"catalogue": ""}

    def _refuse_unknown(self, slug: str, product: str) -> None:
        entry = self.by_slug.get(slug)
        if entry is None:
            raise _Refused("catalogue", _("The catalogue has no page of this name."))
        if product and fold(product) != fold(entry.name):
            sentence = _("The catalogue page is of “%(name)s”. Empty one of the two cells.")
            raise _Refused("product", sentence % {"name": entry.name})


def _alike(plan: Plan, systems: list[System]) -> list[tuple[int, str, str]]:
    """New systems that seem to be one with another of the file or of the inventory."""
    running = [system for system in systems if system.ended_on is None]
    candidates = [
        duplicates.Candidate(-number, system.folded_name, _software_of(system_facts(system)), system.functions)
        for number, system in enumerate(running, 1)
    ]
    new = [change for change in plan.systems if change.target is None]
    for number, change in enumerate(new):
        functions = change.facts.get("functions", "")
        split = functions.split("; ") if functions else []
        candidates.append(duplicates.Candidate(number, fold(change.title), _software_of(change.facts), split))
    found = []
    for pair in duplicates.duplicates(candidates):
        if pair.second < 0:
            continue
        other = running[-pair.first - 1].name if pair.first < 0 else new[pair.first].title
        found.append((new[pair.second].lines[0], new[pair.second].title, other))
    return found


def _software_of(facts: Mapping[str, str]) -> str:
    return facts.get("catalogue") or fold(facts.get("product", ""))
