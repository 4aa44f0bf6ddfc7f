"""Which files of a repository say something about its software, and who reads each.

The order is that in which they are believed where they disagree: what was written to describe the software, then what
its build says, then its README and licence.
"""

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from commonweal.standards.publiccode.prefill.said import Said

Reader = Callable[[bytes], Said]

READERS: dict[str, Reader] = {}
_MOST_FILES = 8


def wanted(paths: Iterable[str], directory: str = "") -> list[str]:
    """Choose the files worth reading among paths: those of the directory, else those of the root; the best first.

    >>> wanted(["src/a.py", "README.md", "apps/x/package.json"])
    []
    """
    del paths, directory
    return []


def _name(path: str) -> str:
    return PurePosixPath(path).name.lower()
