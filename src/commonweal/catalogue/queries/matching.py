"""Which entries fit a text, and how well: PostgreSQL finds, at most a few hundred are ranked.

A word is looked for as typed, in the stem each of our languages gives it, and as a beginning (German writes compounds);
a need also by its names in the other languages. An entry must fit every group of words; where hardly any does, fitting
one is enough and those that fit more come first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.db import connection

from commonweal.catalogue import rules
from commonweal.catalogue.queries import vocabulary
from commonweal.catalogue.rules.bitmaps import Ids
from commonweal.catalogue.rules.needs import Group, groups

CONFIGURATIONS = {"en": "english", "it": "italian", "fr": "french", "de": "german"}
SHORTEST_BEGINNING = 5  # letters from which a word also counts as the beginning of another
FEW = 4
LONGEST_TEXT = 200
WEIGHTS = "{0.1, 0.15, 0.6, 1.0}"  # of D, C, B, A
ALTERNATIVE = 0.7  # what a hit by another name of the need counts, beside one by the words as typed

Part = tuple[str, list[str]]


@dataclass(frozen=True, slots=True)
class Question:
    """A text as groups of words and names."""

    text: str
    groups: tuple[Group, ...]

    def condition(self, operator: str) -> Part:
        """The SQL of the tsquery for all groups ("&&") or any ("||"), and its parameters."""
        parts = [_any_of([_as_typed(group), *_other_names(group)]) for group in self.groups]
        return _joined(parts, operator)

    def names(self) -> tuple[str, ...]:
        """The names by which the text was widened, without what was typed."""
        typed = {rules.fold(" ".join(group.words)) for group in self.groups}
        return tuple(
            dict.fromkeys(name for group in self.groups for _, name in group.names if rules.fold(name) not in typed)
        )


@dataclass(frozen=True)
class Found:
    """The entries that fit a question, and those of them that say so in their name or short text."""

    fitting: Ids
    outstanding: Ids
    is_loose: bool = False

    @cached_property
    def is_empty(self) -> bool:
        """Whether nothing fits."""
        return self.fitting.size == 0


def question(text: str) -> Question:
    """Read a text."""
    words = rules.meaningful(rules.words(text[:LONGEST_TEXT]))
    roots = [rules.root(word) for word in words]
    return Question(text, tuple(groups(words, vocabulary.meanings(), roots)))


def find(asked: Question) -> Found:
    """The entries that fit every group; where those are few, also those that fit one."""
    found = _find(asked.condition("&&"))
    if found.fitting.size >= FEW or len(asked.groups) < 2:
        return found
    loose = _find(asked.condition("||"))
    return Found(loose.fitting, loose.outstanding, is_loose=True)


def rank(asked: Question, ids: Ids) -> dict[int, float]:
    """How well each of a few hundred entries fits: the sum over groups, so that fitting more of them counts more."""
    columns: list[Part] = []
    for group in asked.groups:
        columns.append(_as_typed(group))
        columns.append(_any_of(_other_names(group)) if group.names else ("''::tsquery", []))
    ranks = ", ".join(f"ts_rank('{WEIGHTS}', words, {sql}, 1)" for sql, _ in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT entry_id, folded_name, {ranks} FROM catalogue_searchtext JOIN catalogue_searchdocument"  # noqa: S608
            " USING (entry_id) WHERE entry_id = ANY(%s)",
            [*(value for _, values in columns for value in values), ids.tolist()],
        )
        return {row[0]: _score(asked, row[1], row[2:]) for row in cursor.fetchall()}


def _score(asked: Question, name: str, ranks: Sequence[float]) -> float:
    score = 0.0
    for typed, named in zip(ranks[::2], ranks[1::2], strict=True):
        score += max(_saturated(typed), ALTERNATIVE * _saturated(named))
    folded = " ".join(rules.words(asked.text))
    if name == folded:
        score += 2.0
    elif name.startswith(folded):
        score += 0.5
    return score


def _saturated(rank: float) -> float:
    """The tenth repetition of a word says less than the first."""
    return rank / (rank + 0.05)


def _find(condition: Part) -> Found:
    sql, values = condition
    rows = (
        "(SELECT string_agg(int4send(entry_id::int), ''::bytea) FROM catalogue_searchtext WHERE {} @@ asked.for_what)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH asked AS MATERIALIZED (SELECT {sql} AS for_what)"  # noqa: S608
            f" SELECT {rows.format('words')}, {rows.format('headwords')} FROM asked",
            values,
        )
        fitting, outstanding = cursor.fetchone() or (None, None)
    return Found(_ids(fitting), _ids(outstanding))


def _ids(packed: bytes | None) -> Ids:
    return np.sort(np.frombuffer(packed or b"", dtype=">i4").astype(np.int64))


def _as_typed(group: Group) -> Part:
    return _joined([_word(word) for word in group.words], "&&")


def _word(word: str) -> Part:
    configurations = ("simple", *CONFIGURATIONS.values())
    forms = [(f"plainto_tsquery('commonweal_{name}', %s)", [word]) for name in configurations]
    if len(word) >= SHORTEST_BEGINNING and word.isalpha():
        forms.append(("to_tsquery('commonweal_simple', %s)", [f"{word}:*"]))
    return _any_of(forms)


def _other_names(group: Group) -> list[Part]:
    return [
        (f"plainto_tsquery('commonweal_{configuration}', %s)", [name])
        for language, name in group.names
        for configuration in (CONFIGURATIONS[language], "simple")
    ]


def _any_of(parts: Sequence[Part]) -> Part:
    return _joined(parts, "||")


def _joined(parts: Sequence[Part], operator: str) -> Part:
    if not parts:
        return "''::tsquery", []
    return (
        "(" + f" {operator} ".join(sql for sql, _ in parts) + ")",
        [value for _, values in parts for value in values],
    )
