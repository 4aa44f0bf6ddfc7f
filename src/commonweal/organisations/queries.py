"""Reading bodies, offices, claims and roles; everything says who is asking."""

from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Length

from commonweal.organisations import rules
from commonweal.organisations.models import (
    Body,
    Claim,
    Office,
    OfficeLink,
    Parent,
    RoleAssignment,
    Succession,
    User,
    Verification,
    Visibility,
    Visible,
)
from commonweal.organisations.roles import Role

Viewer = User | AnonymousUser
Record = TypeVar("Record", bound=Visible)

# A supplier is never of the network, whatever body it belongs to.
NETWORK_ROLES = frozenset({Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR, Role.MEMBER})


def visible(records: QuerySet[Record], viewer: Viewer) -> QuerySet[Record]:
    """Those records that the viewer may see, by the ladder private → own body → network → public.

    An author sees what they wrote; an administrator of the installation sees all but what is private to another person.
    """
    may = Q(visibility=Visibility.PUBLIC)
    if not viewer.is_authenticated or not viewer.is_active:
        return records.filter(may)
    held = list(RoleAssignment.objects.filter(user_id=viewer.pk, ended_at=None).values_list("role", "body_id"))
    bodies = {body for role, body in held if body is not None and role in NETWORK_ROLES}
    whole = {role for role, body in held if body is None}
    may |= Q(author_id=viewer.pk)
    if bodies or whole & NETWORK_ROLES:
        may |= Q(visibility=Visibility.NETWORK)
    if bodies:
        may |= Q(visibility=Visibility.BODY, owner_id__in=bodies)
    if Role.ADMINISTRATOR in whole:
        may |= Q(visibility__gte=Visibility.BODY)
    return records.filter(may)


def named(bodies: QuerySet[Body], text: str) -> QuerySet[Body]:
    """Those with every word of the text in their names, present, translated or former; else those much like it.

    Best first: the name itself, a name that begins so, a name that holds the text, then short names before long ones.
    """
    folded = rules.fold(text)
    if not folded:
        return bodies
    every_word = Q()
    for word in folded.split():
        every_word &= Q(folded_names__contains=word)
    exact = bodies.filter(every_word)
    if not exact.exists():
        # Likeness is only looked for here: to measure it for tens of thousands of names takes a second.
        alike = bodies.filter(folded_names__trigram_word_similar=folded)
        likeness = TrigramWordSimilarity(folded, "folded_names")
        return alike.annotate(likeness=likeness).order_by("-likeness", "sort_name", "pk")
    closeness = Case(
        When(sort_name=folded, then=Value(0)),
        When(sort_name__startswith=folded, then=Value(1)),
        When(folded_names__contains=folded, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return exact.annotate(closeness=closeness).order_by("closeness", Length("sort_name"), "sort_name", "pk")


def bodies_named(text: str, *, limit: int = 20) -> QuerySet[Body]:
    """Bodies whose name in any language, or former name, is like the text; best first, at most `limit`."""
    return named(Body.objects.all(), text)[:limit]


def with_verification(bodies: QuerySet[Body]) -> QuerySet[Body]:
    """The same bodies, each with `is_verified`: a standing check that it is public sector."""
    standing = Verification.objects.filter(body=OuterRef("pk"), withdrawn_at__isnull=True)
    return bodies.annotate(is_verified=Exists(standing))


@dataclass(frozen=True, slots=True)
class BodySearch:
    """What is looked for in the list of bodies; blank means any."""

    text: str = ""
    kind: str = ""
    tier: str = ""
    country: str = ""


def bodies(search: BodySearch) -> QuerySet[Body]:
    """The list of bodies, each with `is_verified`; best first with a text, else by name."""
    chosen = {name: value for name in ("kind", "tier", "country") if (value := getattr(search, name))}
    return named(with_verification(Body.objects.filter(**chosen)), search.text)


def countries() -> list[str]:
    """The country codes of all bodies."""
    found = Body.objects.exclude(country="").order_by("country").values_list("country", flat=True)
    return list(found.distinct())


def succession_of(body: Body) -> list[Succession]:
    """Every step by which bodies became this one and by which it became others, oldest first."""
    steps: dict[int, Succession] = {}
    waiting, seen = {body.pk}, set[int]()
    while waiting:
        seen |= waiting
        found = Succession.objects.filter(Q(predecessor__in=waiting) | Q(successor__in=waiting))
        steps |= {step.pk: step for step in found.select_related("predecessor", "successor")}
        waiting = {end for step in steps.values() for end in (step.predecessor_id, step.successor_id)} - seen
    return sorted(steps.values(), key=lambda step: (step.on is None, str(step.on), step.pk))


def with_kin(pks: set[int]) -> list[Body]:
    """These bodies, all those they lie in or belong to, and all they became or came from; by slug."""
    found, waiting = set[int](), set(pks)
    while waiting:
        found |= waiting
        above = Parent.objects.filter(body__in=waiting).values_list("parent_id", flat=True)
        later = Succession.objects.filter(predecessor__in=waiting).values_list("successor_id", flat=True)
        earlier = Succession.objects.filter(successor__in=waiting).values_list("predecessor_id", flat=True)
        waiting = {*above, *later, *earlier} - found
    kin = Body.objects.filter(pk__in=found).order_by("slug")
    return list(kin.prefetch_related("names", "parents__parent", "successions__successor"))


def children_of(body: Body) -> QuerySet[Parent]:
    """The bodies that lie in this one, are part of it or are its members."""
    return Parent.objects.filter(parent=body).select_related("body").order_by("relation", "body__sort_name")


def parents_of(body: Body) -> QuerySet[Parent]:
    """The bodies this one lies in, is part of or is a member of."""
    return Parent.objects.filter(body=body).select_related("parent").order_by("relation", "parent__sort_name")


@dataclass(frozen=True, slots=True)
class OfficeSearch:
    """What is looked for in the directory of offices; blank means any. `state` is active or closed."""

    text: str = ""
    archetype: str = ""
    level: str = ""
    country: str = ""
    state: str = ""
    serves: str = ""


def offices(viewer: Viewer, search: OfficeSearch | None = None) -> QuerySet[Office]:
    """The directory of offices, closed ones included, as far as the viewer may see it."""
    found = visible(Office.objects.all(), viewer).prefetch_related("hosts__body", "services", "sources")
    if search is None:
        return found
    chosen = {name: value for name in ("archetype", "level", "country") if (value := getattr(search, name))}
    if search.serves:
        chosen["serves__icontains"] = search.serves
    closed = ~Q(active_to=None) | ~Q(end_reason="")
    state = {"active": ~closed, "closed": closed}.get(search.state, Q())
    return _offices_named(found.filter(state, **chosen), search.text)


def offices_of(viewer: Viewer, body: Body) -> QuerySet[Office]:
    """The offices a body hosts, owns, pays for or once hosted, as far as the viewer may see them."""
    return visible(Office.objects.filter(Q(hosts__body=body) | Q(sponsor=body)).distinct(), viewer)


def offices_named(viewer: Viewer, text: str) -> QuerySet[Office]:
    """Offices found by a present, former or translated name of theirs or of their hosts."""
    return _offices_named(offices(viewer), text)


def links(viewer: Viewer) -> QuerySet[OfficeLink]:
    """The links between offices of which the viewer may see both."""
    seen = visible(Office.objects.all(), viewer)
    return OfficeLink.objects.filter(origin__in=seen, target__in=seen).select_related("origin", "target").order_by("pk")


def claims() -> QuerySet[Claim]:
    """Everything stated, by subject, newest first."""
    return Claim.objects.select_related("superseded_by")


def claims_about(subject: str) -> QuerySet[Claim]:
    """Everything stated about a subject, newest first, conflicting numbers side by side."""
    return claims().filter(subject=subject)


def people() -> QuerySet[User]:
    """Every account with the roles it holds today."""
    return User.objects.prefetch_related("assignments__body").order_by("username")


def roles_by_claim(user: User) -> QuerySet[RoleAssignment]:
    """The roles in the whole installation that no person gave: those that follow the identity provider's claims."""
    return RoleAssignment.objects.filter(user=user, body=None, ended_at=None, granted_by=None)


def _offices_named(found: QuerySet[Office], text: str) -> QuerySet[Office]:
    for word in rules.fold(text).split():
        hosted = Body.objects.filter(hosted_offices__office=OuterRef("pk"), folded_names__contains=word)
        found = found.filter(Q(folded_names__contains=word) | Exists(hosted))
    return found
