"""H23 and H35: which files that tell people how to take part are there, by their names (version: presence 1).

Looked for in the root and one folder below it (`docs`, `.github`, …). What stands in them is not read.

Sources: Standard for Public Code 0.8.0 (criteria on documentation, contributing and conduct); the file names that git
hosts look for.
"""

import re
from collections.abc import Iterable, Mapping

VERSION = "presence 1"
_END = r"(?:[._-][\w.-]*)?"
_FILES = {
    "readme": r"(?:docs/|\.github/)?read_?me" + _END,
    "licence": r"(?:licen[cs]es?(?:/.+)?|copying|unlicense|eupl)" + _END,
    "contributing": r"(?:[\w.]+/)?contributing" + _END,
    "conduct": r"(?:[\w.]+/)?code[_-]of[_-]conduct" + _END,
    "governance": r"(?:[\w.]+/)?(?:governance|maintainers|codeowners)" + _END,
    "security": r"(?:[\w.]+/)?security" + _END,
    "changelog": r"(?:docs/)?(?:change_?log|changes|news|history|releases?)" + _END,
    "installation": r"(?:docs/)?(?:install|installation|installing|getting[_-]started|setup)" + _END,
    "publiccode": r"publiccode\.ya?ml",
}
_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _FILES.items()}


def files_there(names: Iterable[str] | None) -> Mapping[str, bool] | None:
    """Say of each kind of file whether it is there; None where the names are not known.

    >>> [name for name, is_there in files_there(["README.md", ".github/SECURITY.md"]).items() if is_there]
    ['readme', 'security']
    """
    if names is None:
        return None
    known = list(names)
    return {kind: any(pattern.fullmatch(name) for name in known) for kind, pattern in _PATTERNS.items()}
