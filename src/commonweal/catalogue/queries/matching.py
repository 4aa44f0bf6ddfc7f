"""Which entries fit a text, and how well: PostgreSQL finds, at most a few hundred are ranked.

A word is looked for as typed, in the stem each of our languages gives it, and as a beginning (German writes compounds);
a need also by its names in the other languages. An entry must fit every group of words; where hardly any does, fitting
one is enough and those that fit more come first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from django.db import connection

from commonweal.catalogue import rules
from commonweal.catalogue.queries import postings, vocabulary
from commonweal.catalogue.queries.facet_index import FacetIndex
from commonweal.catalogue.rules import bitmaps
from commonweal.catalogue.rules.bitmaps import Bits, Ids
from commonweal.catalogue.rules.needs import Group, groups

CONFIGURATIONS = {"en": "english", "it": "italian", "fr": "french", "de": "german"}
SHORTEST_BEGINNING = 5  # letters from which a word also counts as the beginning of another
FEW = 4
LONGEST_TEXT = 200
WEIGHTS = "{0.1, 0.15, 0.6, 1.0}"  # of D, C, B, A
ALTERNATIVE = 0.7  # what a hit by another name of the need counts, beside one by the words as typed


@dataclass(frozen=True, slots=True)
class Terms:
    """A group as texts of queries: one for each typed word in all its forms, and one for each other name."""

    words: tuple[str, ...]
    names: tuple[str, ...]

    def typed(self) -> str:
        """The query for the words as typed."""
        return " & ".join(f"({word})" for word in self.words)

    def named(self) -> str:
        """The query for the other names."""
        return " | ".join(f"({name})" for name in self.names)


@dataclass(frozen=True, slots=True)
class Question:
    """A text as groups of words and names."""

    text: str
    groups: tuple[Group, ...]
    terms: tuple[Terms, ...]

    def names(self) -> tuple[str, ...]:
        """The names by which the text was widened, without what was typed."""
        typed = {rules.fold(" ".join(group.words)) for group in self.groups}
        return tuple(
            dict.fromkeys(name for group in self.groups for _, name in group.names if rules.fold(name) not in typed)
        )


@dataclass(frozen=True, slots=True)
class Found:
    """The entries that fit a question; where they are many, those that say so in their name or short text."""

    fitting: Bits
    outstanding: Bits
    count: int

    def widened(self, capacity: int) -> "Found":
        """The same over more ids, where the index has grown since."""
        missing = (0, capacity // 8 - self.fitting.size)
        return Found(np.pad(self.fitting, missing), np.pad(self.outstanding, missing), self.count)


def question(text: str) -> Question:
    """Read a text."""
    words = rules.meaningful(rules.words(text[:LONGEST_TEXT]))
    roots = [rules.root(word) for word in words]
    found = groups(words, vocabulary.meanings(), roots)
    pairs = [pair for group in found for pair in (*_word_pairs(group), *_name_pairs(group))]
    forms = postings.lexemes(pairs) if pairs else {}
    return Question(text, tuple(found), tuple(_terms(group, forms) for group in found))


def find(index: FacetIndex, asked: Question, *, most_ranked: int) -> Found:
    """The entries that fit every group; where those are few, those that fit one."""
    wanted = [key for terms in asked.terms for key in (*_keys(terms.words), terms.names)]
    capacity = index.capacity
    having = postings.entries_with(index, "words", wanted, capacity)
    nothing = bitmaps.empty(capacity)
    each = [_all_of(terms, having, nothing) | having[terms.names] for terms in asked.terms]
    fitting = reduce(np.bitwise_and, each)
    count = bitmaps.count(fitting)
    if count < FEW and len(each) > 1:
        fitting = reduce(np.bitwise_or, each)
        count = bitmaps.count(fitting)
    outstanding = nothing
    if count > most_ranked:
        typed = [key for terms in asked.terms for key in _keys(terms.words)]
        in_heads = postings.entries_with(index, "headwords", typed, capacity)
        outstanding = reduce(np.bitwise_and, [_all_of(terms, in_heads, nothing) for terms in asked.terms]) & fitting
    return Found(fitting, outstanding, count)


def rank(asked: Question, ids: Ids) -> dict[int, float]:
    """How well each of a few hundred entries fits: the sum over groups, so that fitting more of them counts more."""
    queries = [query for terms in asked.terms for query in (terms.typed(), terms.named())]
    ranks = ", ".join([f"ts_rank('{WEIGHTS}', words, %s::tsquery, 1)"] * len(queries))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT entry_id, folded_name, {ranks} FROM catalogue_searchtext JOIN catalogue_searchdocument"  # noqa: S608
            " USING (entry_id) WHERE entry_id = ANY(%s)",
            [*queries, ids.tolist()],
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


def _word_pairs(group: Group) -> list[tuple[str, str]]:
    return [(name, word) for word in group.words for name in ("simple", *CONFIGURATIONS.values())]


def _name_pairs(group: Group) -> list[tuple[str, str]]:
    return [(name, text) for language, text in group.names for name in (CONFIGURATIONS[language], "simple")]


def _terms(group: Group, forms: Mapping[tuple[str, str], str]) -> Terms:
    words = []
    for word in group.words:
        found = [forms[pair] for pair in _word_pairs(Group((word,)))]
        if len(word) >= SHORTEST_BEGINNING and word.isalpha():
            found.append(f"'{word}':*")
        words.append(_either(found))
    pairs = _name_pairs(group)
    names = [_either([forms[stemmed], forms[plain]]) for stemmed, plain in zip(pairs[::2], pairs[1::2], strict=True)]
    return Terms(tuple(filter(None, words)), tuple(dict.fromkeys(filter(None, names))))


def _either(forms: Iterable[str]) -> str:
    """One query for several, each once; "" where there is none."""
    return " | ".join(dict.fromkeys(filter(None, forms)))


def _keys(words: Iterable[str]) -> list[postings.Alternatives]:
    return [(word,) for word in words]


def _all_of(terms: Terms, having: Mapping[postings.Alternatives, Bits], nothing: Bits) -> Bits:
    return reduce(np.bitwise_and, [having[key] for key in _keys(terms.words)]) if terms.words else nothing
