"""Where in a repository a metadata file may lie, and which one counts when there are several for one component.

A component is a directory. Its file is called publiccode.yml or publiccode.yaml and lies in the directory itself, in
its `.github/` or in its `.well-known/`. Files inside dependencies and test material are somebody else's or nobody's.

Source: publiccode.yml standard, "The Standard (core)": the file lies in the root of the repository.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from commonweal.connectors.repositories import odd
from commonweal.standards.problems import Problem

NAMES = ("publiccode.yml", "publiccode.yaml")
SIDE_DIRECTORIES = (".github", ".well-known")
MAX_DEPTH = 4
MAX_FILES = 100

_OF_OTHERS = frozenset({"node_modules", "vendor", "third_party", "dist", "build", ".git"})
_OF_NOBODY = frozenset({"test", "tests", "testdata", "fixtures", "__fixtures__", "spec", "templates"})


def is_metadata_path(path: str) -> bool:
    """Say whether a metadata file of this repository may lie at a path.

    >>> is_metadata_path("apps/forms/publiccode.yml"), is_metadata_path("vendor/x/publiccode.yml")
    (True, False)
    """
    parts = PurePosixPath(path).parts
    return (
        0 < len(parts) <= MAX_DEPTH + 1
        and parts[-1].lower() in NAMES
        and not any(is_skipped_directory(part) for part in parts[:-1])
    )


def is_skipped_directory(name: str) -> bool:
    """Say whether a directory holds nothing of this repository's own."""
    return name.lower() in _OF_OTHERS | _OF_NOBODY


def chosen(paths: Iterable[str]) -> tuple[list[str], list[Problem]]:
    """Return one path per component, the root's first, and what was left out.

    >>> chosen(["a/publiccode.yaml", ".github/publiccode.yml", "publiccode.yml"])[0]
    ['publiccode.yml', 'a/publiccode.yaml']
    """
    kept: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted({path for path in paths if is_metadata_path(path)}, key=_rank):
        component = component_of(path)
        if component in kept:
            problems.append(odd(path, f"{kept[component]} describes this component already.", "second-metadata-file"))
        elif len(kept) == MAX_FILES:
            problems.append(odd(path, f"More than {MAX_FILES} metadata files; the rest is left out.", "too-many-files"))
            break
        else:
            kept[component] = path
    return list(kept.values()), problems


def component_of(path: str) -> str:
    """Return the directory that a metadata file describes, "." for the root.

    >>> component_of("apps/fees/.github/publiccode.yml"), component_of("publiccode.yml")
    ('apps/fees', '.')
    """
    directory = PurePosixPath(path).parent
    return str(directory.parent if directory.name in SIDE_DIRECTORIES else directory)


def _rank(path: str) -> tuple[int, str, int, str]:
    parts = PurePosixPath(path).parts
    component = component_of(path)
    depth = 0 if component == "." else component.count("/") + 1
    side = 1 + SIDE_DIRECTORIES.index(parts[-2]) if len(parts) > 1 and parts[-2] in SIDE_DIRECTORIES else 0
    return depth, component, 2 * side + (not parts[-1].lower().endswith(".yml")), path
