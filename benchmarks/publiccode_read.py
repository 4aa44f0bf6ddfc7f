"""Times reading publiccode.yml beside peers that only load the YAML, on the same bytes in the same run.

    python benchmarks/publiccode_read.py FOLDER [FOLDER ...]

Ours parses, checks, reports with positions and makes a frozen record; the peers make dictionaries. The best of five
rounds counts, after one round to warm up.
"""

import importlib
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from commonweal.standards.publiccode import document, read

Load = Callable[[bytes], object]
ROUNDS = 5


def peers() -> dict[str, Load]:
    """Name every peer that is installed."""
    found: dict[str, Load] = {
        "PyYAML safe_load (Python)": yaml.safe_load,
        "PyYAML CSafeLoader (libyaml)": lambda content: yaml.load(content, Loader=yaml.CSafeLoader),
    }
    try:
        ruamel = importlib.import_module("ruamel.yaml").YAML(typ="safe", pure=True)
    except ImportError:
        return found
    found["ruamel.yaml safe, YAML 1.2"] = lambda content: ruamel.load(io.BytesIO(content))
    return found


def milliseconds_per_file(load: Load, contents: list[bytes]) -> float:
    """Give the best round."""
    rounds = []
    for _ in range(ROUNDS + 1):
        started = time.process_time()
        for content in contents:
            load(content)
        rounds.append(time.process_time() - started)
    return min(rounds[1:]) / len(contents) * 1000


def is_loaded_by(loads: list[Load], content: bytes) -> bool:
    """Say whether every peer can load the bytes; a peer that stops early would look fast."""
    try:
        for load in loads:
            load(content)
    except Exception:  # noqa: BLE001 - peers raise what they like
        return False
    return True


def main(folders: list[str]) -> int:
    """Print milliseconds per file and the ratio to ours."""
    paths = sorted(path for folder in folders for path in Path(folder).rglob("*.y*ml") if path.is_file())
    others = peers()
    contents = [content for path in paths if is_loaded_by(list(others.values()), content := path.read_bytes())]
    if not contents:
        print("no publiccode.yml files found; name a folder of them")
        return 1
    size = sum(map(len, contents)) / len(contents)
    print(f"{len(contents)} of {len(paths)} files (those that every peer can load), {size:.0f} bytes on average")
    ours = milliseconds_per_file(read, contents)
    for name, load in {"commonweal read": read, "commonweal tree only": document.parse, **others}.items():
        figure = ours if load is read else milliseconds_per_file(load, contents)
        print(f"{name:32} {figure:8.3f} ms/file   {figure / ours:6.2f} x ours")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
