"""Times reading publiccode.yml beside peers that only load the YAML, on the same bytes in the same run.

    python benchmarks/publiccode_read.py FOLDER [FOLDER ...]
    python benchmarks/publiccode_read.py --many 10000 FOLDER

Ours parses, checks, reports with positions and makes a frozen record; the peers make dictionaries. The best of five
rounds counts, after one round to warm up. `--many` writes so many copies of the files into a temporary folder and
checks them from the command line, with all processors. Results: benchmarks/results/publiccode.md.
"""

import importlib
import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from commonweal.standards.publiccode import check, document, read
from commonweal.standards.publiccode.repairing import repair
from commonweal.standards.publiccode.upgrading import upgrade

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


def check_many(count: int, contents: list[bytes]) -> None:
    """Check so many files from the command line; print seconds and the largest memory of one process."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            file = Path(folder) / str(number % 100) / str(number) / "publiccode.yml"
            file.parent.mkdir(parents=True)
            file.write_bytes(contents[number % len(contents)])
        command = [sys.executable, "-m", "commonweal.cli", "publiccode", "check", "--format", "json", folder]
        started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{count} files: {time.monotonic() - started:.1f} s, {cpu:.1f} s of CPU, {used.ru_maxrss / 1024:.0f} MB at most"
    )


def main(arguments: list[str]) -> int:
    """Print milliseconds per file and the ratio to ours."""
    count = int(arguments[1]) if arguments[:1] == ["--many"] else 0
    folders = arguments[2:] if count else arguments
    paths = sorted(path for folder in folders for path in Path(folder).rglob("*.y*ml") if path.is_file())
    others = peers()
    contents = [content for path in paths if is_loaded_by(list(others.values()), content := path.read_bytes())]
    if not contents:
        print("no publiccode.yml files found; name a folder of them")
        return 1
    if count:
        check_many(count, contents)
        return 0
    size = sum(map(len, contents)) / len(contents)
    print(f"{len(contents)} of {len(paths)} files (those that every peer can load), {size:.0f} bytes on average")
    ours = milliseconds_per_file(read, contents)
    own: dict[str, Load] = {"commonweal read": read, "commonweal check (by two versions)": check}
    own |= {"commonweal tree only": document.parse, "commonweal upgrade": upgrade, "commonweal repair": repair}
    for name, load in {**own, **others}.items():
        figure = ours if load is read else milliseconds_per_file(load, contents)
        print(f"{name:36} {figure:8.3f} ms/file   {figure / ours:6.2f} x ours")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
