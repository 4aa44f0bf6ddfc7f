"""Who is a neighbour of a body: by distance, size, association and what they use; `rules.neighbours` says the order.

Fast with a hundred thousand bodies: only those in a box around the place are looked at, and the box grows until it
holds enough. What comes out is the same as if all had been compared.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path

import yaml
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Abs, Ln
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonweal.organisations import rules
from commonweal.organisations.models import Body, BodyKind, Parent, Succession
from commonweal.organisations.rules import Band, Nearness, Way

PACK = Path(__file__).resolve().parent.parent / "packs" / "size-bands.yaml"
FIRST_RADIUS_KM, FARTHEST_KM = 10.0, 20_100.0
FARTHER = (1.3, 4.0)  # how many times as far the next circle reaches, at least and at most
FEW = 150  # so many bodies are compared one by one sooner than looked for in boxes
ALIKE = 0.5  # from this likeness on the sentence says "much"
Found = tuple[int, float | None, float | None, int | None, str]  # pk, latitude, longitude, population, name to sort by
COLUMNS = ("pk", "latitude", "longitude", "population", "sort_name")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A body beside another; None is "not known", and bands and likeness are as `rules.neighbours` has them."""

    body: Body
    distance_km: float | None
    band_distance: int | None
    shared_associations: tuple[Body, ...]
    likeness: float | None
    sentence: str


@cache
def size_bands() -> tuple[Band, ...]:
    """The bands of packs/size-bands.yaml, smallest first."""
    starts = [row["smallest"] for row in yaml.safe_load(PACK.read_text())["bands"]]
    ends = [start - 1 for start in starts[1:]] + [None]
    return tuple(Band(number, start, end) for number, (start, end) in enumerate(zip(starts, ends, strict=True)))


@cache
def size_bands_version() -> str:
    """The pack and its version, for results to name."""
    pack = yaml.safe_load(PACK.read_text())
    return f"{pack['pack']} {pack['version']}"


def size_band(population: int | None) -> Band | None:
    """The band of so many inhabitants; None when nobody knows how many."""
    return rules.size_band(size_bands(), population)


def standing(bodies: QuerySet[Body]) -> QuerySet[Body]:
    """Those that have neither ended nor become another body by today."""
    today = timezone.localdate()
    became = Succession.objects.filter(predecessor=OuterRef("pk")).filter(Q(on=None) | Q(on__lte=today))
    return bodies.filter(Q(ended_on=None) | Q(ended_on__gt=today)).exclude(Exists(became))


def neighbours(
    body: Body, *, ways: frozenset[Way], limit: int = 20, likeness: Mapping[int, float] | None = None
) -> list[Neighbour]:
    """The nearest neighbours by every way chosen, best first, at most `limit`.

    Suppliers (companies) and bodies that ended are none; who took the place of one that ended is there in its own
    right. `likeness` gives 0 to 1 by the id of a body. Nothing when a way is chosen that cannot be answered, as
    `missing` says.
    """
    if not ways or missing(body, ways):
        return []
    likenesses = likeness or {}
    candidates = _meeting(body, ways)
    if Way.PORTFOLIO in ways:
        alike = [pk for pk, value in likenesses.items() if value > 0]
        found = list(candidates.filter(pk__in=alike).values_list(*COLUMNS))
    elif body.latitude is None:
        found = list(_by_size(candidates, body)[:limit].values_list(*COLUMNS))
    elif Way.DISTANCE not in ways and Way.SIZE in ways:
        found = _nearest_by_band(candidates, body, limit)
    else:
        found = _nearest(candidates, body, limit)
    ranked = sorted(
        ((_nearness(body, row, likenesses), row) for row in found),
        key=lambda pair: (rules.rank(pair[0], ways), pair[1][4], pair[1][0]),
    )[:limit]
    return _told(body, [(row[0], nearness) for nearness, row in ranked])


def missing(body: Body, ways: Set[Way]) -> list[str]:
    """What is not known of the body and must be, for the ways chosen to be answered; a sentence each."""
    lacks = []
    if Way.DISTANCE in ways and body.latitude is None and len(ways) == 1:
        lacks.append(_("Nobody wrote down where %(body)s lies, so its neighbours by distance are not known."))
    if Way.SIZE in ways and body.population is None:
        lacks.append(_("Nobody wrote down how many inhabitants %(body)s has, so who is as large is not known."))
    return [sentence % {"body": body.name} for sentence in lacks]


def by_nearness(body_ids: Iterable[int], to: Body) -> dict[int, tuple[float | None, int | None]]:
    """For each of these bodies how many kilometres away from `to` and how many bands apart; None is "not known"."""
    found = Body.objects.filter(pk__in=list(body_ids)).values_list(*COLUMNS)
    nearnesses = {row[0]: _nearness(to, row, {}) for row in found}
    return {pk: (nearness.distance_km, nearness.band_distance) for pk, nearness in nearnesses.items()}


def nearest(candidates: QuerySet[Body], to: Body, *, limit: int) -> list[tuple[int, float | None, int | None]]:
    """The nearest `limit` of these bodies, nearest first: id, kilometres away and bands apart; None is "not known".

    Where `to` itself has no known place, those about as large come first.
    """
    few = list(candidates.order_by().values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        found = list(Body.objects.filter(pk__in=few).values_list(*COLUMNS))
    elif to.latitude is None:
        found = list(_by_size(candidates, to)[:limit].values_list(*COLUMNS))
    else:
        found = _nearest(candidates, to, limit)
    ranked = sorted(
        ((_nearness(to, row, {}), row) for row in found),
        key=lambda pair: (rules.rank(pair[0], {Way.DISTANCE}), pair[1][4], pair[1][0]),
    )[:limit]
    return [(row[0], nearness.distance_km, nearness.band_distance) for nearness, row in ranked]


def associations_of(body_ids: Iterable[int]) -> dict[int, set[int]]:
    """For each of these bodies the associations it is a member of, and those these are members of."""
    found: dict[int, set[int]] = {pk: set() for pk in body_ids}
    for member, association in _memberships().filter(body__in=found).values_list("body_id", "parent_id"):
        found[member].add(association)
    direct = set().union(*found.values())
    above: dict[int, set[int]] = {}
    for member, association in _memberships().filter(body__in=direct).values_list("body_id", "parent_id"):
        above.setdefault(member, set()).add(association)
    return {
        pk: (own | {higher for association in own for higher in above.get(association, ())}) - {pk}
        for pk, own in found.items()
    }


def _memberships() -> QuerySet[Parent]:
    today = timezone.localdate()
    return Parent.objects.filter(Q(until=None) | Q(until__gte=today), relation="membership")


def _meeting(body: Body, ways: Set[Way]) -> QuerySet[Body]:
    """Those that meet every condition of the ways, likeness excepted."""
    found = standing(Body.objects.exclude(pk=body.pk).exclude(kind=BodyKind.COMPANY))
    if Way.SIZE in ways and (band := size_band(body.population)) is not None:
        similar = rules.similar_bands(size_bands(), band)
        found = found.filter(_in_bands(similar), tier=body.tier)
    if Way.ASSOCIATION in ways:
        own = associations_of([body.pk])[body.pk]
        # The associations inside are few and are looked up first: one question for all would be asked for every body.
        has_members = Exists(Parent.objects.filter(parent=OuterRef("body"), relation="membership"))
        inner = _memberships().filter(has_members, parent__in=own)
        groups = own | set(inner.values_list("body_id", flat=True))
        found = found.filter(pk__in=_memberships().filter(parent__in=groups).values("body_id"))
    return found


def _in_bands(bands: Iterable[Band]) -> Q:
    wanted = Q(pk__in=[])
    for band in bands:
        is_larger = Q(population__gte=band.smallest)
        wanted |= is_larger if band.largest is None else is_larger & Q(population__lte=band.largest)
    return wanted


def _nearest_by_band(candidates: QuerySet[Body], body: Body, limit: int) -> list[Found]:
    """The nearest of the same band, and, while there are too few, of the bands beside it."""
    found: list[Found] = []
    band = size_band(body.population)
    near = rules.similar_bands(size_bands(), band) if band else []
    for bands in (near[:1], near[1:]):
        if len(found) < limit:
            found += _nearest(candidates.filter(_in_bands(bands)), body, limit - len(found))
    return found


def _nearest(candidates: QuerySet[Body], body: Body, limit: int) -> list[Found]:
    """The nearest `limit` and all that are as many whole kilometres away; then those whose place is not known."""
    here = _place(body.latitude, body.longitude)
    if here is None:
        return []
    radius = FIRST_RADIUS_KM
    while True:
        inside = candidates.filter(_inside(rules.box_around(here, radius))).order_by().values_list(*COLUMNS)
        far = [(rules.distance_km(here, (row[1] or 0.0, row[2] or 0.0)), row) for row in inside]
        # Whole kilometres are ordered by, so the last one is complete only if the circle reaches beyond it.
        whole = sorted(kilometres for km, _row in far if (kilometres := round(km)) < int(radius))
        if len(whole) >= limit:
            return [row for km, row in far if round(km) <= whole[limit - 1]]
        if radius > FARTHEST_KM:
            unplaced = _by_size(candidates.filter(latitude=None), body)[:limit]
            return [row for _km, row in far] + list(unplaced.values_list(*COLUMNS))
        # As many again in each square kilometre would make twice as many as are wanted.
        radius *= min(max(sqrt(2 * limit / max(1, len(whole))), FARTHER[0]), FARTHER[1])


def _inside(box: rules.Box) -> Q:
    east_west = Q()
    for west, east in box.stretches:
        east_west |= Q(longitude__range=(west, east))
    return Q(latitude__range=(box.south, box.north)) & east_west


def _by_size(candidates: QuerySet[Body], body: Body) -> QuerySet[Body]:
    """Those about as large first: by bands apart, then by how many times as large, then by name."""
    band = size_band(body.population)
    if band is None or body.population is None:
        return candidates.order_by("sort_name", "pk")
    apart = Case(
        *(When(_in_bands([other]), then=Value(abs(other.number - band.number))) for other in size_bands()),
        output_field=IntegerField(),
    )
    times = Abs(Ln(F("population") + 1.0) - Ln(Value(body.population + 1.0)))
    last = {"nulls_last": True}
    return candidates.order_by(apart.asc(**last), times.asc(**last), "sort_name", "pk")


def _nearness(body: Body, row: Found, likeness: Mapping[int, float]) -> Nearness:
    here, there = _place(body.latitude, body.longitude), _place(row[1], row[2])
    own, other = size_band(body.population), size_band(row[3])
    return Nearness(
        distance_km=rules.distance_km(here, there) if here and there else None,
        band_distance=abs(own.number - other.number) if own and other else None,
        times=rules.times_as_many(body.population, row[3]),
        likeness=likeness.get(row[0]),
    )


def _place(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    return None if latitude is None or longitude is None else (latitude, longitude)


def _told(body: Body, ranked: list[tuple[int, Nearness]]) -> list[Neighbour]:
    """The bodies themselves, with what each shares, in a sentence."""
    pks = [pk for pk, _nearness in ranked]
    groups = associations_of([body.pk, *pks])
    own = groups[body.pk]
    wanted = {*pks, *(pk for each in pks for pk in own & groups[each])}
    bodies = Body.objects.prefetch_related("names").in_bulk(wanted)
    told = []
    for pk, nearness in ranked:
        shared = tuple(sorted((bodies[each] for each in own & groups[pk]), key=lambda each: each.sort_name))
        told.append(
            Neighbour(
                bodies[pk],
                nearness.distance_km,
                nearness.band_distance,
                shared,
                nearness.likeness,
                sentence(body, bodies[pk], nearness, shared),
            )
        )
    return told


def sentence(body: Body, other: Body, nearness: Nearness, shared: Iterable[Body] = ()) -> str:
    """Why `other` is a neighbour of `body`, for the reader: "12 km away, about as large (8,900 inhabitants)"."""
    parts = [_distance(nearness), _size(body, other, nearness)]
    parts += [_("both in: %(association)s") % {"association": each.name} for each in shared]
    if nearness.likeness:
        much, some = _("uses much the same software"), _("uses some of the same software")
        parts.append(much if nearness.likeness >= ALIKE else some)
    return ", ".join(parts)


def _distance(nearness: Nearness) -> str:
    if nearness.distance_km is None:
        return _("distance not known")
    if nearness.distance_km < 1:
        return _("less than 1 km away")
    return _("%(number)s km away") % {"number": number_format(round(nearness.distance_km), force_grouping=True)}


def _size(body: Body, other: Body, nearness: Nearness) -> str:
    if other.population is None:
        return _("number of inhabitants not known")
    people = ngettext("%(number)s inhabitant", "%(number)s inhabitants", other.population) % {
        "number": number_format(other.population, force_grouping=True)
    }
    if nearness.band_distance is None or body.population is None:
        return people
    if nearness.band_distance == 0:
        return _("about as large (%(people)s)") % {"people": people}
    larger, smaller = _("larger (%(people)s)"), _("smaller (%(people)s)")
    if nearness.band_distance <= rules.SIMILAR_BANDS:
        larger, smaller = _("somewhat larger (%(people)s)"), _("somewhat smaller (%(people)s)")
    return (larger if other.population > body.population else smaller) % {"people": people}
