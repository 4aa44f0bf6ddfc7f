"""What suppliers gave to projects, checked by those who can tell; and where projects write down what they decide."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.catalogue.models import Entry
from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.organisations.roles import Role
from commonweal.usage import permissions
from commonweal.usage.actions._suppliers import refuse_closed
from commonweal.usage.models import Contribution, DecisionLog, SupplierProfile
from commonweal.usage.permissions import Permission

PEOPLE_OF_THE_HOUSE = (Role.SUPPLIER, Role.EDITOR, Role.MEMBER, Role.ADMINISTRATOR)


class OwnContribution(Exception):
    """Somebody would check what their own organisation says of itself."""


@transaction.atomic
def state_contribution(
    *, supplier: SupplierProfile, entry: Entry, url: str, title: str, accepted_on: date, by: User | None
) -> Contribution:
    """Write down work of a supplier that a project accepted; it counts once it is checked.

    The same address again gives what stands. Raises NotAllowed, SupplierClosed.
    """
    permissions.require(by, Permission.OFFER_SERVICES, on=supplier.body)
    refuse_closed(supplier)
    contribution, is_new = Contribution.objects.get_or_create(
        supplier=supplier,
        entry=entry,
        url=url,
        defaults={"title": title.strip()[:300], "accepted_on": accepted_on, "stated_by": by},
    )
    if is_new:
        journal.record("usage.contribution_stated", subject=contribution, by=by, data={"url": url})
    return contribution


@transaction.atomic
def check_contribution(*, contribution: Contribution, at: datetime, by: User | None) -> Contribution:
    """Vouch that a project accepted a contribution, which makes the supplier qualified for that software.

    An editor of the publisher or a curator does, and nobody of the supplier. Raises NotAllowed, OwnContribution.
    """
    _require_checker(contribution, by)
    if contribution.checked_at is None:
        contribution.checked_at, contribution.checked_by = at, by
        contribution.refused_at, contribution.refusal = None, ""
        contribution.save(update_fields=["checked_at", "checked_by", "refused_at", "refusal"])
        journal.record("usage.contribution_checked", subject=contribution, by=by, data={"url": contribution.url})
    return contribution


@transaction.atomic
def refuse_contribution(*, contribution: Contribution, reason: str, at: datetime, by: User | None) -> Contribution:
    """Say that a contribution is not what it was said to be, and why; a check made before ends.

    Raises NotAllowed, OwnContribution.
    """
    _require_checker(contribution, by)
    if contribution.refused_at is None:
        contribution.refused_at, contribution.refusal = at, reason.strip()[:300]
        contribution.checked_at, contribution.checked_by = None, None
        contribution.save(update_fields=["checked_at", "checked_by", "refused_at", "refusal"])
        journal.record("usage.contribution_refused", subject=contribution, by=by, data={"reason": contribution.refusal})
    return contribution


@transaction.atomic
def state_decision_log(*, entry: Entry, url: str, at: datetime, by: User | None) -> DecisionLog:
    """Write down where a project tells in public what it decides; another address takes the place of the former.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.CHECK_CONTRIBUTIONS, on=entry.publisher)
    standing = DecisionLog.objects.select_for_update().filter(entry=entry, ended_at=None).first()
    if standing is not None and standing.url == url:
        return standing
    if standing is not None:
        end_decision_log(log=standing, at=at, by=by)
    log = DecisionLog.objects.create(entry=entry, url=url, stated_by=by)
    journal.record("usage.decision_log_stated", subject=log, by=by, data={"url": url})
    return log


@transaction.atomic
def end_decision_log(*, log: DecisionLog, at: datetime, by: User | None) -> DecisionLog:
    """Write down that a project no longer tells there what it decides. Raises NotAllowed."""
    permissions.require(by, Permission.CHECK_CONTRIBUTIONS, on=log.entry.publisher)
    if log.ended_at is None:
        log.ended_at = at
        log.save(update_fields=["ended_at"])
        journal.record("usage.decision_log_ended", subject=log, by=by)
    return log


def _require_checker(contribution: Contribution, by: User | None) -> None:
    permissions.require(by, Permission.CHECK_CONTRIBUTIONS, on=contribution.entry.publisher)
    supplier = contribution.supplier.body
    if by is not None and by.assignments.filter(body=supplier, role__in=PEOPLE_OF_THE_HOUSE, ended_at=None).exists():
        raise OwnContribution(_("This is of your own organisation: somebody else has to check it."))
