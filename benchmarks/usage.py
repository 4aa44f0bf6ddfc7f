"""How fast the pages of use are with 100,000 bodies and 1,000,000 claims, beside the bare question to PostgreSQL.

    python benchmarks/usage.py [--bodies 100000] [--claims 1000000] [--loaded] [--write]

Bodies lie on a grid with sizes by Zipf's law, in regions and associations; claims fall on software by Zipf's law, so
that one product has tens of thousands of users. Each page is built anew, for a visitor and for an editor of a body;
the peer is the one question to PostgreSQL that answers the page's main list.
"""

import argparse
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

import numpy as np
from catalogue_search import set_up_django
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

PROJECT = Path(__file__).resolve().parent.parent
RESULTS = PROJECT / "benchmarks" / "results" / "usage.md"
DATABASE = "commonweal_usage_benchmark"
RUNS = 60
ENTRIES = 5_000
PER_ASSOCIATION = 250
CLAIMS_OF = "SELECT * FROM usage_usageclaim WHERE {column} = %s AND visibility = 3 AND denied_at IS NULL LIMIT 50"


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--bodies", type=int, default=100_000)
    reading.add_argument("--claims", type=int, default=1_000_000)
    reading.add_argument("--loaded", action="store_true", help="the database of the last run holds everything")
    reading.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    asked = reading.parse_args()
    set_up_django(DATABASE, is_loaded=asked.loaded)
    if not asked.loaded:
        load(asked.bodies, asked.claims)
    report = heading(asked.bodies, asked.claims) + table(asked.bodies)
    print(report)
    if asked.write:
        RESULTS.write_text(report)


def load(bodies: int, claims: int) -> None:
    """Write the world in a few statements, the same every time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        cursor.execute(BODIES, {"bodies": bodies})
        cursor.execute(ASSOCIATIONS, {"count": bodies // PER_ASSOCIATION, "first": bodies + 1})
        cursor.execute(MEMBERS, {"bodies": bodies, "first": bodies + 1, "count": bodies // PER_ASSOCIATION})
        cursor.execute(SOFTWARE, {"entries": ENTRIES})
        cursor.execute(CLAIMS, {"bodies": bodies, "claims": claims, "entries": ENTRIES})
        for name in ("organisations_body", "organisations_parent", "catalogue_entry", "usage_usageclaim"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")
        cursor.execute("VACUUM ANALYZE")  # as autovacuum does within minutes


# A square of 1 km meshes from 45° north, 5° west; every fourth body is of another country.
BODIES = """
INSERT INTO organisations_body (id, uri, slug, name, language, kind, tier, country, region_code, place, latitude,
    longitude, population, population_year, website, mailbox, registered_at, sort_name, folded_names, lau_code,
    nuts_code)
SELECT n, 'https://m.example/' || n, 'body-' || n, 'Town ' || n, 'en', 'municipality', 'local',
    CASE WHEN n %% 4 = 0 THEN 'FR' ELSE 'IT' END, 'R' || n %% 20, 'Town ' || n,
    45 + (n / ceil(sqrt(%(bodies)s))) * 0.009, -5 + (n %% ceil(sqrt(%(bodies)s))::int) * 0.0127,
    2000 + (1000000 / (1 + n * 7919 %% %(bodies)s))::int, 2025, '', 'it@m' || n || '.example', now(), 'town ' || n,
    'town ' || n, '', ''
FROM generate_series(1, %(bodies)s) n
"""
ASSOCIATIONS = """
INSERT INTO organisations_body (id, uri, slug, name, language, kind, tier, country, region_code, place, website,
    mailbox, registered_at, sort_name, folded_names, lau_code, nuts_code)
SELECT %(first)s + n, 'https://a.example/' || n, 'association-' || n, 'Association ' || n, 'en', 'association', 'local',
    'IT', '', '', '', '', now(), 'association ' || n, 'association ' || n, '', ''
FROM generate_series(0, %(count)s - 1) n
"""
MEMBERS = """
INSERT INTO organisations_parent (body_id, parent_id, relation)
SELECT n, %(first)s + n %% %(count)s, 'membership' FROM generate_series(1, %(bodies)s) n
"""
SOFTWARE = """
INSERT INTO catalogue_entry (id, slug, kind, name, url, address, component_path, landing_url, logo_url, publisher_name,
    country, licence, openness, software_type, development_status, maintenance_type, software_version, categories,
    scopes, platforms, languages, is_archived, is_broken, is_copy, provenance, first_seen_at, changed_at, visibility)
SELECT n, 'software-' || n, 'software', 'Software ' || n, 'https://git.example/s' || n, 'git.example/s' || n, '', '',
    '', '', 'IT', 'EUPL-1.2', 'open', 'standalone/web', 'stable', 'internal', '1.0',
    ARRAY[(ARRAY['office', 'crm', 'survey', 'backup', 'it-security'])[1 + n %% 5]], '{}', '{web}', '{en}', false, false,
    false, '{}', now(), now(), 3
FROM generate_series(1, %(entries)s) n
"""
CLAIMS = """
INSERT INTO usage_usageclaim (visibility, owner_id, entry_id, status, purpose, version, since, instance_url,
    evidence_url, source, source_name, stated_at, confirmed_at, expires_on)
SELECT CASE WHEN random() < 0.7 THEN 3 WHEN random() < 0.7 THEN 2 ELSE 1 END, owner, entry,
    (ARRAY['production', 'production', 'production', 'pilot', 'evaluating', 'migrating-away'])[1 + n %% 6], '', '',
    date '2020-01-01' + n %% 2000, CASE WHEN n %% 50 = 0 THEN 'https://run.example/' || n ELSE '' END, '', 'self', '',
    now() - (n %% 900) * interval '1 day', now() - (n %% 900) * interval '1 day', current_date + 365 - n %% 900
FROM (
    SELECT n, 1 + n %% %(bodies)s AS owner,
        greatest(1, least(%(entries)s, exp(random() * ln(%(entries)s))::int)) AS entry
    FROM generate_series(1, (%(claims)s * 1.12)::int) n
) drawn
ON CONFLICT DO NOTHING
"""


def table(bodies: int) -> str:
    """Each page for a visitor and for an editor, and its bare question."""
    from django.conf import settings
    from django.db import connection

    from commonweal.organisations.models import Body, RoleAssignment, User

    settings.ALLOWED_HOSTS = ["*"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}  # nobody collected the files for this run
    import_module("commonweal.server.wsgi")  # starts as the web server does
    home = Body.objects.get(pk=bodies // 2)
    editor, is_new = User.objects.get_or_create(username="clerk")
    if is_new:
        RoleAssignment.objects.create(user=editor, role="editor", body=home)
    visitor, clerk = Client(), Client()
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "none"  # so that no finished page is kept for this reader
    clerk.force_login(editor)
    lines = [
        "| page | visitor p50 / p95 ms | editor p50 / p95 ms | bare question p50 ms | editor's p50 beside it |",
        "|---|---|---|---|---|",
    ]
    for name, address, column, keys in pages(bodies):
        ours = [clock(reader, address, keys) for reader in (visitor, clerk)]
        question = CLAIMS_OF.format(column=column)
        bare = times(partial(answer_barely, connection, question), keys)
        cells = " | ".join(f"{statistics.median(took):.0f} / {np.percentile(took, 95):.0f}" for took in ours)
        peer = statistics.median(bare)
        lines.append(f"| {name} | {cells} | {peer:.2f} | {statistics.median(ours[1]) / peer:.0f} |")
        print(lines[-1], flush=True)
    return "\n".join(lines) + f"\n\nLoad average at the end {os.getloadavg()[0]:.1f}.\n"


def answer_barely(connection: BaseDatabaseWrapper, question: str, key: int) -> None:
    """The one question, and all its rows."""
    with connection.cursor() as cursor:
        cursor.execute(question, [key])
        cursor.fetchall()


def pages(bodies: int) -> list[tuple[str, str, str, list[int]]]:
    """Name, address with a place for a number, the column of the bare question, and the numbers asked in turn."""
    popular = [1, 2, 3, 5, 8, 13, 40, 200, 1000, 4000]
    towns = [1 + (number * 7919) % bodies for number in range(20)]
    return [
        ("software page", "/software/software-{}", "entry_id", popular),
        ("who uses it", "/software/software-{}/users", "entry_id", popular),
        ("body page", "/bodies/body-{}", "owner_id", towns),
        ("what a body uses", "/bodies/body-{}/use", "owner_id", towns),
        ("neighbours", "/bodies/body-{}/neighbours?way=distance&way=size&way=association", "owner_id", towns),
        ("neighbours, by portfolio too", "/bodies/body-{}/neighbours?way=portfolio", "owner_id", towns),
        ("a body and its peers", "/bodies/body-{}/peers", "owner_id", towns),
    ]


def clock(reader: Client, address: str, keys: list[int]) -> list[float]:
    """Milliseconds of the server's work for each page asked; a page that fails stops the run."""

    def ask(key: int) -> None:
        answer = reader.get(address.format(key))
        if answer.status_code != 200:
            sys.exit(f"{address.format(key)} answers {answer.status_code}")

    return times(ask, keys)


def times(call: Callable[[int], object], keys: list[int]) -> list[float]:
    """Milliseconds by the clock, RUNS times over the keys in turn, after one round to warm up."""
    for key in keys:
        call(key)
    took = []
    for turn in range(RUNS):
        began = time.perf_counter()
        call(keys[turn % len(keys)])
        took.append((time.perf_counter() - began) * 1000)
    return took


def heading(bodies: int, claims: int) -> str:
    """What was measured, and on what."""
    return (
        "# The pages of use\n\n"
        f"`benchmarks/usage.py`: {bodies:,} bodies, {claims:,} claims, {ENTRIES:,} pieces of software;"
        f" {os.cpu_count()} cores, Python {platform.python_version()}. Every page is built anew; the peer is the one"
        " question to PostgreSQL that finds the page's claims.\n\n"
    )


if __name__ == "__main__":
    main()
