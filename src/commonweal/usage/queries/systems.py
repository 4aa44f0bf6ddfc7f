"""Reading systems, interfaces and how they hang together, as far as the viewer may see them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer, fold, visible
from commonweal.usage.models import DuplicateDecision, Interface, Known, System
from commonweal.usage.rules import adoption as adoption_rules
from commonweal.usage.rules import dependence, duplicates
from commonweal.usage.rules.adoption import Adoption


@dataclass(frozen=True, slots=True)
class SystemSearch:
    """What is looked for among the systems of a body; blank means any.

    `open_source` and `open_export` are "yes", "no" or "unknown", `state` "running" (also for blank), "ended" or "all";
    `only` is "no-interface" for those that exchange data with no other.
    """

    text: str = ""
    function: str = ""
    criticality: str = ""
    hosting: str = ""
    open_source: str = ""
    open_export: str = ""
    unit: str = ""
    state: str = ""
    only: str = ""


def systems(viewer: Viewer, body: Body, search: SystemSearch | None = None) -> QuerySet[System]:
    """The systems of a body that the viewer may see, by name, each with `openness` and `has_interface`.

    `openness` is "yes", "no" or "": as the catalogue has it, else as the body says.
    """
    found = _described(visible(System.objects.filter(owner=body), viewer))
    if search is None:
        return found
    found = found.filter(_chosen(search))
    for word in fold(search.text).split():
        found = found.filter(
            Q(folded_name__contains=word)
            | Q(purpose__icontains=word)
            | Q(supplier_name__icontains=word)
            | Q(entry__name__icontains=word)
            | Q(product__name__icontains=word)
            | Q(reference__iexact=search.text)
        )
    return found


def seen_systems(viewer: Viewer) -> QuerySet[System]:
    """Every system that the viewer may see, of any body, described as in `systems`."""
    return _described(visible(System.objects.all(), viewer))


def running_systems(viewer: Viewer, body: Body) -> QuerySet[System]:
    """The systems that a body runs today, as far as the viewer may see them."""
    return systems(viewer, body).filter(ended_on=None)


def units(viewer: Viewer, body: Body) -> list[str]:
    """The units of a body that answer for a system that the viewer may see."""
    found = visible(System.objects.filter(owner=body).exclude(unit=""), viewer)
    return list(found.order_by("unit").values_list("unit", flat=True).distinct())


def interfaces(viewer: Viewer, body: Body) -> QuerySet[Interface]:
    """The running interfaces of a body of which the viewer may see both ends."""
    seen = visible(System.objects.filter(owner=body, ended_on=None), viewer)
    ends = Q(target=None) | Q(target__in=seen)
    found = Interface.objects.filter(ends, origin__in=seen, ended_on=None)
    return found.select_related("origin", "target").order_by("origin__folded_name", "pk")


def interfaces_of(viewer: Viewer, system: System) -> list[Interface]:
    """The running interfaces of a system, out and in, of which the viewer may see both ends."""
    found = interfaces(viewer, _body_of(system)).filter(Q(origin=system) | Q(target=system))
    return list(found)


def links_of(found: Iterable[Interface]) -> list[tuple[int, int]]:
    """Who gives data to whom, between systems that are on file, both directions apart."""
    return dependence.in_both_directions(
        (one.origin_id, one.target_id, one.is_both_ways) for one in found if one.target_id is not None
    )


@dataclass(frozen=True, slots=True)
class Dependant:
    """A system that breaks, and the shortest way by which it depends, from what goes to itself."""

    system: System
    way: tuple[System, ...]

    @property
    def is_direct(self) -> bool:
        """Whether it gets its data straight from what goes."""
        return len(self.way) == 2


def dependants_of(viewer: Viewer, system: System) -> list[Dependant]:
    """What breaks if a system goes, the nearest first, as far as the viewer may see it."""
    found = list(interfaces(viewer, _body_of(system)))
    by_key = {end.pk: end for one in found for end in (one.origin, one.target) if end is not None} | {system.pk: system}
    ways = dependence.dependants(links_of(found), system.pk)
    return [Dependant(by_key[end], tuple(by_key[step] for step in way)) for end, way in ways.items()]


def adoption_of(viewer: Viewer, body: Body) -> tuple[Adoption, list[Adoption]]:
    """How much of what a body runs is open source: the whole, and by function ("" for none stated)."""
    running = visible(System.objects.filter(owner=body, ended_on=None), viewer).select_related("entry")
    return adoption_rules.adoption((openness_of(system), system.functions) for system in running)


def openness_of(system: System) -> str:
    """Whether a system is open source, "yes", "no" or "" for not known."""
    return adoption_rules.openness(system.entry.openness if system.entry else "", system.is_open_source)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two systems that seem to be one, why, and the functions they share."""

    first: System
    second: System
    reasons: tuple[duplicates.Reason, ...]
    functions: tuple[str, ...]


def duplicates_of(viewer: Viewer, body: Body) -> list[Duplicate]:
    """Systems that a body runs and that seem to be one, without those somebody decided on; the surest first."""
    running = {system.pk: system for system in running_systems(viewer, body)}
    decisions = DuplicateDecision.objects.filter(first__owner=body).values_list("first_id", "second_id")
    decided = {(min(pair), max(pair)) for pair in decisions}
    candidates = [
        duplicates.Candidate(system.pk, system.folded_name, _software_key(system), system.functions)
        for system in running.values()
    ]
    return [
        Duplicate(running[pair.first], running[pair.second], tuple(pair.reasons), tuple(pair.functions))
        for pair in duplicates.duplicates(candidates, decided)
    ]


@dataclass(frozen=True, slots=True)
class Flags:
    """How many running systems want a look: U3, U32 and what nobody has said."""

    count: int
    no_export_count: int
    unknown_export_count: int
    no_interface_count: int
    unknown_openness_count: int


def flags_of(viewer: Viewer, body: Body) -> Flags:
    """What of a body's running systems wants a look, counted."""
    counted = running_systems(viewer, body).aggregate(
        count=Count("pk"),
        no_export=Count("pk", filter=Q(has_open_export=Known.NO)),
        unknown_export=Count("pk", filter=Q(has_open_export=Known.UNKNOWN)),
        no_interface=Count("pk", filter=Q(has_interface=False)),
        unknown_openness=Count("pk", filter=Q(openness="")),
    )
    return Flags(*counted.values())


def joined_into(viewer: Viewer, system: System) -> System | None:
    """The system that this one was joined into, if the viewer may see it."""
    decision = DuplicateDecision.objects.filter(second=system, is_same=True).first()
    return seen_systems(viewer).filter(pk=decision.first_id).first() if decision else None


def decisions_of(viewer: Viewer, body: Body) -> QuerySet[DuplicateDecision]:
    """What was decided on systems of a body that seemed to be one, newest first, as far as the viewer may see both."""
    seen = visible(System.objects.filter(owner=body), viewer)
    return DuplicateDecision.objects.filter(first__in=seen, second__in=seen).select_related("first", "second", "by")


def _described(found: QuerySet[System]) -> QuerySet[System]:
    openness = Case(
        When(entry__openness="open", then=Value("yes")),
        When(entry__openness="not-open", then=Value("no")),
        default=F("is_open_source"),
        output_field=CharField(),
    )
    joined = Interface.objects.filter(Q(origin=OuterRef("pk")) | Q(target=OuterRef("pk")), ended_on=None)
    described = found.annotate(openness=openness, has_interface=Exists(joined))
    return described.select_related("entry", "product", "supplier", "owner")


def _chosen(search: SystemSearch) -> Q:
    chosen = Q()
    if search.function:
        chosen &= Q(functions__contains=[search.function])
    for column in ("criticality", "hosting", "unit"):
        if value := getattr(search, column):
            chosen &= Q(**{column: "" if value == "unknown" else value})
    for column, value in (("openness", search.open_source), ("has_open_export", search.open_export)):
        if value:
            chosen &= Q(**{column: Known.UNKNOWN if value == "unknown" else value})
    if search.only == "no-interface":
        chosen &= Q(has_interface=False)
    state = {"ended": ~Q(ended_on=None), "all": Q()}
    return chosen & state.get(search.state, Q(ended_on=None))


def _software_key(system: System) -> str:
    if system.entry_id:
        return f"entry {system.entry_id}"
    return f"product {system.product_id}" if system.product_id else ""


def _body_of(system: System) -> Body:
    """The body of a system, which it always has."""
    assert system.owner is not None  # noqa: S101  a constraint of the database
    return system.owner
