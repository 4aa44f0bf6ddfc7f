"""Makes a Product of what a document says of it.

Sources: ECMA-427 (purl) with its qualifier `vers`; VERS; CSAF 2.0, section 3.1.2.3.1 (ranges written without "vers:").
"""

import re
from dataclasses import replace
from functools import lru_cache
from urllib.parse import unquote

from commonweal.standards import purl as purls
from commonweal.standards import vers
from commonweal.standards.problems import Severity
from commonweal.standards.purl import Purl
from commonweal.standards.sbom.found import Path, Problems, quoted
from commonweal.standards.vers import Vers
from commonweal.standards.vex.model import Product

_ADDRESS = re.compile(r"(?:urn|https?):\S+")
_BARE_RANGE = re.compile(r"\s*(?:[<>]=?|!=|=)?\s*[^\s<>=!|]+(?:\s*\|\s*(?:[<>]=?|!=|=)?\s*[^\s<>=!|]+)*\s*")


def is_address(text: str) -> bool:
    """Say whether this can stand alone for a product outside its document: a URI such as a BOM-Link."""
    return bool(_ADDRESS.fullmatch(text))


def make(
    identifier: str,
    path: Path,
    problems: Problems,
    *,
    purl: str | None = None,
    name: str | None = None,
    version: str | None = None,
    cpe: str | None = None,
    stated_range: str | None = None,
) -> Product:
    """Give the product; a wrong package URL or range is told and the product kept."""
    written = purl or _purl_in(identifier)
    package, inner = read_purl(written, path, problems) if written else (None, None)
    stated = stated_range or inner
    found = read_range(stated, package, path, problems) if stated else None
    if package is not None and stated and package.version:
        package = replace(package, version=None)
    elif package is not None and version and package.version and package.version != version:
        package = replace(package, version=version)
    # A name that is only an address again is none; without any name the identifier is one.
    named = package.name if package is not None and package.type == "generic" and is_address(package.name) else name
    if named and is_address(named) and (package is None or package.type == "generic"):
        version = version or (package.version if package else None)
        identifier, name, package = named, None, None
    elif package is None and not (name or cpe or is_address(identifier)):
        name = identifier
    return Product(
        identifier=identifier,
        purl=package,
        name=name,
        version=None if stated else version or (package.version if package else None),
        cpe=cpe,
        range=found,
        stated_range=stated,
    )


def _purl_in(identifier: str) -> str | None:
    """Find a package URL that an identifier is, or that a BOM-Link ends with."""
    if identifier[:4].lower() == "pkg:":
        return identifier
    if identifier[:8] == "urn:cdx:":
        fragment = unquote(identifier.partition("#")[2])
        return fragment if fragment[:4].lower() == "pkg:" else None
    return None


def read_purl(text: str, path: Path, problems: Problems) -> tuple[Purl | None, str | None]:
    """Give the package URL without its qualifier `vers`, and that one."""
    found, message = _purl(text)
    if message:
        problems.warning(path, f"{quoted(text)} is no good package URL: {message}", "wrong-purl")
    inner = found.qualifier("vers") if found else None
    if found is None or inner is None:
        return found, None
    return replace(found, qualifiers=tuple(pair for pair in found.qualifiers if pair[0] != "vers")), inner


@lru_cache(maxsize=20_000)
def _purl(text: str) -> tuple[Purl | None, str | None]:
    found, noted = purls.read(text)
    return found, next((problem.message for problem in noted if problem.severity is Severity.ERROR), None)


def read_range(text: str, package: Purl | None, path: Path, problems: Problems) -> Vers | None:
    """Read a range: a VERS, or its constraints alone, which are then of the package's ecosystem."""
    found = None
    if text[:5].lower() == "vers:":
        found = vers.read(text)[0]
    elif len(text) <= 1_000 and _BARE_RANGE.fullmatch(text):
        found = vers.read(f"vers:{package.type if package else 'generic'}/{''.join(text.split())}")[0]
    if found is None:
        message = f"{quoted(text)} is no range of versions that can be understood; write it as vers:npm/>=1.0|<2.0"
        problems.warning(path, message, "wrong-range")
    return found
