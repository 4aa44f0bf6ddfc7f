"""Rules of the catalogue."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commonweal.catalogue import rules
from commonweal.catalogue.queries import vocabulary
from commonweal.catalogue.rules import Statement
from commonweal.catalogue.rules.needs import groups
from commonweal.standards.publiccode import Audience, Description, Legal, PublicCode

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
words = st.sampled_from(["", "Alpha", "Beta", "Gamma"])
documents = st.builds(
    PublicCode,
    name=words,
    categories=st.lists(st.sampled_from(["crm", "gis", "erp"]), unique=True).map(tuple),
    legal=st.builds(Legal, license=words),
    intended_audience=st.builds(Audience, scope=st.just(())),
    description=st.just((("en", Description(short_description="Something")),)),
)


def statement(document: PublicCode, precedence: int) -> Statement:
    return Statement(
        source=f"source:{precedence}", source_name="A source", precedence=precedence, seen_at=NOON, licence="CC0-1.0",
        document=document,
    )  # fmt: skip


said = st.lists(st.tuples(documents, st.integers(1, 90)), min_size=1, max_size=5, unique_by=lambda pair: pair[1])


@given(said, st.randoms())
def test_the_order_in_which_sources_speak_does_not_matter(pairs, chance) -> None:
    statements = [statement(document, precedence) for document, precedence in pairs]
    shuffled = list(statements)
    chance.shuffle(shuffled)

    assert rules.merge(statements, "https://git.example/a/b") == rules.merge(shuffled, "https://git.example/a/b")


@given(said)
def test_every_filled_field_names_its_source_and_nothing_said_is_lost(pairs) -> None:
    merged = rules.merge([statement(document, precedence) for document, precedence in pairs], "https://git.example/a/b")

    first = min((precedence for document, precedence in pairs if document.legal.license), default=None)
    assert (merged.columns["licence"] == "") == (first is None)
    if first is not None:
        assert merged.provenance["licence"]["source"] == f"source:{first}"
    assert set(merged.columns["categories"]) == {one for document, _ in pairs for one in document.categories}


def test_an_asset_without_a_name_is_called_as_its_repository() -> None:
    assert rules.merge([statement(PublicCode(), 10)], "https://git.example/borgo/mense").columns["name"] == "mense"


@pytest.mark.parametrize(
    ("typed", "known", "alike"),
    [("libary", "library", True), ("cimetery", "cemetery", True), ("cat", "dog", False), ("tax", "taxi", True)],
)
def test_a_slip_is_told_from_another_word(typed: str, known: str, alike: bool) -> None:
    assert rules.is_like(typed, known) is alike


@given(st.text())
@example("\U0001d468")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert rules.fold(rules.fold(text)) == rules.fold(text)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_slug_is_always_found(name: str, path: str) -> None:
    choices = list(rules.slug_choices(name, f"https://git.example/{path}", ""))

    assert choices
    assert all(choice and set(choice) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for choice in choices)
    assert all(len(choice) <= 150 for choice in choices)


def test_the_longest_known_name_makes_a_group() -> None:
    typed = ["civil", "registry", "zebra"]

    found = groups(typed, vocabulary.meanings(), [rules.root(word) for word in typed])

    assert [group.words for group in found] == [("civil", "registry"), ("zebra",)]
    assert ("it", "anagrafe") in found[0].names


def test_labels_fall_back_to_english_then_to_the_identifier() -> None:
    assert vocabulary.label("category", "accounting", "it") == "Contabilità"
    assert vocabulary.label("category", "accounting", "pl") == "Accounting"
    assert vocabulary.label("category", "made-up", "en") == "Made up"
