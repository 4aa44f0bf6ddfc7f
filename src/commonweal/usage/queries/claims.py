"""Reading claims of use; everything says who is asking."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonweal.catalogue.models import Entry
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer, visible
from commonweal.usage.models import ClaimSource, EndReason, NamedUser, Proposal, Status, UsageClaim
from commonweal.usage.queries.claims_pack import terms
from commonweal.usage.rules.standing import Standing, full_years, is_stale, standing, unconfirmed_since

BEST_STATUS = (Status.PRODUCTION, Status.MIGRATING_AWAY, Status.PILOT, Status.EVALUATING, Status.ENDED)


@dataclass(frozen=True, slots=True)
class Use:
    """A claim as it stands on a day; `since` is the day from which nobody vouches for it, None while confirmed."""

    claim: UsageClaim
    standing: Standing
    unconfirmed_since: date | None
    years: int
    is_stale: bool

    @property
    def confirmed_on(self) -> date | None:
        """The day on which the body last said so."""
        moment = self.claim.confirmed_at
        return timezone.localdate(moment) if moment is not None else None


def claims_for(viewer: Viewer) -> QuerySet[UsageClaim]:
    """The claims this viewer may see; nobody sees here what a body denied or what was taken for it by mistake."""
    return visible(UsageClaim.objects.filter(denied_at=None), viewer).exclude(end_reason=EndReason.MISTAKEN)


def in_use(claims: QuerySet[UsageClaim]) -> QuerySet[UsageClaim]:
    """Those that have not ended."""
    return claims.exclude(status=Status.ENDED)


def confirmed(claims: QuerySet[UsageClaim], today: date) -> QuerySet[UsageClaim]:
    """Those that the body confirmed and that have not expired."""
    return in_use(claims).filter(expires_on__gte=today)


def portfolio(viewer: Viewer, body: Body) -> QuerySet[UsageClaim]:
    """What a body uses and used, as far as the viewer may see it and the software; by name of the software."""
    seen = claims_for(viewer).filter(owner=body, entry__in=visible(Entry.objects.all(), viewer))
    return seen.select_related("entry").order_by("entry__name", "entry_id", "pk")


def claim_for(viewer: Viewer, body: Body, pk: int) -> UsageClaim | None:
    """One claim about a body, if the viewer may see it."""
    return portfolio(viewer, body).filter(pk=pk).select_related("entry", "owner").first()


def own_claim(body: Body, pk: int) -> UsageClaim | None:
    """One claim about a body, denied or not: only for those who answer for the body."""
    return UsageClaim.objects.filter(owner=body, pk=pk).select_related("entry", "owner").first()


def denied_by(body: Body) -> QuerySet[UsageClaim]:
    """What a body denied: only for those who answer for it."""
    denied = UsageClaim.objects.filter(owner=body, denied_at__isnull=False)
    return denied.select_related("entry").order_by("-denied_at", "pk")


def waiting_claims(body: Body, today: date | None = None) -> list[UsageClaim]:
    """What others say that a body uses and the body has not said itself, oldest first: it may confirm or deny."""
    day = today or timezone.localdate()
    about = UsageClaim.objects.filter(owner=body, denied_at=None).exclude(status=Status.ENDED)
    said = about.filter(Q(source=ClaimSource.SELF) | Q(expires_on__gte=day))
    open_ones = about.exclude(source=ClaimSource.SELF).exclude(entry__in=said.values("entry"))
    return list(open_ones.select_related("entry").order_by("stated_at", "pk"))


def waiting_proposals(body: Body) -> QuerySet[Proposal]:
    """What suppliers ask a body to confirm, oldest first."""
    waiting = Proposal.objects.filter(body=body, answered_at=None)
    return waiting.select_related("entry", "supplier").order_by("proposed_at", "pk")


def proposals_made(supplier: Body) -> QuerySet[Proposal]:
    """What a supplier has proposed, newest first; what became of it is for the bodies to know."""
    return Proposal.objects.filter(supplier=supplier).select_related("entry", "body").defer("answered_at")


def use_of(claim: UsageClaim, today: date) -> Use:
    """A claim as it stands on a day."""
    stands = standing(
        is_ended=claim.status == Status.ENDED,
        is_denied=claim.denied_at is not None,
        expires_on=claim.expires_on,
        today=today,
    )
    if stands != Standing.UNCONFIRMED:
        return Use(claim, stands, None, 0, is_stale=False)
    since = unconfirmed_since(stated_on=timezone.localdate(claim.stated_at), expires_on=claim.expires_on)
    stale = is_stale(since, today, stale_months=terms().stale_months)
    return Use(claim, stands, since, full_years(since, today), is_stale=stale)


def best_uses(claims: Iterable[UsageClaim], today: date, key: str = "owner_id") -> Mapping[int, Use]:
    """Of several claims of the same body (or, by `entry_id`, about the same software) the one to rely on."""
    best: dict[int, Use] = {}
    for claim in claims:
        use = use_of(claim, today)
        known = best.get(getattr(claim, key))
        if known is None or _worth(use) > _worth(known):
            best[getattr(claim, key)] = use
    return best


def named_users(entry: Entry) -> QuerySet[NamedUser]:
    """Whom the metadata of an entry names as users, and for whom they were taken."""
    return NamedUser.objects.filter(entry=entry).select_related("body", "decided_by")


def names_without_body() -> QuerySet[NamedUser]:
    """Names that stand for no body of the register as yet, for a curator to look at."""
    return NamedUser.objects.filter(body=None, gone_at=None, decided_at=None).select_related("entry").order_by("text")


def _worth(use: Use) -> tuple[Any, ...]:
    order = [Standing.DENIED, Standing.ENDED, Standing.UNCONFIRMED, Standing.CONFIRMED]
    claim = use.claim
    return (
        order.index(use.standing),
        claim.source == ClaimSource.SELF,
        -BEST_STATUS.index(Status(claim.status)),
        claim.stated_at,
        claim.pk,
    )
