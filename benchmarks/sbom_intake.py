"""How long a list of components takes from its bytes to the committed rows: read, measured, interned, placed.

    python benchmarks/sbom_intake.py [--components 1000] [--kills 100] [--loaded] [--write]

Matched is asked as the gate and the pages ask: what is known against every version of the list, where one package in
twenty has an advisory, beside as many advisories of others.
Lists look as tools write them: package URL, licence, hash, supplier and a graph. Cold: names that nobody handed in
before. Warm: the next release of a system, a tenth of whose versions are new. `--kills` kills as many processes in
the middle of receiving a list (SIGKILL) and looks for what is lost or doubled.
"""

import argparse
import gc
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from catalogue_search import set_up_django

PROJECT = Path(__file__).resolve().parent.parent
RESULTS = PROJECT / "benchmarks" / "results" / "sbom_intake.md"
DATABASE = "commonweal_intake_benchmark"
RUNS = 40
SYSTEMS = 200


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--components", type=int, default=1_000)
    reading.add_argument("--kills", type=int, default=0)
    reading.add_argument("--loaded", action="store_true", help="the database of the last run holds everything")
    reading.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    asked = reading.parse_args()
    set_up_django(DATABASE, is_loaded=asked.loaded)
    report = heading(asked.components) + table(asked.components)
    if asked.kills:
        report += killed(asked.kills)
    print(report)
    if asked.write:
        RESULTS.write_text(report)


def made(components: int, names: str, release: int) -> bytes:
    """A list whose packages carry a mark in their names; each release brings a tenth of new versions."""
    chance = random.Random(f"{names} {components}")
    purls, parts = [], []
    for number in range(components):
        version = f"{1 + number % 7}.{release if number % 10 == release % 10 else 0}.{number % 13}"
        purl = f"pkg:npm/{names}-{number}@{version}"
        purls.append(purl)
        parts.append(
            {
                "type": "library", "bom-ref": purl, "name": f"{names}-{number}", "version": version, "purl": purl,
                "licenses": [{"license": {"id": "MIT"}}], "supplier": {"name": "Somebody"},
                "hashes": [{"alg": "SHA-512", "content": f"{number:0128x}"}],
                "externalReferences": [{"type": "vcs", "url": f"https://git.example/{names}/{number}"}],
            }
        )  # fmt: skip
    needs = [
        {"ref": purl, "dependsOn": sorted(set(chance.choices(purls[place + 1 :], k=3)))}
        for place, purl in enumerate(purls[:-1])
    ]
    document = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {"type": "application", "name": names, "bom-ref": "it", "version": str(release)}},
        "components": parts,
        "dependencies": [{"ref": "it", "dependsOn": purls[:30]}, *needs],
    }  # fmt: skip
    return json.dumps(document).encode()


def table(components: int) -> str:
    """Cold, warm and unchanged, from the bytes to the commit."""
    from commonweal.components import actions
    from commonweal.components.models import Channel, Occurrence
    from commonweal.risk.queries.findings import matches
    from commonweal.standards.sbom import read

    systems = made_systems()

    def send(number: int, content: bytes) -> None:
        document = actions.receive_sbom(
            system=systems[number % SYSTEMS], content=content, file_name="bom.json", part="", channel=Channel.API,
            by=None,
        )  # fmt: skip
        matches(Occurrence.objects.filter(document=document).values_list("package_version", flat=True))

    mark = f"n{time.time_ns()}"
    cold = [made(components, f"{mark}-{number}", 0) for number in range(RUNS)]
    warm = [made(components, f"{mark}-{number}", 1) for number in range(RUNS)]
    known = [made(components, f"{mark}-{number}", 0) for number in range(RUNS)]
    planted = plant(mark, components)
    count_rows()
    gc.collect()
    gc.freeze()  # as the web server does
    rows = [
        ("reading alone", timed(lambda number: read(cold[number], "bom.json"))),
        ("cold: every name is new", timed(lambda number: send(number, cold[number]))),
        ("warm: a new release, a tenth of the versions new", timed(lambda number: send(number, warm[number]))),
        ("another system, everything known", timed(lambda number: send(number + RUNS, known[number]))),
        ("the same bytes again", timed(lambda number: send(number + RUNS, known[number]))),
    ]
    lines = [f"| {name} | {middle(spent)} | {middle(took)} |" for name, (spent, took) in rows]
    assert matches(Occurrence.objects.values_list("package_version", flat=True)), "nothing was matched"
    lines.append(f"\nVersions of {planted:,} packages have an advisory.")
    head = ["| list | our processor time p50 / p95 ms | from bytes to answer p50 / p95 ms |", "|---|---|---|"]
    return "\n".join([*head, *lines, "", ""])


def plant(mark: str, components: int) -> int:
    """Advisories for one in twenty of the packages that will come, and as many for others."""
    from django.utils import timezone

    from commonweal.components.models import Package
    from commonweal.risk.models import Advisory, AdvisorySource, AffectedPackage, AffectedRange, Vulnerability
    from commonweal.standards import versions

    source, _ = AdvisorySource.objects.get_or_create(slug="planted", defaults={"name": "Planted", "kind": "osv"})
    names = [f"{mark}-{number}-{place}" for number in range(RUNS) for place in range(0, components, 20)]
    names += [f"other-{name}" for name in names]
    packages = Package.objects.bulk_create(Package(type="npm", name=each, purl=f"pkg:npm/{each}") for each in names)
    holes = Vulnerability.objects.bulk_create(Vulnerability(name=f"CVE-{each}") for each in names)
    advisories = Advisory.objects.bulk_create(
        Advisory(source=source, identifier=hole.name, vulnerability=hole, seen_at=timezone.now()) for hole in holes
    )
    affected = AffectedPackage.objects.bulk_create(
        AffectedPackage(advisory=advisory, package=package)
        for advisory, package in zip(advisories, packages, strict=True)
    )
    low, high = versions.key("npm", "1.0.0"), versions.key("npm", "4.0.0")
    AffectedRange.objects.bulk_create(
        AffectedRange(
            affected=each, vulnerability=each.advisory.vulnerability, package=each.package, low=low, high=high
        )
        for each in affected
    )
    return len(names)


def count_rows() -> None:
    """Let PostgreSQL count what was planted, as it does by itself after a while."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def middle(found: list[float]) -> str:
    """The middle and the slowest but a twentieth."""
    return f"{statistics.median(found):.0f} / {sorted(found)[int(0.95 * RUNS)]:.0f}"


def timed(act: Callable[[int], object]) -> tuple[list[float], list[float]]:
    """Milliseconds of each run: of our own processor, and by the clock, with PostgreSQL and whoever else runs."""
    spent, took = [], []
    for number in range(RUNS):
        began, clock = time.process_time(), time.perf_counter()
        act(number)
        spent.append((time.process_time() - began) * 1000)
        took.append((time.perf_counter() - clock) * 1000)
    return spent, took


def made_systems() -> list[object]:
    """Systems of one town."""
    from commonweal.organisations import actions as organisations
    from commonweal.organisations.models import Body
    from commonweal.usage import actions as usage

    uri = "https://m.example/borgo"
    draft = organisations.BodyDraft(uri=uri, name="Borgo", kind="municipality", tier="local", country="IT")
    town = Body.objects.filter(uri=uri).first() or organisations.register_body(draft=draft, by=None)
    return [
        usage.enter_system(body=town, draft=usage.SystemDraft(name=f"S{number}"), by=None) for number in range(SYSTEMS)
    ]


def killed(kills: int) -> str:
    """Kill processes that receive lists, as the test does a few times."""
    system = made_systems()[0]
    told = subprocess.run(
        [sys.executable, "-m", "tests.components.killed", str(system.pk), str(kills), "7"],
        capture_output=True, text=True, check=True, cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": f"{PROJECT}/src:{PROJECT}"},
    )  # fmt: skip
    lines = told.stdout.splitlines()
    counts = {word: lines.count(word) for word in ("killed", "finished", "whole", "broken")}
    return f"Processes killed while they received a list: {counts}. Broken means: something lost or doubled.\n\n"


def heading(components: int) -> str:
    return (
        "# Receiving lists of components\n\n"
        f"`benchmarks/sbom_intake.py`: {components:,} components a list, {RUNS} runs; {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, load average {os.getloadavg()[0]:.1f}. Aim: 120 ms, so that 80 ms stay for "
        "matching.\n\n"
    )


if __name__ == "__main__":
    main()
