"""Who is near a body: whom to join, to work with, to learn from; nearest first, each with the reason in a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from commonweal.assessments.queries.mentors import LargerUser, mentors
from commonweal.organisations import queries as organisations
from commonweal.organisations.models import Archetype as Kind
from commonweal.organisations.models import Body, BodyKind, HostRole, Office, OfficeLevel
from commonweal.organisations.queries import Viewer, Way, visible
from commonweal.skills.queries.mentor_matches import Mentor, mentors_for
from commonweal.skills.queries.mentoring import standing_wants
from commonweal.skills.queries.pack import skills_pack
from commonweal.strategy.models import Initiative

MOST = 5  # of each sort: a list that is read
SHOWN = 3  # programs of a neighbour that are named

# Offices that serve others; and those of one house, by whom they have most to tell.
OUTWARD = (Kind.ASSOCIATION, Kind.NATIONAL, Kind.CIVIL_SOCIETY)
LIKE = {
    BodyKind.MUNICIPALITY: Kind.LOCAL,
    BodyKind.REGION: Kind.LOCAL,
    BodyKind.UNIVERSITY: Kind.ACADEMIC,
    BodyKind.RESEARCH: Kind.ACADEMIC,
    BodyKind.ASSOCIATION: Kind.ASSOCIATION,
    BodyKind.NGO: Kind.CIVIL_SOCIETY,
}


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody near: an office, an association, an initiative or a body, how far, and why it is named."""

    name: str
    url: str
    sort: str
    distance_km: float | None
    sentence: str
    covers: bool = False


@dataclass(frozen=True, slots=True)
class NearMe:
    """Whom a body may join, work with, learn from and ask, who offers it help, and in what it may take part.

    Nearest first; those who offer help in the order in which they fit.
    """

    join: tuple[Near, ...]
    work_with: tuple[Near, ...]
    learn_from: tuple[Near, ...]
    take_part: tuple[Near, ...]
    ask: tuple[Near, ...]
    offer_help: tuple[Near, ...]

    @property
    def covering(self) -> Near | None:
        """The nearest office that serves bodies like this one; None says that the directory names none."""
        return next((each for each in self.join if each.covers), None)


def near_me(viewer: Viewer, body: Body) -> NearMe:
    """Whom a body may turn to, as far as the viewer may see them."""
    offices = _offices(viewer, body)
    memberships = organisations.associations_of([body.pk])[body.pk]
    alike = [each for each in offices if not _may_be_joined(each, body) and _is_alike(each, body)]
    return NearMe(
        join=_to_join(body, offices, memberships),
        work_with=_neighbours(body),
        learn_from=_nearest(_office(each, body, memberships) for each in alike),
        take_part=_nearest(_initiative(each, body) for each in _initiatives(viewer, body)),
        ask=tuple(_mentor(each) for each in mentors(viewer, body, limit=MOST)),
        offer_help=_helpers(viewer, body),
    )


def covering_office(viewer: Viewer, body: Body) -> Near | None:
    """The nearest office that serves bodies like this one, as `NearMe.covering`, without looking for the others."""
    memberships = organisations.associations_of([body.pk])[body.pk]
    return next((each for each in _to_join(body, _offices(viewer, body), memberships) if each.covers), None)


def _to_join(body: Body, offices: Sequence[Office], memberships: set[int]) -> tuple[Near, ...]:
    """Give whom a body may join, nearest first; of many, offices that serve bodies like it before associations."""
    hosting = {host.body_id for office in offices for host in office.hosts.all()}
    found = [_office(each, body, memberships) for each in offices if _may_be_joined(each, body)]
    found += [_association(each, body, memberships) for each in _associations(body) if each.pk not in hosting]
    serving = _nearest(each for each in found if each.covers)
    others = _nearest(each for each in found if not each.covers)
    return _nearest([*serving, *others[: MOST - len(serving)]])


def _offices(viewer: Viewer, body: Body) -> list[Office]:
    """The offices that the viewer may see, but those of the body itself."""
    found = visible(Office.objects.all(), viewer).prefetch_related("hosts__body__names")
    return [each for each in found if body.pk not in {host.body_id for host in each.hosts.all()}]


def _may_be_joined(office: Office, body: Body) -> bool:
    """Whether an office serves others, those of this body's country among them, and still does."""
    if office.is_closed or (office.country and body.country and office.country != body.country):
        return False
    serves_region = office.archetype == Kind.LOCAL and office.level == OfficeLevel.REGIONAL
    return office.archetype in OUTWARD or (serves_region and body.kind == BodyKind.MUNICIPALITY)


def _is_alike(office: Office, body: Body) -> bool:
    return office.archetype == LIKE.get(BodyKind(body.kind), Kind.INSTITUTION)


def _associations(body: Body) -> Iterable[Body]:
    """The associations of the body's country that stand."""
    if not body.country:
        return ()
    found = Body.objects.filter(kind=BodyKind.ASSOCIATION, country=body.country).exclude(pk=body.pk)
    return organisations.standing(found).prefetch_related("names")


def _initiatives(viewer: Viewer, body: Body) -> Iterable[Initiative]:
    """The initiatives of the body's country that run, those of others."""
    if not body.country:
        return ()
    today = timezone.localdate()
    running = Initiative.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today), owner__country=body.country)
    return visible(running.exclude(owner=body), viewer).select_related("owner").prefetch_related("owner__names")


def _office(office: Office, body: Body, memberships: set[int]) -> Near:
    hosts = [host.body for host in office.hosts.all() if host.role != HostRole.FORMER]
    is_member = any(host.pk in memberships for host in hosts)
    distance = min((found for host in hosts if (found := _distance(body, host)) is not None), default=None)
    parts = [_far(distance), str(office.get_archetype_display())]
    if office.is_closed:
        parts.append(_("closed: %(reason)s") % {"reason": office.end_reason})
    elif is_member:
        parts.append(_("your organisation is a member: you may ask at once"))
    elif office.serves:
        parts.append(_("serves: %(whom)s") % {"whom": office.serves})
    covers = is_member or office.archetype in (Kind.ASSOCIATION, Kind.NATIONAL) or office.level == OfficeLevel.REGIONAL
    return Near(office.name, office.get_absolute_url(), "office", distance, _sentence(parts), covers)


def _association(association: Body, body: Body, memberships: set[int]) -> Near:
    distance = _distance(body, association)
    is_member = association.pk in memberships
    parts = [_far(distance), _("association of public bodies of your country")]
    if is_member:
        parts.append(_("your organisation is a member: ask whether it has a group on software"))
    name = organisations.name_of(association)
    return Near(name, association.get_absolute_url(), "association", distance, _sentence(parts))


def _initiative(initiative: Initiative, body: Body) -> Near:
    owner = initiative.owner
    distance = _distance(body, owner) if owner else None
    parts = [_far(distance)]
    if owner:
        parts.append(_("kept by %(body)s") % {"body": organisations.name_of(owner)})
    if initiative.funding_ends_on:
        parts.append(_("funded until %(date)s") % {"date": date_format(initiative.funding_ends_on)})
    return Near(initiative.title, initiative.get_absolute_url(), "initiative", distance, _sentence(parts))


def _mentor(mentor: LargerUser) -> Near:
    parts = [_far(mentor.distance_km)]
    if mentor.body.population is not None:
        people = number_format(mentor.body.population, force_grouping=True)
        parts.append(_("larger (%(people)s inhabitants)") % {"people": people})
    shown, more = mentor.software[:SHOWN], len(mentor.software) - SHOWN
    parts.append(_("uses the same software: %(names)s") % {"names": ", ".join(shown)})
    if more > 0:
        parts.append(_("and %(number)s more") % {"number": more})
    name = organisations.name_of(mentor.body)
    return Near(name, mentor.body.get_absolute_url(), "body", mentor.distance_km, _sentence(parts))


def _helpers(viewer: Viewer, body: Body) -> tuple[Near, ...]:
    """Give who offers help with what a body asks for; with anything, where it asks for nothing. Each body once."""
    pack = skills_pack()
    wanted = {each.skill for each in standing_wants(viewer).filter(owner=body)}
    best: dict[int, Mentor] = {}
    for each in mentors_for(body, pack.in_order(wanted) if wanted else list(pack.skills), viewer, limit=MOST):
        best.setdefault(each.body.pk, each)
    return tuple(
        Near(
            organisations.name_of(each.body),
            each.offer.get_absolute_url(),
            "body",
            each.distance_km,
            f"{pack.label_of(each.offer.skill)}. {each.sentence}",
        )
        for each in list(best.values())[:MOST]
    )


def _neighbours(body: Body) -> tuple[Near, ...]:
    """Bodies about as large and near; those near, where nobody knows how large this one is."""
    for ways in (frozenset({Way.DISTANCE, Way.SIZE}), frozenset({Way.DISTANCE})):
        if not organisations.missing(body, ways):
            found = organisations.neighbours(body, ways=ways, limit=MOST)
            return tuple(
                Near(
                    organisations.name_of(each.body),
                    each.body.get_absolute_url(),
                    "body",
                    each.distance_km,
                    each.sentence,
                )
                for each in found
            )
    return ()


def _nearest(found: Iterable[Near]) -> tuple[Near, ...]:
    ranked = sorted(found, key=lambda each: (inf if each.distance_km is None else each.distance_km, each.name))
    return tuple(ranked[:MOST])


def _distance(here: Body, there: Body) -> float | None:
    if here.latitude is None or here.longitude is None or there.latitude is None or there.longitude is None:
        return None
    return organisations.distance_km((here.latitude, here.longitude), (there.latitude, there.longitude))


def _far(distance_km: float | None) -> str:
    if distance_km is None:
        return _("distance not known")
    if distance_km < 1:
        return _("less than 1 km away")
    return _("%(number)s km away") % {"number": number_format(round(distance_km), force_grouping=True)}


def _sentence(parts: Sequence[str]) -> str:
    return ", ".join(part for part in parts if part)
