"""What each version of publiccode.yml demanded, for judging a file by the version that it declares.

The newest rules are in `reader`; here stand the differences. Source: publiccode.yml, documentation and changelog of
the tags 0.1, 0.2, 0.2.1, 0.2.2, 0.3.0, 0.4.0, 0.5.0 and 0.7.0, and the branch of 1.0-rc, which is a preview.
"""

import re
from collections.abc import Iterable, Iterator

from commonweal.standards.problems import Problem, Severity
from commonweal.standards.publiccode import vocabularies
from commonweal.standards.publiccode.document import Mapping, Node
from commonweal.standards.publiccode.paths import nodes, values

Edition = tuple[int, int]

NEWEST: Edition = (0, 7)
PREVIEW: Edition = (1, 0)
_EDITIONS = frozenset({(0, 1), (0, 2), (0, 3), (0, 4), (0, 5), NEWEST, PREVIEW})
_WRITTEN = re.compile(
    r"(?:https?://w3id\.org/publiccode/version/)?([01])(?:\.([0-9]))?(?:\.[0-9])?(?:-?rc[.0-9]*)?/?\Z"
)

# Keys by the version that brought them; "*" stands for a language.
_ADDED = {"organisation": (0, 5), "fundedBy": (0, 5), "supports": (0, 7)}
# The last version in which a key was mandatory.
_MANDATORY_UNTIL = {
    "softwareVersion": (0, 1), "releaseDate": (0, 3), "categories": (0, 4), "description.*.genericName": (0, 2),
}  # fmt: skip
_DEPRECATED_SINCE = {
    "monochromeLogo": (0, 3), "inputTypes": (0, 3), "outputTypes": (0, 3), "description.*.genericName": (0, 3),
    "legal.authorsFile": (0, 4), "legal.repoOwner": (0, 5), "IT.conforme": (0, 5), "IT.riuso.codiceIPA": (0, 5),
    "it": (0, 5), "it.conforme": (0, 5), "it.riuso.codiceIPA": (0, 5),
}  # fmt: skip
_REMOVED = {"supports": PREVIEW}
_CONTRACTORS_RULE: Edition = (0, 5)
_UPPER_CASE_COUNTRIES: Edition = (0, 5)
_LONG_DESCRIPTION_MINIMUM = {(0, 1): 500, (0, 2): 500}
_PHONE = re.compile(r"\+[1-9][0-9]{1,14}\Z")


def edition(version: str | None) -> Edition | None:
    """Give the edition that a declared version means; "0" alone is the newest. None for what never existed.

    >>> edition("0.2.1"), edition("0"), edition("2.4.0")
    ((0, 2), (0, 7), None)
    """
    found = _WRITTEN.match(version or "")
    if found is None:
        return None
    minor = int(found[2]) if found[2] else (NEWEST[1] if found[1] == "0" else 0)
    return (int(found[1]), minor) if (int(found[1]), minor) in _EDITIONS else None


def judge(problems: Iterable[Problem], root: Node | None, declared: Edition) -> list[Problem]:
    """Turn a judgement by the newest rules into one by the declared edition."""
    if not isinstance(root, Mapping) or declared == NEWEST:
        return list(problems)
    judged = [problem for problem in problems if _holds(problem, declared)]
    judged += _differences(root, declared)
    return sorted(judged, key=lambda problem: (problem.line or 0, problem.column or 0))


def _holds(problem: Problem, declared: Edition) -> bool:
    """Say whether a problem of the newest rules is one of the declared edition too."""
    pattern = _pattern(problem.path)
    if pattern == "publiccodeYmlVersion" and problem.rule in {"outdated", "invalid-value", "required"}:
        return problem.rule == "required" and declared != (0, 1)
    if problem.rule == "renamed-key":
        return declared != (0, 1)
    if problem.rule == "deprecated-key":
        return _DEPRECATED_SINCE.get(pattern, (0, 1)) <= declared < PREVIEW
    if problem.rule == "not-allowed":
        return declared >= _CONTRACTORS_RULE
    if problem.rule == "deprecated-value":
        return _UPPER_CASE_COUNTRIES <= declared < PREVIEW
    return not any(pattern.split(".")[0] == key and declared < since for key, since in _ADDED.items())


def _differences(root: Mapping, declared: Edition) -> Iterator[Problem]:
    """Give what the declared edition demands beyond the newest."""
    for pattern, until in _MANDATORY_UNTIL.items():
        if declared <= until:
            yield from _missing(root, pattern)
    for pattern, since in _ADDED.items():
        if declared < since:
            yield from _unknown(root, pattern)
    for path, node in values(root, "categories"):
        added = next((since for since, names in vocabularies.CATEGORIES_ADDED.items() if node.text in names), "0.1")
        if declared < (edition(added) or declared):
            yield _error(path, node, f"{path} must be a valid category: it exists since {added}", "invalid-value")
    minimum = _LONG_DESCRIPTION_MINIMUM.get(declared, 0)
    for path, node in values(root, "description.*.longDescription"):
        if len(node.text) < minimum:
            message = f"longDescription must be at least {minimum} characters in length"
            yield _error(path, node, message, "invalid-value")
    if declared == PREVIEW:
        yield from _preview(root)


def _preview(root: Mapping) -> Iterator[Problem]:
    for pattern in [*_DEPRECATED_SINCE, *_REMOVED]:
        yield from _unknown(root, pattern)
    for part in ("countries", "unsupportedCountries"):
        for path, node in values(root, f"intendedAudience.{part}"):
            if node.text != node.text.upper():
                yield _error(path, node, f"{path.rpartition('.')[2]} must be upper case", "invalid-value")
    for path, node in values(root, "intendedAudience.scope"):
        if node.text == "government":
            yield _error(path, node, f"{path.rpartition('.')[2]} must be a valid scope", "invalid-value")
    for path, node in values(root, "maintenance.contacts.phone"):
        if not _PHONE.match(node.text):
            yield _error(path, node, "phone must be a number in E.164 format, such as +390612345678", "invalid-value")


def _missing(root: Mapping, pattern: str) -> Iterator[Problem]:
    parent, _, key = pattern.rpartition(".")
    old = next((name for name, today in vocabularies.RENAMED_KEYS.items() if today == key), key)
    for path, node in nodes(root, parent) if parent else [("", root)]:
        if isinstance(node, Mapping) and not {key, old} & {written.text for written, _ in node.pairs}:
            yield _error(f"{path}.{key}".lstrip("."), node, f"{key} is a required field", "required")


def _unknown(root: Mapping, pattern: str) -> Iterator[Problem]:
    parent, _, key = pattern.rpartition(".")
    for path, node in nodes(root, parent) if parent else [("", root)]:
        for written, _ in node.pairs if isinstance(node, Mapping) else []:
            if written.text == key:
                yield _error(f"{path}.{key}".lstrip("."), written, f'unknown field "{key}"', "unknown-key")


def _pattern(path: str) -> str:
    """Replace the language of a path, and leave out positions in lists."""
    path = re.sub(r"\[[0-9]+\]", "", path)
    return re.sub(r"^description\.[^.]+", "description.*", path)


def _error(path: str, node: Node, message: str, rule: str) -> Problem:
    return Problem(path, node.line, node.column, Severity.ERROR, message, rule)
