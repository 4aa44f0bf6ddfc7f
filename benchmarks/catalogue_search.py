"""How fast search is over many entries, beside SQLite FTS5 and tantivy on the same data in the same run.

    python benchmarks/catalogue_search.py --entries 100000 1000000 [--write]

Entries are made from the words of the packs and a long tail of rarer ones, by Zipf's law, the same every time. Our own
search is the whole of `queries.search`: finding, ranking, all thirteen facets, the page with its texts; first with
nothing kept from one question to the next, then with the bitmaps of words asked before. The others answer a smaller
question: the best twenty ids and five facets.
"""

import argparse
import itertools
import json
import os
import platform
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import numpy as np
import psycopg
from catalogue_words import CONFIGURATION, Made, Question, Words

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "src"))

RESULTS = PROJECT / "benchmarks" / "results" / "catalogue_search.md"
DATABASE = "commonweal_search_benchmark"
QUESTIONS = 120
FIVE = ("category", "licence", "language", "country", "status")


Figures = dict[str, tuple[float, float, float, float]]


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--entries", type=int, nargs="+", default=[100_000])
    reading.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    reading.add_argument("--loaded", action="store_true", help="the database of the last run holds the entries")
    reading.add_argument("--database", default=DATABASE, help="its name, so that several sizes may stay loaded")
    reading.add_argument("--without", nargs="*", default=[], help="systems to leave out, by the beginning of the name")
    asked = reading.parse_args()
    set_up_django(asked.database, is_loaded=asked.loaded)
    parts = [heading()]
    for count in asked.entries:
        parts.append(run(count, tuple(asked.without)))
        print(parts[-1], flush=True)
        if asked.write:
            RESULTS.parent.mkdir(exist_ok=True)
            RESULTS.write_text("\n".join(parts))


def set_up_django(name: str = DATABASE, *, is_loaded: bool) -> None:
    """Use a database of our own beside the installation's."""
    from commonweal.server import database

    database.ensure_running()
    cluster = database.private_cluster()
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        if not is_loaded:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
    os.environ["DATABASE_URL"] = (
        f"postgresql://{quote('commonweal')}@/{name}?host={quote(str(cluster.sockets), safe='')}"
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "commonweal.server.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, skip_checks=True)


def run(count: int, without: tuple[str, ...]) -> str:
    """Load, ask, and give a table."""
    words = Words()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, system in (
            ("Commonweal, words never asked before (whole page, 13 facets)", commonweal),
            ("Commonweal, words asked before (whole page, 13 facets)", commonweal_again),
            ("PostgreSQL alone (top 20, 5 facets)", postgresql_alone),
            ("tantivy (top 20, 5 facets)", tantivy_index),
            ("SQLite FTS5 (top 20, 5 facets)", sqlite),
        ):
            if name.startswith(without):
                continue
            began = time.perf_counter()
            ask = system(words, count, Path(folder))
            built = time.perf_counter() - began
            rows.append((name, built, measure(ask, words.questions(QUESTIONS))))
            print(
                name, f"{built:.0f} s", {kind: [round(n) for n in ns] for kind, ns in rows[-1][2].items()}, flush=True
            )
    return f"\n## {count:,} entries\n" + table(rows, "CPU", 2) + table(rows, "clock", 0)


def table(rows: list[tuple[str, float, Figures]], what: str, first: int) -> str:
    """p50 / p95 of one sort of time, and how many times the first row's p95 each system takes."""
    kinds = list(rows[0][2])
    lines = ["", f"| {what} ms, p50 / p95 | build s | {' | '.join(kinds)} |", "|---" * (len(kinds) + 2) + "|"]
    for name, built, found in rows:
        cells = " | ".join(f"{found[kind][first]:.1f} / {found[kind][first + 1]:.1f}" for kind in kinds)
        lines.append(f"| {name} | {built:.0f} | {cells} |")
    ours = rows[1][2]["all"][first + 1]
    ratios = ", ".join(f"{name.split(' (')[0]} {found['all'][first + 1] / ours:.1f}" for name, _, found in rows)
    lines.append(f"\np95 of all, as multiples of our steady state: {ratios}. Load average {os.getloadavg()[0]:.1f}.")
    return "\n".join(lines) + "\n"


def measure(ask: Callable[[Question], object], questions: list[Question]) -> Figures:
    """Ask everything once, after a few to warm up; p50 and p95 by kind and of all, in ms, by the clock and in CPU."""
    for question in questions[:8]:
        ask(question)
    clock: dict[str, list[float]] = {"all": []}
    worked: dict[str, list[float]] = {"all": []}
    for question in questions:
        began, worked_before = time.perf_counter(), cpu_ms()
        ask(question)
        took, work = (time.perf_counter() - began) * 1000, cpu_ms() - worked_before
        for kind in ("all", question.kind):
            clock.setdefault(kind, []).append(took)
            worked.setdefault(kind, []).append(work)
    return {kind: (*_p50_p95(clock[kind]), *_p50_p95(worked[kind])) for kind in clock}


def _p50_p95(times: list[float]) -> tuple[float, float]:
    return statistics.median(times), float(np.percentile(times, 95))


def cpu_ms() -> float:
    """What this process and its database backend have worked so far: the time on a machine that is not shared."""
    from django.db import connection

    raw = connection.connection
    backend = Path(f"/proc/{raw.info.backend_pid}/schedstat") if raw is not None else None
    nanoseconds = int(backend.read_text().split()[0]) if backend is not None else 0
    return (time.process_time_ns() + nanoseconds) / 1e6


def commonweal(words: Words, count: int, folder: Path) -> Callable[[Question], object]:
    """Our own search, with its tables filled by COPY."""
    from django.db import connection

    from commonweal.catalogue.models import SearchDocument
    from commonweal.catalogue.queries import facet_index

    if SearchDocument.objects.count() != count:
        load(words, count)
    for name, step in (("lists of words", list_words), ("first look at the table", facet_index.current)):
        began, worked_before = time.perf_counter(), cpu_ms()
        step()
        took, work = time.perf_counter() - began, (cpu_ms() - worked_before) / 1000
        print(f"  {name}: {took:.1f} s, CPU {work:.1f} s, at most {_memory_mb()} MB so far", flush=True)
    assert connection.connection is not None

    def ask(question: Question) -> object:
        index = facet_index.current()
        for key in list(index.postings):
            index.forget_posting(key)
        return ask_us(question)

    return ask


def commonweal_again(words: Words, count: int, folder: Path) -> Callable[[Question], object]:
    """The same in the steady state: every text of the mix has been asked once since the start."""
    for question in words.questions(QUESTIONS):
        ask_us(question)
    return ask_us


def list_words() -> None:
    """What the worker does now and then."""
    from commonweal.catalogue import actions

    actions.list_postings(at_least=1)


def _memory_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def ask_us(question: Question) -> object:
    from django.contrib.auth.models import AnonymousUser

    from commonweal.catalogue import queries

    chosen: dict[str, tuple[str, ...]] = {facet: (value,) for facet, value in question.chosen}
    request = queries.SearchRequest(text=" ".join(question.words), chosen=chosen, sort=question.sort)
    return queries.search(AnonymousUser(), request)


def load(words: Words, count: int) -> None:
    """Fill the tables that search reads."""
    from django.db import connection

    connection.ensure_connection()
    raw = connection.connection
    raw.execute("SET maintenance_work_mem = '512MB'; SET synchronous_commit = off")
    raw.execute("TRUNCATE catalogue_entry, catalogue_facetterm RESTART IDENTITY CASCADE")
    raw.execute("DROP INDEX IF EXISTS search_words, search_headwords, search_name_trigrams")
    raw.execute("DROP TABLE IF EXISTS made")
    raw.execute("CREATE UNLOGGED TABLE made (id bigint, language text, name text, short text, long text, folded text,"
                " terms int[], quality float8)")  # fmt: skip
    from commonweal.catalogue import rules

    numbers: dict[tuple[str, str], int] = {}
    with raw.cursor().copy("COPY made FROM STDIN") as copy:
        for made in words.entries(count):
            terms = [numbers.setdefault(pair, len(numbers) + 1) for pair in made.facets]
            copy.write_row((made.number, made.language, made.name, made.short, made.long, rules.fold(made.name),
                            terms, made.number % 97 / 97))  # fmt: skip
    with raw.cursor().copy("COPY catalogue_facetterm (id, facet, value) FROM STDIN") as copy:
        for (facet, value), number in numbers.items():
            copy.write_row((number, facet, value))
    raw.execute(
        """
        INSERT INTO catalogue_entry (id, visibility, slug, kind, name, url, address, component_path, landing_url,
            logo_url,
            publisher_name, country, licence, openness, software_type, development_status, maintenance_type,
            software_version, categories, scopes, platforms, languages, is_archived, is_broken, is_copy, provenance,
            first_seen_at, changed_at)
        SELECT id, 3, 'made-' || id, 'software', name, 'https://git.example/' || id, 'git.example/' || id, '', '', '',
            'Body', 'IT', 'MIT', 'open', 'standalone/web', 'stable', 'internal', '', '{}', '{}', '{}', '{}', false,
            false,
            false, '{}', now(), now() FROM made;
        INSERT INTO catalogue_entrytext (entry_id, language, localised_name, short_description, long_description,
            features,
            documentation_url, api_documentation_url, screenshots, videos, awards)
        SELECT id, language, '', short, long, '{}', '', '', '{}', '{}', '{}' FROM made;
        INSERT INTO catalogue_searchdocument (entry_id, written_by, is_listed, visibility, is_archived, activity_day,
            first_seen_day, quality, folded_name, terms)
        SELECT id, pg_current_xact_id()::text::bigint, true, 3, id % 31 = 0, 20000 + id % 700, 20000 + id % 600,
            quality,
            folded, terms FROM made;
        """
    )
    for language, configuration in CONFIGURATION.items():
        raw.execute(
            f"""
            INSERT INTO catalogue_searchtext (entry_id, words, headwords)
            SELECT id, names || short_words || setweight(to_tsvector('commonweal_{configuration}', long), 'C'),
                strip(names || short_words)
            FROM (SELECT id, long, setweight(to_tsvector('commonweal_simple', name), 'A') AS names,
                  setweight(to_tsvector('commonweal_{configuration}', short), 'B') AS short_words
                  FROM made WHERE language = '{language}') AS analysed
            """
        )
    raw.execute("CREATE INDEX search_words ON catalogue_searchtext USING gin (words)")
    raw.execute("CREATE INDEX search_headwords ON catalogue_searchtext USING gin (headwords)")
    raw.execute("DROP TABLE made")
    for table in ("entry", "entrytext", "searchdocument", "searchtext", "facetterm"):
        raw.execute(f"VACUUM ANALYZE catalogue_{table}")


def postgresql_alone(words: Words, count: int, folder: Path) -> Callable[[Question], object]:
    """The tables that are loaded already, with facets counted in SQL over the narrow one."""
    from django.db import connection

    raw = connection.connection
    numbers = {
        (facet, value): number
        for number, facet, value in raw.execute("SELECT id, facet, value FROM catalogue_facetterm")
    }
    five = [number for (facet, _), number in numbers.items() if facet in FIVE]

    def ask(question: Question) -> object:
        text = " & ".join(f"({word} | {word}:*)" for word in question.words)
        wanted = [numbers[pair] for pair in question.chosen if pair in numbers]
        fitting = "SELECT entry_id FROM catalogue_searchdocument WHERE is_listed AND terms @> %(wanted)s::int[]"
        if text:
            fitting += (
                " AND entry_id IN (SELECT entry_id FROM catalogue_searchtext"
                " WHERE words @@ to_tsquery('commonweal_simple', %(text)s))"
            )
        values = {"wanted": wanted, "text": text, "five": five}
        best = raw.execute(
            f"SELECT entry_id, ts_rank(words, to_tsquery('commonweal_simple', %(text)s)) FROM catalogue_searchtext"
            f" WHERE entry_id IN ({fitting} LIMIT 300) ORDER BY 2 DESC LIMIT 20", values,
        ).fetchall()  # fmt: skip
        counts = raw.execute(
            f"SELECT term, count(*) FROM catalogue_searchdocument, unnest(terms) AS term WHERE entry_id IN ({fitting})"
            " AND term = ANY(%(five)s) GROUP BY term", values,
        ).fetchall()  # fmt: skip
        return best, counts

    return ask


def sqlite(words: Words, count: int, folder: Path) -> Callable[[Question], object]:
    """FTS5 without regard to accents, and a narrow table of (facet value, entry)."""
    database = sqlite3.connect(folder / "fts.db")
    database.executescript(
        "PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -400000;"
        "CREATE VIRTUAL TABLE texts USING fts5(name, short, long, content='',"
        " tokenize='unicode61 remove_diacritics 2');"
        "CREATE TABLE has (entry INTEGER, facet TEXT, value TEXT);"
    )
    for batch in (
        itertools.batched(words.entries(count), 20_000) if sys.version_info >= (3, 12) else _batches(words, count)
    ):
        database.executemany("INSERT INTO texts (rowid, name, short, long) VALUES (?, ?, ?, ?)",
                             [(made.number, made.name, made.short, made.long) for made in batch])  # fmt: skip
        database.executemany("INSERT INTO has VALUES (?, ?, ?)", [
            (made.number, facet, value) for made in batch for facet, value in made.facets if facet in FIVE
        ])  # fmt: skip
    database.executescript(
        "CREATE INDEX by_entry ON has (entry, facet, value); CREATE INDEX by_value ON has (facet, value, entry);"
    )

    def ask(question: Question) -> object:
        database.execute("CREATE TEMP TABLE IF NOT EXISTS fitting (entry INTEGER PRIMARY KEY, score REAL)")
        database.execute("DELETE FROM fitting")
        text = " ".join(f'"{word}"' for word in question.words)
        source = "SELECT rowid AS entry, rank AS score FROM texts WHERE texts MATCH ?" if text else None
        # Filtering inside the first statement makes SQLite look every entry of the value up in the text index.
        browse = "SELECT entry, 0 FROM has WHERE facet = 'country'"
        database.execute(f"INSERT INTO fitting {source or browse}", [text] if text else [])
        for pair in question.chosen:
            database.execute(
                "DELETE FROM fitting WHERE entry NOT IN (SELECT entry FROM has WHERE facet = ? AND value = ?)", pair
            )
        best = database.execute("SELECT entry FROM fitting ORDER BY score LIMIT 20").fetchall()
        counts = database.execute(
            "SELECT facet, value, count(*) FROM fitting JOIN has USING (entry) GROUP BY facet, value"
        ).fetchall()
        return best, counts

    return ask


def _batches(words: Words, count: int) -> Iterator[list[Made]]:
    entries = words.entries(count)
    while batch := list(itertools.islice(entries, 20_000)):
        yield batch


def tantivy_index(words: Words, count: int, folder: Path) -> Callable[[Question], object]:
    """Tantivy with fast fields for the five facets and its own aggregation."""
    import tantivy

    from commonweal.catalogue import rules

    schema = tantivy.SchemaBuilder().add_integer_field("number", stored=True, fast=True)
    schema.add_text_field("text", stored=False)
    for facet in FIVE:
        schema.add_text_field(facet, stored=False, tokenizer_name="raw", fast=True)
    (folder / "tantivy").mkdir()
    index = tantivy.Index(schema.build(), path=str(folder / "tantivy"))
    writer = index.writer(heap_size=300_000_000, num_threads=2)
    for made in words.entries(count):
        document = tantivy.Document(number=made.number, text=rules.fold(f"{made.name} {made.short} {made.long}"))
        for facet, value in made.facets:
            if facet in FIVE:
                document.add_text(facet, value)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    wish = {facet: {"terms": {"field": facet, "size": 200}} for facet in FIVE}

    def ask(question: Question) -> object:
        parts = [f'+text:"{rules.fold(word)}"' for word in question.words]
        parts += [f'+{facet}:"{value}"' for facet, value in question.chosen]
        query = index.parse_query(" ".join(parts) or "*", ["text"])
        best = searcher.search(query, limit=20)
        return best.hits, json.dumps(searcher.aggregate(query, wish))

    return ask


def heading() -> str:
    """The machine and the day."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        "",
    )
    return (
        "# Search over many entries\n\n"
        f"Made by `python benchmarks/catalogue_search.py --entries … --write` on {datetime.now(UTC):%Y-%m-%d}.\n"
        f"Machine: {os.cpu_count()} cores ({model or platform.machine()}), shared with other work; load average before"
        f" the run {os.getloadavg()[0]:.1f}. Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}.\n\n"
        "Our own figure is the whole search (text in four languages, ranking, 13 facets with live counts, the page and"
        " its texts), first with nothing kept between questions, then in the steady state; the others answer only the"
        " best 20 ids and 5"
        " facets for the words as typed. A need by name is widened by its names in four languages in ours alone.\n"
    )


if __name__ == "__main__":
    main()
