"""The contract radar: what comes near, what could take its place, who runs and serves that, what it would cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonweal.catalogue import queries as catalogue
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer
from commonweal.usage.models import RadarStart
from commonweal.usage.queries.claims_counts import reach
from commonweal.usage.queries.contracts import seen_contracts
from commonweal.usage.queries.radar_alternatives import StandInFor, Surroundings, alternatives_to, look_around
from commonweal.usage.queries.radar_pack import RadarPack, radar_pack
from commonweal.usage.queries.radar_subjects import Subject, dated_subjects
from commonweal.usage.queries.systems import seen_systems
from commonweal.usage.rules import radar
from commonweal.usage.rules.radar import Points, Range


@dataclass(frozen=True, slots=True)
class Money:
    """What staying and going cost, in one currency; `offered` is over `offers` offers, None where there is none.

    Below nought a difference is less than staying costs. `foreign` offers are in another currency and left out.
    """

    now: Range
    offered: Range | None
    exit_cost: Range
    first_year: Range
    some_years: Range
    offers: int
    foreign: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Points with the words of the pack, and why there are as many."""

    points: Points
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Item:
    """A subject of the radar with its alternatives (strongest first), the money, and its points."""

    subject: Subject
    alternatives: tuple[StandInFor, ...]
    alternative_count: int
    money: Money
    counted: tuple[Counted, ...]
    start: RadarStart | None

    @property
    def total(self) -> int:
        """All its points."""
        return sum(one.points.points for one in self.counted)


@dataclass(frozen=True, slots=True)
class Radar:
    """What comes near within so many months, most points first; and what has no date, which should be written down."""

    body: Body | None
    on: date
    months: int
    items: tuple[Item, ...]
    dateless: tuple[Item, ...]
    neighbour_count: int
    pack: RadarPack


@dataclass(frozen=True, slots=True)
class Gap:
    """A task for which bodies run systems and the catalogue has nothing open."""

    function: str
    systems: int
    bodies: int


def may_read_radar(viewer: Viewer, body: Body) -> bool:
    """Whether the viewer is of the body, or keeps the installation: nobody else looks over its shoulder."""
    far = reach(viewer)
    return far.sees_bodies or body.pk in far.bodies


def radar_of(viewer: Viewer, body: Body, on: date, *, months: int) -> Radar:
    """The radar of a body, as far as the viewer may see its contracts and systems."""
    near, dateless = dated_subjects(viewer, body, on, months)
    return _radar(viewer, body, near, dateless, on, months)


def radar_of_ticks(viewer: Viewer, body: Body | None, subjects: Sequence[Subject], on: date) -> Radar:
    """The radar of what somebody ticked, without contracts."""
    return _radar(viewer, body, [], subjects, on, 12)


def gaps(viewer: Viewer) -> list[Gap]:
    """The tasks for which bodies run systems, as far as the viewer may see, and the catalogue has nothing open."""
    owners: dict[str, set[int]] = {}
    numbers: dict[str, int] = {}
    running = seen_systems(viewer).filter(ended_on=None).exclude(functions=[])
    for functions, owner in running.values_list("functions", "owner_id"):
        for function in {*functions}:
            owners.setdefault(function, set()).add(owner)
            numbers[function] = numbers.get(function, 0) + 1
    served = catalogue.open_by_function(owners, each=1) if owners else {}
    found = [Gap(name, numbers[name], len(owners[name])) for name in owners if not served[name]]
    return sorted(found, key=lambda gap: (-gap.bodies, -gap.systems, gap.function))


def start_for(viewer: Viewer, pk: int) -> RadarStart | None:
    """A start that stands, if the viewer may see what it is of."""
    found = RadarStart.objects.select_related("body").filter(pk=pk, undone_at=None).first()
    if found is None:
        return None
    seen = (
        seen_contracts(viewer).filter(pk=found.contract_id)
        if found.contract_id
        else seen_systems(viewer).filter(pk=found.system_id or 0)
    )
    return found if seen.exists() else None


def _radar(
    viewer: Viewer, body: Body | None, near: Sequence[Subject], dateless: Sequence[Subject], on: date, months: int
) -> Radar:
    pack = radar_pack()
    around = look_around(viewer, body, [*near, *dateless], on, pack)
    starts = _starts(body) if body is not None else {}
    dearest = _dearest([*near, *dateless])
    items = [_item(subject, around, dearest, starts) for subject in near]
    others = [_item(subject, around, dearest, starts) for subject in dateless]
    items.sort(key=lambda item: (-item.total, item.subject.due or date.max, item.subject.title, item.subject.key))
    others.sort(key=lambda item: (-item.total, item.subject.title, item.subject.key))
    return Radar(body, on, months, tuple(items), tuple(others), around.neighbour_count, pack)


def _item(subject: Subject, around: Surroundings, dearest: dict[str, int], starts: dict[str, RadarStart]) -> Item:
    found = alternatives_to(subject, around)
    return Item(
        subject=subject,
        alternatives=tuple(found[: around.pack.shown]),
        alternative_count=len(found),
        money=money_of(subject, found[: around.pack.shown], around.pack.years),
        counted=tuple(_counted(subject, found, around, dearest)),
        start=starts.get(subject.key),
    )


def money_of(subject: Subject, alternatives: Sequence[StandInFor], years: int) -> Money:
    """What staying costs, what the offers for these alternatives cost, and the difference."""
    now = radar.exactly(subject.cents, subject.currency)
    exit_cost = radar.exactly(subject.exit_cents, subject.currency)
    priced = [one.yearly for alternative in alternatives for one in alternative.offers if one.yearly.is_known]
    same = [each for each in priced if each.currency == subject.currency]
    offered = radar.over(same)
    basis = offered or radar.exactly(None, subject.currency)
    return Money(
        now=now,
        offered=offered,
        exit_cost=exit_cost,
        first_year=radar.change(now, basis, exit_cost, 1),
        some_years=radar.change(now, basis, exit_cost, years),
        offers=len(same),
        foreign=len(priced) - len(same),
    )


def _counted(
    subject: Subject, alternatives: Sequence[StandInFor], around: Surroundings, dearest: dict[str, int]
) -> list[Counted]:
    pack = around.pack
    days = (subject.due - around.on).days if subject.due is not None else None
    best = alternatives[0].strength if alternatives else 0.0
    running = {runner.neighbour.body.pk for one in alternatives for runner in one.runners}
    largest = dearest.get(subject.currency)
    shares = {
        "urgency": (radar.urgency(days, full_days=pack.full_days, none_days=pack.none_days), _time_left(subject, days)),
        "money": (radar.portion(subject.cents, largest), _cost(subject, largest)),
        "lock_in": (radar.portion(subject.lock_in, 100), _caught(subject)),
        "alternative": (best, _best(alternatives)),
        "neighbours": (radar.portion(len(running), pack.enough_neighbours), _running(len(running))),
    }
    return [
        Counted(Points(reason.code, reason.weight, shares[reason.code][0]), reason.label, shares[reason.code][1])
        for reason in pack.reasons
    ]


def _time_left(subject: Subject, days: int | None) -> str:
    if subject.due is None or days is None:
        return _("The date is not known.")
    words = {"date": date_format(subject.due), "days": days}
    if subject.is_notice:
        return ngettext("Notice by %(date)s, in %(days)s day.", "Notice by %(date)s, in %(days)s days.", days) % words
    return ngettext("It ends on %(date)s, in %(days)s day.", "It ends on %(date)s, in %(days)s days.", days) % words


def _cost(subject: Subject, largest: int | None) -> str:
    if subject.cents is None:
        return _("What it costs is not known.")
    if subject.cents == largest:
        return _("It is the dearest here.")
    percent = round(100 * (radar.portion(subject.cents, largest) or 0))
    return _("It costs %(percent)s%% of what the dearest here costs.") % {"percent": percent}


def _caught(subject: Subject) -> str:
    if subject.lock_in is None:
        return _("Nobody has looked at how caught you are.")
    return _("The lock-in index is %(index)s of 100.") % {"index": round(subject.lock_in)}


def _best(alternatives: Sequence[StandInFor]) -> str:
    if not alternatives:
        return _("The catalogue knows no alternative.")
    words = {"name": alternatives[0].entry.name, "percent": round(100 * alternatives[0].strength)}
    return _("The best is %(name)s: %(percent)s of 100.") % words


def _running(count: int) -> str:
    words = ngettext("%(count)s neighbour runs an alternative.", "%(count)s neighbours run an alternative.", count)
    return words % {"count": count}


def _dearest(subjects: Sequence[Subject]) -> dict[str, int]:
    found: dict[str, int] = {}
    for subject in subjects:
        if subject.cents is not None:
            found[subject.currency] = max(found.get(subject.currency, 0), subject.cents)
    return found


def _starts(body: Body) -> dict[str, RadarStart]:
    """What the body has begun to replace, by the key of the subject."""
    standing = RadarStart.objects.filter(body=body, undone_at=None).prefetch_related("entries")
    found = {}
    for start in standing.select_related("started_by"):
        key = f"contract-{start.contract_id}" if start.contract_id else f"system-{start.system_id}"
        found[key] = start
    return found


def subject_model(key: str) -> tuple[str, int] | None:
    """What a key of a subject stands for: "contract" or "system", and its id; None for anything else."""
    kind, _dash, number = key.partition("-")
    return (kind, int(number)) if kind in {"contract", "system"} and number.isdigit() and len(number) < 19 else None
