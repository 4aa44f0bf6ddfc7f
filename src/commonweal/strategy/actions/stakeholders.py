"""Writing down with whom a body talks, and taking it back."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User, Visibility
from commonweal.strategy import permissions
from commonweal.strategy.models import Reach, Sector, Stakeholder
from commonweal.strategy.permissions import Permission


class StakeholderUnclear(Exception):
    """Whoever is talked to has a name, and a sector and a reach of the lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderDraft:
    """Who it is, where they stand, what is talked about, and when last; "" and None are not known."""

    name: str
    sector: str
    reach: str
    about: str = ""
    spoken_on: date | None = None
    visibility: int = Visibility.BODY


@transaction.atomic
def add_stakeholder(*, body: Body, draft: StakeholderDraft, by: User | None) -> Stakeholder:
    """Write down somebody with whom a body talks. Raises NotAllowed, StakeholderUnclear."""
    permissions.require(by, Permission.KEEP_STRATEGY, on=body)
    if not draft.name.strip():
        raise StakeholderUnclear(_("Say who it is."))
    if draft.sector not in Sector.values or draft.reach not in Reach.values:
        raise StakeholderUnclear(_("Choose from the list."))
    stakeholder = Stakeholder.objects.create(
        owner=body,
        visibility=max(draft.visibility, Visibility.BODY),
        name=" ".join(draft.name.split())[:300],
        sector=draft.sector,
        reach=draft.reach,
        about=" ".join(draft.about.split())[:500],
        spoken_on=draft.spoken_on,
    )
    journal.record("strategy.stakeholder_added", subject=stakeholder, by=by, data={"body": body.pk})
    return stakeholder


@transaction.atomic
def withdraw_stakeholder(*, stakeholder: Stakeholder, by: User | None) -> Stakeholder:
    """Say that this is not talked about any more; said twice, the first counts. Raises NotAllowed."""
    permissions.require(by, Permission.KEEP_STRATEGY, on=stakeholder.owner)
    if stakeholder.withdrawn_at is None:
        stakeholder.withdrawn_at, stakeholder.withdrawn_by = timezone.now(), by
        stakeholder.save(update_fields=["withdrawn_at", "withdrawn_by"])
        told = {"body": stakeholder.owner_id}
        journal.record("strategy.stakeholder_withdrawn", subject=stakeholder, by=by, data=told)
    return stakeholder
