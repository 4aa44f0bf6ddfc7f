"""Taking names in metadata for bodies: `usedBy` of publiccode.yml, and the known users of the starter pack."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonweal.catalogue.models import Entry, Record
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User, Visibility
from commonweal.usage import permissions
from commonweal.usage.actions._claims import denials_of
from commonweal.usage.models import ClaimSource, EndReason, NamedUser, Status, UsageClaim
from commonweal.usage.permissions import Permission
from commonweal.usage.queries.claims_counts import forget_counts
from commonweal.usage.queries.claims_names import bodies_meant
from commonweal.usage.rules.matching import Reason
from commonweal.usage.rules.use_lists import web_address

LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class _Saying:
    """That a record names a user: in which country, with which evidence, since when, seen by whom."""

    country: str
    evidence: str
    said_at: datetime
    visibility: int


@transaction.atomic
def match_names(*, entry: Entry, by: User | None, at: datetime | None = None) -> list[NamedUser]:
    """Take the names that an entry's metadata gives for bodies of the register; return all names it gives now.

    A body that is recognised gets an unconfirmed claim; names that are gone end theirs as no longer named, unless the
    body confirmed it. What a person decided stays. Raises NotAllowed.
    """
    permissions.require(by, Permission.MATCH_NAMES)
    moment = at or timezone.now()
    Entry.objects.select_for_update(of=("self",)).only("pk").get(pk=entry.pk)
    sayings = _sayings(entry)
    known = {named.text: named for named in NamedUser.objects.filter(entry=entry)}
    if not sayings and not known:
        return []
    waiting = {text: each.country for text, each in sayings.items() if _is_open(known.get(text))}
    meant = bodies_meant(waiting.items())
    changed = 0
    for text in sayings:
        named = known.get(text) or NamedUser(entry=entry, text=text, reason=Reason.NOBODY)
        before = (named.pk, named.body_id, named.reason, named.gone_at)
        if text in waiting:
            match = meant[text, waiting[text]]
            named.body_id, named.reason = match.body, match.reason.value
        named.gone_at = None
        if (named.pk, named.body_id, named.reason, named.gone_at) != before or named.pk is None:
            named.save()
            known[text] = named
            changed += 1
    gone = [named for text, named in known.items() if text not in sayings and named.gone_at is None]
    NamedUser.objects.filter(pk__in=[named.pk for named in gone]).update(gone_at=moment)
    _sync(entry, sayings, moment, by)
    if changed or gone:
        numbers = {"named": len(sayings), "recognised": sum(bool(known[text].body_id) for text in sayings)}
        journal.record("usage.names_matched", subject=entry, by=by, data=numbers | {"gone": len(gone)})
    return [known[text] for text in sayings]


@transaction.atomic
def correct_match(*, named: NamedUser, body: Body | None, by: User | None, at: datetime | None = None) -> NamedUser:
    """Say which body a name stands for, or that it stands for none; what was taken wrongly is shown no more.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.MATCH_NAMES)
    moment = at or timezone.now()
    before = named.body_id
    named.body, named.reason, named.decided_by, named.decided_at = body, Reason.PERSON.value, by, moment
    named.save(update_fields=["body", "reason", "decided_by", "decided_at"])
    if before is not None and before != named.body_id:
        _end_mistaken(named.entry, before)
    _sync(named.entry, _sayings(named.entry), moment, by)
    journal.record("usage.match_corrected", subject=named, by=by, data={"from": before, "to": named.body_id})
    return named


def _is_open(named: NamedUser | None) -> bool:
    """Whether a name waits for a body: it is new, or nobody was recognised and no person has decided."""
    return named is None or (named.body_id is None and named.decided_at is None)


def _sayings(entry: Entry) -> dict[str, _Saying]:
    """Every user that a record of the entry names, by name; the foremost record that names it counts.

    A technical copy says nothing of its own.
    """
    if entry.is_copy:
        return {}
    sayings: dict[str, _Saying] = {}
    home = entry.country or (entry.publisher.country if entry.publisher else "")
    for record in Record.objects.filter(entry=entry).order_by("precedence", "pk"):
        rung = min(record.visibility, entry.visibility)
        if rung == Visibility.PRIVATE:
            continue
        users = {user.get("name"): user for user in record.extra.get("known_public_users", ())}
        for name in dict.fromkeys(text.strip()[:LONGEST_NAME] for text in record.said.used_by if text.strip()):
            user = users.get(name, {})
            saying = _Saying(
                user.get("country") or home, web_address(user.get("source", "")), record.first_seen_at, rung
            )
            sayings.setdefault(name, saying)
    return sayings


def _sync(entry: Entry, sayings: dict[str, _Saying], moment: datetime, by: User | None) -> None:
    """Let the claims of the publisher follow the names: new ones begin, those named again return, others end."""
    named = NamedUser.objects.filter(entry=entry, gone_at=None, body__isnull=False).order_by("pk")
    wanted = {each.body_id: sayings[each.text] for each in named if each.body_id and each.text in sayings}
    stated = UsageClaim.objects.filter(entry=entry, source=ClaimSource.OWNER, source_name="", reference="")
    known = {claim.owner_id: claim for claim in stated.select_for_update(of=("self",))}
    _begin(entry, {body: each for body, each in wanted.items() if body not in known}, by)
    for body, claim in known.items():
        if body in wanted and claim.end_reason in {EndReason.NOT_NAMED, EndReason.MISTAKEN}:
            claim.status, claim.until, claim.end_reason = Status.PRODUCTION, None, EndReason.UNKNOWN
            claim.save(update_fields=["status", "until", "end_reason"])
            journal.record("usage.use_changed", subject=claim, by=by, data={"changed": ["status"]})
        elif body not in wanted and claim.status != Status.ENDED and not _holds(claim, moment):
            claim.status, claim.end_reason = Status.ENDED, EndReason.NOT_NAMED
            claim.until = timezone.localdate(moment)
            claim.save(update_fields=["status", "until", "end_reason"])
            journal.record("usage.use_ended", subject=claim, by=by, data={"reason": EndReason.NOT_NAMED.value})
    forget_counts([entry.pk])


def _begin(entry: Entry, wanted: dict[int, _Saying], by: User | None) -> None:
    denials = denials_of(wanted)
    fresh = [
        UsageClaim(
            owner_id=body,
            entry=entry,
            status=Status.PRODUCTION,
            source=ClaimSource.OWNER,
            evidence_url=saying.evidence,
            visibility=saying.visibility,
            stated_at=saying.said_at,
            denied_at=denials.get((body, entry.pk)),
        )
        for body, saying in wanted.items()
    ]
    UsageClaim.objects.bulk_create(fresh)
    journal.record_many("usage.use_named", subjects=list(fresh), by=by)


def _end_mistaken(entry: Entry, body: int) -> None:
    """Take back what was said of a body because of a name that means another one, unless a second name stands."""
    if NamedUser.objects.filter(entry=entry, body=body, gone_at=None).exists():
        return
    taken: Iterable[UsageClaim] = UsageClaim.objects.filter(
        entry=entry, owner=body, source=ClaimSource.OWNER, source_name="", reference="", confirmed_at=None
    )
    for claim in taken:
        claim.status, claim.end_reason = Status.ENDED, EndReason.MISTAKEN
        claim.save(update_fields=["status", "end_reason"])


def _holds(claim: UsageClaim, moment: datetime) -> bool:
    return claim.expires_on is not None and timezone.localdate(moment) <= claim.expires_on
