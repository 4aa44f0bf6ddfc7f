"""How long list and map of bodies take with 290 and with 35,000 of them; the peer is the bare question to PostgreSQL.

    python benchmarks/bodies.py

Works in a database of its own, made anew and brought up to date first, inside a transaction that it takes back.
"""

import statistics
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module

from catalogue_search import set_up_django
from django.db import connection, transaction

set_up_django("commonweal_bodies_benchmark", is_loaded=False)

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.test import Client  # noqa: E402

from commonweal.organisations import actions  # noqa: E402

SIZES = (290, 35_000)
RUNS = 30
PAGES = {"list": "/bodies?country=SE", "map": "/bodies/map?country=SE"}
PEER = "SELECT * FROM organisations_body WHERE country = 'SE' ORDER BY sort_name LIMIT 50"


def main() -> None:
    """Measure and print a table."""
    settings.ALLOWED_HOSTS = ["*"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}  # nobody collected the files for this run
    import_module("commonweal.server.wsgi")  # starts as the web server does
    reader = Client()
    reader.cookies[settings.SESSION_COOKIE_NAME] = "none"  # so that no finished page is kept for this reader
    print(
        "| bodies | page | p50 ms | p95 ms | bare question p50 ms | page beside question |\n|---|---|---|---|---|---|"
    )
    with transaction.atomic():
        for size in SIZES:
            _register(size)
            peer = _times(lambda: connection.cursor().execute(PEER).fetchall())
            bare = statistics.median(peer)
            for name, address in PAGES.items():
                page = _times(partial(reader.get, address))
                p50, p95 = statistics.median(page), statistics.quantiles(page, n=20)[18]
                print(f"| {size} | {name} | {p50:.1f} | {p95:.1f} | {bare:.2f} | {p50 / bare:.0f} |", flush=True)
        transaction.set_rollback(True)


def _register(size: int) -> None:
    actions.register_many(
        drafts=[
            actions.BodyDraft(
                uri=f"https://m.example/{number}",
                name=f"Kommun {number}",
                kind="municipality",
                tier="local",
                country="SE",
                latitude=55.4 + number % 290 / 22,
                longitude=11.2 + number % 17 / 1.4,
                population=2_000 + number,
                population_year=2024,
            )
            for number in range(size)
        ],
        by=None,
    )


def _times(call: Callable[[], object]) -> list[float]:
    call()
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
    return times


if __name__ == "__main__":
    main()
