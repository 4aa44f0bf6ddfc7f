"""Bytes to plain values: text, JSON and XML, each without the doors that attackers use.

Sources: RFC 8259 (JSON), XML 1.0. No entity of a document type is ever expanded (there may be no document type at all),
no reference is followed, and every size is counted before memory is spent.
"""

import codecs
import json
import re
from typing import Any, NoReturn
from xml.etree import ElementTree

from commonweal.standards.sbom.limits import Limits, TooMuch, check_values

Element = ElementTree.Element

MOST_LEVELS = 200
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
# Every escape of a string, so that a backslash that is itself escaped begins none; group 1 is what nobody can write.
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u0000|u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)
_ONE_BYTE = frozenset({"iso-8859-1", "iso-8859-15", "latin-1", "latin1", "windows-1252", "cp1252"})


def decode(content: bytes) -> tuple[str, bool]:
    """Give the text, and whether every byte was as it should be; others become U+FFFD."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    if content[1:2] == b"\0" and content[:1] != b"\0":  # UTF-16 without its mark: every other byte of "{" is zero
        return _decoded(content, "utf-16-le")
    if content[:1] == b"\0" and content[1:2] != b"\0":
        return _decoded(content, "utf-16-be")
    declared = _DECLARED.match(content)
    encoding = declared.group(1).decode().lower() if declared else "utf-8"
    return _decoded(content, "cp1252" if encoding in _ONE_BYTE else "utf-8")


def _decoded(content: bytes, encoding: str) -> tuple[str, bool]:
    try:
        return content.decode(encoding), True
    except UnicodeDecodeError:
        return content.decode(encoding, errors="replace"), False


def parse_json(text: str, limits: Limits) -> Any:
    """Give plain values. Raises TooMuch for wrong syntax, NaN, endless numbers, and what passes a limit."""
    check_values(text, ",[{", limits)
    if "\\u" in text:
        text = _ESCAPE.sub(_writable, text)
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise TooMuch(f"not JSON: {error.msg}", "json-syntax", (error.lineno, error.colno)) from error
    except RecursionError as error:
        raise TooMuch("values stand inside each other too deeply", "too-deep") from error
    except ValueError as error:  # a number of thousands of digits
        raise TooMuch(f"not JSON: {error}", "json-syntax") from error


def _writable(escape: re.Match[str]) -> str:
    """Put U+FFFD for half a surrogate pair and for NUL, which no database or output takes."""
    return "\\ufffd" if escape.group(1) else escape.group()


def _refuse_constant(name: str) -> NoReturn:
    raise TooMuch(f"{name} is not a value of JSON", "json-syntax")


def parse_xml(text: str, limits: Limits) -> Element:
    """Give the root element. Raises TooMuch for wrong syntax, a document type, and what passes a limit."""
    check_values(text, "<", limits)
    if _has_document_type(text):
        message = "the file declares a document type, which may hide entities; such files are not read"
        raise TooMuch(message, "document-type")
    try:
        # As text, the encoding that the file declares cannot be another one than was looked through above.
        root = ElementTree.fromstring(text)  # noqa: S314 - without a document type there are no entities
    except ElementTree.ParseError as error:
        line, column = error.position
        message = str(error).split(":", maxsplit=1)[0]
        raise TooMuch(f"not XML: {message}", "xml-syntax", (line, column + 1)) from error
    except (ValueError, LookupError) as error:
        raise TooMuch(f"not XML: {error}", "xml-syntax") from error
    _check_levels(root)
    return root


def _has_document_type(text: str) -> bool:
    """Look through what may stand before the root element; a document type can stand nowhere else."""
    at = 0
    while True:
        at = text.find("<", at)
        if at < 0:
            return False
        if text.startswith("<?", at):
            at = text.find("?>", at)
        elif text.startswith("<!--", at):
            at = text.find("-->", at + 4)
        else:
            return text.startswith("<!", at)
        if at < 0:
            return False


def _check_levels(root: Element) -> None:
    level = [root]
    for _ in range(MOST_LEVELS):
        level = [child for element in level for child in element]
        if not level:
            return
    raise TooMuch("elements stand inside each other too deeply", "too-deep")
