"""What is written reads the same."""

import dataclasses
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.standards.publiccode import (
    Audience,
    Contact,
    Contractor,
    Dependencies,
    Dependency,
    Description,
    Legal,
    Localisation,
    Maintenance,
    Organisation,
    PublicCode,
    check,
    read,
)
from commonweal.standards.publiccode.writer import write
from tests.standards.documents import COMPLETE

# What a reader keeps: no control characters, no blanks around.
TEXT = (
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]) | st.sampled_from("\n\t#:'\"|>&*!%@`{}[],?-"))
    .map(str.strip)
    .filter(lambda text: text != "" and "\r" not in text)
)
MAYBE = st.none() | TEXT
TEXTS = st.lists(TEXT, max_size=3, unique=True).map(tuple)
ADDRESS = st.sampled_from(["https://a.example/x", "http://b.example:8080/?q=1#f", "https://c.example/%20"])
ADDRESSES = st.lists(ADDRESS, max_size=2, unique=True).map(tuple)
DATES = st.none() | st.dates(min_value=date(1, 1, 1))
ORGANISATION = st.builds(Organisation, uri=st.none() | ADDRESS | st.just("urn:iso:std:1"), name=TEXT)
DEPENDENCIES = st.lists(
    st.builds(
        Dependency, name=TEXT, version_min=MAYBE, version_max=MAYBE, version=MAYBE, optional=st.none() | st.booleans()
    ),
    max_size=2,
).map(tuple)
DESCRIPTION = st.builds(
    Description,
    localised_name=MAYBE,
    generic_name=MAYBE,
    short_description=MAYBE,
    long_description=MAYBE,
    documentation=st.none() | ADDRESS,
    features=TEXTS,
    screenshots=st.lists(st.sampled_from(["a.png", "b/c d.jpg"]), unique=True).map(tuple),
    videos=ADDRESSES,
    awards=TEXTS,
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**14), 10**14)
    | TEXT
    | st.just("")
    | st.sampled_from([0.5, 1e15, 2e-7]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
PUBLICCODE = st.builds(
    PublicCode,
    version=st.none() | st.sampled_from(["0", "0.4", "2.4.0"]),
    name=TEXT,
    application_suite=MAYBE,
    url=st.none() | ADDRESS,
    landing_url=st.none() | ADDRESS,
    is_based_on=ADDRESSES,
    software_version=MAYBE,
    release_date=DATES,
    logo=st.none() | st.sampled_from(["logo.svg", "a/b.png"]),
    platforms=TEXTS,
    categories=TEXTS,
    used_by=TEXTS,
    funded_by=st.lists(ORGANISATION, max_size=2).map(tuple),
    roadmap=st.none() | ADDRESS,
    development_status=st.none() | st.just("beta"),
    software_type=st.none() | st.just("library"),
    supports=st.lists(st.sampled_from(["alias:gdpr", "urn:iso:std:1"]), unique=True).map(tuple),
    organisation=st.none() | ORGANISATION,
    intended_audience=st.builds(
        Audience, countries=st.lists(st.sampled_from(["IT", "NO"]), unique=True).map(tuple), scope=TEXTS
    ),
    description=st.lists(
        st.tuples(st.sampled_from(["en", "it-CH", "zh-Hant", "no"]), DESCRIPTION), max_size=2, unique_by=lambda p: p[0]
    ).map(tuple),
    legal=st.builds(Legal, license=st.none() | st.just("MIT OR EUPL-1.2"), main_copyright_owner=MAYBE),
    maintenance=st.builds(
        Maintenance,
        type=st.none() | st.just("contract"),
        contractors=st.lists(st.builds(Contractor, name=TEXT, until=DATES), max_size=2).map(tuple),
        contacts=st.lists(
            st.builds(Contact, name=TEXT, email=st.none() | st.just("a@b.example"), phone=MAYBE, affiliation=MAYBE),
            max_size=2,
        ).map(tuple),
    ),
    localisation=st.builds(
        Localisation,
        localisation_ready=st.none() | st.booleans(),
        available_languages=st.lists(st.sampled_from(["en", "nb", "it"]), unique=True).map(tuple),
    ),
    depends_on=st.builds(Dependencies, open=DEPENDENCIES, proprietary=DEPENDENCIES, hardware=DEPENDENCIES),
    unknown=st.dictionaries(st.sampled_from(["x-a", "legal.seal", "description.en.note", "x b: #"]), JSON, max_size=3),
)


@settings(max_examples=300, deadline=None)
@given(PUBLICCODE)
def test_reading_what_was_written_gives_the_same(publiccode: PublicCode) -> None:
    if "description.en.note" in publiccode.unknown and not any(tag == "en" for tag, _ in publiccode.description):
        publiccode = dataclasses.replace(publiccode, description=(*publiccode.description, ("en", Description())))

    again, _ = read(write(publiccode))

    assert again == publiccode


def test_real_files_survive_being_written_anew(shared_data: Path) -> None:
    for path in sorted((shared_data / "publiccode").glob("*.yml")):
        publiccode, _ = read(path.read_bytes())
        if publiccode is not None:
            assert read(write(publiccode))[0] == publiccode, path.name


def test_a_written_file_has_no_problem_and_reads_well() -> None:
    publiccode, _ = read(COMPLETE.encode())
    assert publiccode is not None

    text = write(publiccode).decode()

    assert check(text.encode()).problems == ()
    assert "name: Borgo Desk\n" in text
    assert "url: https://git.esempia.example/borgo/desk\n" in text
    assert "releaseDate: 2026-03-01\n" in text


def test_a_text_of_several_lines_is_written_as_a_block() -> None:
    publiccode = PublicCode(name="Desk", description=(("en", Description(long_description="One.\n\n* two\n* three")),))

    text = write(publiccode).decode()

    assert "    longDescription: |-\n      One.\n\n      * two\n      * three\n" in text
