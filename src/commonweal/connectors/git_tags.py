"""The tags of a git repository: borrowed from its files by name, then told by git from the objects alone.

Source: git-for-each-ref(1) ("FIELD NAMES"), gitrepository-layout(5) (packed-refs, refs), git-check-ref-format(1).
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

MAX_TAGS = 100_000
_MAX_BYTES = 20_000_000
_NAME = re.compile(r"refs/tags/[^\x00-\x20\x7f~^:?*\[\\]{1,300}")
_OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_FIELDS = (
    "%(refname:strip=2)",
    "%(objecttype)",
    "%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)",
    "%(creatordate:unix)",
    "%(if)%(contents:signature)%(then)1%(end)",
    "%(if)%(contents:body)%(then)1%(end)",
)
TAGS_COMMAND = ("for-each-ref", "--format=" + "%00".join(_FIELDS), "refs/tags")


@dataclass(frozen=True, slots=True)
class Tag:
    """A name given to a commit.

    A light tag has no message: it is neither signed nor does it say anything, and its moment is that of the commit.
    """

    name: str
    commit: str
    tagged_at: datetime | None
    is_annotated: bool = False
    is_signed: bool = False
    has_notes: bool = False


def tags_in(said: bytes) -> tuple[Tag, ...]:
    """Read what git says to TAGS_COMMAND."""
    return tuple(tag for line in said.decode("utf-8", "replace").split("\n") if (tag := _tag(line.split("\0"))))


def borrow_refs(shared: Path, place: Path) -> None:
    """Write the tags of a git directory into another, those with an odd name or no readable object left out."""
    found: dict[str, str] = {}
    for name, object_id in (*_packed(shared / "packed-refs"), *_loose(shared / "refs" / "tags")):
        if _is_name(name) and _OBJECT_ID.fullmatch(object_id) and len(found) < MAX_TAGS:
            found[name] = object_id
    lines = "".join(f"{found[name]} {name}\n" for name in sorted(found, key=str.encode) if not _is_folder(name, found))
    (place / "packed-refs").write_bytes(b"# pack-refs with: sorted \n" + lines.encode())


def is_naming_tags(place: Path) -> bool:
    """Whether `borrow_refs` wrote any tag there, so that git has to be asked."""
    return b" refs/tags/" in (place / "packed-refs").read_bytes()


def _tag(fields: list[str]) -> Tag | None:
    if len(fields) != len(_FIELDS):
        return None
    name, kind, commit, unix, signature, body = fields
    is_annotated = kind == "tag"
    try:
        tagged_at = datetime.fromtimestamp(int(unix), UTC)
    except (ValueError, OverflowError, OSError):
        tagged_at = None
    return Tag(name, commit, tagged_at, is_annotated, is_annotated and bool(signature), is_annotated and bool(body))


def _is_name(name: str) -> bool:
    """Whether git takes the name; one that it does not take makes it refuse all the others."""
    parts = name.split("/")
    odd = any(not part or part.startswith(".") or part.endswith(".lock") for part in parts)
    return bool(_NAME.fullmatch(name)) and not odd and ".." not in name and "@{" not in name and name[-1] != "."


def _is_folder(name: str, found: dict[str, str]) -> bool:
    return any(above in found for above in _above(name))


def _above(name: str) -> Iterator[str]:
    while name.count("/") > 2:
        name = name.rpartition("/")[0]
        yield name


def _packed(path: Path) -> Iterator[tuple[str, str]]:
    for line in _text(path, _MAX_BYTES).split("\n"):
        object_id, _, name = line.partition(" ")
        if name.startswith("refs/tags/"):
            yield name, object_id


def _loose(folder: Path) -> Iterator[tuple[str, str]]:
    left = MAX_TAGS
    # Without pathlib, which takes longer for a thousand tags than git for their history.
    for where, folders, files in os.walk(folder):
        folders.sort()
        above = "".join(f"{part}/" for part in Path(where).relative_to(folder).parts)
        for file in files:
            left -= 1
            if left < 0:
                return
            path = f"{where}/{file}"
            if stat.S_ISREG(os.lstat(path).st_mode):
                yield f"refs/tags/{above}{file}", _text(path, 100).strip()


def _text(path: Path | str, most: int) -> str:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read(most).decode("utf-8", "replace")
    except OSError:
        return ""
