"""Taking in ends of life: all products of a reading in one transaction; the same again changes nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from commonweal.catalogue.models.product import folded
from commonweal.health import permissions
from commonweal.health.models import (
    Ended,
    LifecycleProduct,
    LifecycleRange,
    LifecycleReading,
    LifecycleRelease,
    LifecycleSource,
    ReleaseCycle,
)
from commonweal.health.permissions import Permission
from commonweal.health.queries.lifecycle_pack import lifecycle_pack
from commonweal.health.rules.intake import digest_of, moved
from commonweal.health.rules.lifecycles import compiled
from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.standards import versions
from commonweal.standards.endoflife import Ending, Product, written
from commonweal.standards.endoflife.model import Scheme
from commonweal.standards.purl import read as read_purl
from commonweal.standards.repository_url import comparison_key
from commonweal.standards.versions import FIRST, LAST

_LOCK = 0x6C696665  # "life": two readings at once would write the same cycles
_ENDED = {None: Ended.UNKNOWN, True: Ended.YES, False: Ended.NO}
_CYCLE_COLUMNS = (
    "place", "codename", "released_on", "support_until", "support_over", "ends_on", "is_over", "extended_until",
    "extended_over", "is_lts", "latest", "latest_on", "gone_at",
)  # fmt: skip


@dataclass(slots=True)
class Counts:
    """What taking in did, in products."""

    seen: int = 0
    added: int = 0
    changed: int = 0
    gone: int = 0


@transaction.atomic
def take_in_lifecycles(
    *,
    source: LifecycleSource,
    products: Iterable[Product],
    is_whole: bool,
    reading: LifecycleReading | None,
    by: User | None,
) -> Counts:
    """Take in products with their cycles, and compile these to ranges; with `is_whole` what is not named is gone.

    Records nothing, since what began the reading does; what was corrected or is gone is recorded step by step.
    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_LIFECYCLES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    arriving = {product.name: product for product in products}
    known = {row.name: row for row in LifecycleProduct.objects.filter(source=source)}
    counts, now = Counts(seen=len(arriving)), timezone.now()
    for name, product in arriving.items():
        row, digest = known.get(name), digest_of(product)
        if row is None:
            counts.added += 1
        elif row.digest == digest and row.gone_at is None:
            continue
        else:
            counts.changed += 1
        _store(source, product, row, digest, now, by)
    LifecycleProduct.objects.filter(source=source, name__in=arriving).update(seen_at=now)
    if is_whole:
        for row in known.values():
            if row.name not in arriving and row.gone_at is None:
                counts.gone += 1
                _retire(row, now, by)
    if reading is not None:
        for each in fields(counts):
            setattr(reading, each.name, getattr(reading, each.name) + getattr(counts, each.name))
        reading.save(update_fields=[each.name for each in fields(counts)])
    return counts


def _store(
    source: LifecycleSource,
    product: Product,
    row: LifecycleProduct | None,
    digest: str,
    now: datetime,
    by: User | None,
) -> None:
    is_new = row is None
    row = row or LifecycleProduct(source=source, name=product.name)
    row.label, row.category, row.policy_url = product.label, product.category[:60], product.policy_url[:1000]
    row.folded_names = sorted({folded(each) for each in (product.label, product.name, *product.aliases)} - {""})
    row.repositories = sorted(_repositories(product))
    row.digest, row.document, row.seen_at, row.gone_at = digest, written(product), now, None
    row.save()
    before = {each.name: each for each in row.cycles.all()}
    ends = {name: each.ends_on for name, each in before.items() if each.gone_at is None}
    cycles = _store_cycles(row, product, before, now)
    _compile(row, product, cycles)
    corrected = moved(ends, {each.name: each.ends_on for each in cycles})
    if not is_new and corrected:
        journal.record(
            "health.lifecycle_corrected", subject=row, by=by, data={"product": row.name, "cycles": corrected}
        )  # fmt: skip


def _store_cycles(
    row: LifecycleProduct, product: Product, before: dict[str, ReleaseCycle], now: datetime
) -> list[ReleaseCycle]:
    cycles = []
    for place, cycle in enumerate(product.cycles):
        found = before.get(cycle.name) or ReleaseCycle(product=row, name=cycle.name)
        found.place, found.codename, found.released_on = place, cycle.codename, cycle.released
        found.support_until, found.support_over = _columns(cycle.support)
        found.ends_on, found.is_over = _columns(cycle.eol)
        found.extended_until, found.extended_over = _columns(cycle.extended)
        found.is_lts, found.latest, found.latest_on = cycle.is_lts, cycle.latest, cycle.latest_on
        found.gone_at = None
        cycles.append(found)
    ReleaseCycle.objects.bulk_update([each for each in cycles if each.pk], _CYCLE_COLUMNS)
    ReleaseCycle.objects.bulk_create([each for each in cycles if not each.pk])
    still = {each.name for each in cycles}
    vanished = [each.pk for name, each in before.items() if name not in still and each.gone_at is None]
    ReleaseCycle.objects.filter(pk__in=vanished).update(gone_at=now)
    return cycles


def _columns(ending: Ending) -> tuple[date | None, str]:
    return ending.day, _ENDED[ending.has_ended]


def _compile(row: LifecycleProduct, product: Product, cycles: Sequence[ReleaseCycle]) -> None:
    """Write anew what versions of packages each cycle is about, and which releases of distributions."""
    LifecycleRange.objects.filter(cycle__product=row).delete()
    LifecycleRelease.objects.filter(cycle__product=row).delete()
    LifecycleRange.objects.bulk_create(_ranges(product, cycles), batch_size=2_000)
    vendor = lifecycle_pack().distributions.get(product.name)
    if vendor:
        LifecycleRelease.objects.bulk_create(
            [LifecycleRelease(cycle=each, distribution=f"{vendor}:{each.name}"[:60]) for each in cycles]
        )


def _ranges(product: Product, cycles: Sequence[ReleaseCycle]) -> Iterator[LifecycleRange]:
    names = [each.name for each in cycles]
    packages = {identity for each in product.identifiers if (identity := _identity(each.scheme, each.id))}
    for kind, name in sorted(packages):
        whole = next((each for each in cycles if _holds_cycle(name, each.name)), None)
        if whole is not None:
            yield LifecycleRange(cycle=whole, type=kind, name=name, low=FIRST, high=LAST)
            continue
        for cycle, found in zip(cycles, compiled(kind, names), strict=True):
            for interval in found.intervals:
                yield LifecycleRange(cycle=cycle, type=kind, name=name, low=interval.low, high=interval.high)
    for pattern in lifecycle_pack().named_by_cycle.get(product.name, ()):
        for cycle in cycles:
            identity = _identity(Scheme.PURL, pattern.replace("{cycle}", cycle.name))
            if identity and identity not in packages:
                yield LifecycleRange(cycle=cycle, type=identity[0], name=identity[1], low=FIRST, high=LAST)


def _holds_cycle(name: str, cycle: str) -> bool:
    """Say whether the name of a package ends with a cycle of two numbers: "python3.9" is 3.9, "python3" is not 3."""
    return "." in cycle and name.endswith(cycle) and not name.removesuffix(cycle)[-1:].isdigit()


def _identity(scheme: Scheme, text: str) -> tuple[str, str] | None:
    if scheme is not Scheme.PURL:
        return None
    purl, _ = read_purl(text)
    if purl is None or not versions.is_ordered(purl.type):
        return None
    kind, name = purl.identity
    return (kind, name) if len(kind) <= 40 and len(name) <= 500 else None


def _repositories(product: Product) -> Iterator[str]:
    for each in product.identifiers:
        purl = read_purl(each.id)[0] if each.scheme is Scheme.PURL else None
        if purl is not None and purl.type in ("github", "gitlab", "bitbucket") and purl.namespace:
            host = "bitbucket.org" if purl.type == "bitbucket" else f"{purl.type}.com"
            key = comparison_key(f"https://{host}/{purl.namespace}/{purl.name}")
            if key:
                yield key[:500]


def _retire(row: LifecycleProduct, now: datetime, by: User | None) -> None:
    row.gone_at = now
    row.save(update_fields=["gone_at"])
    row.cycles.filter(gone_at=None).update(gone_at=now)
    LifecycleRange.objects.filter(cycle__product=row).delete()
    LifecycleRelease.objects.filter(cycle__product=row).delete()
    journal.record("health.lifecycle_gone", subject=row, by=by, data={"product": row.name})
