"""What every data pack promises: it parses, names its sources, and points only at things that exist."""

import re
import tarfile
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
CONTEXTS = PROJECT / "src" / "commonweal"
CATALOGUE = CONTEXTS / "catalogue" / "packs"
PACKS = [
    CATALOGUE / "categories.yaml",
    CATALOGUE / "scopes.yaml",
    CATALOGUE / "vocabulary.yaml",
    CATALOGUE / "synonyms.yaml",
    CATALOGUE / "starter.yaml",
    CATALOGUE / "alternatives.yaml",
    CONTEXTS / "organisations" / "packs" / "ospo-cases.yaml",
    CONTEXTS / "organisations" / "packs" / "import-columns.yaml",
    CONTEXTS / "organisations" / "packs" / "size-bands.yaml",
    CONTEXTS / "harvest" / "packs" / "publishers.yaml",
    CONTEXTS / "risk" / "packs" / "advisory-sources.yaml",
    CONTEXTS / "risk" / "packs" / "priority.yaml",
    CONTEXTS / "risk" / "packs" / "sync.yaml",
    CONTEXTS / "usage" / "packs" / "body-name-forms.yaml",
    CONTEXTS / "usage" / "packs" / "claims.yaml",
    CONTEXTS / "usage" / "packs" / "clauses.yaml",
    CONTEXTS / "usage" / "packs" / "data-classes.yaml",
    CONTEXTS / "usage" / "packs" / "inventory-words.yaml",
    CONTEXTS / "usage" / "packs" / "lock-in.yaml",
    CONTEXTS / "usage" / "packs" / "radar.yaml",
    CONTEXTS / "usage" / "packs" / "spending.yaml",
    PROJECT / "tests" / "catalogue" / "relevance.yaml",
]
LANGUAGES = {"en", "it", "fr", "de"}
HEADER = {"pack", "version", "title", "licence", "sources", "note"}
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
DRIVERS = {"github", "gitlab", "gitea", "bitbucket"}


def read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        pack = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert isinstance(pack, dict)
    return pack


def leaves(value: object) -> Iterator[object]:
    """Every single value inside a pack, however deep."""
    if isinstance(value, Mapping):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part)
    else:
        yield value


def ids(rows: list[dict[str, Any]]) -> set[str]:
    """The identifiers of rows, each of which may stand only once."""
    found = [row["id"] for row in rows]
    assert len(found) == len(set(found)), sorted({each for each in found if found.count(each) > 1})
    return set(found)


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_pack_says_what_it_is_and_where_it_comes_from(path: Path) -> None:
    pack = read(path)

    assert set(pack) >= HEADER
    assert list(pack)[:4] == ["pack", "version", "title", "licence"]
    assert re.fullmatch(r"\d{4}\.\d{2}\.\d{2}", pack["version"])
    assert pack["licence"] in {"CC0-1.0", "EUPL-1.2"}
    assert pack["sources"]


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_pack_holds_plain_text_and_web_addresses_but_no_mailbox(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not ADDRESS.findall(text)
    for leaf in leaves(read(path)):
        assert leaf is not None
        if isinstance(leaf, str) and "://" in leaf:
            assert urlsplit(leaf).scheme in {"http", "https"}, leaf
            assert urlsplit(leaf).hostname, leaf


def test_every_category_of_the_standard_has_a_name_a_shelf_and_synonyms_in_four_languages() -> None:
    pack = read(CATALOGUE / "categories.yaml")
    shelves = ids(pack["groups"])

    assert len(ids(pack["categories"])) == 106
    for row in pack["categories"]:
        assert row["group"] in shelves
        assert set(row["synonyms"]) == LANGUAGES
        assert all(all(isinstance(word, str) for word in words) and words for words in row["synonyms"].values())
    for row in pack["categories"] + pack["groups"]:
        assert set(row["label"]) == LANGUAGES
    assert shelves == {row["group"] for row in pack["categories"]}


def test_the_lists_are_those_of_the_standard(shared_data: Path) -> None:
    standard = yaml.safe_load((shared_data / "publiccode" / "standard" / "vocabularies.json").read_text())
    vocabulary = read(CATALOGUE / "vocabulary.yaml")

    assert ids(read(CATALOGUE / "categories.yaml")["categories"]) == set(standard["versions"]["0.7.0"]["categories"])
    assert ids(read(CATALOGUE / "scopes.yaml")["scopes"]) == set(standard["versions"]["0.7.0"]["scopes"])
    assert ids(vocabulary["software_types"]) == set(standard["softwareType"])
    assert ids(vocabulary["development_statuses"]) == set(standard["developmentStatus"])
    assert ids(vocabulary["maintenance_types"]) == set(standard["maintenance.type"])
    assert ids(vocabulary["platforms"]) == set(standard["platforms (open)"])


def test_every_scope_and_value_has_a_name_in_four_languages() -> None:
    scopes = read(CATALOGUE / "scopes.yaml")["scopes"]
    vocabulary = read(CATALOGUE / "vocabulary.yaml")
    values = [row for name in set(vocabulary) - HEADER for row in vocabulary[name]]

    assert len(ids(scopes)) == 24
    for row in scopes + values:
        assert set(row["label"]) == LANGUAGES
    for row in values:
        assert set(row["explanation"]) == LANGUAGES


def test_every_concept_is_named_in_four_languages() -> None:
    concepts = read(CATALOGUE / "synonyms.yaml")["concepts"]

    assert 150 <= len(ids(concepts)) <= 250
    for concept in concepts:
        assert set(concept) == LANGUAGES | {"id"}
        for language in LANGUAGES:
            words = [word.casefold() for word in concept[language]]
            assert words
            assert len(words) == len(set(words)), concept["id"]


def test_every_product_of_the_starter_pack_uses_known_values_and_short_sentences() -> None:
    products = read(CATALOGUE / "starter.yaml")["products"] + read(CATALOGUE / "alternatives.yaml")["software"]
    vocabulary = read(CATALOGUE / "vocabulary.yaml")
    categories = ids(read(CATALOGUE / "categories.yaml")["categories"])
    scopes = ids(read(CATALOGUE / "scopes.yaml")["scopes"])

    assert len(ids(products)) >= 60
    assert len({product["url"].casefold() for product in products}) == len(products)
    for product in products:
        assert set(product["categories"]) <= categories
        assert set(product.get("audience_scopes", [])) <= scopes
        assert product["software_type"] in ids(vocabulary["software_types"])
        assert product["development_status"] in ids(vocabulary["development_statuses"])
        assert set(product["platforms"]) <= ids(vocabulary["platforms"])
        assert set(product["short_description"]) == LANGUAGES
        assert all(len(sentence) <= 150 for sentence in product["short_description"].values()), product["id"]
        assert product["sources"]
        assert all(user["source"] for user in product.get("known_public_users", []))


def test_every_closed_product_has_a_function_and_an_alternative_we_list() -> None:
    pack = read(CATALOGUE / "alternatives.yaml")
    software = ids(read(CATALOGUE / "starter.yaml")["products"] + pack["software"])
    categories = ids(read(CATALOGUE / "categories.yaml")["categories"])
    names = [row["name"].casefold() for row in pack["products"]]

    assert len(names) == len(set(names)) >= 60
    for row in pack["products"]:
        assert row["vendor"]
        assert set(row["functions"]) <= categories
        assert {line["software"] for line in row["alternatives"]} <= software
        assert all(line["source"] and line["known"] for line in row["alternatives"])
    assert {row["id"] for row in pack["software"]} <= {
        line["software"] for row in pack["products"] for line in row["alternatives"]
    }


def test_offices_stand_in_known_bodies_and_support_each_other_without_circles() -> None:
    pack = read(CONTEXTS / "organisations" / "packs" / "ospo-cases.yaml")
    bodies, offices = ids(pack["bodies"]), ids(pack["offices"])
    sources = ids(pack["sources"])

    assert sum(office["study"] for office in pack["offices"]) == 16
    assert len({body["uri"] for body in pack["bodies"]}) == len(bodies)
    for body in pack["bodies"]:
        assert {body["parent"]} <= bodies if "parent" in body else True
        assert set(body.get("predecessors", [])) <= bodies
    for office in pack["offices"]:
        assert {host["body"] for host in office["hosts"]} <= bodies
        assert {*office.get("sponsors_with", []), office.get("sponsor", office["hosts"][0]["body"])} <= bodies
        assert {*office.get("supports", []), *office.get("peers_with", [])} <= offices - {office["id"]}
        assert set(office["sources"]) <= sources
    order = TopologicalSorter({office["id"]: office.get("supports", []) for office in pack["offices"]})
    assert set(order.static_order()) == offices


def test_claims_name_their_source_and_supersede_older_ones() -> None:
    pack = read(CONTEXTS / "organisations" / "packs" / "ospo-cases.yaml")
    claims = {claim["id"]: claim for claim in pack["claims"]}

    assert len(claims) == len(ids(pack["claims"]))
    for claim in claims.values():
        assert claim["source"] in ids(pack["sources"])
        assert isinstance(claim["value"], int)
        assert claim["qualifier"] in {"exactly", "about", "at_least", "more_than", "nearly"}
        if "supersedes" in claim:
            assert claims[claim["supersedes"]]["subject"] == claim["subject"]
    assert {claims["study-cases-12"]["value"], claims["study-cases-16"]["value"]} == {12, 16}


def test_every_publisher_has_an_account_that_stands_once() -> None:
    publishers = read(CONTEXTS / "harvest" / "packs" / "publishers.yaml")["publishers"]
    accounts = [(each["url"], each.get("group", "").casefold()) for row in publishers for each in row["accounts"]]
    names: dict[str, set[str]] = {}
    for row in publishers:
        names.setdefault(row.get("uri", row["name"]), set()).add(row["name"])

    assert {row["country"] for row in publishers} == {"CH", "DK", "FR", "IT", "NL"}
    assert len(accounts) == len(set(accounts))
    assert all(each["driver"] in DRIVERS for row in publishers for each in row["accounts"])
    assert all(len(called) == 1 for called in names.values()), "one identifier, one name"


def corpus_addresses(folder: Path) -> str:
    """The repository addresses of the shared publiccode.yml files, one a line, in small letters."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("publiccode/*.yml"))]
    with tarfile.open(folder / "publiccode-history.tar.xz") as archive:
        texts += [name.replace("__", "/") for name in archive.getnames()]
    return "\n".join(texts).casefold()


def test_every_need_of_the_relevance_set_has_a_right_product_where_it_says(shared_data: Path) -> None:
    needs = read(PROJECT / "tests" / "catalogue" / "relevance.yaml")["needs"]
    places = {
        "starter": "\n".join(row["url"] for row in read(CATALOGUE / "starter.yaml")["products"]).casefold(),
        "corpus": corpus_addresses(shared_data),
    }

    assert sum(need["language"] == "en" for need in needs) >= 30
    assert {need["language"] for need in needs} == LANGUAGES
    for need in needs:
        for place in need["in"]:
            assert any(part in places[place] for part in need["right"]), (need["query"], place)
        for part in need["right"]:
            assert any(part in text for text in places.values()), (need["query"], part)


@pytest.mark.parametrize(("pack", "rows"), [("clauses", "clauses"), ("data-classes", "classes")])
def test_every_clause_and_class_of_data_is_named_in_four_languages(pack: str, rows: str) -> None:
    found = read(CONTEXTS / "usage" / "packs" / f"{pack}.yaml")[rows]

    assert len(ids(found)) >= 10
    for row in found:
        assert set(row["label"]) == LANGUAGES


def test_every_question_of_lock_in_has_five_answers_in_four_languages() -> None:
    pack = read(CONTEXTS / "usage" / "packs" / "lock-in.yaml")

    assert len(ids(pack["questions"])) == 10
    assert pack["knock_out"]["question"] in ids(pack["questions"])
    for question in pack["questions"]:
        assert [set(text) for text in [question["label"], *question["answers"]]] == [LANGUAGES] * 6


def test_every_column_and_value_of_an_inventory_is_named_in_four_languages() -> None:
    pack = read(CONTEXTS / "usage" / "packs" / "inventory-words.yaml")

    for rows in [pack["columns"], *pack["values"].values()]:
        assert ids(rows)
        for row in rows:
            assert set(row["words"]) == LANGUAGES
            assert all(row["words"].values())
