"""Registering, changing, verifying and ending bodies."""

from collections.abc import Iterable, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as translate

from commonweal.journal import actions as journal
from commonweal.organisations import permissions, rules
from commonweal.organisations.models import (
    Body,
    BodyName,
    NameKind,
    Parent,
    PopulationCount,
    Succession,
    User,
    Verification,
)
from commonweal.organisations.permissions import Permission


class CircularSuccession(Exception):
    """A body would in the end succeed itself."""


LISTS = frozenset({"uri", "slug", "names", "parents"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyDraft:
    """What is known of a body; `slug` is a wish, `names` are (language, name, kind), `parents` (body, relation)."""

    uri: str
    name: str
    kind: str
    slug: str = ""
    tier: str = "none"
    language: str = "en"
    country: str = ""
    region_code: str = ""
    nuts_code: str = ""
    lau_code: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    population_year: int | None = None
    website: str = ""
    mailbox: str = ""
    names: Sequence[tuple[str, str, NameKind]] = field(default=())
    parents: Sequence[tuple[Body, str]] = field(default=())

    def values(self) -> dict[str, object]:
        """The body's own columns."""
        return {part.name: getattr(self, part.name) for part in fields(self) if part.name not in LISTS}

    def known_values(self) -> dict[str, object]:
        """The columns that say something: those left at "not known" are absent."""
        blank = {part.name: part.default for part in fields(self) if part.default is not MISSING}
        return {name: value for name, value in self.values().items() if name not in blank or value != blank[name]}


@transaction.atomic
def register_body(*, draft: BodyDraft, by: User | None) -> Body:
    """Enter a body, or bring the one with this URI up to date; what the draft does not know stays as it is.

    Raises NotAllowed.
    """
    known = Body.objects.filter(uri=draft.uri).first()
    if known is not None:
        permissions.require(by, Permission.CHANGE_BODY, on=known)
        changed = _set(known, _newest(known, draft))
        _keep_counts([(known, draft)])
        if _add_names_and_parents(known, draft) or changed:
            journal.record("organisations.body_changed", subject=known, by=by, data={"fields": changed})
        return known
    permissions.require(by, Permission.REGISTER_BODY)
    alike = Body.objects.filter(slug__startswith=_slug_stem(draft)).values_list("slug", flat=True)
    body = Body(uri=draft.uri, slug=_free_slug(draft, set(alike)), **draft.values())
    body.save(force_insert=True)
    _add_names_and_parents(body, draft)
    _keep_counts([(body, draft)])
    journal.record("organisations.body_registered", subject=body, by=by, data={"uri": body.uri})
    return body


@transaction.atomic
def change_body(*, body: Body, draft: BodyDraft, by: User | None) -> Body:
    """Set everything about a body as the draft says, blanks included; its URI stays, and no name is dropped.

    A changed main name is kept as a former one. Raises NotAllowed.
    """
    permissions.require(by, Permission.CHANGE_BODY, on=body)
    former = {"body": body, "language": body.language, "name": body.name}
    changed = _set(body, draft.values())
    _keep_counts([(body, draft)])
    if "name" in changed:
        BodyName.objects.get_or_create(**former, defaults={"kind": NameKind.FORMER})
    if _add_names_and_parents(body, draft) or changed:
        journal.record("organisations.body_changed", subject=body, by=by, data={"fields": changed})
    return body


@transaction.atomic
def register_many(*, drafts: Sequence[BodyDraft], by: User | None) -> list[Body]:
    """Enter or bring up to date many bodies in a few statements, for imports; as `register_body` otherwise.

    The order is kept, and a URI given twice counts once. Raises NotAllowed.
    """
    permissions.require(by, Permission.REGISTER_BODY)
    wanted = {draft.uri: draft for draft in drafts}
    known = {body.uri: body for body in Body.objects.filter(uri__in=wanted).prefetch_related("names")}
    changed = [body for uri, body in known.items() if _applied(body, wanted[uri])]
    Body.objects.bulk_update(changed, sorted(BodyDraft.__dataclass_fields__.keys() - LISTS), batch_size=500)
    new = _new_bodies([draft for uri, draft in wanted.items() if uri not in known])
    bodies = known | {body.uri: body for body in Body.objects.bulk_create(new, batch_size=1000)}
    pairs = [(bodies[uri], draft) for uri, draft in wanted.items()]
    _add_many_names_and_parents(pairs)
    _keep_counts(pairs)
    journal.record_many("organisations.body_registered", subjects=list(new), by=by)
    journal.record_many("organisations.body_changed", subjects=list(changed), by=by)
    return [bodies[draft.uri] for draft in drafts]


@transaction.atomic
def verify_body(*, body: Body, method: str, by: User | None) -> Verification:
    """Confirm that a body is public sector; confirming twice keeps the first.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.VERIFY_BODY)
    standing, is_new = Verification.objects.get_or_create(
        body=body, withdrawn_at=None, defaults={"by": by, "method": method}
    )
    if is_new:
        journal.record("organisations.body_verified", subject=body, by=by, data={"method": method})
    return standing


@transaction.atomic
def withdraw_verification(*, body: Body, by: User | None) -> None:
    """Take back the confirmation that a body is public sector; it stays in the history.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.VERIFY_BODY)
    if Verification.objects.filter(body=body, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        journal.record("organisations.verification_withdrawn", subject=body, by=by)


@transaction.atomic
def succeed_body(*, predecessor: Body, successor: Body, kind: str, on: date | None, by: User | None) -> Succession:
    """Write down that one body became another; the old one keeps its page and its URI.

    Raises NotAllowed, CircularSuccession.
    """
    permissions.require(by, Permission.REGISTER_BODY)
    known = Succession.objects.values_list("predecessor_id", "successor_id")
    if rules.closes_a_circle(known, predecessor.pk, successor.pk):
        raise CircularSuccession(translate("%(body)s would in the end succeed itself.") % {"body": predecessor})
    succession, is_new = Succession.objects.get_or_create(
        predecessor=predecessor, successor=successor, defaults={"kind": kind, "on": on}
    )
    if is_new:
        Body.objects.filter(pk=predecessor.pk).update(ended_on=on)
        journal.record("organisations.body_succeeded", subject=predecessor, by=by, data={"successor": successor.uri})
    return succession


def _set(body: Body, values: dict[str, object]) -> list[str]:
    """Write the columns that differ; return their names."""
    changed = {name: value for name, value in values.items() if getattr(body, name) != value}
    for name, value in changed.items():
        setattr(body, name, value)
    if changed:
        body.save(update_fields=[*changed])
    return sorted(changed)


def _applied(body: Body, draft: BodyDraft) -> bool:
    """Bring a body in memory up to date; return whether anything changed."""
    changed = {name: value for name, value in _newest(body, draft).items() if getattr(body, name) != value}
    for name, value in changed.items():
        setattr(body, name, value)
    return bool(changed)


def _newest(body: Body, draft: BodyDraft) -> dict[str, object]:
    """What the draft knows, without a count of people that is older than the one the body has."""
    known = draft.known_values()
    if (draft.population_year or 0) < (body.population_year or 0):
        return {name: value for name, value in known.items() if name not in {"population", "population_year"}}
    return known


def _keep_counts(pairs: Sequence[tuple[Body, BodyDraft]]) -> None:
    """Write counts of people into the history; a count of the same year takes the place of the former."""
    counts = {
        (body.pk, draft.population_year): PopulationCount(
            body=body, year=draft.population_year, inhabitants=draft.population
        )
        for body, draft in pairs
        if draft.population is not None and draft.population_year
    }
    if counts:
        PopulationCount.objects.bulk_create(
            counts.values(),
            update_conflicts=True,
            unique_fields=["body", "year"],
            update_fields=["inhabitants"],
            batch_size=1000,
        )


def _new_bodies(drafts: Sequence[BodyDraft]) -> list[Body]:
    taken = set(Body.objects.values_list("slug", flat=True)) if drafts else set()
    bodies = []
    for draft in drafts:
        slug = _free_slug(draft, taken)
        taken.add(slug)
        body = Body(uri=draft.uri, slug=slug, **draft.values())
        body.fold(name for _, name, _ in draft.names)
        bodies.append(body)
    return bodies


def _slug_stem(draft: BodyDraft) -> str:
    """The wish, else the name as an address; the end of the URI for names that addresses cannot spell."""
    return draft.slug or slugify(rules.fold(draft.name))[:90] or slugify(draft.uri.rstrip("/").rpartition("/")[2])[:90]


def _free_slug(draft: BodyDraft, taken: set[str]) -> str:
    name, country, region = _slug_stem(draft), draft.country.lower(), slugify(draft.region_code)
    wishes = [name, f"{name}-{country}", f"{name}-{country}-{region}"]
    return rules.free_slug([wish.strip("-") for wish in wishes], taken)


def _add_names_and_parents(body: Body, draft: BodyDraft) -> bool:
    """Add what is new, fold the names, and return whether anything was new."""
    news = [
        BodyName.objects.get_or_create(body=body, language=language, name=name, defaults={"kind": kind})[1]
        for language, name, kind in draft.names
    ] + [
        Parent.objects.get_or_create(body=body, parent=parent, relation=relation)[1]
        for parent, relation in draft.parents
    ]
    _fold(body)
    return any(news)


def _fold(body: Body) -> None:
    body.fold(body.names.order_by("pk").values_list("name", flat=True))
    body.save(update_fields=["sort_name", "folded_names"])


def _add_many_names_and_parents(pairs: Sequence[tuple[Body, BodyDraft]]) -> None:
    names = [
        BodyName(body=body, language=language, name=name, kind=kind)
        for body, draft in pairs
        for language, name, kind in draft.names
    ]
    parents = [
        Parent(body=body, parent=parent, relation=relation)
        for body, draft in pairs
        for parent, relation in draft.parents
    ]
    BodyName.objects.bulk_create(names, ignore_conflicts=True, batch_size=1000)
    Parent.objects.bulk_create(parents, ignore_conflicts=True, batch_size=1000)
    Body.objects.bulk_update(
        [body for body, draft in pairs if _is_newly_folded(body, draft)], ["sort_name", "folded_names"], batch_size=500
    )


def _is_newly_folded(body: Body, draft: BodyDraft) -> bool:
    before = body.folded_names
    body.fold([name.name for name in _names_of(body)] + [name for _, name, _ in draft.names])
    return body.folded_names != before


def _names_of(body: Body) -> Iterable[BodyName]:
    prefetched: dict[str, Iterable[BodyName]] = getattr(body, "_prefetched_objects_cache", {})
    return prefetched.get("names", ())
