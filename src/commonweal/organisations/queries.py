"""Reading bodies, offices and roles; everything says who is asking."""

from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from commonweal.organisations.models import (
    Body,
    BodyName,
    Claim,
    Office,
    RoleAssignment,
    User,
    Verification,
    Visibility,
    Visible,
)
from commonweal.organisations.roles import Role

Viewer = User | AnonymousUser
Record = TypeVar("Record", bound=Visible)

NETWORK_ROLES = (Role.CURATOR, Role.EDITOR, Role.MEMBER)  # a supplier is never of the network


def visible(records: QuerySet[Record], viewer: Viewer) -> QuerySet[Record]:
    """Those records that the viewer may see, by the ladder private → own body → network → public.

    An administrator of the installation sees all but what is private to another person.
    """
    may = Q(visibility=Visibility.PUBLIC)
    if not viewer.is_authenticated:
        return records.filter(may)
    held = list(
        RoleAssignment.objects.filter(user_id=viewer.pk, ended_at__isnull=True).values_list("role", "body_id")
    )
    bodies = {body for role, body in held if body is not None and role in NETWORK_ROLES}
    whole = {role for role, body in held if body is None}
    may |= Q(author_id=viewer.pk)
    if bodies or Role.CURATOR in whole:
        may |= Q(visibility=Visibility.NETWORK)
    if bodies:
        may |= Q(visibility=Visibility.BODY, owner_id__in=bodies)
    if Role.ADMINISTRATOR in whole:
        may |= Q(visibility__gte=Visibility.BODY)
    return records.filter(may)


def bodies_of(user: Viewer) -> QuerySet[Body]:
    """The bodies at which a person holds a role today."""
    if not user.is_authenticated:
        return Body.objects.none()
    return Body.objects.filter(assignments__user_id=user.pk, assignments__ended_at__isnull=True).distinct()


def bodies_named(text: str, *, limit: int = 20) -> QuerySet[Body]:
    """Bodies whose name in any language, or former name, is like the text; best first."""
    likeness = Greatest(TrigramWordSimilarity(text, "name"), TrigramWordSimilarity(text, "names__name"))
    ids = (
        Body.objects.filter(
            Q(name__trigram_word_similar=text)
            | Q(names__name__trigram_word_similar=text)
            | Q(name__icontains=text)
            | Q(names__name__icontains=text)
        )
        .annotate(likeness=likeness)
        .order_by("-likeness", "name")
    )
    seen = list(dict.fromkeys(ids.values_list("pk", flat=True)[: limit * 4]))[:limit]
    return Body.objects.filter(pk__in=seen)


def with_verification(bodies: QuerySet[Body]) -> QuerySet[Body]:
    """The same bodies, each with `is_verified`: a standing check that it is public sector."""
    standing = Verification.objects.filter(body=OuterRef("pk"), withdrawn_at__isnull=True)
    return bodies.annotate(is_verified=Exists(standing))


def offices(viewer: Viewer) -> QuerySet[Office]:
    """The directory of offices, closed ones included."""
    return visible(Office.objects.all(), viewer).prefetch_related("hosts__body", "services", "sources")


def offices_named(viewer: Viewer, text: str) -> QuerySet[Office]:
    """Offices found by a present, former or translated name of theirs or of their hosts."""
    hosts = BodyName.objects.filter(body=OuterRef("hosts__body"), name__icontains=text)
    return (
        offices(viewer)
        .filter(
            Q(name__icontains=text)
            | Q(names__name__icontains=text)
            | Q(hosts__body__name__icontains=text)
            | Exists(hosts)
        )
        .distinct()
    )


def claims_about(subject: str) -> QuerySet[Claim]:
    """Everything stated about a subject, newest first, conflicting numbers side by side."""
    return Claim.objects.filter(subject=subject).select_related("superseded_by")
