"""What somebody typed into the box "are we hit?", taken apart; whether there is such a thing is not known here."""

import re
from dataclasses import dataclass

from commonweal.standards import purl
from commonweal.standards.purl import Purl

LONGEST_TEXT = 500

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:-[A-Za-z0-9_:.]+)+\Z")
_SURE = re.compile(r"(?:CVE-[0-9]{4}-[0-9]{4,}|GHSA(?:-[0-9a-z]{4}){3})\Z", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S*?((?:CVE-[0-9]{4}-[0-9]{4,}|GHSA(?:-[0-9a-z]{4}){3}))\S*\Z", re.IGNORECASE)
_NAME_AND_RANGE = re.compile(r"(\S+?)(?:\s*([<>=!~^].*)|\s+(.*))?\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Asked:
    """The ways in which a text may be meant.

    `identifier` in upper case where it may be one, and `is_identifier` where it can be nothing else; `package` a
    package URL without version; `name` a package or product in words; `versions` a version or a range as written, "".
    """

    text: str
    identifier: str = ""
    is_identifier: bool = False
    package: Purl | None = None
    name: str = ""
    versions: str = ""


def read(text: str) -> Asked:
    """Take the text apart.

    >>> read(" https://nvd.nist.gov/vuln/detail/cve-2021-44228 ").identifier
    'CVE-2021-44228'
    >>> asked = read("pkg:npm/left-pad@1.3.0")
    >>> str(asked.package), asked.versions
    ('pkg:npm/left-pad', '1.3.0')
    >>> asked = read("log4j-core >= 2.0, < 2.17.1")
    >>> asked.name, asked.versions
    ('log4j-core', '>= 2.0, < 2.17.1')
    """
    text = " ".join(text.replace("\x00", " ").split())[:LONGEST_TEXT]
    address = _ADDRESS.match(text)
    if address:
        return Asked(text, identifier=address[1].upper(), is_identifier=True)
    if text.lower().startswith("pkg:"):
        written, _, rest = text.partition(" ")
        package, _ = purl.read(written)
        if package is not None:
            return Asked(text, package=_package(package), versions=rest or package.version or "")
    if _SURE.match(text):
        return Asked(text, identifier=text.upper(), is_identifier=True)
    named = _NAME_AND_RANGE.match(text)
    name, versions = (named[1], (named[2] or named[3] or "").strip()) if named else (text, "")
    identifier = text.upper() if _IDENTIFIER.match(text) else ""
    return Asked(text, identifier=identifier, name=name, versions=versions)


def _package(found: Purl) -> Purl:
    """Leave the version out, and keep what tells the distribution."""
    return Purl(found.type, found.namespace, found.name, None, found.qualifiers)
