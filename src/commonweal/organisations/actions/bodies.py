"""Registering, verifying and ending bodies."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from commonweal.journal import actions as journal
from commonweal.organisations import permissions
from commonweal.organisations.models import Body, BodyName, NameKind, Parent, Succession, User, Verification
from commonweal.organisations.permissions import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyDraft:
    """What is known of a body; `names` are (language, name, kind), `parents` are (body, relation)."""

    uri: str
    name: str
    kind: str
    tier: str = "none"
    language: str = "en"
    country: str = ""
    region_code: str = ""
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
        own = (
            "name kind tier language country region_code place latitude longitude "
            "population population_year website mailbox"
        )
        return {name: getattr(self, name) for name in own.split()}


@transaction.atomic
def register_body(*, draft: BodyDraft, by: User | None) -> Body:
    """Enter a body, or bring the one with this URI up to date; names and parents are added, none is dropped.

    Raises NotAllowed.
    """
    known = Body.objects.filter(uri=draft.uri).first()
    if known is None:
        permissions.require(by, Permission.REGISTER_BODY)
        body = Body.objects.create(uri=draft.uri, slug=_free_slug(draft), **draft.values())
        journal.record("organisations.body_registered", subject=body, by=by, data={"uri": body.uri})
    else:
        permissions.require(by, Permission.CHANGE_BODY, on=known)
        body = known
        changed = {name: value for name, value in draft.values().items() if getattr(body, name) != value}
        if changed:
            Body.objects.filter(pk=body.pk).update(**changed)
            body.refresh_from_db()
            journal.record("organisations.body_changed", subject=body, by=by, data={"fields": sorted(changed)})
    _add_names_and_parents(body, draft)
    return body


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

    Raises NotAllowed.
    """
    permissions.require(by, Permission.REGISTER_BODY)
    succession, is_new = Succession.objects.get_or_create(
        predecessor=predecessor, successor=successor, defaults={"kind": kind, "on": on}
    )
    if is_new:
        Body.objects.filter(pk=predecessor.pk).update(ended_on=on)
        journal.record("organisations.body_succeeded", subject=predecessor, by=by, data={"successor": successor.uri})
    return succession


def _add_names_and_parents(body: Body, draft: BodyDraft) -> None:
    for language, name, kind in draft.names:
        BodyName.objects.get_or_create(body=body, language=language, name=name, defaults={"kind": kind})
    for parent, relation in draft.parents:
        Parent.objects.get_or_create(body=body, parent=parent, relation=relation)


def _free_slug(draft: BodyDraft) -> str:
    wanted = slugify(draft.name)[:100] or "body"
    for slug in (wanted, f"{wanted}-{draft.country.lower()}"):
        if not Body.objects.filter(slug=slug).exists():
            return slug
    return f"{wanted}-{Body.objects.count() + 1}"
