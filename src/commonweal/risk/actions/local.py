"""Advisories of one's own: for software that no database follows, or where a database is wrong."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.risk import permissions
from commonweal.risk.actions._batch import take_in_step
from commonweal.risk.models import Advisory, AdvisorySource, FeedKind
from commonweal.risk.permissions import Permission
from commonweal.risk.queries.sources import LOCAL_SLUG
from commonweal.standards import cvss, osv, purl, versions
from commonweal.standards.cvss import Band
from commonweal.standards.osv import Affected, Event, EventKind, Range, Score


class PackageUnclear(Exception):
    """The package URL cannot be read, or names a package whose versions have no order that we know."""


class VersionUnclear(Exception):
    """A version has no place in the order of its package."""


class SeverityUnclear(Exception):
    """This is no CVSS vector."""


class NotWrittenHere(Exception):
    """Only what was written here can be withdrawn here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalDraft:
    """An advisory as somebody here writes it: from `introduced` ("" for the first version) until `fixed`.

    Without `fixed`, `last_affected` ends it; without both every later version is affected. `severity` is a CVSS vector
    or a word of `Band`. `aliases` are names that others gave the same vulnerability.
    """

    summary: str
    package: str
    introduced: str = ""
    fixed: str = ""
    last_affected: str = ""
    severity: str = ""
    details: str = ""
    aliases: Sequence[str] = ()
    reference: str = ""


@transaction.atomic
def write_advisory(*, draft: LocalDraft, by: User | None) -> Advisory:
    """Write an advisory; it is matched at once like those of any other source.

    Raises NotAllowed, PackageUnclear, VersionUnclear, SeverityUnclear.
    """
    permissions.require(by, Permission.WRITE_ADVISORIES)
    source = _local_source(by)
    advisory = _advisory(draft, _next_identifier(source))
    take_in_step(source, [advisory], None, by)
    row = Advisory.objects.select_related("vulnerability").get(source=source, identifier=advisory.id)
    journal.record("risk.advisory_written", subject=row, by=by, data={"identifier": row.identifier})
    return row


@transaction.atomic
def withdraw_advisory(*, advisory: Advisory, by: User | None) -> Advisory:
    """Withdraw an advisory that was written here; nothing is affected by it any more, and it stays to be read.

    Calls other actions: `risk.advisory_withdrawn` is recorded where every withdrawal is.
    Raises NotAllowed, NotWrittenHere.
    """
    permissions.require(by, Permission.WRITE_ADVISORIES)
    if advisory.source.kind != FeedKind.LOCAL:
        raise NotWrittenHere(_("Only advisories that were written here can be withdrawn here."))
    now = timezone.now().isoformat().replace("+00:00", "Z")
    told, _problems = osv.read_record(advisory.document | {"modified": now, "withdrawn": now})
    if told is not None and advisory.withdrawn_at is None:
        take_in_step(advisory.source, [told], None, by)
    advisory.refresh_from_db()
    return advisory


def _local_source(by: User | None) -> AdvisorySource:
    """Give the source of what is written here, made with the first advisory; locked, so that numbers are given once."""
    AdvisorySource.objects.get_or_create(
        slug=LOCAL_SLUG, defaults={"name": _("Written here"), "kind": FeedKind.LOCAL, "opened_by": by}
    )
    return AdvisorySource.objects.select_for_update().get(slug=LOCAL_SLUG)


def _next_identifier(source: AdvisorySource) -> str:
    year = timezone.localdate().year
    count = source.advisories.filter(identifier__startswith=f"LOCAL-{year}-").count()
    return f"LOCAL-{year}-{count + 1:04}"


def _advisory(draft: LocalDraft, identifier: str) -> osv.Advisory:
    named, _problems = purl.read(draft.package.strip())
    if named is None or not versions.is_ordered(named.type):
        raise PackageUnclear(_("This is no package URL whose versions can be compared. Example: pkg:pypi/django"))
    events = [Event(EventKind.INTRODUCED, draft.introduced.strip() or "0")]
    if draft.fixed.strip():
        events.append(Event(EventKind.FIXED, draft.fixed.strip()))
    elif draft.last_affected.strip():
        events.append(Event(EventKind.LAST_AFFECTED, draft.last_affected.strip()))
    _require_order(named.type, events)
    affected = Affected("", "", purl=named, ranges=(Range("ECOSYSTEM", tuple(events)),))
    severities, specific = _severity(draft.severity.strip())
    now = timezone.now()
    reference = draft.reference.strip()
    return osv.Advisory(
        id=identifier,
        modified=now,
        published=now,
        aliases=tuple(dict.fromkeys(alias.strip() for alias in draft.aliases if alias.strip())),
        summary=draft.summary.strip(),
        details=draft.details.strip(),
        severities=severities,
        affected=(affected,),
        references=(osv.Reference("WEB", reference),) if reference else (),
        database_specific=specific,
    )


def _require_order(package_type: str, events: Sequence[Event]) -> None:
    """Refuse versions that have no place, or end before they begin."""
    keys = []
    for event in events:
        key = versions.FIRST if event.version == "0" else versions.key(package_type, event.version)
        if key is None:
            raise VersionUnclear(_("“%(version)s” is no version of such a package.") % {"version": event.version[:80]})
        keys.append(key)
    if keys != sorted(keys):
        raise VersionUnclear(_("The affected versions end before they begin."))


def _severity(text: str) -> tuple[tuple[Score, ...], str]:
    """Give the vector, or the word as databases write it; nothing where nothing is said."""
    if not text or text == Band.UNKNOWN:
        return (), ""
    if cvss.band_in_words(text) is not Band.UNKNOWN:
        return (), json.dumps({"severity": text.upper()})
    rating = cvss.rate(text)
    if rating is None:
        raise SeverityUnclear(_("This is neither a CVSS vector nor a word for severity."))
    return (Score(f"CVSS_V{rating.version[0]}", rating.vector),), ""
