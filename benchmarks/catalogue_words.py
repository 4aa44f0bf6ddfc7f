"""What the search benchmark searches: entries and questions made from the packs' own words, alike at every run."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

CONFIGURATION = {"en": "english", "it": "italian", "fr": "french", "de": "german"}
COUNTRIES = ("IT", "FR", "DE", "NL", "CH", "DK", "FI", "SE", "ES", "AT", "EE", "PT")
LICENCES = ("EUPL-1.2", "AGPL-3.0-or-later", "GPL-3.0-or-later", "MIT", "Apache-2.0", "BSD-3-Clause", "GPL-2.0-only")
ACCENTED = "aàbcdeéfghilmnoòprstuùvz"


@dataclass(frozen=True, slots=True)
class Made:
    """A made entry."""

    number: int
    language: str
    name: str
    short: str
    long: str
    facets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A text of words that all must occur, and chosen values."""

    kind: str
    words: tuple[str, ...]
    chosen: tuple[tuple[str, str], ...]
    sort: str = "relevance"


class Words:
    """Words by language with their frequencies, and the questions asked of them."""

    def __init__(self) -> None:
        from commonweal.catalogue import rules
        from commonweal.catalogue.queries import vocabulary

        self.categories = list(vocabulary.terms("category"))
        self.statuses = list(vocabulary.terms("status"))
        self.scopes = list(vocabulary.terms("scope"))
        self.needs = sorted({name for concept in vocabulary.concepts() for tag, name in concept.names if tag == "en"})
        chance = random.Random(7)
        self.of: dict[str, list[str]] = {}
        for language in CONFIGURATION:
            said = {word for concept in vocabulary.concepts() for tag, name in concept.names if tag == language
                    for word in rules.words(name) if len(word) > 3}  # fmt: skip
            known = sorted(said)
            chance.shuffle(known)
            tail = ("".join(chance.choices(ACCENTED, k=chance.randint(5, 10))) for _ in range(40_000))
            self.of[language] = [*known, *tail]
        ranks = np.arange(1, 1 + min(len(words) for words in self.of.values()))
        weights = ranks**-1.05
        self.cumulative = np.cumsum(weights / weights.sum())

    def entries(self, count: int) -> Iterator[Made]:
        """The entries, the same every time."""
        chance, draw = random.Random(11), np.random.default_rng(13)
        languages = list(self.of)
        for start in range(0, count, 10_000):
            places = np.searchsorted(self.cumulative, draw.random((min(10_000, count - start), 72)))
            for offset, row in enumerate(places.tolist()):
                language = languages[chance.randrange(4)]
                words = self.of[language]
                text = [words[place] for place in row]
                facets = [
                    ("category", chance.choice(self.categories)), ("category", chance.choice(self.categories)),
                    ("scope", chance.choice(self.scopes)), ("licence", chance.choice(LICENCES)), ("openness", "open"),
                    ("language", language), ("language", chance.choice(languages)),
                    ("platform", chance.choice(("web", "linux", "windows"))),
                    ("publisher", f"body-{int(chance.paretovariate(0.6)) % 5000}"),
                    ("country", chance.choice(COUNTRIES)),
                    ("tier", chance.choice(("local", "regional", "national"))),
                    ("status", chance.choice(self.statuses)),
                    ("maintenance", chance.choice(("internal", "contract", "community", "none"))), ("kind", "software"),
                ]  # fmt: skip
                yield Made(
                    start + offset + 1, language, " ".join(text[:2]).title(), " ".join(text[2:14]),
                    " ".join(text[14:]), tuple(dict.fromkeys(facets)),
                )  # fmt: skip

    def questions(self, count: int) -> list[Question]:
        """A mix: browsing by facets, common, middling and rare words, two words, needs by name."""
        chance = random.Random(17)
        found = []
        for place in range(count):
            language = chance.choice(list(self.of))
            words = self.of[language]
            kind = ("browse", "common word", "middling word", "two words", "need by name", "rare word")[place % 6]
            text = {
                "browse": (),
                "common word": (words[chance.randrange(3, 30)],),
                "middling word": (words[chance.randrange(100, 1000)],),
                "two words": (words[chance.randrange(3, 60)], words[chance.randrange(3, 60)]),
                "need by name": tuple(chance.choice(self.needs).split()),
                "rare word": (words[chance.randrange(5_000, 20_000)],),
            }[kind]
            choices = [
                ("category", chance.choice(self.categories)), ("licence", chance.choice(LICENCES[:4])),
                ("language", language), ("country", chance.choice(COUNTRIES[:5])), ("status", "stable"),
            ]  # fmt: skip
            chosen = tuple(chance.sample(choices, k=(0, 1, 2)[place // 6 % 3]))
            sort = chance.choice(("name", "newest", "relevance")) if kind == "browse" else "relevance"
            found.append(Question(kind, text, chosen, sort))
        return found
