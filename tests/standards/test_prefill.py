"""A first publiccode.yml from what a repository says already: who is believed, and that nothing is invented."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.standards.publiccode import PublicCode, check, read, write
from commonweal.standards.publiccode.prefill import HostFacts, Prefilled, prefill, wanted
from commonweal.standards.publiccode.prefill.files import LICENCES, MANIFESTS, MOST, READMES, Kind
from commonweal.standards.publiccode.prefill.licence_text import licence_of
from commonweal.standards.publiccode.prefill.merging import PRECEDENCE
from commonweal.standards.publiccode.prefill.text_language import language_of

URL = "https://git.esempia.example/borgo/desk"
FACTS = HostFacts(
    url=f"{URL}.git",
    name="desk",
    description="Desk of Borgo",
    homepage="https://desk.esempia.example/",
    licence="GPL-3.0",
    topics=("help-desk", "python"),
)
CITATION = b"""\
cff-version: 1.2.0
title: "Borgo Desk: answers to citizens"
version: 2.9
date-released: 2026-01-31
license: [EUPL-1.2, MIT]
repository-code: https://git.esempia.example/other/desk
abstract: Borgo Desk keeps what citizens ask for.
keywords: [Workflow Management, towns]
authors: [{family-names: Ainonen, given-names: Aino, email: aino@esempia.example}]
contact: [{family-names: Brunelli, given-names: Bruno, email: bruno@esempia.example, affiliation: Borgo}]
"""
CODEMETA = b"""\
{"@context": "https://w3id.org/codemeta/3.0", "@type": "SoftwareSourceCode", "name": "Borgo Desk",
 "license": {"@id": "https://spdx.org/licenses/EUPL-1.2"}, "version": "2.10", "datePublished": "2026-03-01T10:00:00Z",
 "operatingSystem": ["Linux", "Windows 11"], "inLanguage": ["it", "German"], "developmentStatus": "active",
 "softwareHelp": {"@type": "WebPage", "url": "https://desk.esempia.example/docs"}, "keywords": "survey, towns",
 "author": {"@type": "Person", "givenName": "Aino", "email": "aino@esempia.example"},
 "maintainer": {"@type": "Person", "givenName": "Chiara", "familyName": "C.", "email": "chiara@esempia.example"},
 "copyrightHolder": {"@type": "Organization", "name": "Municipality of Borgo"},
 "funder": {"@type": "Organization", "name": "Region of Monte", "@id": "https://esempia.example/id/monte"}}
"""
README = b"""\
<!-- a comment -->
[![build](https://ci.esempia.example/badge.svg)](https://ci.esempia.example)

# Borgo Desk

[English](README.md) | [Italiano](README.it.md)

Borgo Desk is *what* the town of Borgo uses to answer the citizens. See the [documentation](https://desk.esempia.example/d).
It runs on `linux`.

![Screenshot of the list](docs/list.png)

## Install

Not this paragraph, which says how to install it.
"""


def of(files: dict[str, bytes], facts: HostFacts | None = None) -> Prefilled:
    return prefill(files, facts or HostFacts(url=URL))


def origin(prefilled: Prefilled, key: str) -> str:
    return next(each.file for each in prefilled.origins if each.key == key)


def test_without_any_file_only_the_host_speaks() -> None:
    prefilled = of({}, FACTS)

    publiccode = prefilled.publiccode
    assert (publiccode.version, publiccode.name, publiccode.url) == ("0", "desk", URL)
    assert publiccode.landing_url == "https://desk.esempia.example/"
    assert publiccode.legal.license == "GPL-3.0"
    assert publiccode.categories == ("help-desk",)
    assert dict(publiccode.description)["en"].short_description == "Desk of Borgo"
    assert {each.file for each in prefilled.origins} == {Kind.HOST}


def test_nothing_said_gives_nothing() -> None:
    prefilled = of({"src/main.py": b"pass", "README.md": b"", "LICENSE": b"All rights reserved."}, HostFacts(url=""))

    assert prefilled == Prefilled(PublicCode(version="0"), ())


def test_a_citation_is_read() -> None:
    prefilled = of({"CITATION.cff": CITATION})

    publiccode = prefilled.publiccode
    assert (publiccode.name, publiccode.url) == ("Borgo Desk", URL)
    assert (publiccode.software_version, publiccode.release_date) == ("2.9", date(2026, 1, 31))
    assert publiccode.legal.license == "EUPL-1.2 OR MIT"
    assert publiccode.categories == ("workflow-management",)
    assert origin(prefilled, "softwareVersion") == "CITATION.cff"


def test_who_is_named_as_contact_is_one_and_an_author_is_none() -> None:
    contacts = of({"CITATION.cff": CITATION}).publiccode.maintenance.contacts

    assert [(each.name, each.email, each.affiliation) for each in contacts] == [
        ("Bruno Brunelli", "bruno@esempia.example", "Borgo")
    ]
    assert b"aino@" not in write(of({"codemeta.json": CODEMETA, "CITATION.cff": CITATION}).publiccode)


def test_codemeta_is_read() -> None:
    publiccode = of({"codemeta.json": CODEMETA}).publiccode

    assert (publiccode.name, publiccode.legal.license) == ("Borgo Desk", "EUPL-1.2")
    assert (publiccode.software_version, publiccode.release_date) == ("2.10", date(2026, 3, 1))
    assert publiccode.platforms == ("linux", "windows")
    assert publiccode.localisation.available_languages == ("it", "de")
    assert publiccode.development_status == "stable"
    assert publiccode.categories == ("survey",)
    assert publiccode.legal.main_copyright_owner == "Municipality of Borgo"
    assert [(each.name, each.uri) for each in publiccode.funded_by] == [
        ("Region of Monte", "https://esempia.example/id/monte")
    ]
    assert [each.name for each in publiccode.maintenance.contacts] == ["Chiara C."]


@pytest.mark.parametrize(
    "spelling",
    [
        b'{"@type": "SoftwareSourceCode", "name": "Desk"}',
        b'{"@type": "schema:SoftwareSourceCode", "schema:name": "Desk"}',
        b'{"@type": ["http://schema.org/SoftwareSourceCode"], "http://schema.org/name": [{"@value": "Desk"}]}',
        b'{"type": "SoftwareApplication", "name": {"@value": "Desk", "@language": "en"}}',
        b'{"@graph": [{"@type": "Person", "name": "Aino"}, {"@type": "SoftwareSourceCode", "name": "Desk"}]}',
        b'[{"@type": "SoftwareSourceCode", "name": "Desk"}]',
    ],
)
def test_json_ld_may_spell_a_term_in_several_ways(spelling: bytes) -> None:
    assert of({"codemeta.json": spelling}).publiccode.name == "Desk"


MANIFEST_FILES = {
    "package.json": b'{"displayName": "Desk", "version": "2.1.0", "description": "Answers.", "license": "EUPL-1.2",'
    b' "repository": "borgo/desk", "homepage": "https://desk.esempia.example"}',
    "pyproject.toml": b'[project]\nname = "Desk"\nversion = "2.1.0"\ndescription = "Answers."\nlicense = "EUPL-1.2"\n'
    b'[project.urls]\nHomepage = "https://desk.esempia.example"\n',
    "other/pyproject.toml": b'[tool.poetry]\nname = "Desk"\nversion = "2.1.0"\ndescription = "Answers."\n'
    b'license = "EUPL-1.2"\nhomepage = "https://desk.esempia.example"\n',
    "setup.cfg": b"[metadata]\nname = Desk\nversion = 2.1.0\ndescription = Answers.\nlicense = EUPL-1.2\n"
    b"url = https://desk.esempia.example\n",
    "Cargo.toml": b'[package]\nname = "Desk"\nversion = "2.1.0"\ndescription = "Answers."\nlicense = "EUPL-1.2"\n'
    b'homepage = "https://desk.esempia.example"\n',
    "pom.xml": b"<?xml version='1.0'?><project xmlns='http://maven.apache.org/POM/4.0.0'><name>Desk</name>"
    b"<version>2.1.0</version><description>Answers.</description><url>https://desk.esempia.example</url>"
    b"<licenses><license><name>EUPL-1.2</name></license></licenses></project>",
    "DESCRIPTION": b"Package: Desk\nTitle: Answers.\nVersion: 2.1.0\nLicense: EUPL-1.2\n"
    b"URL: https://desk.esempia.example,\n    https://git.esempia.example\n",
    "desk.gemspec": b'Gem::Specification.new do |spec|\n  spec.name = "Desk"\n  spec.version = "2.1.0"\n'
    b'  spec.summary = "Answers."\n  spec.license = "EUPL-1.2"\n  spec.homepage = "https://desk.esempia.example"\nend\n',
    "Desk.csproj": b"<Project><PropertyGroup><Product>Desk</Product><Version>2.1.0</Version>"
    b"<Description>Answers.</Description><PackageLicenseExpression>EUPL-1.2</PackageLicenseExpression>"
    b"<PackageProjectUrl>https://desk.esempia.example</PackageProjectUrl></PropertyGroup></Project>",
}


@pytest.mark.parametrize("path", MANIFEST_FILES)
def test_a_manifest_says_what_it_describes(path: str) -> None:
    prefilled = of({path: MANIFEST_FILES[path]})

    publiccode = prefilled.publiccode
    assert (publiccode.name, publiccode.software_version) == ("Desk", "2.1.0")
    assert publiccode.legal.license == "EUPL-1.2"
    assert publiccode.landing_url == "https://desk.esempia.example"
    assert dict(publiccode.description)["en"].short_description == "Answers."
    assert origin(prefilled, "softwareVersion") == path


def test_composer_says_what_it_describes() -> None:
    package = b'{"name": "borgo/desk", "type": "library", "license": ["EUPL-1.2", "MIT"], "description": "Answers.",'
    package += b' "support": {"docs": "https://desk.esempia.example/docs", "email": "desk@esempia.example"}}'

    publiccode = of({"composer.json": package}).publiccode

    assert (publiccode.software_type, publiccode.legal.license) == ("library", "EUPL-1.2 OR MIT")
    assert dict(publiccode.description)["en"].documentation == "https://desk.esempia.example/docs"
    assert [each.email for each in publiccode.maintenance.contacts] == ["desk@esempia.example"]


def test_a_go_module_says_where_it_lies() -> None:
    publiccode = of({"go.mod": b"module github.com/borgo/desk/v2\n\ngo 1.24\n"}, HostFacts(url="")).publiccode

    assert publiccode.url == "https://github.com/borgo/desk"


def test_classifiers_of_a_python_package_are_read() -> None:
    classifiers = (
        '["Development Status :: 4 - Beta", "Operating System :: POSIX :: Linux", "Natural Language :: Italian"]'
    )

    publiccode = of({"pyproject.toml": f"[project]\nclassifiers = {classifiers}\n".encode()}).publiccode

    assert (publiccode.development_status, publiccode.platforms) == ("beta", ("linux",))
    assert publiccode.localisation.available_languages == ("it",)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("package.json", b'{"version": "0.0.0-development", "license": "SEE LICENSE IN LICENSE.md"}'),
        ("pom.xml", b"<project><name>${title}</name><version>1.0-SNAPSHOT</version></project>"),
        ("setup.cfg", b"[metadata]\nversion = attr: desk.__version__\nlicense = file: LICENSE\n"),
        ("Cargo.toml", b"[package]\nversion = { workspace = true }\n"),
        ("desk.gemspec", b'spec.version = Desk::VERSION\nspec.summary = "#{name} answers"\n'),
        ("DESCRIPTION", b"This file describes the project.\n"),
        ("README.md", b"[![badge](https://ci.esempia.example/b.svg)](https://ci.esempia.example)\n"),
    ],
)
def test_placeholders_and_programs_say_nothing(path: str, content: bytes) -> None:
    assert of({path: content}, HostFacts(url="")) == Prefilled(PublicCode(version="0"), ())


def test_xml_with_a_document_type_is_left_alone() -> None:
    bomb = b'<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><project><name>&b;</name></project>'

    assert of({"pom.xml": bomb}).publiccode.name is None


def test_a_readme_gives_its_first_heading_and_paragraphs_as_plain_text() -> None:
    prefilled = of({"README.md": README})

    description = dict(prefilled.publiccode.description)["en"]
    assert prefilled.publiccode.name == "Borgo Desk"
    assert description.short_description == (
        "Borgo Desk is what the town of Borgo uses to answer the citizens. See the documentation. It runs on linux."
    )
    assert description.documentation == "https://desk.esempia.example/d"
    assert description.screenshots == ("docs/list.png",)
    assert description.long_description is None  # too short for one
    assert origin(prefilled, "description.en.shortDescription") == "README.md"


def test_the_list_under_features_is_one() -> None:
    text = b"# Desk\n\n- not this\n\n## Main features:\n\n- Answers *citizens*.\n- Runs on `linux`\n\n"
    text += b"## Planned features\n\n- nor that\n"

    description = dict(of({"README.md": text}).publiccode.description)["en"]

    assert description.features == ("Answers citizens", "Runs on linux")


def test_a_readme_in_restructuredtext_is_read_too() -> None:
    text = b""".. image:: https://ci.esempia.example/badge.svg

==========
Borgo Desk
==========

Answers ``citizens`` in plain words, see the `user guide <https://desk.esempia.example/guide>`_.

Install
-------

Not this one, which says how to install.
"""

    publiccode = of({"README.rst": text}).publiccode

    description = dict(publiccode.description)["en"]
    assert publiccode.name == "Borgo Desk"
    assert description.short_description == "Answers citizens in plain words, see the user guide."
    assert description.documentation == "https://desk.esempia.example/guide"


def test_a_heading_in_html_counts_and_a_picture_called_logo_is_one() -> None:
    text = (
        b'<h1 align="center"><img src="./docs/logo.svg" alt="logo"> Borgo Desk</h1>\n\nIt answers all the citizens.\n'
    )

    publiccode = of({"apps/desk/README.md": text}).publiccode

    assert (publiccode.name, publiccode.logo) == ("Borgo Desk", "apps/desk/docs/logo.svg")


def test_a_long_line_is_cut_behind_a_sentence() -> None:
    text = "# Desk\n\nIt answers citizens. " + "And it does so in very many words that go on and on. " * 5

    description = dict(of({"README.md": text.encode()}).publiccode.description)["en"]

    assert description.short_description is not None
    assert description.short_description.endswith("on and on.")
    assert len(description.short_description) <= 150
    assert description.long_description is not None


def test_a_text_is_put_under_its_language() -> None:
    text = "# Sportello\n\nIl software del comune che serve per rispondere a chi scrive agli uffici della città.\n"

    assert [tag for tag, _ in of({"README.md": text.encode()}).publiccode.description] == ["it"]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Die Software ist für die Verwaltung und wird von der Stadt auf einem Server betrieben", "de"),
        ("Le logiciel est utilisé par les services de la ville et dans des communes avec une équipe pour cela", "fr"),
        ("Ohjelma on kunta ja se on tehty että joka tai voi", "fi"),
        ("Borgo Desk", None),
        ("", None),
    ],
)
def test_a_language_is_told_only_without_doubt(text: str, tag: str | None) -> None:
    assert language_of(text) == tag


MIT = (
    "Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated "
    "documentation files"
)


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("EUROPEAN UNION PUBLIC LICENCE v. 1.2\nEUPL © the European Union 2007, 2016", "EUPL-1.2"),
        ("LICENZA PUBBLICA DELL'UNIONE EUROPEA v. 1.2", "EUPL-1.2"),
        ("GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3, 19 November 2007", "AGPL-3.0-only"),
        ("Apache License\nVersion 2.0, January 2004", "Apache-2.0"),
        ("Mozilla Public License Version 2.0", "MPL-2.0"),
        (f"{MIT}, but only on Sundays.", None),
        ("All rights reserved.", None),
    ],
)
def test_a_licence_is_known_by_its_title(text: str, licence: str | None) -> None:
    assert of({"LICENSE": text.encode()}).publiccode.legal.license == licence


def test_who_describes_goes_before_who_builds_but_for_the_version() -> None:
    files = {
        "LICENSE": b"GNU GENERAL PUBLIC LICENSE Version 3",
        "README.md": README,
        "package.json": b'{"displayName": "Desk of npm", "version": "3.0.0"}',
        "CITATION.cff": CITATION,
        "codemeta.json": CODEMETA,
    }

    prefilled = of(files, FACTS)

    assert (prefilled.publiccode.software_version, prefilled.publiccode.release_date) == ("3.0.0", None)
    told = {each.key: each.file for each in prefilled.origins}
    assert told["name"] == told["legal.license"] == "codemeta.json"
    assert told["softwareVersion"] == "package.json"
    assert told["maintenance.contacts"] == "CITATION.cff"
    assert told["description.en.screenshots"] == "README.md"
    assert told["url"] == Kind.HOST


def test_a_readme_in_another_language_describes_in_it() -> None:
    italian = b"# Sportello di Borgo\n\nRisponde ai cittadini di Borgo in parole semplici.\n"

    prefilled = of(
        {"README.md": README, "README.it.md": italian, "README.en.md": b"# Other\n\nAnother text in English.\n"}
    )

    described = dict(prefilled.publiccode.description)
    assert list(described) == ["en", "it"]
    assert described["it"].short_description == "Risponde ai cittadini di Borgo in parole semplici."
    assert origin(prefilled, "description.it.shortDescription") == "README.it.md"
    assert prefilled.publiccode.name == "Borgo Desk"


def test_every_kind_of_file_is_believed_in_something() -> None:
    assert {kind for believed in PRECEDENCE.values() for kind in believed} == set(Kind)


def test_the_policy_is_told_to_those_whom_it_concerns() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/publiccode.md").read_text()

    for key, kinds in PRECEDENCE.items():
        assert f"| `{key}` | {', '.join(kinds)} |" in page


@pytest.mark.parametrize(
    ("paths", "directory", "chosen"),
    [
        (["README.md", "readme.txt", "LICENSE", "COPYING"], "", ["README.md", "LICENSE"]),
        (["src/README.md", "tests/package.json", "readme.dev.md", "license.js"], "", []),
        (["README.md", "apps/x/README.md", "LICENSE"], "apps/x", ["apps/x/README.md", "LICENSE"]),
        (["package.json", "codemeta.json", "Citation.CFF"], "", ["codemeta.json", "Citation.CFF", "package.json"]),
    ],
)
def test_few_files_are_wanted_and_the_best_first(paths: list[str], directory: str, chosen: list[str]) -> None:
    assert wanted(paths, directory) == chosen


def test_never_many_files_are_wanted() -> None:
    names = [*MANIFESTS, *READMES, *LICENCES, "codemeta.json", "CITATION.cff", "a.csproj", "b.gemspec"]

    assert len(wanted([*names, *(f"README.{tag}.md" for tag in ("it", "fr", "de", "es"))])) == sum(MOST.values()) == 10


NAMES = st.sampled_from(
    ["codemeta.json", "CITATION.cff", *MANIFESTS, "x.csproj", "x.gemspec", "README.md", "README", "LICENSE"]
)
TOKENS = st.sampled_from(
    [b"{", b"}", b"[", b"]", b'"', b":", b"\n", b"# ", b"- ", b"<a>", b"<h1>", b"&", b"`", b"![a](b.png)", b"name: ",
     b'"name": ', b"name = ", b'"x"', b"[project]\n", b"[metadata]\n", b"Copyright (c) ", b"\xff", b"\x00", b"==="]
)  # fmt: skip
CONTENT = st.binary(max_size=400) | st.lists(TOKENS, max_size=60).map(b"".join)


@given(st.dictionaries(NAMES, CONTENT, max_size=4), st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_no_input_raises_and_what_comes_out_can_be_written_and_read(
    files: dict[str, bytes], said: str, topics: list[str]
) -> None:
    prefilled = prefill(files, HostFacts(said, said, said, said, said, tuple(topics)))

    publiccode = prefilled.publiccode
    assert read(write(publiccode))[0] == (publiccode if publiccode.name or publiccode.url else None)
    assert all(each.file in {*files, Kind.HOST} for each in prefilled.origins)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("README.md", b"[" * 1_000_000),
        ("README.md", b"<img " * 200_000),
        ("README.rst", b"`a <" * 200_000),
        ("codemeta.json", b"[" * 900_000),
        ("pyproject.toml", b"a=[" + b"[" * 900_000),
        ("pom.xml", b"<a>" * 300_000),
        ("CITATION.cff", b"a: &a [x]\nb: " + b"[*a," * 50_000),
        ("LICENSE", b"copyright (c) " * 70_000),
        ("x.gemspec", b"a.name = '" * 90_000),
        ("DESCRIPTION", b"Package: a\n b" * 70_000),
    ],
)
def test_hostile_files_are_read_in_bounded_steps(path: str, content: bytes) -> None:
    of({path: content})


def test_real_citations_and_descriptions_give_what_the_check_accepts(shared_data: Path) -> None:
    """What is still missing is for a person to say; what is there must be right."""
    places = [*(shared_data / "research/cff").glob("*.cff"), *(shared_data / "research").glob("codemeta*/*.json")]
    assert len(places) > 300

    wrong = []
    for place in places:
        name = "CITATION.cff" if place.suffix == ".cff" else "codemeta.json"
        publiccode = prefill({name: place.read_bytes()}, HostFacts(url=URL)).publiccode
        problems = check(write(publiccode)).problems
        wrong += [(place.name, each.path, each.message) for each in problems if _is_about_a_value(each.message)]

    assert not wrong, wrong[:5]


def _is_about_a_value(message: str) -> bool:
    return not re.search("required|must contain more than 0 items|is not an open source licence", message)


def test_what_real_files_say_is_mostly_found(shared_data: Path) -> None:
    places = list((shared_data / "research/codemeta-ropensci").glob("*.json"))
    found = [prefill({"codemeta.json": place.read_bytes()}, HostFacts(url=URL)).publiccode for place in places]

    assert len(found) > 200
    for value in (lambda each: each.name, lambda each: each.description, lambda each: each.legal.license):
        assert sum(bool(value(each)) for each in found) > 0.9 * len(found)


def test_licence_texts_of_spdx_are_named_rightly_or_not_at_all(shared_data: Path) -> None:
    texts = json.loads((shared_data / "licences/spdx/full-texts.json").read_text())
    named = {name: licence_of(each["licenseText"]) for name, each in texts.items()}

    wrong = {name for name, said in named.items() if said and _base(said) != _base(name)}
    assert sum(said is not None for said in named.values()) > 40
    assert wrong <= {  # twins, which differ by a remark or a word
        "BSD-2-Clause-first-lines", "BSD-2-Clause-NetBSD", "BSD-3-Clause-flex", "BSD-3-Clause-HP",
        "BSD-Source-beginning-file", "BSD-Source-Code", "MPL-2.0-no-copyleft-exception", "Unlicense-libwhirlpool",
    }  # fmt: skip


def _base(name: str) -> str:
    return name.rstrip("+").removesuffix("-only").removesuffix("-or-later")
