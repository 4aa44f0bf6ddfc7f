"""Recognises what a file is by what stands in it, and reads it.

Never raises on what somebody else wrote; bounded in time and memory by `Limits`.
"""

import re
from typing import Any

from commonweal.standards.problems import Problem
from commonweal.standards.sbom import cyclonedx, cyclonedx_xml, spdx2, spdx3, spdx_rdf, spdx_tag_value, spdx_xml
from commonweal.standards.sbom.found import Problems
from commonweal.standards.sbom.limits import LIMITS, Limits, TooMuch, check_size, check_values
from commonweal.standards.sbom.locks.recognising import read_json_lock, read_text_lock, read_xml_lock
from commonweal.standards.sbom.model import Sbom
from commonweal.standards.sbom.parsing import decode, parse_json, parse_xml
from commonweal.standards.sbom.parsing_yaml import parse_yaml
from commonweal.standards.sbom.plain import mapping

_SPDX_YAML = re.compile(r"^[\"']?spdxVersion[\"']?\s*:", re.MULTILINE)


def read(content: bytes, name: str = "", *, limits: Limits = LIMITS) -> tuple[Sbom | None, list[Problem]]:
    """Give the list of parts in the bytes and what is wrong with it; None where none could be read.

    The file's name is asked only where the content does not say what it is (requirements.txt, go.sum).
    """
    problems = Problems()
    try:
        check_size(content, limits)
        text, is_clean = decode(content)
        if not is_clean:
            problems.error(None, "some bytes are no text in UTF-8", "encoding")
        return _recognised(text, name, problems, limits), problems.listed()
    except TooMuch as refusal:
        problems.error(None, refusal.message, refusal.rule, refusal.place)
    except RecursionError:
        problems.error(None, "values stand inside each other too deeply", "too-deep")
    return None, problems.listed()


def _recognised(text: str, name: str, problems: Problems, limits: Limits) -> Sbom:
    start = text.lstrip("\ufeff \t\r\n")
    if not start:
        raise TooMuch("the file is empty", "empty")
    if start[0] == "{":
        return _from_json(parse_json(start, limits), problems, limits)
    if start[0] == "<":
        return _from_xml(start, problems, limits)
    if spdx_tag_value.is_tag_value(text):
        check_values(text, "\n", limits)
        return spdx2.read_document(spdx_tag_value.to_plain(text, problems), "tag-value", problems, limits)
    if _SPDX_YAML.search(text):
        return spdx2.read_document(mapping(parse_yaml(text, limits)), "YAML", problems, limits)
    return _known(read_text_lock(start, name, problems, limits))


def _from_json(document: Any, problems: Problems, limits: Limits) -> Sbom:
    document = _unwrapped(mapping(document))
    if "bomFormat" in document or ("specVersion" in document and "components" in document):
        return cyclonedx.read_document(document, "JSON", problems, limits)
    if "spdxVersion" in document and "@graph" not in document:
        return spdx2.read_document(document, "JSON", problems, limits)
    if "@graph" in document or "spdx.org/rdf/3" in str(document.get("@context"))[:1_000]:
        return spdx3.read_document(document, problems, limits)
    return _known(read_json_lock(document, problems, limits))


def _unwrapped(document: dict[str, Any]) -> dict[str, Any]:
    """Take the SBOM out of what a code platform's programming interface, or an attestation, puts around it."""
    for key in ("sbom", "predicate", "Document"):
        inner = document.get(key)
        if isinstance(inner, dict) and ("spdxVersion" in inner or "bomFormat" in inner):
            return inner
    return document


def _from_xml(text: str, problems: Problems, limits: Limits) -> Sbom:
    root = parse_xml(text, limits)
    if cyclonedx_xml.is_cyclonedx(root):
        return cyclonedx.read_document(cyclonedx_xml.to_plain(root, problems), "XML", problems, limits)
    if spdx_rdf.is_spdx(root):
        return spdx2.read_document(spdx_rdf.to_plain(root), "RDF", problems, limits)
    if spdx_xml.is_spdx(root):
        return spdx2.read_document(spdx_xml.to_plain(root), "XML", problems, limits)
    return _known(read_xml_lock(root, problems, limits))


def _known(sbom: Sbom | None) -> Sbom:
    if sbom is None:
        raise TooMuch("this is no list of software parts that we know", "unknown-format")
    return sbom
