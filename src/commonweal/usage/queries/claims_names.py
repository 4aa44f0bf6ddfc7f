"""Which body of the register a name in a list stands for."""

from collections.abc import Iterable, Mapping
from functools import cache

from django.db.models import Q

from commonweal.organisations.models import Body, Identifier, Succession
from commonweal.organisations.queries import fold
from commonweal.usage.queries.claims_pack import written_forms
from commonweal.usage.rules import matching
from commonweal.usage.rules.matching import Form, Match, Named, Reason

MOST_CANDIDATES = 5_000
AT_ONCE = 200


def bodies_meant(texts: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Match]:
    """For each name with the country of who wrote it: the body it stands for, or none, and why."""
    wanted = list(dict.fromkeys(texts))
    found: dict[tuple[str, str], Match] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        by_code = _by_code([text for text, _ in some])
        candidates = _candidates({text for text, _ in some if text not in by_code})
        for text, country in some:
            if text in by_code:
                found[text, country] = Match(by_code[text], Reason.IDENTIFIER)
            else:
                found[text, country] = _by_name(text, candidates, country)
    heirs = _heirs({match.body for match in found.values() if match.body is not None})
    return {key: Match(heirs.get(match.body or 0, match.body), match.reason) for key, match in found.items()}


@cache
def forms() -> tuple[Form, ...]:
    """The forms of names, folded."""
    return tuple(Form(fold(words), kind, is_after) for words, kind, is_after in written_forms())


def _by_name(text: str, candidates: list[Named], country: str) -> Match:
    whole = matching.match(fold(text), candidates, country=country, forms=forms())
    plain = matching.without_brackets(text)
    if whole.reason != Reason.NOBODY or plain == text:
        return whole
    return matching.match(fold(plain), candidates, country=country, forms=forms())


def _by_code(texts: list[str]) -> dict[str, int]:
    """The bodies that the texts, or what stands in brackets in them, name by URI or by a code of one register."""
    parts = {text: matching.codes(text) for text in texts}
    codes = {code for each in parts.values() for code in each}
    known: dict[str, set[int]] = {}
    for value, body in Identifier.objects.filter(value__in=codes).values_list("value", "body_id"):
        known.setdefault(value, set()).add(body)
    for uri, body in Body.objects.filter(uri__in=codes).values_list("uri", "pk"):
        known.setdefault(uri, set()).add(body)
    found = {}
    for text, each in parts.items():
        bodies = set().union(*(known.get(code, set()) for code in each))
        if len(bodies) == 1:
            found[text] = bodies.pop()
    return found


def _candidates(texts: set[str]) -> list[Named]:
    """Every body one of whose names holds one of the texts, less what says what a body is."""
    meant = set()
    for text in texts:
        for spelling in (text, matching.without_brackets(text)):
            core, _kind = matching.core(fold(spelling), forms())
            if len(core) > 1:
                meant.add(core)
    if not meant:
        return []
    holds = Q()
    for core in meant:
        holds |= Q(folded_names__contains=core)
    rows = Body.objects.filter(holds).order_by("pk").values_list("pk", "kind", "country", "folded_names")
    return [Named(pk, kind, country, tuple(names.splitlines())) for pk, kind, country, names in rows[:MOST_CANDIDATES]]


def _heirs(bodies: set[int]) -> dict[int, int]:
    """For bodies that became exactly one other body: that one, or what it became in turn."""
    steps: dict[int, int] = {}
    waiting = set(bodies)
    while waiting:
        after: dict[int, set[int]] = {}
        for before, successor in Succession.objects.filter(predecessor__in=waiting).values_list(
            "predecessor_id", "successor_id"
        ):
            after.setdefault(before, set()).add(successor)
        new = {before: next(iter(heirs)) for before, heirs in after.items() if len(heirs) == 1 and before not in steps}
        steps |= new
        waiting = set(new.values()) - steps.keys()
    return {body: _last(body, steps) for body in bodies if body in steps}


def _last(body: int, steps: Mapping[int, int]) -> int:
    seen = {body}
    while body in steps and steps[body] not in seen:
        body = steps[body]
        seen.add(body)
    return body
