"""What could take the place of a subject of the radar: open software, the neighbours who run it, who serves it here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonweal.catalogue import queries as catalogue
from commonweal.catalogue.models import Alternative, Entry
from commonweal.organisations import queries as organisations
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Neighbour, Viewer, Way
from commonweal.standards import language as tags
from commonweal.usage.models import Offer, PriceModel, Status, UsageClaim
from commonweal.usage.queries.claims import Use, best_uses, claims_for
from commonweal.usage.queries.radar_pack import RadarPack
from commonweal.usage.queries.radar_subjects import Subject
from commonweal.usage.queries.suppliers import Serving, offers_of, suppliers_of
from commonweal.usage.rules import radar
from commonweal.usage.rules.notice import shift_months
from commonweal.usage.rules.radar import Range

RUNS = (Status.PRODUCTION, Status.PILOT)


@dataclass(frozen=True, slots=True)
class Runner:
    """A neighbour that runs an alternative, and how well that is known."""

    neighbour: Neighbour
    use: Use


@dataclass(frozen=True, slots=True)
class Priced:
    """An offer, and what it would cost the body a year."""

    offer: Offer
    yearly: Range


@dataclass(frozen=True, slots=True)
class StandInFor:
    """Open software that may take the place of something; `strength` is 0 to 1, `reasons` are sentences."""

    entry: Entry
    statements: tuple[Alternative, ...]
    runners: tuple[Runner, ...]
    serving: tuple[Serving, ...]
    offers: tuple[Priced, ...]
    strength: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything looked up once for all subjects: entries, who runs and serves them, what is offered."""

    body: Body | None
    on: date
    pack: RadarPack
    entries: Mapping[int, Entry]
    stand_ins: Mapping[int, Sequence[catalogue.StandIn]]
    by_function: Mapping[str, Sequence[int]]
    runners: Mapping[int, Sequence[Runner]]
    serving: Mapping[int, Sequence[Serving]]
    offers: Mapping[int, Sequence[Offer]]
    neighbour_count: int


def look_around(
    viewer: Viewer, body: Body | None, subjects: Sequence[Subject], on: date, pack: RadarPack
) -> Surroundings:
    """Look up what the alternatives of all these subjects need."""
    stand_ins = catalogue.stand_ins(viewer, {pk for subject in subjects for pk in subject.products})
    functions = {function for subject in subjects for function in subject.functions}
    near = neighbours_near(body, pack) if body is not None else []
    by_function: dict[str, list[int]] = catalogue.open_by_function(functions, each=pack.looked_at) if functions else {}
    runners = runners_among(viewer, near, on)
    used = catalogue.entries_for(viewer).filter(pk__in=runners, openness="open", is_archived=False)
    for pk, categories in used.values_list("pk", "categories"):
        for function in functions & {*categories}:
            by_function[function] = list(dict.fromkeys([*by_function[function], pk]))
    named = {one.entry.pk: one.entry for each in stand_ins.values() for one in each}
    wanted = {pk for each in by_function.values() for pk in each} - named.keys()
    entries = named | {entry.pk: entry for entry in catalogue.entries_for(viewer).filter(pk__in=wanted)}
    return Surroundings(
        body=body,
        on=on,
        pack=pack,
        entries=entries,
        stand_ins=stand_ins,
        by_function=by_function,
        runners=runners,
        serving=suppliers_of(entries) if entries else {},
        offers=_offers_here(viewer, body, entries, on),
        neighbour_count=len(near),
    )


def neighbours_near(body: Body, pack: RadarPack) -> list[Neighbour]:
    """Who counts as a neighbour: the nearest; where the place of the body is not known, those about as large."""
    way = Way.DISTANCE if body.latitude is not None else Way.SIZE
    return organisations.neighbours(body, ways=frozenset({way}), limit=pack.nearest)


def alternatives_to(subject: Subject, around: Surroundings) -> list[StandInFor]:
    """What could take the place of a subject, strongest first, then by name."""
    named: dict[int, list[Alternative]] = {}
    for product in subject.products:
        for one in around.stand_ins.get(product, ()):
            named.setdefault(one.entry.pk, []).extend(one.statements)
    same = dict.fromkeys(pk for function in subject.functions for pk in around.by_function.get(function, ()))
    found = [
        _alternative(subject, around.entries[pk], named.get(pk, []), around)
        for pk in dict.fromkeys([*named, *same])
        if pk in around.entries
    ]
    found.sort(key=lambda one: (-one.strength, organisations.fold(one.entry.name), one.entry.pk))
    return found


def _alternative(subject: Subject, entry: Entry, statements: Sequence[Alternative], around: Surroundings) -> StandInFor:
    runners = tuple(around.runners.get(entry.pk, ()))
    serving = tuple(one for one in around.serving.get(entry.pk, ()) if _is_here(one, around.body))
    pack = around.pack
    shares = {
        "named": 1.0 if statements else 0.0,
        "neighbours": radar.portion(len(runners), pack.enough_neighbours),
        "activity": _activity(entry, around.on, pack.active_months),
        "open": 1.0 if entry.openness == "open" else 0.0,
        "language": _speaks(entry, around.body),
        "country": float(entry.country == around.body.country) if around.body and entry.country else None,
    }
    return StandInFor(
        entry=entry,
        statements=tuple(statements),
        runners=runners,
        serving=serving,
        offers=tuple(Priced(offer, yearly(offer, subject, around.body)) for offer in around.offers.get(entry.pk, ())),
        strength=radar.strength(shares, pack.strength_weights()),
        reasons=tuple(_reasons(subject, entry, statements, runners, serving, shares)),
    )


def yearly(offer: Offer, subject: Subject, body: Body | None) -> Range:
    """What an offer would cost a body a year; not known for hours of work, nor without the number it hangs on."""
    sums = Range(offer.low_cents, offer.likely_cents, offer.high_cents, offer.currency)
    unknown = radar.exactly(None, offer.currency)
    if offer.price_model == PriceModel.FREE:
        return radar.exactly(0, offer.currency)
    if offer.price_model == PriceModel.FIXED:
        return sums
    number = None
    if offer.price_model == PriceModel.INHABITANT:
        number = body.population if body is not None else None
    elif offer.price_model == PriceModel.USER:
        number = subject.user_count
    return radar.times(sums, number) if number is not None else unknown


def contract_from(offer: Offer, body: Body) -> dict[str, object]:
    """What an offer already says of the contract that a body would make of it."""
    costs = yearly(offer, Subject(key="", title=offer.title), body)
    return {
        "title": offer.title,
        "supplier_name": offer.supplier.body.name,
        "yearly_cost_cents": costs.likely,
        "currency": offer.currency,
    }


def runners_among(viewer: Viewer, near: Sequence[Neighbour], on: date) -> dict[int, list[Runner]]:
    """Who of the neighbours runs what, nearest first, as far as the viewer may see."""
    by_body = {neighbour.body.pk: neighbour for neighbour in near}
    claims = claims_for(viewer).filter(owner__in=by_body, status__in=RUNS)
    by_entry: dict[int, list[UsageClaim]] = {}
    for claim in claims:
        by_entry.setdefault(claim.entry_id, []).append(claim)
    order = {pk: place for place, pk in enumerate(by_body)}
    found: dict[int, list[Runner]] = {}
    for entry, said in by_entry.items():
        best = best_uses(said, on)
        found[entry] = [Runner(by_body[pk], use) for pk, use in sorted(best.items(), key=lambda pair: order[pair[0]])]
    return found


def _offers_here(viewer: Viewer, body: Body | None, entries: Collection[int], on: date) -> dict[int, list[Offer]]:
    """The offers that stand for these entries and reach the body's country, or do not say where they reach."""
    found: dict[int, list[Offer]] = {}
    if not entries:
        return found
    for offer in offers_of(viewer, on, entries=entries):
        reaches = offer.countries or offer.supplier.countries
        if body is None or not body.country or not reaches or body.country in reaches:
            found.setdefault(offer.entry_id, []).append(offer)
    return found


def _is_here(serving: Serving, body: Body | None) -> bool:
    return body is None or serving.serves(body.country) is not False


def _activity(entry: Entry, on: date, months: int) -> float | None:
    if entry.last_activity_at is None:
        return None
    day = timezone.localdate(entry.last_activity_at)
    if day >= shift_months(on, -months):
        return 1.0
    return 0.5 if day >= shift_months(on, -2 * months) else 0.0


def _speaks(entry: Entry, body: Body | None) -> float | None:
    if body is None or not entry.languages or not body.language:
        return None
    return float(tags.primary(body.language) in {tags.primary(tag) for tag in entry.languages})


def _reasons(
    subject: Subject,
    entry: Entry,
    statements: Sequence[Alternative],
    runners: Sequence[Runner],
    serving: Sequence[Serving],
    shares: Mapping[str, float | None],
) -> list[str]:
    """Why it may take the place, in sentences; the strongest first."""
    said = []
    if statements:
        names = ", ".join(subject.product_names) or subject.title
        words = {"names": names, "source": statements[0].source}
        said.append(_("It could stand in for %(names)s, says: %(source)s.") % words)
    else:
        said.append(_("It serves the same purpose; nobody has said that it could stand in."))
    if runners:
        nearest = runners[0].neighbour
        number = ngettext("%(count)s neighbour runs it", "%(count)s neighbours run it", len(runners))
        words = {"name": nearest.body.name, "where": nearest.sentence}
        said.append(number % {"count": len(runners)} + ": " + _("the nearest is %(name)s, %(where)s.") % words)
    else:
        said.append(_("As far as you may see, no neighbour runs it."))
    qualified = sum(one.is_qualified for one in serving)
    if serving:
        number = ngettext("%(count)s supplier serves here", "%(count)s suppliers serve here", len(serving))
        words_ = ngettext("%(count)s of them qualified.", "%(count)s of them qualified.", qualified)
        said.append(number % {"count": len(serving)} + ", " + words_ % {"count": qualified})
    if shares["activity"] == 1.0:
        said.append(_("Its code was worked on in the last year."))
    elif shares["activity"] == 0.0:
        said.append(_("Nobody has worked on its code for two years."))
    if shares["language"] == 0.0:
        said.append(_("Its publisher does not say that it speaks your language."))
    return said
