"""Products of endoflife.date, in each form they are published in."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.standards import endoflife
from commonweal.standards.endoflife import Cycle, Ending, Identifier
from commonweal.standards.endoflife.model import Scheme

PAGE = b"""---
title: Mensa DB
category: database
permalink: /mensa-db
alternate_urls:
  - /mdb
releasePolicyLink: https://mensa.example/support
identifiers:
  - purl: pkg:generic/mensa-db
  - cpe: cpe:2.3:a:mensa:db
releases:
  - releaseCycle: "1.10"
    releaseDate: 2024-01-31
    eoas: 2025-01-31
    eol: 2027-01-31
    lts: 2024-06-01
    latest: "1.10.4"
    latestReleaseDate: 2026-02-01
  - releaseCycle: 1.9
    releaseDate: 2022-01-31
    eol: true
    eoes: false
  - releaseCycle: old
    eol: soon
---
# Words that nobody reads
"""
FULL = {
    "schema_version": "1.2.0",
    "total": 1,
    "result": [
        {
            "name": "mensa-db",
            "label": "Mensa DB",
            "category": "database",
            "aliases": ["mdb"],
            "identifiers": [{"id": "pkg:generic/mensa-db", "type": "purl"}, {"id": "x", "type": "swid"}],
            "links": {"releasePolicy": "https://mensa.example/support"},
            "releases": [
                {
                    "name": "1.10",
                    "releaseDate": "2024-01-31",
                    "isLts": True,
                    "ltsFrom": "2024-06-01",
                    "isEoas": True,
                    "eoasFrom": "2025-01-31",
                    "isEol": False,
                    "eolFrom": "2027-01-31",
                    "latest": {"name": "1.10.4", "date": "2026-02-01"},
                },
                {"name": "1.9", "releaseDate": "2022-01-31", "isEol": True, "eolFrom": None, "isEoes": None},
                {"name": "1.8", "isEol": False, "eolFrom": None, "latest": None},
            ],
        }
    ],
}


def test_a_page_is_read_with_days_booleans_and_what_is_not_known() -> None:
    (entry,) = endoflife.read_many(PAGE, "mensa-db.md")

    product = entry.product
    assert product is not None
    assert (product.name, product.label, product.aliases) == ("mensa-db", "Mensa DB", ("mdb",))
    assert Identifier(Scheme.CPE, "cpe:2.3:a:mensa:db") in product.identifiers
    assert product.cycles[0] == Cycle(
        "1.10",
        released=date(2024, 1, 31),
        support=Ending(date(2025, 1, 31)),
        eol=Ending(date(2027, 1, 31)),
        is_lts=True,
        lts_from=date(2024, 6, 1),
        latest="1.10.4",
        latest_on=date(2026, 2, 1),
    )
    assert (product.cycles[1].eol, product.cycles[1].extended) == (Ending(has_ended=True), Ending(has_ended=False))
    assert not product.cycles[2].eol.is_known
    assert [problem.rule for problem in entry.problems] == ["eol-day"]


def test_the_answer_of_the_api_is_read_as_its_pages_are() -> None:
    (entry,) = endoflife.read_many(json.dumps(FULL).encode(), "full")
    (page,) = endoflife.read_many(PAGE, "mensa-db.md")

    assert entry.product is not None
    assert page.product is not None
    assert entry.product.cycles[0] == page.product.cycles[0]
    assert [each.eol for each in entry.product.cycles[1:]] == [Ending(has_ended=True), Ending(has_ended=False)]
    assert not entry.product.cycles[1].extended.is_known
    assert [problem.rule for problem in entry.problems] == ["eol-identifier"]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "eol-format"),
        (b"{", "eol-format"),
        (b"[1]", "eol-not-a-product"),
        (b'{"name": "../../x"}', "eol-no-name"),
        (b"---\nname: [\n---\n", "eol-yaml"),
        (b"---\n", "eol-not-a-product"),
        (b"[" * 100_000, "eol-format"),
        (b'{"name": "a"}', "eol-no-cycle"),
    ],
)
def test_what_cannot_be_read_is_a_problem_and_no_mistake_of_ours(content: bytes, rule: str) -> None:
    found = list(endoflife.read_many(content, "broken"))

    assert rule in {problem.rule for entry in found for problem in entry.problems}


WORDS = ("name", "releases", "releaseCycle", "eol", "latest", "identifiers", "purl", "isEol", "eolFrom")


@settings(max_examples=40, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(
    st.sampled_from(["name", "releases", "releaseCycle", "eol", "latest", "identifiers", "purl", "isEol", "eolFrom"]), x
)))  # fmt: skip
def test_no_record_makes_the_reader_raise(record: object) -> None:
    product, _problems = endoflife.read(record)

    assert product is None or endoflife.read(endoflife.written(product))[0] == product


def test_every_real_product_is_read_the_same_from_its_page_and_from_json(shared_data: Path) -> None:
    pages = list(endoflife.read_folder(shared_data / "eol" / "endoflife.date" / "products"))
    lines = list(endoflife.read_many((shared_data / "eol" / "products.jsonl").read_bytes(), "products.jsonl"))

    assert len(pages) == len(lines) == 464
    assert [entry.problems for entry in pages + lines if entry.product is None] == []
    named = {entry.product.name: entry.product for entry in pages if entry.product}
    assert sum(len(product.cycles) for product in named.values()) == 8_351
    assert {entry.product.name: entry.product for entry in lines if entry.product} == named
