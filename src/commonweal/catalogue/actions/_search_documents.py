"""Writing what search reads of an entry, in the transaction that changes the entry.

Texts are analysed by PostgreSQL: a configuration for each language we stem, `simple` for names and the others, all
without accents. Weights: A names, B what it does in short, C at length, D who publishes it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from commonweal.catalogue import rules
from commonweal.catalogue.models import Entry, EntryText, FacetTerm, Retirement
from commonweal.catalogue.queries import with_public_sector
from commonweal.catalogue.rules.quality import Signs, quality
from commonweal.organisations.models import Visibility
from commonweal.standards import language

CONFIGURATIONS = {"en": "english", "it": "italian", "fr": "french", "de": "german"}
SIMPLE = "simple"
LONGEST_SHORT, LONGEST_LONG = 4_000, 12_000  # characters a language; what is beyond names nothing new
SHORTEST_WORD, LONGEST_WORD = 4, 40
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BATCH = 500


@dataclass(frozen=True, slots=True)
class _Words:
    """The texts of an entry by configuration, one weight each; `publisher` is analysed as simple."""

    names: dict[str, str]
    short: dict[str, str]
    long: dict[str, str]
    publisher: str


def rewrite(ids: Collection[int]) -> None:
    """Write the search rows of these entries anew."""
    for entries in _batches(Entry.objects.filter(pk__in=ids).select_related("publisher").order_by("pk")):
        _rewrite(entries)


def _batches(entries: QuerySet[Entry]) -> Iterable[list[Entry]]:
    found = list(entries)
    return (found[start : start + BATCH] for start in range(0, len(found), BATCH))


def _rewrite(entries: Sequence[Entry]) -> None:
    ids = [entry.pk for entry in entries]
    texts: dict[int, list[EntryText]] = {pk: [] for pk in ids}
    for text in EntryText.objects.filter(entry_id__in=ids).order_by("pk"):
        texts[text.entry_id].append(text)
    retired = set(Retirement.objects.filter(entry_id__in=ids, returned_at=None).values_list("entry_id", flat=True))
    verified = {
        entry.pk
        for entry in with_public_sector(Entry.objects.filter(pk__in=ids).only("pk"))
        if entry.is_public_sector  # type: ignore[attr-defined]  # annotated
    }
    values = {entry.pk: _facet_values(entry) for entry in entries}
    terms = _terms({pair for pairs in values.values() for pair in pairs})
    documents = []
    for entry in entries:
        signs = _signs(entry, texts[entry.pk], is_verified=entry.pk in verified)
        documents.append(
            (
                entry.pk, entry.pk not in retired and not entry.is_copy, entry.visibility, entry.is_archived,
                _day(entry.last_activity_at), _day(entry.first_seen_at), quality(signs), rules.fold(entry.name)[:300],
                "{" + ",".join(str(number) for number in sorted(terms[pair] for pair in values[entry.pk])) + "}",
            )
        )  # fmt: skip
    words = [_words(entry, texts[entry.pk]) for entry in entries]
    _write_documents(documents)
    _write_texts(ids, words)
    # Corrections are offered to everybody, so they know only words of what everybody may see.
    is_public = [entry.visibility == Visibility.PUBLIC for entry in entries]
    _write_words([one for one, public in zip(words, is_public, strict=True) if public])


def _write_documents(documents: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO catalogue_searchdocument (entry_id, written_by, is_listed, visibility, is_archived,
                activity_day, first_seen_day, quality, folded_name, terms)
            SELECT id, pg_current_xact_id()::text::bigint, listed, visibility, archived, activity, seen, quality, name,
                terms::int[]
            FROM unnest(%s::bigint[], %s::bool[], %s::smallint[], %s::bool[], %s::int[], %s::int[], %s::float8[],
                %s::text[], %s::text[])
                AS anew(id, listed, visibility, archived, activity, seen, quality, name, terms)
            ON CONFLICT (entry_id) DO UPDATE SET written_by = excluded.written_by, is_listed = excluded.is_listed,
                visibility = excluded.visibility, is_archived = excluded.is_archived,
                activity_day = excluded.activity_day, first_seen_day = excluded.first_seen_day,
                quality = excluded.quality, folded_name = excluded.folded_name, terms = excluded.terms
            """,
            [list(column) for column in zip(*documents, strict=True)],
        )


def _write_texts(ids: Sequence[int], words: Sequence[_Words]) -> None:
    configurations = [SIMPLE, *CONFIGURATIONS.values()]
    columns: list[list[Any]] = [list(ids)]
    names, vectors, headvectors = ["id"], [], []
    for configuration in configurations:
        for weight, part in (("A", "names"), ("B", "short"), ("C", "long")):
            column = f"{configuration}_{weight}".lower()
            names.append(column)
            columns.append([getattr(one, part).get(configuration, "") for one in words])
            vector = f"setweight(to_tsvector('commonweal_{configuration}', {column}), '{weight}')"
            vectors.append(vector)
            if weight != "C":
                headvectors.append(vector)
    names.append("publisher")
    columns.append([one.publisher for one in words])
    vectors.append("setweight(to_tsvector('commonweal_simple', publisher), 'D')")
    headvectors.append(vectors[-1])
    arrays = ", ".join(["%s::bigint[]", *["%s::text[]"] * (len(columns) - 1)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO catalogue_searchtext (entry_id, words, headwords)
            SELECT id, {" || ".join(vectors)}, strip({" || ".join(headvectors)})
            FROM unnest({arrays}) AS anew({", ".join(names)})
            ON CONFLICT (entry_id) DO UPDATE SET words = excluded.words, headwords = excluded.headwords
            """,  # noqa: S608  only names of ours are put in
            columns,
        )


def _write_words(words: Sequence[_Words]) -> None:
    """Remember the words of names and short texts; sorted, so that two batches never wait for each other in a ring."""
    seen = {
        word
        for one in words
        for text in (*one.names.values(), *one.short.values(), one.publisher)
        for word in rules.words(text)
        if SHORTEST_WORD <= len(word) <= LONGEST_WORD and not word.isdigit()
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalogue_searchword (word) SELECT word FROM unnest(%s::text[]) AS anew(word)"
            " WHERE NOT EXISTS (SELECT FROM catalogue_searchword AS known WHERE known.word = anew.word)"
            " ORDER BY word ON CONFLICT DO NOTHING",
            [sorted(seen)],
        )


def _words(entry: Entry, texts: Sequence[EntryText]) -> _Words:
    names: dict[str, str] = {SIMPLE: entry.name}
    short: dict[str, str] = {}
    long: dict[str, str] = {}
    for text in texts:
        configuration = CONFIGURATIONS.get(language.primary(text.language), SIMPLE)
        in_short = " \n".join([text.short_description, *text.features])[:LONGEST_SHORT]
        names[SIMPLE] = f"{names[SIMPLE]} \n{text.localised_name}"
        short[configuration] = f"{short.get(configuration, '')} \n{in_short}"
        long[configuration] = f"{long.get(configuration, '')} \n{text.long_description[:LONGEST_LONG]}"
    publisher = f"{entry.publisher.name if entry.publisher is not None else ''} \n{entry.publisher_name}"
    return _Words(names, short, long, publisher)


def _facet_values(entry: Entry) -> set[tuple[str, str]]:
    """What the entry has in each facet; the publisher by its slug, or as it is written where we know no body."""
    publisher = entry.publisher
    single = {
        "licence": entry.licence,
        "openness": entry.openness,
        "publisher": publisher.slug if publisher is not None else entry.publisher_name,
        "country": entry.country,
        "tier": publisher.tier if publisher is not None else "",
        "status": entry.development_status,
        "maintenance": entry.maintenance_type,
        "kind": entry.kind,
    }
    several = {
        "category": entry.categories,
        "scope": entry.scopes,
        "platform": entry.platforms,
        "language": [language.primary(tag) for tag in entry.languages],
    }
    pairs = {(facet, value) for facet, value in single.items() if value}
    return pairs | {(facet, value) for facet, values in several.items() for value in values if value}


def _terms(pairs: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Give the number of each value, adding those that are new."""
    known = _known_terms(pairs)
    missing = sorted(pairs - known.keys())
    if missing:
        FacetTerm.objects.bulk_create(
            [FacetTerm(facet=facet, value=value) for facet, value in missing], ignore_conflicts=True
        )
        known = _known_terms(pairs)
    return known


def _known_terms(pairs: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    rows = FacetTerm.objects.filter(value__in={value for _, value in pairs}).values_list("facet", "value", "pk")
    return {(facet, value): pk for facet, value, pk in rows}


def _signs(entry: Entry, texts: Sequence[EntryText], *, is_verified: bool) -> Signs:
    return Signs(
        languages=len(texts),
        has_long_description=any(text.long_description for text in texts),
        has_features=any(text.features for text in texts),
        has_screenshots=any(text.screenshots for text in texts),
        has_documentation=any(text.documentation_url for text in texts),
        has_verified_publisher=is_verified,
        is_open=entry.openness == "open",
        is_stable=entry.development_status == "stable",
        is_maintained=entry.maintenance_type not in {"", "none"},
        is_archived=entry.is_archived,
        is_broken=entry.is_broken,
    )


def _day(moment: datetime | None) -> int:
    return max((moment - EPOCH).days, 0) if moment is not None else 0
