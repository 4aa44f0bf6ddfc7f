"""Recognises what a document is by what stands in it, and reads it.

Never raises on what somebody else wrote; bounded in time and memory by `Limits`.
"""

from typing import Any

from commonweal.standards.problems import Problem, Severity
from commonweal.standards.sbom import cyclonedx_xml
from commonweal.standards.sbom.found import Problems
from commonweal.standards.sbom.limits import LIMITS, Limits, TooMuch, check_size
from commonweal.standards.sbom.parsing import decode, parse_json, parse_xml
from commonweal.standards.sbom.places import placed
from commonweal.standards.sbom.plain import items, mapping
from commonweal.standards.vex import csaf, cyclonedx, openvex
from commonweal.standards.vex.model import VexDocument


def read(content: bytes, name: str = "", *, limits: Limits = LIMITS) -> tuple[VexDocument | None, list[Problem]]:
    """Give the statements in the bytes and what is wrong with them; None where none could be read.

    What the document is, is seen from what stands in it; the file's name is asked nowhere, and taken as `sbom.read`
    takes it. Problems of JSON have lines.
    """
    problems = Problems()
    refused: list[Problem] = []  # apart, so that five hundred other problems do not hide it
    document = None
    try:
        check_size(content, limits)
        text, is_clean = decode(content)
        if not is_clean:
            problems.error(None, "some bytes are no text in UTF-8", "encoding")
        document = _recognised(text, problems, limits)
    except TooMuch as refusal:
        refused = [_refusal(refusal)]
    except RecursionError:
        refused = [_refusal(TooMuch("values stand inside each other too deeply", "too-deep"))]
    return document, [*refused, *placed(content, problems.listed())]


def _refusal(refusal: TooMuch) -> Problem:
    line, column = refusal.place or (None, None)
    return Problem("", line, column, Severity.ERROR, refusal.message, refusal.rule)


def _recognised(text: str, problems: Problems, limits: Limits) -> VexDocument:
    start = text.lstrip("\ufeff \t\r\n")
    if not start:
        raise TooMuch("the file is empty", "empty")
    if start[0] == "<":
        root = parse_xml(start, limits)
        if cyclonedx_xml.is_cyclonedx(root):
            return cyclonedx.read_document(cyclonedx_xml.to_plain(root, problems), "XML", problems, limits)
    elif start[0] == "{":
        return _from_json(mapping(parse_json(start, limits)), problems, limits)
    raise TooMuch(_UNKNOWN, "unknown-format")


_UNKNOWN = "this is no VEX document that we know: CycloneDX, OpenVEX 0.0.1 to 0.2.0, CSAF 2.0 or 2.1"


def _from_json(document: dict[str, Any], problems: Problems, limits: Limits) -> VexDocument:
    subjects: list[Any] = []
    if "predicateType" in document:  # an attestation in-toto puts around it
        subjects, document = items(document.get("subject")), mapping(document.get("predicate"))
    if csaf.is_csaf(document):
        return csaf.read_document(document, problems)
    if openvex.is_openvex(document):
        return openvex.read_document(document, problems, subjects)
    if "bomFormat" in document:
        return cyclonedx.read_document(document, "JSON", problems, limits)
    raise TooMuch(_UNKNOWN, "unknown-format")
