"""What it costs to ask who runs a product before a version, beside the question of an advisory, on the same portfolio.

    python benchmarks/end_of_life.py [--systems 2000] [--parts 300] [--write]

The portfolio is drawn by chance and taken away again. Both questions are asked of PostgreSQL alone, and of the index of
who runs what; the peer is the question of an advisory with as many ranges on the same packages.
"""

import argparse
import os
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from catalogue_search import set_up_django

PROJECT = Path(__file__).resolve().parent.parent
RESULTS = PROJECT / "benchmarks" / "results" / "end_of_life.md"
DATABASE = "commonweal_lifecycle_benchmark"
PRODUCTS, CYCLES, VERSIONS, OTHERS, ASKED = 100, 12, 40, 20_000, 60


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--systems", type=int, default=2_000)
    reading.add_argument("--parts", type=int, default=300)
    reading.add_argument("--write", action="store_true")
    given = reading.parse_args()
    set_up_django(DATABASE, is_loaded=False)
    from django.db import transaction

    with transaction.atomic():
        occurrences = plant(given.systems, given.parts)
        rows = measured()
        transaction.set_rollback(True)
    text = report(given.systems, occurrences, rows)
    print(text)
    if given.write:
        RESULTS.write_text(text)


def plant(systems: int, parts: int) -> int:
    """Make products, packages, systems and who runs what; return how many times a system runs a version."""
    from django.db import connection

    from commonweal.health.actions.lifecycle_intake import take_in_lifecycles
    from commonweal.health.actions.lifecycles import open_lifecycle_source
    from commonweal.standards import versions
    from commonweal.standards.endoflife import Cycle, Ending, Identifier, Product
    from commonweal.standards.endoflife.model import Scheme

    chance = random.Random(11)
    cycles = tuple(
        Cycle(str(number), eol=Ending(day=date(2020 + number, 6, 1)), latest=f"{number}.9") for number in range(CYCLES)
    )
    names = [f"product-{number}" for number in range(PRODUCTS)]
    take_in_lifecycles(
        source=open_lifecycle_source(by=None),
        products=[
            Product(name, name, identifiers=(Identifier(Scheme.PURL, f"pkg:npm/{name}"),), cycles=cycles)
            for name in names
        ],
        is_whole=True,
        reading=None,
        by=None,
    )
    packages = names + [f"other-{number}" for number in range(OTHERS)]
    pairs = [
        (name, written, versions.key("npm", written))
        for name in packages
        for written in {f"{chance.randrange(CYCLES)}.{chance.randrange(20)}.{chance.randrange(9)}" for _ in range(
            VERSIONS if name in names else 3
        )}
    ]  # fmt: skip
    with connection.cursor() as cursor:
        bodies = bodies_of(max(1, systems // 5))
        cursor.execute(
            "INSERT INTO components_package (type, name, distribution, purl) "
            "SELECT 'npm', name, '', 'pkg:npm/' || name FROM unnest(%s::text[]) AS name",
            [packages],
        )
        cursor.execute(
            "INSERT INTO components_packageversion (package_id, version, key) SELECT p.id, w.version, w.key "
            "FROM unnest(%s::text[], %s::text[], %s::bytea[]) AS w(name, version, key) "
            "JOIN components_package p ON p.name = w.name AND p.type = 'npm'",
            [list(column) for column in zip(*pairs, strict=True)],
        )
        return occurrences_of(systems_of(bodies, systems), parts)


def bodies_of(count: int) -> list[int]:
    """Make bodies; return their primary keys."""
    from commonweal.organisations import actions as organisations

    towns = [(f"https://benchmark.example/{number}", f"Town {number}") for number in range(count)]
    drafts = [
        organisations.BodyDraft(uri=uri, name=name, kind="municipality", tier="local", country="XX")
        for uri, name in towns
    ]
    return [organisations.register_body(draft=draft, by=None).pk for draft in drafts]


def systems_of(bodies: list[int], count: int) -> list[tuple[int, int]]:
    """Make systems with a list each; return both primary keys."""
    from django.utils import timezone

    from commonweal.components.models import SbomContent, SbomDocument
    from commonweal.organisations.models import Visibility
    from commonweal.usage.models import System

    chance = random.Random(5)
    systems = System.objects.bulk_create(
        System(
            owner_id=chance.choice(bodies), name=f"System {number}", folded_name=f"system {number}",
            visibility=Visibility.BODY, criticality=chance.choice(["", "low", "high", "vital"]),
        )
        for number in range(count)
    )  # fmt: skip
    content = SbomContent.objects.create(digest="benchmark", compressed=b"", size=0)
    documents = SbomDocument.objects.bulk_create(
        SbomDocument(system=system, content=content, received_at=timezone.now(), counted={}) for system in systems
    )
    return [(system.pk, document.pk) for system, document in zip(systems, documents, strict=True)]


def occurrences_of(systems: list[tuple[int, int]], parts: int) -> int:
    """Let every system run so many versions by chance, of which a tenth are of products."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        for names, share in (("product-%", 0.1), ("other-%", 0.9)):
            cursor.execute("SELECT array_agg(v.id) FROM components_packageversion v JOIN components_package p "
                           "ON p.id = v.package_id WHERE p.name LIKE %s", [names])  # fmt: skip
            (pks,) = cursor.fetchone() or ([],)
            cursor.execute(
                "INSERT INTO components_occurrence "
                "(system_id, package_version_id, document_id, is_optional, is_source) "
                "SELECT s.system, pick.version, s.document, false, false "
                "FROM unnest(%s::bigint[], %s::bigint[]) AS s(system, document) CROSS JOIN LATERAL ("
                "  SELECT DISTINCT (%s::bigint[])[1 + floor(random() * %s + 0 * s.system)::int] AS version "
                "  FROM generate_series(1, %s)) AS pick",
                [*map(list, zip(*systems, strict=True)), pks, len(pks), max(1, int(parts * share))],
            )
        cursor.execute("ANALYZE components_occurrence, components_packageversion, components_package")
        cursor.execute("SELECT count(*) FROM components_occurrence")
        return int((cursor.fetchone() or (0,))[0])


def measured() -> list[tuple[str, str, float, float, float]]:
    """Time both questions, with PostgreSQL alone and with the index: place, question, p50, p95 and how many found."""
    from django.conf import settings

    from commonweal.risk.queries.recorded import tables

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        settings.EXPOSURE_FOLDER = f"{folder}/none"
        rows += [("PostgreSQL alone", *row) for row in both()]
        settings.EXPOSURE_FOLDER = folder
        from commonweal import exposure

        exposure.build(tables(), Path(folder))
        rows += [("the index", *row) for row in both()]
    return rows


def both() -> list[tuple[str, float, float, float]]:
    """Ask who runs each of some products before a version, and what an advisory of the same width would ask."""
    from commonweal.components.queries import EVERYTHING
    from commonweal.health.models import LifecycleProduct, ReleaseCycle
    from commonweal.health.queries.end_of_life import by_packages, product_runs, question_of
    from commonweal.health.queries.lifecycle_runs import package_ranges
    from commonweal.risk.queries import findings

    chance = random.Random(3)
    products = [chance.choice(list(LifecycleProduct.objects.all())) for _ in range(ASKED)]
    names = dict(ReleaseCycle.objects.values_list("pk", "name"))

    def advisory(product: LifecycleProduct) -> int:
        ranges = [findings.PackageRange(package, low, high) for package, _, low, high in package_ranges([product.pk])]
        return len(findings.hits(findings.Question(tuple(ranges[:6])), EVERYTHING))

    asked: list[tuple[str, Callable[[LifecycleProduct], int]]] = [
        ("an advisory's question", advisory),
        (
            "the same for a product before a version",
            lambda one: len(findings.hits(question_of(package_ranges([one.pk]), names, "6"), EVERYTHING)),
        ),
        ("also in which cycle and version", lambda one: len(by_packages(one, EVERYTHING, names, "6"))),
        ("the page's whole answer, systems by name too", lambda one: len(product_runs(one, EVERYTHING, "6"))),
    ]
    rows = []
    for name, ask in asked:
        ask(products[0])
        times, found = [], []
        for product in products:
            began = time.perf_counter()
            found.append(ask(product))
            times.append((time.perf_counter() - began) * 1_000)
        rows.append((name, statistics.median(times), sorted(times)[int(ASKED * 0.95)], statistics.mean(found)))
    return rows


def report(systems: int, occurrences: int, rows: list[tuple[str, str, float, float, float]]) -> str:
    """Write what was measured."""
    made = f"Python {platform.python_version()}, {os.cpu_count()} cores shared with other programs"
    world = f"{systems:,} systems run {occurrences:,} versions; {PRODUCTS} products with {CYCLES} cycles each"
    table = "".join(
        f"| {place} | {name} | {half:.1f} | {most:.1f} | {found:,.0f} |\n" for place, name, half, most, found in rows
    )
    return f"""# Ends of life

Made on {time.strftime("%Y-%m-%d")} with `python benchmarks/end_of_life.py`, {made}
(load average {os.getloadavg()[0]:.0f}). {world}. The advisory's
question has as many ranges on the same package. The page's answer also tells the cycle of each version that was found,
and finds systems by the name of what they are.

| asked of | question | p50 ms | p95 ms | found, mean |
|---|---|---|---|---|
{table}"""


if __name__ == "__main__":
    main()
