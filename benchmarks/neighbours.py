"""How long neighbours take among a hundred thousand bodies; the peer is PostgreSQL sorting all by squared degrees.

    python benchmarks/neighbours.py

Works in a database of its own, made anew and brought up to date first, inside a transaction that it takes back.
"""

import random
import statistics
import time
from collections.abc import Callable
from functools import partial

from catalogue_search import set_up_django
from django.db import connection, transaction

set_up_django("commonweal_bodies_benchmark", is_loaded=False)

from commonweal.organisations import queries  # noqa: E402 - Django must be set up first
from commonweal.organisations.models import Body  # noqa: E402
from commonweal.organisations.queries import Way  # noqa: E402

SIZE, ASKED = 100_000, 60
WAYS = {
    "distance": {Way.DISTANCE},
    "distance and size": {Way.DISTANCE, Way.SIZE},
    "size": {Way.SIZE},
    "association and distance": {Way.ASSOCIATION, Way.DISTANCE},
}
MADE = """
INSERT INTO organisations_body (uri, slug, name, language, kind, tier, country, region_code, nuts_code, lau_code, place,
    latitude, longitude, population, population_year, website, mailbox, registered_at, sort_name, folded_names)
SELECT 'https://n.example/' || n, 'n-body-' || n, 'Town ' || n, 'en', 'municipality', 'local', 'XX', '', '', '', '',
    36 + 30 * random(), -10 + 40 * random(), (500 + 100000 * power(random(), 6))::int, 2024, '', '', now(),
    'town ' || n, 'town ' || n
FROM generate_series(1, %s) AS n
"""
MEMBERS = """
INSERT INTO organisations_parent (body_id, parent_id, relation)
SELECT b.id, a.id, 'membership' FROM organisations_body b
JOIN organisations_body a ON a.slug = 'n-body-' || (1 + b.id % 300)
WHERE b.slug LIKE 'n-body-%' AND a.id <> b.id
"""
PEER = """
SELECT id FROM organisations_body WHERE latitude IS NOT NULL
ORDER BY (latitude - %s) ^ 2 + (longitude - %s) ^ 2 LIMIT 20
"""


def main() -> None:
    """Measure and print a table."""
    print("| ways | p50 ms | p95 ms | beside the peer |\n|---|---|---|---|")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(MADE, [SIZE])
            cursor.execute(MEMBERS)
            cursor.execute("ANALYZE organisations_body, organisations_parent, organisations_succession")
        towns = random.Random(4).sample(list(Body.objects.filter(slug__startswith="n-body-")), ASKED)
        peer = times([partial(asked, town) for town in towns])
        bare = statistics.median(peer)
        print(f"| PostgreSQL, all sorted by squared degrees | {bare:.1f} | {p95(peer):.1f} | 1 |", flush=True)
        for name, ways in WAYS.items():
            taken = times([partial(queries.neighbours, town, ways=frozenset(ways)) for town in towns])
            p50 = statistics.median(taken)
            print(f"| {name} | {p50:.1f} | {p95(taken):.1f} | {p50 / bare:.2f} |", flush=True)
        transaction.set_rollback(True)


def asked(town: Body) -> list[tuple[int, ...]]:
    """The bare question."""
    with connection.cursor() as cursor:
        cursor.execute(PEER, [town.latitude, town.longitude])
        return cursor.fetchall()


def times(calls: list[Callable[[], object]]) -> list[float]:
    """How many milliseconds each call takes."""
    taken = []
    for call in calls:
        started = time.perf_counter()
        call()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def p95(taken: list[float]) -> float:
    """What nineteen of twenty stay below."""
    return statistics.quantiles(taken, n=20)[18]


if __name__ == "__main__":
    main()
