"""The Italian country section, deprecated since 0.7 in favour of `organisation` and `supports`.

Source: publiccode.yml 0.1 to 0.7.0, country-specific section Italy. The whole section is kept among the unknown keys.
"""

from dataclasses import dataclass

from commonweal.standards.problems import Severity
from commonweal.standards.publiccode import checks, vocabularies
from commonweal.standards.publiccode.section import Section

_NAMES = ("IT", "it", "ita")
_EXTENSION_VERSIONS = ("0.2", "1.0")
_SAFE_TO_DROP = "It's safe to drop it"


@dataclass(frozen=True, slots=True)
class Italian:
    """What the section says in terms of today's keys."""

    organisation_uri: str | None = None
    supports: tuple[str, ...] = ()


def read_italian(root: Section) -> Italian:
    """Take the Italian section, whatever its case, and translate it."""
    present = [name for name in _NAMES if root.has(name)]
    if "it" in present:
        message = "Lowercase country codes are DEPRECATED and will be removed in the future. Use 'IT' instead"
        root.complain("it", message, "deprecated-key", Severity.WARNING)
    if {"IT", "it"}.issubset(present):
        root.complain("it", "'IT' key already present. Remove this key", "duplicate-key")
    found = Italian()
    for name in present:
        root.remember(name)
        italian = _translate(root.section(name))
        found = Italian(
            organisation_uri=found.organisation_uri or italian.organisation_uri,
            supports=tuple(dict.fromkeys(found.supports + italian.supports)),
        )
    return found


def _translate(section: Section) -> Italian:
    section.text("countryExtensionVersion", checks.one_of(_EXTENSION_VERSIONS))
    supports = [
        f"alias:{alias}"
        for part, aliases in vocabularies.ITALIAN_SUPPORTS.items()
        for alias in _declared(section.section(part), aliases, is_deprecated=part == "conforme")
    ]
    reuse = section.section("riuso")
    code = reuse.peek("codiceIPA")
    if code:
        advice = f"Use 'organisation.uri' and set it to 'urn:x-italian-pa:{code}' instead"
        reuse.deprecate("codiceIPA", advice)
        reuse.text("codiceIPA")
    organisation_uri, _ = checks.uri(f"urn:x-italian-pa:{code}") if code else (None, None)
    return Italian(organisation_uri, tuple(dict.fromkeys(supports)))


def _declared(section: Section, aliases: dict[str, str], *, is_deprecated: bool) -> list[str]:
    """Give the aliases of the keys that are true; other keys of the section were never published elsewhere."""
    declared = []
    for key in section.names():
        if is_deprecated:
            section.deprecate(key, _SAFE_TO_DROP)
        if key in aliases and section.boolean(key):
            declared.append(aliases[key])
    return declared
