"""Which files of a repository say something about its software, and who reads each.

The order is that in which they are believed where they disagree: what was written to describe the software, then what
its build says, then its README and licence.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
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


class Kind(StrEnum):
    """What sort of file says something; the host says something too."""

    CODEMETA = "codemeta.json"
    CITATION = "CITATION.cff"
    MANIFEST = "manifest"
    README = "README"
    TRANSLATION = "README in another language"
    LICENCE = "licence text"
    HOST = "host"


# How many of each kind are worth a request.
MOST: Mapping[Kind, int] = {
    Kind.CODEMETA: 1,
    Kind.CITATION: 1,
    Kind.MANIFEST: 3,
    Kind.README: 1,
    Kind.TRANSLATION: 3,
    Kind.LICENCE: 1,
}
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
LICENCES = tuple(
    name + ending for name in ("license", "licence", "copying", "unlicense") for ending in ("", ".txt", ".md", ".rst")
)
# Official languages of Europe's countries and regions; any two letters may follow "readme" for other reasons.
_LANGUAGES = frozenset(
    {
        "bg", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr", "hu", "is",
        "it", "lb", "lt", "lv", "mk", "mt", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr",
        "sv", "tr", "uk",
    }
)  # fmt: skip
_TRANSLATION = re.compile(r"readme[._-]([a-z]{2})(?:[_-][a-z]{2})?(\.(?:md|markdown|rst|txt))\Z")
_FIXED: Mapping[str, Kind] = {
    "codemeta.json": Kind.CODEMETA,
    "citation.cff": Kind.CITATION,
    **dict.fromkeys(MANIFESTS, Kind.MANIFEST),
    **dict.fromkeys(READMES, Kind.README),
    **dict.fromkeys(LICENCES, Kind.LICENCE),
}
_READERS: Mapping[Kind, Reader] = {
    Kind.CODEMETA: codemeta.read,
    Kind.CITATION: citation.read,
    Kind.LICENCE: licence_text.read,
}
_KINDS = list(Kind)
_NAMES = list(_FIXED)
_LONGEST_PATH = 300


def kind_of(path: str) -> Kind | None:
    """Say what sort of file a path names, None for what nobody here reads.

    >>> str(kind_of("apps/x/CITATION.cff")), str(kind_of("README.it.md")), kind_of("src/main.py")
    ('CITATION.cff', 'README in another language', None)
    """
    name = _name(path)
    if language_in_name(path):
        return Kind.TRANSLATION
    return _FIXED.get(name) or (Kind.MANIFEST if PurePosixPath(name).suffix in MANIFEST_ENDINGS else None)


def read(path: str, content: bytes) -> Said:
    """Read a file by its name; one that nobody reads says nothing. Never raises."""
    name, kind = _name(path), kind_of(path)
    if kind is None:
        return Said()
    by_name = MANIFESTS.get(name) or MANIFEST_ENDINGS.get(PurePosixPath(name).suffix) or READMES.get(name)
    reader = by_name or _READERS.get(kind) or READMES[f"readme{PurePosixPath(name).suffix}"]
    return reader(content)


def language_in_name(path: str) -> str | None:
    """Give the language that the name of a README says.

    >>> language_in_name("README.it.md"), language_in_name("readme-dev.md")
    ('it', None)
    """
    found = _TRANSLATION.match(_name(path))
    return found[1] if found and found[1] in _LANGUAGES else None


def wanted(paths: Iterable[str], directory: str = "") -> list[str]:
    """Choose the files worth reading: those of the directory, and of the root what the directory lacks; the best first.

    >>> wanted(["LICENSE", "README.md", "apps/x/README.md", "src/a.py"], "apps/x")
    ['apps/x/README.md', 'LICENSE']
    """
    here = directory.strip("/") or "."
    chosen: dict[tuple[Kind, str], str] = {}
    for path in sorted(paths, key=lambda path: (str(PurePosixPath(path).parent) != here, rank(path), path)):
        kind = kind_of(path)
        if kind is None or len(path) > _LONGEST_PATH or str(PurePosixPath(path).parent) not in {here, "."}:
            continue
        slot = (kind, _name(path) if kind in {Kind.MANIFEST, Kind.TRANSLATION} else "")
        if slot not in chosen and sum(each is kind for each, _ in chosen) < MOST[kind]:
            chosen[slot] = path
    return sorted(chosen.values(), key=rank)


def rank(path: str) -> tuple[int, int]:
    """Give the place of a file in the order of belief."""
    name, kind = _name(path), kind_of(path)
    return _KINDS.index(kind or Kind.HOST), _NAMES.index(name) if name in _FIXED else len(_NAMES)


def _name(path: str) -> str:
    return PurePosixPath(path).name.lower()
