"""Opening, joining and closing offices."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations import permissions, rules
from commonweal.organisations.models import (
    Body,
    BudgetKind,
    DatePrecision,
    Host,
    HostRole,
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

SUPPORT_LOCK = 0x737570706F7274  # "support": the advisory lock of whoever adds a support link


class CircularSupport(Exception):
    """An office would in the end support itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDraft:
    """What is known of an office; `hosts` are (body, part), `names` (language, name), `sources` (url, title, dated)."""

    name: str
    slug: str = ""
    label: str = ""
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
    dates_known_to: str = DatePrecision.DAY
    end_reason: str = ""
    note: str = ""
    in_study: bool = False
    visibility: int = Visibility.PUBLIC
    owner: Body | None = None
    hosts: Sequence[tuple[Body, str]] = field(default=())
    others: Sequence[tuple[Body, HostRole]] = field(default=())
    names: Sequence[tuple[str, str]] = field(default=())
    services: Sequence[str] = field(default=())
    sources: Sequence[tuple[str, str, str]] = field(default=())

    def values(self) -> dict[str, object]:
        """The office's own columns."""
        lists = {"hosts", "others", "names", "services", "sources", "slug"}
        return {name: getattr(self, name) for name in OfficeDraft.__dataclass_fields__ if name not in lists}


@transaction.atomic
def open_office(*, draft: OfficeDraft, by: User | None) -> Office:
    """Enter an office in the directory, or bring the one with this slug up to date; lists are added to, never cut.

    The same draft twice changes and records nothing. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_OFFICES)
    slug = draft.slug or _slug_of(draft)
    office = Office.objects.filter(slug=slug).first()
    if office is None:
        office = Office.objects.create(slug=slug, author=by, **draft.values())
        _add_lists(office, draft)
        journal.record("organisations.office_opened", subject=office, by=by, data={"slug": slug})
        return office
    changed = {name: value for name, value in draft.values().items() if getattr(office, name) != value}
    for name, value in changed.items():
        setattr(office, name, value)
    if changed:
        office.save(update_fields=[*changed])
    if _add_lists(office, draft) or changed:
        journal.record("organisations.office_changed", subject=office, by=by, data={"fields": sorted(changed)})
    return office


@transaction.atomic
def link_offices(*, origin: Office, target: Office, kind: LinkKind, by: User | None) -> OfficeLink:
    """Join two offices: "supports" is directed and never circular, "peers with" goes both ways.

    Raises NotAllowed, CircularSupport, ValidationError when an office is joined with itself.
    """
    permissions.require(by, Permission.KEEP_OFFICES)
    if origin.pk == target.pk:
        raise ValidationError(_("An office is not joined with itself."))
    if kind == LinkKind.PEERS and origin.pk > target.pk:
        origin, target = target, origin
    if kind == LinkKind.SUPPORTS:
        _refuse_a_circle(origin, target)
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


def _slug_of(draft: OfficeDraft) -> str:
    """That of the office with this name in this country, else a free one: namesakes do not take each other's place."""
    wish = slugify(rules.fold(draft.name))[:100] or "office"
    alike = Office.objects.filter(slug__startswith=wish).order_by("pk")
    known = alike.filter(name=draft.name, country=draft.country).first()
    taken = set(alike.values_list("slug", flat=True))
    return known.slug if known else rules.free_slug([wish, f"{wish}-{draft.country.lower()}".strip("-")], taken)


def _refuse_a_circle(origin: Office, target: Office) -> None:
    # Row locks would not do: two people who add the first two links of a circle have no row to lock.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SUPPORT_LOCK])
    links = OfficeLink.objects.filter(kind=LinkKind.SUPPORTS).values_list("origin_id", "target_id")
    if rules.closes_a_circle(links, origin.pk, target.pk):
        raise CircularSupport(_("%(origin)s would in the end support itself.") % {"origin": origin})


def _add_service(office: Office, line: str) -> bool:
    """Add a service, or what is newly known of it, and return whether anything was new."""
    what, *told = rules.read_service(line)
    known = {name: text for name, text in zip(("for_whom", "takes", "contact"), told, strict=True) if text}
    service, is_new = Service.objects.get_or_create(office=office, description=what, defaults=known)
    changed = {name: text for name, text in known.items() if getattr(service, name) != text}
    if changed:
        Service.objects.filter(pk=service.pk).update(**changed)
    return is_new or bool(changed)


def _add_lists(office: Office, draft: OfficeDraft) -> bool:
    """Add what is new, fold the names, and return whether anything was new."""
    joined = [(body, HostRole.HOST, part) for body, part in draft.hosts]
    joined += [(body, role, "") for body, role in draft.others]
    news = [
        Host.objects.update_or_create(office=office, body=body, defaults={"role": role, "part": part})[1]
        for body, role, part in joined
    ]
    news += [OfficeName.objects.get_or_create(office=office, language=tag, name=name)[1] for tag, name in draft.names]
    news += [_add_service(office, line) for line in draft.services]
    for url, title, dated in draft.sources:
        known = {"title": title, "dated": dated}
        news.append(OfficeSource.objects.update_or_create(office=office, url=url, defaults=known)[1])
    names = office.names.order_by("pk").values_list("name", flat=True)
    office.folded_names = rules.fold_all([office.name, office.label, *names])
    office.save(update_fields=["folded_names"])
    return any(news)
