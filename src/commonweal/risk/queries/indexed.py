"""The index of `commonweal.exposure` over what PostgreSQL holds, asked with what came since (`recorded`).

PostgreSQL is the record and answers alone where no index was built. Where one was, it gives the same answers: which
systems somebody sees today is asked of the record, what they run of the index. So nobody sees one that ended, became
private or left their scope meanwhile.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from commonweal import exposure
from commonweal.components.queries import Scope
from commonweal.exposure import Delta, Index, NoIndex, PlaceTallies, Reader, Tallies
from commonweal.journal.models import Event
from commonweal.risk.queries.recorded import FIRST_DAY, changed_groups, changed_systems, new_pairs

# What changes who runs what; that a system ended or became private is seen when it is looked up.
TOUCHING = frozenset(
    {
        *("components.sbom_received", "components.sbom_withdrawn", "components.sbom_moved"),
        *("usage.system_entered", "usage.system_changed", "usage.system_resumed"),
    }
)
TELLING = frozenset({"risk.advisories_changed"})
# Of more vulnerabilities that changed, the next build is sooner there than they would be laid over.
MOST_CHANGED = 5_000


def folder() -> Path:
    """Give the folder of the index."""
    return Path(settings.EXPOSURE_FOLDER)


def is_built() -> bool:
    """Say whether there is an index to ask."""
    return _index() is not None


def is_up_to_date() -> bool:
    """Say whether nothing changed since the index was built."""
    index = _index()
    return index is not None and not _events_since(index.position, TOUCHING | TELLING).exists()


def hits(
    ranges: Sequence[tuple[int, bytes, bytes]], versions: Sequence[int], scope: Scope
) -> set[tuple[int, int]] | None:
    """Give system and version of all who run what is asked for; None where there is no index to ask.

    Ranges are (package, low, high). The scope is that of the moment of the build; the caller looks systems up again.
    """
    index = current()
    if index is None:
        return None
    seen = exposure.EVERYTHING if scope.is_everything else index.scope(bodies=scope.bodies)
    by_package: dict[int, list[tuple[bytes, bytes]]] = {}
    for package, low, high in ranges:
        by_package.setdefault(package, []).append((low, high))
    answers = [index.affected_by_interval(package, spans, seen) for package, spans in by_package.items()]
    if versions:
        answers.append(index.affected_by_pairs(versions, seen))
    return {
        found
        for answer in answers
        for found in zip(answer.found_systems.tolist(), answer.found_pairs.tolist(), strict=True)
    }


def current() -> Index | None:
    """Give the index with all that systems run today; None where none was built."""
    index = _index()
    if index is None:
        return None
    since = _events_since(index.position, TOUCHING)
    newest = since.aggregate(newest=Max("pk"))["newest"]
    return index if newest is None else _with_systems(index, since.count(), newest)


def tallies(scope: Scope, weights: Sequence[float], systems: Collection[int] | None = None) -> Tallies | None:
    """Count for each vulnerability how far it reaches, or among these systems; None where there is no index to ask."""
    index = _with_advisories()
    return None if index is None else index.tallies(_seen(index, scope, systems), weights)


def tallies_by(place: Literal["body", "system"], scope: Scope) -> PlaceTallies | None:
    """Count for each vulnerability at each place; None where there is no index to ask."""
    index = _with_advisories()
    return None if index is None else index.tallies_by(place, _seen(index, scope))


def day_of(number: int) -> date:
    """Give the day that the index numbers so."""
    return FIRST_DAY + timedelta(days=number)


def _seen(index: Index, scope: Scope, systems: Collection[int] | None = None) -> exposure.Scope:
    """Give the systems that are in the scope now, or those of these."""
    found = scope.systems() if systems is None else scope.systems().filter(pk__in=systems)
    return index.scope(systems=found.order_by().values_list("pk", flat=True))


@cache
def _reader(place: Path) -> Reader:
    return Reader(place)


def _index() -> Index | None:
    try:
        return _reader(folder()).index()
    except NoIndex:
        return None


def _with_advisories() -> Index | None:
    """Give the index with all that changed, advisories too; None where none was built, or too much changed since."""
    index = _index()
    if index is None:
        return None
    since = _events_since(index.position, TOUCHING | TELLING)
    newest = since.aggregate(newest=Max("pk"))["newest"]
    return index if newest is None else _with_everything(index, since.count(), newest)


def _events_since(position: int, names: frozenset[str]) -> QuerySet[Event]:
    """Give what of this happened and may not be in an index up to the position."""
    return Event.objects.filter(Q(position__gt=position) | Q(position=None), name__in=names)


@lru_cache(maxsize=2)
def _with_systems(index: Index, count: int, newest: int) -> Index:
    """Lay what came since over the index; kept until another event comes, which changes the count or the newest."""
    return index.with_delta(_changes(index, frozenset()))


@lru_cache(maxsize=2)
def _with_everything(index: Index, count: int, newest: int) -> Index | None:
    """The same with vulnerabilities; None where too many changed."""
    told = _events_since(index.position, TELLING).values_list("data", flat=True)
    changed = frozenset(pk for data in told for pk in data["vulnerabilities"])
    return None if len(changed) > MOST_CHANGED else index.with_delta(_changes(index, changed))


def _changes(index: Index, vulnerabilities: frozenset[int]) -> Delta:
    touched = set()
    for name, subject, data in _events_since(index.position, TOUCHING).values_list("name", "subject_id", "data"):
        touched.add(int(data["system"] if name.startswith("components.") else subject))
        if "from" in data:  # the system that a list was moved away from
            touched.add(int(data["from"]))
    systems, groups = changed_systems(touched), changed_groups(vulnerabilities)
    return Delta(
        systems=tuple(systems),
        removed_systems=tuple(sorted(touched - {each.id for each in systems})),
        pairs=tuple(new_pairs({version for each in systems for version, _ in each.pairs})),
        groups=tuple(groups),
        removed_groups=tuple(sorted(vulnerabilities - {each.id for each in groups})),
    )
