"""Opening, joining and closing offices."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations import permissions, rules
from commonweal.organisations.models import (
    Body,
    BudgetKind,
    Host,
    LinkKind,
    Office,
    OfficeLink,
    OfficeName,
    OfficeSource,
    Service,
    User,
    Visibility,
)
from commonweal.organisations.permissions import Permission


class CircularSupport(Exception):
    """An office would in the end support itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDraft:
    """What is known of an office; `names` are (language, name), `sources` (url, title, dated)."""

    name: str
    slug: str = ""
    archetype: str = ""
    level: str = ""
    sponsor: Body | None = None
    serves: str = ""
    goal: str = ""
    budget_kind: str = BudgetKind.UNKNOWN
    country: str = ""
    website: str = ""
    mailbox: str = ""
    active_from: date | None = None
    active_to: date | None = None
    dates_are_years: bool = True
    end_reason: str = ""
    in_study: bool = False
    visibility: int = Visibility.PUBLIC
    owner: Body | None = None
    hosts: Sequence[tuple[Body, str]] = field(default=())
    names: Sequence[tuple[str, str]] = field(default=())
    services: Sequence[str] = field(default=())
    sources: Sequence[tuple[str, str, str]] = field(default=())

    def values(self) -> dict[str, object]:
        """The office's own columns."""
        lists = {"hosts", "names", "services", "sources", "slug"}
        return {name: getattr(self, name) for name in OfficeDraft.__dataclass_fields__ if name not in lists}


@transaction.atomic
def open_office(*, draft: OfficeDraft, by: User | None) -> Office:
    """Enter an office in the directory, or bring the one with this slug up to date.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_OFFICES)
    slug = draft.slug or slugify(draft.name)[:120]
    office, is_new = Office.objects.update_or_create(
        slug=slug, defaults=draft.values(), create_defaults=draft.values() | {"author": by}
    )
    for body, part in draft.hosts:
        Host.objects.update_or_create(office=office, body=body, defaults={"part": part})
    for language, name in draft.names:
        OfficeName.objects.get_or_create(office=office, language=language, name=name)
    for description in draft.services:
        Service.objects.get_or_create(office=office, description=description)
    for url, title, dated in draft.sources:
        OfficeSource.objects.update_or_create(office=office, url=url, defaults={"title": title, "dated": dated})
    event = "organisations.office_opened" if is_new else "organisations.office_changed"
    journal.record(event, subject=office, by=by, data={"slug": office.slug})
    return office


@transaction.atomic
def link_offices(*, origin: Office, target: Office, kind: LinkKind, by: User | None) -> OfficeLink:
    """Join two offices: "supports" is directed and never circular, "peers with" goes both ways.

    Raises NotAllowed, CircularSupport.
    """
    permissions.require(by, Permission.KEEP_OFFICES)
    if kind == LinkKind.PEERS and origin.pk > target.pk:
        origin, target = target, origin
    if kind == LinkKind.SUPPORTS:
        # The lock keeps two people from closing a circle together.
        links = OfficeLink.objects.select_for_update().filter(kind=LinkKind.SUPPORTS)
        if rules.closes_a_circle(links.values_list("origin_id", "target_id"), origin.pk, target.pk):
            raise CircularSupport(
                _("%(origin)s would in the end support itself.") % {"origin": origin}
            )
    link, is_new = OfficeLink.objects.get_or_create(origin=origin, target=target, kind=kind)
    if is_new:
        journal.record("organisations.offices_linked", subject=origin, by=by, data={"to": target.slug, "kind": kind})
    return link


@transaction.atomic
def close_office(*, office: Office, on: date, reason: str, by: User | None) -> Office:
    """Mark an office as ended, with its reason; it stays in the directory.

    Raises NotAllowed, ValidationError without a reason.
    """
    permissions.require(by, Permission.KEEP_OFFICES)
    office.active_to, office.end_reason = on, reason
    office.full_clean(validate_unique=False)
    office.save(update_fields=["active_to", "end_reason"])
    journal.record("organisations.office_closed", subject=office, by=by, data={"on": on, "reason": reason})
    return office
