"""codemeta.json: software described in the words of schema.org and CodeMeta, as JSON-LD.

Source: CodeMeta 2.0 and 3.0 (terms and crosswalk), schema.org SoftwareSourceCode, JSON-LD 1.1 (compact, prefixed and
expanded spellings of the same term); repostatus.org. No context is fetched.
"""

import re
from collections.abc import Mapping

from commonweal.standards.publiccode.model import Contact, Organisation
from commonweal.standards.publiccode.prefill import said
from commonweal.standards.publiccode.prefill.said import Said

_VOCABULARY = re.compile(r"(?:https?://schema\.org/|https?://codemeta\.github\.io/terms/|schema:|codemeta:|@)")
_TYPES = ("SoftwareSourceCode", "SoftwareApplication")
_STATUSES = {
    "concept": "concept",
    "wip": "development",
    "active": "stable",
    "unsupported": "obsolete",
    "abandoned": "obsolete",
}
_MOST_NESTING = 12

Terms = Mapping[str, object]


def read(content: bytes) -> Said:
    """Read the file. Never raises."""
    terms = _software(said.json_of(content))
    return Said(
        name=said.line(_text(terms.get("name"))),
        repository=_address(terms.get("codeRepository")),
        landing_url=_address(terms.get("url")),
        documentation=_address(terms.get("softwareHelp")) or _address(terms.get("buildInstructions")),
        version=said.version(_text(terms.get("softwareVersion")) or _text(terms.get("version"))),
        release_date=said.day(_text(terms.get("datePublished"))),
        licence=said.choice_of_licences([_licence(each) for each in said.items(terms.get("license"))]),
        copyright_owner=said.first(_name(each) for each in said.items(terms.get("copyrightHolder"))),
        summary=said.line(_text(terms.get("abstract"))),
        text=said.paragraphs(_text(terms.get("description"))),
        keywords=_words(terms.get("keywords")) + _words(terms.get("applicationCategory")),
        platforms=said.platforms(_words(terms.get("operatingSystem")) + _words(terms.get("runtimePlatform"))),
        languages=said.languages(_words(terms.get("inLanguage"))),
        development_status=_status(terms.get("developmentStatus")),
        organisation=next(iter(_organisations(terms.get("publisher"))), None),
        funders=_organisations(terms.get("funder")),
        contacts=tuple(_contacts(terms)),
        features=tuple(text for text in _words(terms.get("featureList")) if len(text) <= said.LONGEST_FEATURE),
        screenshots=tuple(link for each in said.items(terms.get("screenshot")) if (link := _address(each))),
    )


def _software(parsed: object) -> Terms:
    """Find the node of the software, with its terms in their short spelling."""
    plain = _short(parsed, 0)
    graph = said.section(plain).get("graph", plain)
    nodes = [node for node in said.items(graph) if isinstance(node, Mapping)]
    of_software = (node for node in nodes if set(said.lines(node.get("type"))) & set(_TYPES))
    return next(of_software, nodes[0] if nodes else {})


def _short(value: object, depth: int) -> object:
    if depth > _MOST_NESTING:
        return None
    if isinstance(value, list):
        return [_short(each, depth + 1) for each in value[:200]]
    if not isinstance(value, dict):
        return value
    terms = {_VOCABULARY.sub("", str(key), count=1): _short(each, depth + 1) for key, each in value.items()}
    if "type" in terms:
        terms["type"] = [_VOCABULARY.sub("", text, count=1) for text in said.lines(terms["type"])]
    return terms.get("value", terms) if set(terms) <= {"value", "language", "type"} else terms


def _text(value: object) -> object:
    """Give the first of several values."""
    return next(iter(value), None) if isinstance(value, list) else value


def _address(value: object) -> str | None:
    value = _text(value)
    if isinstance(value, Mapping):
        return said.web_address(_text(value.get("url"))) or said.web_address(value.get("id"))
    return said.web_address(value)


def _licence(value: object) -> object:
    if isinstance(value, Mapping):
        named = (said.licence(_text(value.get(key))) for key in ("identifier", "id", "url", "name"))
        return said.first(named)
    return value


def _words(value: object) -> tuple[str, ...]:
    """Give the words of a list, of one text with commas, or of things with a name."""
    texts = [_name(each) or "" for each in said.items(value)]
    return said.lines([part for text in texts for part in (text.split(",") if len(texts) == 1 else [text])])


def _name(value: object) -> str | None:
    if isinstance(value, Mapping):
        name = said.line(_text(value.get("name")))
        given = (said.line(_text(value.get(key))) for key in ("givenName", "familyName"))
        return name or " ".join(text for text in given if text) or None
    return said.line(value)


def _organisations(value: object) -> tuple[Organisation, ...]:
    found = []
    for each in said.items(value):
        is_person = isinstance(each, Mapping) and "Person" in said.lines(each.get("type"))
        name = None if is_person else _name(each)
        if name and not said.web_address(name):
            found.append(Organisation(uri=_address(each) if isinstance(each, Mapping) else None, name=name))
    return tuple(found)


def _contacts(terms: Terms) -> list[Contact]:
    """Only a maintainer is a contact; authors and contributors gave their address for credit."""
    found = []
    for each in said.items(terms.get("maintainer")):
        person = said.section(each)
        name, email = _name(each), said.email(_text(person.get("email")))
        if name and email:
            found.append(Contact(name=name, email=email, affiliation=_name(_text(person.get("affiliation")))))
    return found


def _status(value: object) -> str | None:
    text = _address(value) or said.line(_text(value)) or ""
    return _STATUSES.get(re.split("[/#]", text)[-1].lower())
