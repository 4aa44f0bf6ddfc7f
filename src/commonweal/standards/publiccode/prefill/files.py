"""Which files of a repository say something about its software, and who reads each.

The order is that in which they are believed where they disagree: what was written to describe the software, then what
its build says, then its README and licence.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

from commonweal.standards.publiccode.prefill import (
    citation,
    codemeta,
    licence_text,
    manifests,
    packages,
    readme,
)
from commonweal.standards.publiccode.prefill.said import Said

Reader = Callable[[bytes], Said]

MOST_FILES = 8

# Kind → names in lower case → reader.
DESCRIPTIONS: Mapping[str, Reader] = {"codemeta.json": codemeta.read, "citation.cff": citation.read}
MANIFESTS: Mapping[str, Reader] = {
    "pyproject.toml": manifests.pyproject,
    "setup.cfg": packages.setup_cfg,
    "package.json": manifests.npm,
    "composer.json": manifests.composer,
    "cargo.toml": manifests.cargo,
    "pom.xml": manifests.maven,
    "description": packages.r_description,
    "go.mod": manifests.go,
}
MANIFEST_ENDINGS: Mapping[str, Reader] = {".csproj": manifests.dotnet, ".gemspec": packages.gemspec}
READMES: Mapping[str, Reader] = {
    "readme.md": readme.markdown,
    "readme.markdown": readme.markdown,
    "readme.rst": readme.plain_or_rst,
    "readme.txt": readme.plain_or_rst,
    "readme": readme.plain_or_rst,
}
LICENCES: Mapping[str, Reader] = {
    name + ending: licence_text.read
    for name in ("license", "licence", "copying", "unlicense")
    for ending in ("", ".txt", ".md", ".rst")
}
_ORDER: Mapping[str, Reader] = {**DESCRIPTIONS, **MANIFESTS, **READMES, **LICENCES}
_RANKS = {name: rank for rank, name in enumerate(_ORDER)}
_LONGEST_PATH = 300


def reader_of(path: str) -> Reader | None:
    """Say who reads a file, by its name.

    >>> reader_of("apps/x/CITATION.cff") is citation.read, reader_of("src/main.py")
    (True, None)
    """
    name = PurePosixPath(path).name.lower()
    return _ORDER.get(name) or MANIFEST_ENDINGS.get(PurePosixPath(name).suffix)


def wanted(paths: Iterable[str], directory: str = "") -> list[str]:
    """Choose the files worth reading: those of the directory, and of the root what the directory lacks; the best first.

    >>> wanted(["LICENSE", "README.md", "apps/x/README.md", "src/a.py"], "apps/x")
    ['apps/x/README.md', 'LICENSE']
    """
    here = directory.strip("/") or "."
    chosen: dict[object, str] = {}
    for path in sorted(paths, key=lambda path: (str(PurePosixPath(path).parent) != here, rank(path), path)):
        place = str(PurePosixPath(path).parent)
        kind = _kind(path)
        if kind is not None and place in {here, "."} and len(path) <= _LONGEST_PATH:
            chosen.setdefault(kind, path)
    return sorted(chosen.values(), key=rank)[:MOST_FILES]


def rank(path: str) -> int:
    """Give the place in the order of belief; manifests known by their ending stand with the other manifests."""
    return _RANKS.get(PurePosixPath(path).name.lower(), _RANKS["go.mod"])


def _kind(path: str) -> object:
    """Of one kind one file is enough: one README, one licence, each manifest."""
    reader, name = reader_of(path), PurePosixPath(path).name.lower()
    if reader is None:
        return None
    return "readme" if name in READMES else "licence" if name in LICENCES else reader
