"""One publiccode.yml from what several files say: for each key the first that says something is believed.

`PRECEDENCE` is the whole policy. Nothing is invented; but `publiccodeYmlVersion` is always ours, and a text whose
language is in doubt is put under English.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import TypeVar

from commonweal.standards import repository_url
from commonweal.standards.publiccode import addresses, vocabularies
from commonweal.standards.publiccode.model import (
    Description,
    Legal,
    Localisation,
    Maintenance,
    Organisation,
    PublicCode,
)
from commonweal.standards.publiccode.prefill import files as read_files
from commonweal.standards.publiccode.prefill import said
from commonweal.standards.publiccode.prefill.files import Kind
from commonweal.standards.publiccode.prefill.said import Said
from commonweal.standards.publiccode.prefill.text_language import language_of

# Whom to believe, key by key. What is written to describe the software goes before what only builds it, except for
# the version, which is raised in the manifest first.
PRECEDENCE: Mapping[str, tuple[Kind, ...]] = {
    "name": (Kind.CODEMETA, Kind.CITATION, Kind.README, Kind.MANIFEST, Kind.HOST),
    "url": (Kind.HOST, Kind.CODEMETA, Kind.CITATION, Kind.MANIFEST),
    "landingURL": (Kind.CODEMETA, Kind.CITATION, Kind.MANIFEST, Kind.HOST),
    "softwareVersion": (Kind.MANIFEST, Kind.CODEMETA, Kind.CITATION),
    "releaseDate": (Kind.MANIFEST, Kind.CODEMETA, Kind.CITATION),
    "logo": (Kind.README,),
    "platforms": (Kind.CODEMETA, Kind.MANIFEST),
    "categories": (Kind.CODEMETA, Kind.CITATION, Kind.MANIFEST, Kind.HOST),
    "roadmap": (Kind.MANIFEST, Kind.README),
    "developmentStatus": (Kind.CODEMETA, Kind.MANIFEST),
    "softwareType": (Kind.MANIFEST,),
    "organisation": (Kind.CODEMETA, Kind.MANIFEST),
    "fundedBy": (Kind.CODEMETA,),
    "shortDescription": (Kind.CODEMETA, Kind.MANIFEST, Kind.HOST, Kind.CITATION, Kind.README),
    "longDescription": (Kind.CODEMETA, Kind.CITATION, Kind.README, Kind.MANIFEST),
    "features": (Kind.CODEMETA, Kind.README),
    "translations": (Kind.TRANSLATION,),
    "documentation": (Kind.CODEMETA, Kind.MANIFEST, Kind.README),
    "screenshots": (Kind.CODEMETA, Kind.README),
    "legal.license": (Kind.CODEMETA, Kind.CITATION, Kind.MANIFEST, Kind.LICENCE, Kind.HOST),
    "legal.mainCopyrightOwner": (Kind.CODEMETA, Kind.LICENCE),
    "maintenance.contacts": (Kind.CITATION, Kind.CODEMETA, Kind.MANIFEST),
    "localisation.availableLanguages": (Kind.CODEMETA, Kind.MANIFEST),
}
_LONGEST_NAME, _LONGEST_SHORT, _SHORTEST_LONG = 60, 150, 150
_LARGEST_FILE_BYTES = 1_000_000

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class HostFacts:
    """What the host of a repository says about it; "" and () where it says nothing."""

    url: str
    name: str = ""
    description: str = ""
    homepage: str = ""
    licence: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from: the dotted key of publiccode.yml, and the file's path or "host"."""

    key: str
    file: str


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A publiccode.yml to go on from, and where each of its values comes from."""

    publiccode: PublicCode
    origins: tuple[Origin, ...]


def prefill(files: Mapping[str, bytes], facts: HostFacts) -> Prefilled:
    """Make a first publiccode.yml from files by path and what the host says. Never raises."""
    sources = _Sources([*_read(files), _Source(Kind.HOST.value, Kind.HOST, _of_host(facts))])
    url = sources.first("url", lambda each: each.said.repository)
    version = sources.first("softwareVersion", lambda each: each.said.version)
    contacts = sources.first("maintenance.contacts", lambda each: each.said.contacts or None) or ()
    languages = sources.first("localisation.availableLanguages", lambda each: each.said.languages or None) or ()
    publiccode = PublicCode(
        version="0",
        name=sources.first("name", lambda each: _name(each.said.name)),
        url=url,
        landing_url=sources.first("landingURL", lambda each: _landing(each.said.landing_url, url)),
        software_version=version,
        release_date=sources.first("releaseDate", lambda each: _released(each.said, version)),
        logo=sources.first("logo", _logo),
        platforms=sources.first("platforms", lambda each: each.said.platforms or None) or (),
        categories=sources.first("categories", lambda each: _categories(each.said) or None) or (),
        funded_by=sources.first("fundedBy", lambda each: _organisations(each.said.funders) or None) or (),
        roadmap=sources.first("roadmap", lambda each: each.said.roadmap),
        development_status=sources.first("developmentStatus", lambda each: each.said.development_status),
        software_type=sources.first("softwareType", lambda each: each.said.software_type),
        organisation=sources.first("organisation", _organisation),
        description=_descriptions(sources),
        legal=Legal(
            license=sources.first("legal.license", lambda each: each.said.licence),
            main_copyright_owner=sources.first("legal.mainCopyrightOwner", lambda each: each.said.copyright_owner),
        ),
        maintenance=Maintenance(contacts=contacts),
        localisation=Localisation(available_languages=languages),
    )
    return Prefilled(publiccode, tuple(sources.origins))


@dataclass(frozen=True, slots=True)
class _Source:
    """What one file says: its path, and its kind as PRECEDENCE names it."""

    file: str
    kind: Kind
    said: Said


@dataclass(slots=True)
class _Sources:
    """All that is said, and what of it was believed so far."""

    all: Sequence[_Source]
    origins: list[Origin] = field(default_factory=list)

    def first(self, key: str, value_of: Callable[[_Source], Value | None], *, at: str = "") -> Value | None:
        """Believe the first who says something; `at` is the key to note where it is longer than that of the policy."""
        for source in self.in_order(key):
            value = value_of(source)
            if value is not None:
                self.origins.append(Origin(at or key, source.file))
                return value
        return None

    def in_order(self, key: str) -> Iterator[_Source]:
        for kind in PRECEDENCE[key]:
            yield from (source for source in self.all if source.kind == kind)


def _read(files: Mapping[str, bytes]) -> Iterator[_Source]:
    for path in sorted(files, key=lambda path: (read_files.rank(path), path)):
        kind = read_files.kind_of(path)
        if kind is not None and len(files[path]) <= _LARGEST_FILE_BYTES:
            yield _Source(path, kind, read_files.read(path, files[path]))


def _of_host(facts: HostFacts) -> Said:
    return Said(
        name=said.line(facts.name),
        repository=repository_url.canonical(facts.url),
        landing_url=said.web_address(facts.homepage),
        summary=said.line(facts.description),
        licence=said.licence(facts.licence),
        keywords=said.lines(list(facts.topics)),
    )


def _descriptions(sources: _Sources) -> tuple[tuple[str, Description], ...]:
    """Describe in the language of the texts, and in those of the translations of the README."""
    described = dict(_description(sources))
    for source in sources.in_order("translations"):
        tag = read_files.language_in_name(source.file) or ""
        short, long = _cut(_line_of(source.said)), _long(source.said.text)
        if short and tag and tag not in described:
            described[tag] = Description(short_description=short, long_description=long)
            said_keys = ("shortDescription", "longDescription") if long else ("shortDescription",)
            sources.origins += [Origin(f"description.{tag}.{key}", source.file) for key in said_keys]
    return tuple(described.items())


def _description(sources: _Sources) -> tuple[tuple[str, Description], ...]:
    """Describe in the language of the texts; they are noted under it."""
    noted, sources.origins = sources.origins, []
    short = _short(sources)
    long = sources.first("longDescription", lambda each: _long(each.said.text))
    description = Description(
        short_description=short,
        long_description=long,
        documentation=sources.first("documentation", lambda each: each.said.documentation),
        features=sources.first("features", lambda each: each.said.features or None) or (),
        screenshots=sources.first("screenshots", lambda each: _screenshots(each) or None) or (),
    )
    tag = language_of(long or short or "") or "en"
    sources.origins = noted + [Origin(f"description.{tag}.{each.key}", each.file) for each in sources.origins]
    return () if description == Description() else ((tag, description),)


def _short(sources: _Sources) -> str | None:
    """Take the first line that fits as it is; else cut the first there is."""
    whole = sources.first("shortDescription", lambda each: _fitting(_line_of(each.said)))
    return whole or sources.first("shortDescription", lambda each: _cut(_line_of(each.said)))


def _line_of(each: Said) -> str | None:
    return each.summary or (each.text.split("\n\n", 1)[0] if each.text else None)


def _fitting(text: str | None) -> str | None:
    return text if text and len(text) <= _LONGEST_SHORT else None


def _cut(text: str | None) -> str | None:
    """Give what fits; cut behind the last sentence that does, else behind the last word.

    >>> _cut("One. " + "Two words " * 20)
    'One.'
    """
    if not text or len(text) <= _LONGEST_SHORT:
        return text
    ends = [found.end() for found in re.finditer(r"[.!?](?=\s)", text[: _LONGEST_SHORT + 1])]
    if ends and ends[-1] <= _LONGEST_SHORT:
        return text[: ends[-1]]
    return text[: _LONGEST_SHORT - 1].rpartition(" ")[0].rstrip(" ,;:") + "…" if " " in text[:_LONGEST_SHORT] else None


def _long(text: str | None) -> str | None:
    return text if text and len(text) >= _SHORTEST_LONG else None


def _name(text: str | None) -> str | None:
    """Take what stands before a subtitle.

    >>> _name("desk: Answers the citizens of towns"), _name("x" * 100)
    ('desk', None)
    """
    name = re.split(r": | [-–—] ", text or "", maxsplit=1)[0].strip()
    return name if 0 < len(name) <= _LONGEST_NAME else None


def _landing(landing: str | None, url: str | None) -> str | None:
    """The page of the repository itself is not a landing page."""
    return landing if landing and not (url and repository_url.is_same(landing, url)) else None


def _released(each: Said, version: str | None) -> date | None:
    """Only the date of the version that is believed counts."""
    return each.release_date if each.version == version else None


def _categories(each: Said) -> tuple[str, ...]:
    """Take the keywords that are categories of the standard."""
    slugs = (re.sub(r"[\s_]+", "-", word.lower()) for word in each.keywords)
    return tuple(dict.fromkeys(slug for slug in slugs if slug in vocabularies.CATEGORIES))


def _organisations(found: Sequence[Organisation]) -> tuple[Organisation, ...]:
    return tuple(Organisation(uri=_uri(each.uri), name=each.name) for each in found)


def _organisation(source: _Source) -> Organisation | None:
    each = source.said.organisation
    return Organisation(uri=_uri(each.uri), name=each.name) if each else None


def _uri(text: str | None) -> str | None:
    kept, problem = addresses.uri(text) if text else (None, None)
    return kept if problem is None else None


def _logo(source: _Source) -> str | None:
    place = _place(source.file, source.said.logo or "")
    kept, problem = addresses.logo(place) if place else (None, None)
    return kept if problem is None else None


def _screenshots(source: _Source) -> tuple[str, ...]:
    places = (_place(source.file, each) for each in source.said.screenshots)
    outcomes = (addresses.screenshot(place) for place in places if place)
    return tuple(dict.fromkeys(kept for kept, problem in outcomes if kept and problem is None))


def _place(file: str, address: str) -> str | None:
    """Give where a picture lies: its web address, or its path from the root of the repository.

    >>> _place("apps/x/README.md", "./docs/a.png?raw=true"), _place("README.md", "../a.png")
    ('apps/x/docs/a.png', None)
    """
    if said.web_address(address):
        return address
    path = re.split(r"[?#]", address.strip(), maxsplit=1)[0]
    if not path or ":" in path or "\\" in path or path.startswith("//") or ".." in path.split("/"):
        return None
    inside = PurePosixPath(path.lstrip("/")) if path.startswith("/") else PurePosixPath(file).parent / path
    return str(inside)
