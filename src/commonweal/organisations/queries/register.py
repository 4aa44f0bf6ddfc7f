"""Reading bodies: by any name, as a list, with their kin."""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Length

from commonweal.organisations import rules
from commonweal.organisations.models import Body, Parent, Succession, Verification


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
