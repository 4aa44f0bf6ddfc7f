"""Who may help a body with what it lacks, and whom it may help: the more capable first, each with the reason in words.

`mentors_for` is what pages of contexts above ask.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonweal.organisations import queries as organisations
from commonweal.organisations.models import Body, BodyKind, HostRole, Office
from commonweal.organisations.queries import Viewer, country_name, name_of, visible
from commonweal.skills.models import HelpOffer, HelpWanted
from commonweal.skills.queries.mentoring import standing_offers, standing_wants
from commonweal.skills.queries.mentoring_pack import mentoring_pack
from commonweal.skills.rules.matching import Gap, Match, Offer, Party, Reach, Want, matches
from commonweal.standards import language as tags

MOST = 5


@dataclass(frozen=True, slots=True)
class Mentor:
    """A body that offers help with a skill, and why it is named, in a sentence; `distance_km` None is not known."""

    body: Body
    offer: HelpOffer
    distance_km: float | None
    sentence: str

    @property
    def name(self) -> str:
        """What the body is called in the reader's language."""
        return name_of(self.body)


@dataclass(frozen=True, slots=True)
class Asker:
    """A body that asks for help which another offers, and why they fit, in a sentence."""

    want: HelpWanted
    offer: HelpOffer
    sentence: str

    @property
    def name(self) -> str:
        """What the body that asks is called in the reader's language."""
        return name_of(self.want.owner) if self.want.owner is not None else ""


@dataclass(frozen=True, slots=True)
class Scene:
    """Bodies as matching sees them, and what their associations and offices are called."""

    bodies: Mapping[int, Body]
    parties: Mapping[int, Party]
    circles: Mapping[str, str]


def mentors_for(body: Body, skills: Collection[str], viewer: Viewer, *, limit: int = MOST) -> tuple[Mentor, ...]:
    """Who offers help with any of these skills of the pack, best first, at most `limit` for each skill.

    Never the body itself, a company, one that ended, or an offer that ran out or is not meant for this body.
    """
    found = list(standing_offers(viewer).filter(skill__in=list(skills)).exclude(owner=body))
    if not found:
        return ()
    scene = scene_of(viewer, [body, *_owners(found)])
    languages = frozenset({tags.primary(body.language)})
    return tuple(
        mentor
        for skill in dict.fromkeys(skills)
        for mentor in _mentors(Want(party=scene.parties[body.pk], skill=skill, languages=languages), found, scene)[
            :limit
        ]
    )


def proposals_for(wants: Sequence[HelpWanted], viewer: Viewer) -> dict[int, tuple[Mentor, ...]]:
    """For each thing that a body asks for, by its id, the offers that fit, best first."""
    found = list(standing_offers(viewer).filter(skill__in={each.skill for each in wants})) if wants else []
    if not found:
        return {each.pk: () for each in wants}
    scene = scene_of(viewer, _owners([*wants, *found]))
    return {each.pk: _mentors(_want(each, scene), found, scene)[:MOST] for each in wants}


def askers_for(offers: Sequence[HelpOffer], viewer: Viewer) -> tuple[Asker, ...]:
    """Who asks for what a body offers, best first."""
    wants = list(standing_wants(viewer).filter(skill__in={each.skill for each in offers})) if offers else []
    if not wants:
        return ()
    scene = scene_of(viewer, _owners([*wants, *offers]))
    pairs = [
        (match, each)
        for each in wants
        for match in _matches(_want(each, scene), offers, scene)
    ]  # fmt: skip
    by_id = {each.pk: each for each in offers}
    return tuple(
        Asker(
            each, by_id[match.offer.id], sentence(match, scene, asker=scene.bodies[each.owner_id or 0], of_asker=True)
        )
        for match, each in pairs
    )


def scene_of(viewer: Viewer, bodies: Iterable[Body]) -> Scene:
    """What matching has to know of these bodies; offices as far as the viewer may see them."""
    found = {each.pk: each for each in bodies}
    circles, names = organisations.associations_of(found), dict[str, str]()
    joined: dict[int, set[str]] = {pk: {f"body {each}" for each in circles[pk]} for pk in found}
    associations = Body.objects.prefetch_related("names").in_bulk(set().union(*circles.values()))
    names |= {f"body {pk}": name_of(each) for pk, each in associations.items()}
    for pk, each in found.items():
        if each.kind == BodyKind.ASSOCIATION:
            joined[pk].add(f"body {pk}")
            names[f"body {pk}"] = name_of(each)
    with_office = set()
    for office, pk in _offices(viewer, found):
        joined[pk].add(f"office {office.pk}")
        names[f"office {office.pk}"] = office.name
        with_office.add(pk)
    stands = set(organisations.standing(Body.objects.filter(pk__in=found)).values_list("pk", flat=True))
    parties = {
        pk: Party(
            body=pk,
            name=each.sort_name,
            country=each.country,
            population=each.population,
            has_office=pk in with_office,
            circles=frozenset(joined[pk]),
            stands=pk in stands and each.kind != BodyKind.COMPANY,
        )
        for pk, each in found.items()
    }
    return Scene(found, parties, names)


def sentence(match: Match, scene: Scene, *, asker: Body, of_asker: bool = False) -> str:
    """Why two fit, for the reader: of the body that offers, or `of_asker` of the one that asks."""
    giver = scene.bodies[match.offer.party.body]
    other = asker if of_asker else giver
    parts = [_("both in: %(association)s") % {"association": scene.circles[key]} for key in sorted(match.shared)]
    parts += [_language(match), _country(match, other), _size(match, giver, of_asker=of_asker, asker=asker)]
    parts.append(_far(match.offer.distance_km))
    told = ", ".join(parts)
    return f"{told[:1].upper()}{told[1:]}."


def _mentors(want: Want, offers: Sequence[HelpOffer], scene: Scene) -> tuple[Mentor, ...]:
    by_id = {each.pk: each for each in offers}
    asker = scene.bodies[want.party.body]
    return tuple(
        Mentor(
            scene.bodies[match.offer.party.body],
            by_id[match.offer.id],
            match.offer.distance_km,
            sentence(match, scene, asker=asker),
        )
        for match in _matches(want, offers, scene)
    )


def _matches(want: Want, offers: Iterable[HelpOffer], scene: Scene) -> tuple[Match, ...]:
    asker, today = scene.bodies[want.party.body], timezone.localdate()
    told = (_offer(each, scene, asker) for each in offers)
    return matches(want, told, today=today, size_factor=mentoring_pack().size_factor)


def _want(want: HelpWanted, scene: Scene) -> Want:
    return Want(party=scene.parties[want.owner_id or 0], skill=want.skill, languages=frozenset(want.languages))


def _offer(offer: HelpOffer, scene: Scene, asker: Body) -> Offer:
    giver = scene.bodies[offer.owner_id or 0]
    return Offer(
        id=offer.pk,
        party=scene.parties[giver.pk],
        skill=offer.skill,
        until=offer.valid_until,
        reach=Reach(offer.reach),
        languages=frozenset(offer.languages),
        has_ended=offer.ended_at is not None,
        distance_km=_distance(asker, giver),
    )


def _owners(things: Iterable[HelpOffer | HelpWanted]) -> list[Body]:
    return [each.owner for each in things if each.owner is not None]


def _offices(viewer: Viewer, bodies: Collection[int]) -> list[tuple[Office, int]]:
    """The offices that run, with each of these bodies that hosts, owns or pays for them."""
    today: date = timezone.localdate()
    running = Office.objects.filter(Q(active_to=None) | Q(active_to__gt=today), end_reason="")
    mine = Q(hosts__body__in=bodies) | Q(sponsor__in=bodies)
    found: dict[tuple[int, int], Office] = {}
    for office in visible(running.filter(mine).distinct(), viewer).prefetch_related("hosts"):
        sides = {host.body_id for host in office.hosts.all() if host.role != HostRole.FORMER} | {office.sponsor_id}
        found |= {(office.pk, pk): office for pk in sides if pk is not None and pk in bodies}
    return [(office, pk) for (_office, pk), office in found.items()]


def _language(match: Match) -> str:
    if match.same_language is None:
        return _("languages not known")
    if not match.same_language:
        return _("no language in common")
    names = sorted(tags.name(tag, get_language() or "en") for tag in match.languages)
    return _("both speak: %(languages)s") % {"languages": ", ".join(names)}


def _country(match: Match, other: Body) -> str:
    if match.same_country is None:
        return _("country not known")
    if match.same_country:
        return _("same country")
    return _("in another country: %(country)s") % {"country": country_name(other.country)}


def _size(match: Match, giver: Body, *, of_asker: bool, asker: Body) -> str:
    if match.gap is Gap.OFFICE and not of_asker:
        return _("has a programme office")
    other = asker if of_asker else giver
    if other.population is None:
        return _("number of inhabitants not known")
    people = ngettext("%(number)s inhabitant", "%(number)s inhabitants", other.population) % {
        "number": number_format(other.population, force_grouping=True)
    }
    if of_asker or match.gap is Gap.UNKNOWN:
        return people
    return (_("much larger (%(people)s)") if match.gap is Gap.LARGER else _("not much larger (%(people)s)")) % {
        "people": people
    }


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
