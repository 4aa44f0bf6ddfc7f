"""From the list of a repository's blobs to its metadata files, reading only the blobs that are new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from commonweal.connectors.answers import text
from commonweal.connectors.failures import TooLarge
from commonweal.connectors.metadata_paths import chosen
from commonweal.connectors.repositories import MetadataFile, MetadataFiles, odd
from commonweal.standards.problems import Problem

MAX_FILE_BYTES = 1_000_000

# Takes the paths that there are and gives those that are wanted, with what is to be said of the rest.
Choose = Callable[[Iterable[str]], tuple[list[str], list[Problem]]]

TRUNCATED: Problem = odd(
    "",
    "The host lists only part of this large repository, so components deep inside it may be missing.",
    "truncated-tree",
)


def blobs(entries: Iterable[Any], id_key: str) -> dict[str, str]:
    """Return path → blob id of the files among the entries of a tree."""
    return {
        text(entry, "path"): text(entry, id_key)
        for entry in entries
        if text(entry, "type") == "blob" and text(entry, "path") and text(entry, id_key)
    }


def metadata_of(
    found: Mapping[str, str],
    known: Mapping[str, str],
    read: Callable[[str], bytes],
    page_of: Callable[[str], str],
    problems: Iterable[Problem] = (),
    choose: Choose = chosen,
) -> MetadataFiles:
    """Choose among blobs and read those whose id is not the known one; `read` takes a blob id.

    Raises TooLarge for a metadata file; of other files those that are too large are left out.
    """
    paths, left_out = choose(found)
    files = MetadataFiles(problems=[*problems, *left_out])
    for path in paths:
        revision = found[path]
        try:
            content = None if known.get(path) == revision else read(revision)
        except TooLarge as error:
            if choose is chosen:
                raise
            files.problems.append(odd(path, str(error), "too-large"))
            continue
        files.append(MetadataFile(path, content, revision, page_of(path)))
    return files


def unchanged(known: Mapping[str, str], page_of: Callable[[str], str]) -> MetadataFiles:
    """Return the known files as they were, after the host said that the whole tree is the known one."""
    files = MetadataFiles(MetadataFile(path, None, known[path], page_of(path)) for path in known if path)
    files.revision = known[""]
    return files
