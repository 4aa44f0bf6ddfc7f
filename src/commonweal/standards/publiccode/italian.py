"""The Italian country section, deprecated since 0.7 in favour of `organisation` and `supports`.

Source: publiccode.yml 0.1 to 0.7.0, country-specific section Italy. The whole section is kept among the unknown keys.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonweal.standards.problems import Severity
from commonweal.standards.publiccode import addresses, checks, vocabularies
from commonweal.standards.publiccode.document import Scalar
from commonweal.standards.publiccode.section import Section

_NAMES = ("IT", "it")
_EXTENSION_VERSIONS = ("0.2", "1.0")
_REGISTER = "https://github.com/publiccodeyml/italian-organizations-ipa-vocabulary"
_SAFE_TO_DROP = "It's safe to drop it"


@dataclass(frozen=True, slots=True)
class Italian:
    """What the section says in terms of today's keys."""

    organisation_uri: str | None = None
    supports: tuple[str, ...] = ()


def read_italian(root: Section) -> Italian:
    """Take the Italian section, whatever its case, and translate it."""
    present = [name for name in _NAMES if root.node(name) is not None]
    if root.has("it"):
        message = "Lowercase country codes are DEPRECATED and will be removed in the future. Use 'IT' instead"
        root.complain("it", message, "deprecated-key", Severity.WARNING)
    if root.has("IT") and root.has("it"):
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
    version = section.node("countryExtensionVersion")
    if isinstance(version, Scalar) and version.is_number and f"{float(version.text):g}" != version.text:
        # Without quotes 1.0 is the number 1, for the reference too.
        section.complain("countryExtensionVersion", checks.one_of(_EXTENSION_VERSIONS)("")[1] or "", "invalid-value")
        section.text("countryExtensionVersion")
    section.text("countryExtensionVersion", checks.one_of(_EXTENSION_VERSIONS))
    section.deprecate("conforme", _SAFE_TO_DROP)
    supports = [
        f"alias:{alias}"
        for part, keys in vocabularies.ITALIAN_KEYS.items()
        for alias in _declared(section.section(part), keys, vocabularies.ITALIAN_SUPPORTS.get(part, {}))
    ]
    reuse = section.section("riuso")
    uri, message = addresses.uri(f"urn:x-italian-pa:{reuse.peek('codiceIPA')}")
    if reuse.has("codiceIPA") and message:
        text = f"must be a valid Italian Public Administration Code (iPA) (see {_REGISTER})"
        reuse.complain("codiceIPA", text, "invalid-value")
    elif reuse.peek("codiceIPA"):
        reuse.deprecate("codiceIPA", f"Use 'organisation.uri' and set it to '{uri}' instead")
    found = Italian(uri if reuse.peek("codiceIPA") and not message else None, tuple(dict.fromkeys(supports)))
    reuse.text("codiceIPA")
    reuse.close()
    section.close()
    return found


def _declared(section: Section, keys: Sequence[str], aliases: Mapping[str, str]) -> list[str]:
    """Give the aliases of the keys that are true, older names too; a key the standard does not know is reported."""
    declared = [alias for key, alias in aliases.items() if key not in keys and section.is_true(key)]
    declared += [aliases[key] for key in keys if section.boolean(key) and key in aliases]
    section.close()
    return declared
