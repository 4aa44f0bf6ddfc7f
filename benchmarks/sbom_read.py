"""Times reading SBOMs beside peers, on the same bytes in the same run.

    python benchmarks/sbom_read.py FOLDER [FOLDER ...]
    python benchmarks/sbom_read.py --hostile

Ours reads, checks by the format's rules and makes a frozen record; lib4sbom and cyclonedx-python-lib read without
checking. Only files that a peer reads count for it; a peer gets at most SECONDS_EACH for a file, best of ROUNDS, in CPU
time.
`--hostile` times documents made to be slow or large. Results: benchmarks/results/sbom.md.
"""

import contextlib
import importlib
import io
import json
import resource
import signal
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

from commonweal.standards.sbom import Format, read

Load = Callable[[Path], object]
ROUNDS = 3
SECONDS_EACH = 20


def ours(path: Path) -> object:
    sbom, _ = read(path.read_bytes(), path.name)
    if sbom is None or sbom.format is Format.LOCK_FILE:
        raise ValueError
    return sbom


def peers() -> dict[str, Load]:
    """Name every peer that is installed."""
    found: dict[str, Load] = {}
    with contextlib.suppress(ImportError):
        parser = importlib.import_module("lib4sbom.parser").SBOMParser

        def by_lib4sbom(path: Path) -> object:
            reading = parser()
            reading.parse_file(str(path))
            if not reading.get_packages():
                raise ValueError
            return reading

        found["lib4sbom"] = by_lib4sbom
    with contextlib.suppress(ImportError):
        bom = importlib.import_module("cyclonedx.model.bom").Bom

        def by_cyclonedx(path: Path) -> object:
            is_json = path.suffix == ".json"
            content = json.loads(path.read_bytes()) if is_json else ElementTree.fromstring(path.read_bytes())
            found = bom.from_json(content) if is_json else bom.from_xml(content)
            if not found.components:  # of a document in another format it gives an empty one
                raise ValueError
            return found

        found["cyclonedx-python-lib"] = by_cyclonedx
    return found


def stop(*_: object) -> NoReturn:
    raise TimeoutError


def seconds(load: Load, path: Path) -> float | None:
    """Give the best round; None where the file is not read."""
    rounds = []
    for _ in range(ROUNDS):
        signal.alarm(SECONDS_EACH)
        started = time.process_time()
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                load(path)
        except TimeoutError:
            return float(SECONDS_EACH)
        except Exception:  # noqa: BLE001 - whatever a peer raises, it does not read this file
            return None
        finally:
            signal.alarm(0)
        rounds.append(time.process_time() - started)
        if rounds[-1] > 1:
            break
    return min(rounds)


def compared(folders: list[str]) -> None:
    """Print a line for each peer."""
    paths = [path for folder in folders for path in sorted(Path(folder).rglob("*")) if path.is_file()]
    times = {path: taken for path in paths if (taken := seconds(ours, path)) is not None}
    megabytes, every = sum(path.stat().st_size for path in times) / 1e6, sum(times.values())
    slowest = max(times.values()) * 1000
    print(
        f"{len(times)} files, {megabytes:.1f} MB: {every:.2f} s, {megabytes / every:.1f} MB/s, slowest {slowest:.0f} ms"
    )
    for name, load in peers().items():
        pairs = [(times[path], taken) for path in times if (taken := seconds(load, path)) is not None]
        mine, theirs = sum(one for one, _ in pairs), sum(other for _, other in pairs)
        ratios = sorted(other / one for one, other in pairs)
        print(f"{name}: {len(pairs)} files that both read: ours {mine:.2f} s, theirs {theirs:.2f} s")
        median = statistics.median(ratios)
        print(f"    {theirs / mine:.1f} times; of single files: median {median:.1f}, least {ratios[0]:.1f}")


def hostile() -> Iterator[tuple[str, bytes]]:
    """Give documents that cost other readers seconds or gigabytes."""
    many = [
        {"type": "library", "bom-ref": str(n), "name": f"part{n}", "purl": f"pkg:npm/part{n}@1"} for n in range(100_000)
    ]
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    circle = [{"ref": str(n), "dependsOn": [str((n + 1) % 100_000)]} for n in range(100_000)]
    yield "100,000 components in a circle", json.dumps({**head, "components": many, "dependencies": circle}).encode()
    address = {"type": "website", "url": "https://example.org/" + "a" * 2_000 + "("}
    yield (
        "10,000 long addresses",
        json.dumps(
            {**head, "components": [{"type": "library", "name": "x", "externalReferences": [address] * 10_000}]}
        ).encode(),
    )
    yield "325 MB", b'{"bomFormat": "CycloneDX", "components": [' + b'{"name": "x"},' * 23_300_000
    yield "100 MB of empty objects", b'{"bomFormat": "CycloneDX", "components": [' + b"{}," * 34_000_000 + b"{}]}"
    yield "4 million empty objects", b'{"bomFormat": "CycloneDX", "components": [' + b"{}," * 2_300_000 + b"{}]}"
    yield "a million levels of JSON", b'{"bomFormat":' + b"[" * 1_000_000
    yield "a million levels of XML", b"<bom>" + b"<a>" * 1_000_000
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    yield "a billion laughs", f'<!DOCTYPE bom [<!ENTITY a0 "ha">{entities}]><bom>&a11;</bom>'.encode()
    aliases = "\n".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12))
    yield "an alias bomb", f"spdxVersion: SPDX-2.3\na0: &a0 [x]\n{aliases}".encode()
    yield "10 MB of YAML", b"spdxVersion: SPDX-2.3\npackages:\n" + b"- {name: x, SPDXID: SPDXRef-x}\n" * 310_000
    yield "5 MB of TOML", b"version = 4\n" + b'[[package]]\nname = "a"\nversion = "1"\n' * 130_000
    yield "50 MB of tags", b"SPDXVersion: SPDX-2.3\n" + b"PackageName: x\nSPDXID: SPDXRef-x\n" * 1_500_000


def main() -> None:
    signal.signal(signal.SIGALRM, stop)
    warnings.simplefilter("ignore")
    if "--hostile" not in sys.argv:
        compared(sys.argv[1:])
        return
    for name, content in hostile():
        started = time.process_time()
        sbom, problems = read(content)
        taken = time.process_time() - started
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        said = f"{len(sbom.components):,} components" if sbom else problems[-1].message
        print(f"{name} ({len(content) / 1e6:.1f} MB): {taken:.2f} s, at most {memory:,} MB so far: {said}")


if __name__ == "__main__":
    main()
