"""What this program itself is built on, from its locked lists and what the installed packages say of themselves.

Source: requirements.lock (pip), package-lock.json (npm, only what browsers get), the metadata of installed packages
(Python packaging: core metadata 2.4). Where those leave a licence open, somebody read its text (packs/own-parts.yaml).
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import yaml

from commonweal.licensing.rules.notice import Notice, Part, notice
from commonweal.standards.licence_names import expression_named

TITLE = "What Commonweal is built on"
PACK = Path(__file__).resolve().parent.parent / "packs" / "own-parts.yaml"
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", re.MULTILINE)
_LICENCE_FILE = re.compile(r"(?:^|/)(?:licen[cs]e|copying|copyright|notice)[^/]*$", re.IGNORECASE)
_NOTICE_FILE = re.compile(r"(?:^|/)notice[^/]*$", re.IGNORECASE)
_COPYRIGHT = re.compile(r"^\W{0,6}(?:portions )?copyright\b(?=.*(?:\d{4}|\(c\)|©)).{3,150}$", re.IGNORECASE)
# Lines of the texts themselves, not of the authors: patterns to fill in, and the Free Software Foundation's own.
_NOBODY = re.compile(
    r"[\[<{](?:yyyy|year|name|full|owner|copyright)|copyright (?:holders?|owners?|notices?|law)"
    r"|free software foundation",
    re.IGNORECASE,
)
# An address is no part of a name, and nobody asked to have it spread further.
_ADDRESS = re.compile(r"[\s,]*[<(]?[\w.+-]+@[\w.-]+\w[>)]?")
_LONGEST_NOTICE = 20_000


def own_notice(project: Path) -> Notice:
    """The NOTICE of this program; parts of which nothing is installed here are among the unknown."""
    return notice(TITLE, (*python_parts(project), *browser_parts(project)))


def python_parts(project: Path) -> Iterator[Part]:
    """What pip installs to run it."""
    for name, version in _LOCKED.findall((project / "requirements.lock").read_text()):
        try:
            yield _python_part(distribution(name), version)
        except PackageNotFoundError:
            yield Part(name, version, str(_known_here(name).get("licence", "")))


def browser_parts(project: Path) -> Iterator[Part]:
    """What npm fetches for browsers; what is only for tests is left out."""
    for path, package in json.loads((project / "package-lock.json").read_text())["packages"].items():
        if path and not package.get("dev"):
            name = path.removeprefix("node_modules/")
            stated = str(package.get("license", ""))
            folder = project / path
            texts = [each.read_text(errors="replace") for each in _licence_files(folder)]
            expression, home = _expression(name, [stated]), _home_of_npm(folder)
            yield Part(name, package["version"], expression, _copyrights(texts), (), home, stated)


def _python_part(found: Distribution, locked: str) -> Part:
    said = found.metadata
    name = said["Name"]
    files = [each for each in found.files or () if _LICENCE_FILE.search(str(each)) and "dist-info" in str(each)]
    texts = {str(each): each.read_text(encoding="utf-8") for each in sorted(files, key=str)}
    stated = _stated(said)
    notices = tuple(text.strip()[:_LONGEST_NOTICE] for path, text in texts.items() if _NOTICE_FILE.search(path))
    return Part(
        name,
        locked,
        _expression(name, stated),
        _copyrights(texts.values()) + tuple(_known_here(name).get("copyrights", ())),
        notices,
        _home(said),
        "; ".join(stated),
    )


def _stated(said: Any) -> list[str]:
    """What the package says of its licence, the surest first."""
    classifiers = [each for each in said.get_all("Classifier") or () if each.startswith("License ::")]
    free = said.get("License") or ""
    given = [said.get("License-Expression") or "", free if len(free) < 100 and "\n" not in free else "", *classifiers]
    return [each for each in given if each]


def _expression(name: str, stated: Iterable[str]) -> str:
    """The SPDX expression of a package; "" where neither it nor we say one."""
    read = str(_known_here(name).get("licence", ""))
    return read or next((found for text in stated if (found := expression_named(text))), "")


def _home(said: Any) -> str:
    pages = {"home": said.get("Home-page") or ""}
    for label, _comma, page in (each.partition(",") for each in said.get_all("Project-URL") or ()):
        pages[label.strip().lower()] = page.strip()
    named = (pages.get(label, "") for label in ("homepage", "home", "source", "repository", "source code", "github"))
    return next((page for page in named if page.startswith("https://")), "")


def _home_of_npm(folder: Path) -> str:
    """The page that an installed npm package names as its home."""
    described = folder / "package.json"
    home = str(json.loads(described.read_text()).get("homepage", "")) if described.is_file() else ""
    return home if home.startswith("https://") else ""


def _copyrights(texts: Iterable[str]) -> tuple[str, ...]:
    """The lines in which authors name themselves, each once."""
    lines = (_ADDRESS.sub("", " ".join(line.split())).strip("*#/ ") for text in texts for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if _COPYRIGHT.match(line) and not _NOBODY.search(line)))


def _licence_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(each for each in folder.iterdir() if each.is_file() and _LICENCE_FILE.search(each.name))


def _known_here(name: str) -> dict[str, Any]:
    """What somebody of the project read in the texts of a package."""
    return _pack().get(name.lower(), {})


@cache
def _pack() -> dict[str, dict[str, Any]]:
    return {each["name"].lower(): each for each in yaml.safe_load(PACK.read_text())["parts"]}
