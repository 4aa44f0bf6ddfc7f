"""How many bodies use a piece of software, by country, region and level of government, without naming the shy ones."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection, transaction
from django.utils.functional import Promise

from commonweal.catalogue.models import Entry
from commonweal.organisations.models import Body, BodyKind, Tier, Visibility
from commonweal.organisations.queries import NETWORK_ROLES, Viewer, is_of_the_network, roles_held
from commonweal.organisations.roles import Role
from commonweal.usage.models import Status
from commonweal.usage.queries.claims_pack import terms
from commonweal.usage.rules.counting import Held, Told, told, total

LONGEST_SECONDS = 300
Row = tuple[str, str, str, int, int]  # country, code of the region, tier, rung, how many bodies
Cell = tuple[str, str, str]

# A body counts once, on the widest rung on which it says so; what is private counts nowhere.
HELD = """
SELECT body.country, body.region_code, body.tier, said.rung, count(*)
FROM (
    SELECT owner_id, max(visibility) AS rung FROM usage_usageclaim
    WHERE entry_id = %s AND visibility > 0 AND denied_at IS NULL AND status <> %s AND end_reason <> 'mistaken'
    GROUP BY owner_id
) AS said
JOIN organisations_body AS body ON body.id = said.owner_id
GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True)
class Region:
    """What is told of a region: by tier in the order of the columns (None where nothing is told), and together."""

    country: str
    code: str
    name: str
    cells: tuple[Told | None, ...]
    total: Told


@dataclass(frozen=True, slots=True)
class Counts:
    """How many bodies use a piece of software, as far as a viewer is told; columns are tiers."""

    tiers: tuple[tuple[str, Promise], ...]
    regions: tuple[Region, ...]
    by_tier: tuple[Told, ...]
    total: Told
    smallest: int


@dataclass(frozen=True, slots=True)
class Reach:
    """On which rungs a viewer sees every name, and of which bodies they see what these keep to themselves."""

    sees_network: bool = False
    sees_bodies: bool = False
    bodies: frozenset[int] = frozenset()

    def sees_all(self, rung: int) -> bool:
        """Whether nothing on a rung is hidden from them."""
        return rung == Visibility.PUBLIC or (self.sees_network if rung == Visibility.NETWORK else self.sees_bodies)


def reach(viewer: Viewer) -> Reach:
    """How far a viewer sees, as `organisations.queries.visible` has it."""
    if not viewer.is_authenticated or not viewer.is_active:
        return Reach()
    held = [(each.role, each.body_id) for each in roles_held(viewer)]
    is_administrator = any(role == Role.ADMINISTRATOR and body is None for role, body in held)
    return Reach(
        sees_network=is_administrator or is_of_the_network(viewer),
        sees_bodies=is_administrator,
        bodies=frozenset(body for role, body in held if body is not None and role in NETWORK_ROLES),
    )


def counts(viewer: Viewer, entry: Entry) -> Counts:
    """How many bodies use a piece of software or try it out, by region and tier, as far as this viewer is told."""
    far = reach(viewer)
    own = _own_cells(entry, far)
    smallest = terms().smallest_count_shown
    cells: dict[Cell, list[Held]] = defaultdict(list)
    for country, region, tier, rung, count in _held(entry):
        is_all = far.sees_all(rung)
        seen = count if is_all else own[country, region, tier] if rung == Visibility.BODY else 0
        cells[country, region, tier].append(Held(count, seen, is_all))
    # What holds nothing on a rung looks like what holds too little to tell.
    sees_everything = all(far.sees_all(rung) for rung in (Visibility.BODY, Visibility.NETWORK))
    silent = [] if sees_everything else [Held(0, 0)]
    shown = {
        cell: answer for cell, held in cells.items() if (answer := told([*held, *silent], smallest=smallest)).at_least
    }
    return _table(shown, smallest=smallest, silent=total([told(silent, smallest=smallest)]))


def count_told(viewer: Viewer, entry: Entry) -> Told:
    """How many bodies use a piece of software, all together, as far as this viewer is told."""
    return counts(viewer, entry).total


def forget_counts(entries: Iterable[int]) -> None:
    """Count anew for these entries: now, and once more when the change is committed."""
    keys = [_key(pk) for pk in entries]
    if keys:
        cache.delete_many(keys)
        transaction.on_commit(lambda: cache.delete_many(keys))


def _held(entry: Entry) -> Sequence[Row]:
    """The numbers behind the table; popular software has tens of thousands of users, so they are kept for minutes."""
    kept: Sequence[Row] | None = cache.get(_key(entry.pk))
    if kept is None:
        with connection.cursor() as cursor:
            cursor.execute(HELD, [entry.pk, Status.ENDED.value])
            kept = [tuple(row) for row in cursor.fetchall()]
        cache.set(_key(entry.pk), kept, LONGEST_SECONDS)
    return kept


def _own_cells(entry: Entry, far: Reach) -> dict[Cell, int]:
    """Of each cell how many of the viewer's own bodies share with themselves only."""
    found: dict[Cell, int] = defaultdict(int)
    if far.bodies and not far.sees_bodies:
        with connection.cursor() as cursor:
            cursor.execute(
                HELD.replace("GROUP BY owner_id", "AND owner_id = ANY(%s) GROUP BY owner_id"),
                [entry.pk, Status.ENDED.value, list(far.bodies)],
            )
            for country, region, tier, rung, count in cursor.fetchall():
                if rung == Visibility.BODY:
                    found[country, region, tier] = count
    return found


def _table(shown: dict[Cell, Told], *, smallest: int, silent: Told) -> Counts:
    present = {tier for _, _, tier in shown}
    tiers = tuple((value, label) for value, label in Tier.choices if value in present)
    places = sorted({(country, region) for country, region, _ in shown})
    names = _region_names({code for _, code in places if code})
    regions = tuple(
        Region(
            country,
            code,
            names.get((country, code), code),
            tuple(shown.get((country, code, tier)) for tier, _ in tiers),
            total(cell for (of, within, _), cell in shown.items() if (of, within) == (country, code)),
        )
        for country, code in places
    )
    by_tier = tuple(total(cell for (_, _, of), cell in shown.items() if of == tier) for tier, _ in tiers)
    return Counts(tiers, regions, by_tier, total([*shown.values(), silent]), smallest)


def _region_names(codes: set[str]) -> dict[tuple[str, str], str]:
    regions = Body.objects.filter(kind=BodyKind.REGION, region_code__in=codes) if codes else Body.objects.none()
    return {(country, code): name for country, code, name in regions.values_list("country", "region_code", "name")}


def _key(entry: int) -> str:
    return f"usage-counts:{entry}"
