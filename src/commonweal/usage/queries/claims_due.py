"""What a body should look at: confirmations that run out, what others say of it, what suppliers ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from commonweal.organisations.models import Body, RoleAssignment
from commonweal.organisations.roles import Role
from commonweal.usage.models import Proposal, Reminder, Status, UsageClaim
from commonweal.usage.queries.claims import waiting_claims, waiting_proposals
from commonweal.usage.queries.claims_pack import terms
from commonweal.usage.queries.contracts import Dated, notices_due

NOTICE_DAYS = 90  # so long before the last day for notice a contract stands among the things to do
ABOUT_USE = "claims of use"  # what a Reminder says it is about


@dataclass(frozen=True, slots=True)
class ToDo:
    """What waits for a body: claims that expire soon or have expired, what others say, suppliers ask, notices due."""

    expiring: tuple[UsageClaim, ...]
    expired: tuple[UsageClaim, ...]
    said: tuple[UsageClaim, ...]
    proposals: tuple[Proposal, ...]
    notices: tuple[Dated, ...] = ()

    @property
    def count(self) -> int:
        """How many things there are to do."""
        return len(self.expiring) + len(self.expired) + len(self.said) + len(self.proposals) + len(self.notices)


def to_do(body: Body, today: date | None = None) -> ToDo:
    """What waits for a body today; only for those who answer for it."""
    day = today or timezone.localdate()
    soon = day + timedelta(days=terms().remind_days_before)
    held = _held().filter(owner=body, expires_on__lte=soon).select_related("entry").order_by("expires_on", "pk")
    claims = list(held)
    return ToDo(
        expiring=tuple(claim for claim in claims if claim.expires_on and claim.expires_on >= day),
        expired=tuple(claim for claim in claims if claim.expires_on and claim.expires_on < day),
        said=tuple(claim for claim in waiting_claims(body, day) if claim.expires_on is None),
        proposals=tuple(waiting_proposals(body)),
        notices=tuple(notices_due(body, on=day, within_days=NOTICE_DAYS)),
    )


def expiring_unreminded(today: date) -> QuerySet[UsageClaim]:
    """The claims whose confirmation runs out soon and of which their bodies were not told yet, body by body."""
    soon = today + timedelta(days=terms().remind_days_before)
    told = Reminder.objects.filter(body=OuterRef("owner"), about=ABOUT_USE, due_on=OuterRef("expires_on"))
    due = _held().filter(expires_on__range=(today, soon)).filter(~Exists(told))
    return due.select_related("owner", "entry").order_by("owner_id", "expires_on", "pk")


def addresses_of(body: Body) -> Sequence[str]:
    """Where mail for a body goes: its own mailbox, and those of its editors."""
    editors = RoleAssignment.objects.filter(
        body=body, role=Role.EDITOR.value, ended_at=None, user__is_active=True
    ).exclude(user__email="")
    found = [body.mailbox, *editors.order_by("user__email").values_list("user__email", flat=True)]
    return list(dict.fromkeys(address for address in found if address))


def _held() -> QuerySet[UsageClaim]:
    """What a body itself said or confirmed, and has not ended or denied."""
    held = UsageClaim.objects.filter(denied_at=None, confirmed_at__isnull=False, owner__ended_on=None)
    return held.exclude(status=Status.ENDED)
