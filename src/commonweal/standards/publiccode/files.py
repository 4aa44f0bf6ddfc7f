"""Whether the files that a publiccode.yml names are there, and are pictures where they should be.

Source: publiccode-parser-go 5, checks of local files; a PNG's width from its header (PNG specification, chapter 11).
"""

from collections.abc import Callable

from commonweal.standards.problems import Problem, Severity
from commonweal.standards.publiccode.document import Node
from commonweal.standards.publiccode.paths import values

# Gives the first bytes of a file of the repository, or None where there is none.
FindFile = Callable[[str], bytes | None]

_NAMING = ("logo", "monochromeLogo", "legal.authorsFile", "description.*.screenshots")
_NARROWEST_LOGO = 120
_PNG = b"\x89PNG\r\n\x1a\n"


def check_files(root: Node | None, find_file: FindFile) -> list[Problem]:
    """Look for every file that the document names by a path of the repository."""
    problems = []
    for path, node in (found for pattern in _NAMING for found in values(root, pattern)):
        text = node.text.strip()
        message = _problem(path, text, find_file) if text and not text.startswith("/") and ":" not in text else None
        if message:
            problems.append(Problem(path, node.line, node.column, Severity.ERROR, message, "file"))
    return problems


def _problem(path: str, name: str, find_file: FindFile) -> str | None:
    head = find_file(name)
    if head is None:
        missing = f"no such file: {name}"
        if "screenshots" in path:
            return f"'{name}' is not an image: {missing}"
        return f"'{name}' does not exist: {missing}" if path == "legal.authorsFile" else missing
    if path in {"logo", "monochromeLogo"} and name.lower().endswith(".png"):
        if not head.startswith(_PNG) or len(head) < 24:
            return "image: unknown format"
        width = int.from_bytes(head[16:20], "big")
        if width < _NARROWEST_LOGO:
            return f"invalid image size of {width} (min {_NARROWEST_LOGO}px of width): {name}"
    return None
