"""How far a list of parts serves those who must act on it, by two published measures.

Sources: NTIA, "The Minimum Elements For a Software Bill of Materials", 12 July 2021, chapter III; BSI, TR-03183-2
"Cyber Resilience Requirements, part 2: SBOM", version 2.1.0 of 20 August 2025, chapters 4 and 5. Only what a file can
show is measured. What was read and is absent is missing; what our reading does not cover is said to be not assessed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from commonweal.standards import licences
from commonweal.standards.sbom.model import Component, Format, Sbom

_MOST_NAMED = 20


class Need(StrEnum):
    """Whether a measure asks for an element always, or only where the information exists."""

    REQUIRED = "required"
    IF_KNOWN = "if known"


@dataclass(frozen=True, slots=True)
class Element:
    """One thing a measure asks for: `covered` of `total` have it; `covered` is None where that was not assessed.

    `missing` names the first components without it, by their refs.
    """

    id: str
    title: str
    need: Need
    covered: int | None
    total: int
    sentence: str
    missing: tuple[str, ...] = ()

    @property
    def is_met(self) -> bool | None:
        """Say whether all have it; None where that was not assessed."""
        return None if self.covered is None else self.covered == self.total


@dataclass(frozen=True, slots=True)
class QualityReport:
    """What one measure says of one list."""

    id: str
    title: str
    source: str
    elements: tuple[Element, ...]

    @property
    def is_met(self) -> bool | None:
        """Say whether nothing required is missing; None where nothing is missing and something was not assessed."""
        answers = [element.is_met for element in self.elements if element.need is Need.REQUIRED]
        if False in answers:
            return False
        return None if None in answers else True


def quality_reports(sbom: Sbom) -> tuple[QualityReport, ...]:
    """Measure by every measure there is. Files inside packages are not counted as components."""
    return tuple(measure(sbom) for measure in MEASURES.values())


def ntia(sbom: Sbom) -> QualityReport:
    """Measure by the minimum elements of the NTIA."""
    elements = (
        _each(sbom, "supplier", "supplier name", lambda part: part.supplier or part.originator),
        _each(sbom, "name", "component name", lambda part: part.name),
        _each(sbom, "version", "version", lambda part: part.version),
        _each(sbom, "identifier", "other identifier: package URL or CPE", _identifier),
        _joined(sbom),
        _once("author", "author of the list", bool(sbom.authors or sbom.tools), "nobody is named as author"),
        _once("timestamp", "timestamp", sbom.created is not None, "the list does not say when it was made"),
        _once("format", "machine-readable format", sbom.format is not Format.LOCK_FILE, "a lock file is no SBOM"),
    )
    source = "NTIA, The Minimum Elements For a Software Bill of Materials, 2021-07-12"
    return QualityReport("ntia-2021", "NTIA minimum elements", source, elements)


def bsi(sbom: Sbom) -> QualityReport:
    """Measure by the technical guideline of the German BSI."""
    has_contact = any(_is_address(maker) for maker in (*sbom.authors, sbom.supplier))
    elements = (
        _once("format", "format", _is_new_enough(sbom), "CycloneDX 1.6 or later, or SPDX 3.0.1 or later, is required"),
        _once("creator", "creator of the SBOM", has_contact, "no e-mail or web address of the creator is named"),
        _once("timestamp", "timestamp", sbom.created is not None, "the SBOM does not say when it was made"),
        _once(
            "no-vulnerabilities",
            "no vulnerabilities inside",
            not sbom.vulnerabilities,
            "vulnerabilities belong into a document of their own (CSAF or VEX)",
        ),
        _each(sbom, "component-creator", "component creator, with an address", _creator),
        _each(sbom, "name", "component name", lambda part: part.name),
        _each(sbom, "version", "component version", lambda part: part.version),
        _stated(sbom, "filename", "filename"),
        _joined(sbom),
        _each(sbom, "licence", "distribution licences", _licence),
        _each(sbom, "hash", "hash value (SHA-512)", _sha_512),
        _stated(sbom, "executable", "executable property"),
        _stated(sbom, "archive", "archive property"),
        _stated(sbom, "structured", "structured property"),
        _once("uri", "SBOM URI", sbom.serial is not None, "the SBOM has no address of its own", Need.IF_KNOWN),
        _each(sbom, "source", "source code address", _source, Need.IF_KNOWN),
        _each(sbom, "download", "address of the deployable form", _download, Need.IF_KNOWN),
        _each(sbom, "identifier", "other identifiers: package URL or CPE", _identifier, Need.IF_KNOWN),
    )
    return QualityReport(
        "bsi-tr-03183-2-2.1.0", "BSI TR-03183-2", "BSI TR-03183-2, version 2.1.0, 2025-08-20", elements
    )


MEASURES: dict[str, Callable[[Sbom], QualityReport]] = {"ntia": ntia, "bsi": bsi}


def _parts(sbom: Sbom) -> tuple[Component, ...]:
    return (*((sbom.subject,) if sbom.subject else ()), *sbom.packages)


def _each(
    sbom: Sbom,
    identifier: str,
    title: str,
    has: Callable[[Component], object],
    need: Need = Need.REQUIRED,
) -> Element:
    """Ask every component."""
    parts = _parts(sbom)
    missing = [part.ref for part in parts if not has(part)]
    return _counted(identifier, title, need, len(parts), missing)


def _counted(identifier: str, title: str, need: Need, total: int, missing: list[str]) -> Element:
    count = len(missing)
    lack = "lacks" if count == 1 else "lack"
    sentence = f"{count:,} of {total:,} components {lack} this." if count else f"All {total:,} components have this."
    if not total:
        sentence = "There is no component."
    return Element(identifier, title, need, total - count, total, sentence, tuple(missing[:_MOST_NAMED]))


def _once(identifier: str, title: str, is_there: bool, lack: str, need: Need = Need.REQUIRED) -> Element:  # noqa: FBT001
    """Ask the document itself."""
    sentence = "This is there." if is_there else f"{lack[0].upper()}{lack[1:]}."
    return Element(identifier, title, need, int(is_there), 1, sentence)


def _stated(sbom: Sbom, name: str, title: str) -> Element:
    """Ask for a property of the BSI's own vocabulary, which only CycloneDX has in this form."""
    if sbom.format is not Format.CYCLONEDX:
        sentence = f"In {sbom.format} this is not assessed."
        return Element(name, title, Need.REQUIRED, None, len(_parts(sbom)), sentence)
    wanted = f"bsi:component:{name}"
    return _each(sbom, name, title, lambda part: any(key == wanted and value for key, value in part.properties))


def _joined(sbom: Sbom) -> Element:
    """Ask whether every component needs something, is needed, or says that it needs nothing."""
    links = (*sbom.dependencies, *sbom.contains)
    named = {each.ref for each in links} | {ref for each in links for ref in each.to}
    parts = _parts(sbom)
    missing = [part.ref for part in parts if part.ref not in named]
    return _counted("dependencies", "dependency relationship", Need.REQUIRED, len(parts), missing)


def _identifier(part: Component) -> bool:
    return part.cpe is not None or part.package_url is not None


def _creator(part: Component) -> bool:
    return any(_is_address(text) for text in (part.contact, part.supplier, part.originator))


def _is_address(text: str | None) -> bool:
    return text is not None and ("@" in text or "://" in text)


def _licence(part: Component) -> bool:
    expression = licences.read_expression(part.licence_expression or "")
    return expression is not None and expression.is_known


def _sha_512(part: Component) -> bool:
    return any(each.algorithm == "SHA-512" for each in part.hashes)


def _source(part: Component) -> bool:
    return any(each.type in ("vcs", "source-distribution") for each in part.external_references)


def _download(part: Component) -> bool:
    return any(each.type == "distribution" for each in part.external_references)


def _is_new_enough(sbom: Sbom) -> bool:
    least = {Format.CYCLONEDX: (1, 6), Format.SPDX: (3, 0, 1)}.get(sbom.format)
    numbers = tuple(int(part) for part in sbom.version.split(".") if part.isdecimal() and len(part) < 5)
    return least is not None and numbers >= least
