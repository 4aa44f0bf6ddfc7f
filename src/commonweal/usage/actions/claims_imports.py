"""Taking in a list of who uses what: each row an unconfirmed claim, for the bodies to confirm or deny."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from commonweal.catalogue import queries as catalogue
from commonweal.catalogue.models import Entry
from commonweal.journal import actions as journal
from commonweal.organisations.models import User, Visibility
from commonweal.usage import permissions
from commonweal.usage.actions._claims import denials_of
from commonweal.usage.models import ClaimSource, EndReason, Status, UsageClaim
from commonweal.usage.permissions import Permission
from commonweal.usage.queries.claims_counts import forget_counts
from commonweal.usage.queries.claims_names import bodies_meant
from commonweal.usage.rules.use_lists import StatedUse


class RowState(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    NO_SOFTWARE = "no-software"
    NO_BODY = "no-body"


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of a row, and (where no body was recognised) why."""

    row: StatedUse
    state: RowState
    reason: str = ""


@dataclass(slots=True)
class ListOutcome:
    """What became of a list, row by row, and the claims that stand for its rows."""

    rows: list[RowOutcome] = field(default_factory=list)
    claims: list[UsageClaim] = field(default_factory=list)

    def count(self, *states: RowState) -> int:
        """How many rows came to these ends."""
        return sum(row.state in states for row in self.rows)


@transaction.atomic
def import_claims(
    *,
    rows: Sequence[StatedUse],
    source_name: str,
    by: User | None,
    country: str = "",
    visibility: Visibility = Visibility.PUBLIC,
    at: datetime | None = None,
    is_trial: bool = False,
) -> ListOutcome:
    """Take in the rows of a list that a curator vouches for; a trial tells what would happen and changes nothing.

    The same list again changes nothing; what a body answered stays, and what it denied does not come back. `country`
    is where the list is from, for names that several countries have. Raises NotAllowed.
    """
    permissions.require(by, Permission.MATCH_NAMES)
    moment = at or timezone.now()
    entries = _entries(rows)
    meant = bodies_meant((row.body, country) for row in rows)
    known = _known(source_name, {entry.pk for entry in entries.values()})
    denials = denials_of(match.body for match in meant.values() if match.body)
    outcome, fresh, changed = ListOutcome(), [], []
    for row in rows:
        entry, match = entries.get(row.software) or entries.get(row.software_name), meant[row.body, country]
        if entry is None or match.body is None:
            state = RowState.NO_SOFTWARE if entry is None else RowState.NO_BODY
            outcome.rows.append(RowOutcome(row, state, match.reason.value))
            continue
        key = (match.body, entry.pk, row.purpose, row.reference)
        claim = known.get(key)
        if claim is None:
            claim = known[key] = _claim(row, match.body, entry, source_name, visibility, moment)
            claim.denied_at = denials.get((match.body, entry.pk))
            fresh.append(claim)
            state = RowState.NEW
        else:
            state = RowState.CHANGED if _say_again(claim, row) else RowState.SAME
            changed += [claim] if state == RowState.CHANGED else []
        outcome.rows.append(RowOutcome(row, state, match.reason.value))
        outcome.claims.append(claim)
    if not is_trial:
        old = [claim for claim in changed if claim.pk]
        _write(fresh, old)
        journal.record_many("usage.use_imported", subjects=list(fresh), by=by)
        journal.record_many("usage.use_changed", subjects=list(old), by=by)
    return outcome


def _write(fresh: list[UsageClaim], changed: list[UsageClaim]) -> None:
    UsageClaim.objects.bulk_create(fresh, batch_size=1000)
    stale = ["status", "since", "stated_at", "version", "evidence_url", "until", "end_reason"]
    UsageClaim.objects.bulk_update(changed, stale, batch_size=500)
    forget_counts({claim.entry_id for claim in [*fresh, *changed]})


def _entries(rows: Sequence[StatedUse]) -> Mapping[str, Entry]:
    """The entries that rows name by address or, where only one has it, by name."""
    said = {text for row in rows for text in (row.software, row.software_name) if text}
    found: dict[str, Entry] = {}
    names: dict[str, list[Entry]] = {}
    for named in Entry.objects.filter(name__in=said):
        names.setdefault(named.name, []).append(named)
    slugs = Entry.objects.in_bulk([text for text in said if "/" not in text], field_name="slug")
    for text in sorted(said):
        entry: Entry | None = catalogue.find_by_url(text) if "://" in text else slugs.get(text)
        same = names.get(text, [])
        if entry is None and len(same) == 1:
            entry = same[0]
        if entry is not None:
            found[text] = entry
    return found


def _known(source_name: str, entries: set[int]) -> dict[tuple[int, int, str, str], UsageClaim]:
    claims = UsageClaim.objects.filter(source=ClaimSource.IMPORT, source_name=source_name, entry__in=entries)
    return {
        (claim.owner_id or 0, claim.entry_id, claim.purpose, claim.reference): claim
        for claim in claims.select_for_update()
    }


def _claim(
    row: StatedUse, body: int, entry: Entry, source_name: str, visibility: Visibility, moment: datetime
) -> UsageClaim:
    return UsageClaim(
        owner_id=body,
        entry=entry,
        status=_status(row),
        purpose=row.purpose[:300],
        version=row.version[:100],
        since=row.since,
        evidence_url=row.evidence[:1000],
        source=ClaimSource.IMPORT,
        source_name=source_name,
        reference=row.reference[:300],
        visibility=visibility,
        end_reason=EndReason.STOPPED if _status(row) == Status.ENDED else "",
        stated_at=_moment(row.stated_on) or moment,
    )


def _say_again(claim: UsageClaim, row: StatedUse) -> bool:
    """Write what a row says now into its claim; the list says nothing of what the body answered."""
    said = _moment(row.stated_on)
    values = {"status": _status(row), "since": row.since, "version": row.version, "evidence_url": row.evidence}
    if said is not None:
        values["stated_at"] = said
    changed = {name: value for name, value in values.items() if getattr(claim, name) != value}
    is_answered = claim.confirmed_at is not None or claim.denied_at is not None
    if is_answered:
        changed = {name: value for name, value in changed.items() if name == "stated_at"}
    for name, value in changed.items():
        setattr(claim, name, value)
    return bool(changed)


def _status(row: StatedUse) -> Status:
    return Status(row.status) if row.status in Status else Status.PRODUCTION


def _moment(day: date | None) -> datetime | None:
    return datetime.combine(day, time(12), UTC) if day is not None else None
