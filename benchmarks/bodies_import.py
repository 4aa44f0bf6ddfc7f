"""How long a list of 35,000 bodies takes to be read, taken, brought again, undone; the peer is COPY of the same file.

    python benchmarks/bodies_import.py

Works in a database of its own, made anew and brought up to date first, inside a transaction that it takes back.
"""

import csv
import io
import time
from collections.abc import Callable
from functools import partial

from catalogue_search import set_up_django
from django.db import connection, transaction

set_up_django("commonweal_bodies_benchmark", is_loaded=False)

from commonweal.organisations import actions  # noqa: E402 - Django must be set up first
from commonweal.organisations.models import ImportBatch  # noqa: E402

SIZE = 35_000
COLUMNS = (
    "uri", "name", "name_de", "kind", "tier", "country", "lau_code", "place", "latitude", "longitude", "population",
    "population_year", "website", "identifiers",
)  # fmt: skip
PEER = f"CREATE TEMPORARY TABLE peer ({', '.join(f'{column} text' for column in COLUMNS)})"


def main() -> None:
    """Measure and print a table."""
    first, second = content(0), content(1)
    print("| step | seconds | of which this process | beside COPY |\n|---|---|---|---|")
    with transaction.atomic():
        peer, _own = seconds(lambda: copy(first))
        print(f"| PostgreSQL COPY of the same file | {peer:.2f} | | 1 |", flush=True)
        for name, text in (("all new", first), ("again, every population changed", second)):
            batch = actions.bring_list(content=text, file_name="bodies.csv", by=None)
            show(f"preview, {name}", seconds(partial(actions.read_import, batch=batch, by=None)), peer)
            show(f"take, {name}", seconds(partial(actions.take_import, batch=batch, by=None)), peer)
            if batch.new_count + batch.changed_count != SIZE:
                raise SystemExit(f"{batch.new_count} new and {batch.changed_count} changed instead of {SIZE}")
        changed, new = ImportBatch.objects.order_by("-pk")[:2]
        show("undo the changes", seconds(partial(actions.undo_import, batch=changed, by=None)), peer)
        show("undo the new ones", seconds(partial(actions.undo_import, batch=new, by=None)), peer)
        transaction.set_rollback(True)


def content(added: int) -> bytes:
    """The list: municipalities of a country, with codes and places."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for number in range(SIZE):
        writer.writerow(
            [
                f"https://i.example/{number}", f"Gemeinde Nr. {number}", f"Ort {number}", "municipality", "local", "XX",
                f"{number:06}", f"Place {number}", 36 + number % 3500 / 100, -9 + number // 3500, 500 + number + added,
                2024, f"https://gemeinde-{number}.example", f"termdat:{number}",
            ]
        )  # fmt: skip
    return text.getvalue().encode()


def copy(text: bytes) -> None:
    """Load the file as it is into a bare table of texts."""
    with connection.cursor() as cursor:
        cursor.execute(PEER)
        with cursor.copy("COPY peer FROM STDIN WITH (FORMAT csv, HEADER)") as into:
            into.write(text)


def seconds(call: Callable[[], object]) -> tuple[float, float]:
    """How long a call takes, and how much of that this process was at work, whatever else the machine does."""
    started, worked = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - started, time.process_time() - worked


def show(step: str, taken: tuple[float, float], peer: float) -> None:
    """Print a row."""
    print(f"| {step} | {taken[0]:.1f} | {taken[1]:.1f} | {taken[0] / peer:.0f} |", flush=True)


if __name__ == "__main__":
    main()
