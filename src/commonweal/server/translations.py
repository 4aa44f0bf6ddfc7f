"""Compiles translations, since gettext's own compiler is missing on fresh machines."""

from collections.abc import Iterator
from pathlib import Path

import polib

from commonweal.server import paths


def compile_all() -> int:
    """Write a `.mo` beside every `.po` newer than it; return how many were written."""
    written = 0
    for source in _sources():
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            draft = target.with_suffix(".mo-draft")
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.rename(target)
            written += 1
    return written


def _sources() -> Iterator[Path]:
    yield from sorted(paths.PACKAGE.glob("**/locale/*/LC_MESSAGES/*.po"))
