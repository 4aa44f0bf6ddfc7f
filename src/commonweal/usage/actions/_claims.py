"""Steps that actions about claims share."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from commonweal.organisations.models import Body, User
from commonweal.usage.models import Answer, AnswerKind, ClaimSource, Status, UsageClaim
from commonweal.usage.queries.claims_pack import terms
from commonweal.usage.rules.standing import later


def confirm(claim: UsageClaim, moment: datetime) -> None:
    """Let a claim hold from a moment until it expires; what ended needs no confirmation."""
    is_ended = claim.status == Status.ENDED
    claim.confirmed_at, claim.denied_at = moment, None
    claim.expires_on = None if is_ended else later(timezone.localdate(moment), terms().confirmation_months)


def note_answers(
    claims: Iterable[UsageClaim], kind: AnswerKind, *, by: User | None, at: datetime, note: str = ""
) -> None:
    """Keep what a body said to claims about it, with the pack by which it holds."""
    Answer.objects.bulk_create(
        Answer(
            claim=claim, kind=kind, by=by, note=note[:500], answered_at=at, pack=terms().name,
            expires_on=claim.expires_on if kind == AnswerKind.CONFIRMED else None,
        )
        for claim in claims
    )  # fmt: skip


def take_turns(body: Body) -> None:
    """Whoever writes what a body uses does so alone, so that nothing stands twice."""
    Body.objects.select_for_update().only("pk").get(pk=body.pk)


def denials_of(bodies: Iterable[int]) -> dict[tuple[int, int], datetime]:
    """What these bodies denied and have not said themselves since: body and entry, with the moment of the denial.

    What another source says of the same use does not come back with it.
    """
    about = UsageClaim.objects.filter(owner__in=set(bodies))
    denied = about.filter(denied_at__isnull=False).values_list("owner_id", "entry_id", "denied_at")
    said = set(about.filter(source=ClaimSource.SELF, denied_at=None).values_list("owner_id", "entry_id"))
    return {
        (owner, entry): moment for owner, entry, moment in denied if owner and moment and (owner, entry) not in said
    }
