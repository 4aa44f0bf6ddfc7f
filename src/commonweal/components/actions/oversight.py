"""Letting another body watch over the safety of one's own."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.components import permissions
from commonweal.components.models import Oversight
from commonweal.components.permissions import Permission
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, BodyKind, User


class OverseesItself(Exception):
    """A body sees its own systems without any agreement."""


class OverseesNobody(Exception):
    """Companies do not watch over public bodies."""


@transaction.atomic
def agree_oversight(*, body: Body, overseer: Body, reason: str, by: User | None) -> Oversight:
    """Let the security officers of another body see what one's systems are made of; what stands already stays.

    Raises NotAllowed, OverseesItself, OverseesNobody.
    """
    permissions.require(by, Permission.AGREE_OVERSIGHT, on=body)
    if body.pk == overseer.pk:
        raise OverseesItself(_("Your own organisation sees its systems already."))
    if overseer.kind == BodyKind.COMPANY:
        raise OverseesNobody(_("A company cannot watch over public bodies."))
    Body.objects.select_for_update(no_key=True).only("pk").get(pk=body.pk)
    standing = Oversight.objects.filter(body=body, overseer=overseer, ended_at=None).first()
    if standing is not None:
        return standing
    oversight = Oversight(body=body, overseer=overseer, reason=" ".join(reason.split())[:300])
    oversight.agreed_by_id = by.pk if by else None
    oversight.save()
    data = {"body": body.pk, "overseer": overseer.pk}
    journal.record("components.oversight_agreed", subject=oversight, by=by, data=data)
    return oversight


@transaction.atomic
def agree_oversight_for_many(
    *, bodies: Sequence[Body], overseer: Body, reason: str, by: User | None
) -> list[Oversight]:
    """Do the same for many bodies at once, as an administrator of the installation may.

    Calls other actions. Raises NotAllowed, OverseesItself, OverseesNobody.
    """
    permissions.require(by, Permission.AGREE_OVERSIGHT)
    # In one order, so that two administrators at once do not wait for each other.
    ordered = sorted(bodies, key=lambda body: body.pk)
    return [agree_oversight(body=body, overseer=overseer, reason=reason, by=by) for body in ordered]


@transaction.atomic
def end_oversight(*, oversight: Oversight, by: User | None) -> Oversight:
    """End it; from now on they see nothing. Raises NotAllowed."""
    permissions.require(by, Permission.AGREE_OVERSIGHT, on=oversight.body)
    if oversight.ended_at is None:
        oversight.ended_at = timezone.now()
        oversight.save(update_fields=["ended_at"])
        data = {"body": oversight.body_id, "overseer": oversight.overseer_id}
        journal.record("components.oversight_ended", subject=oversight, by=by, data=data)
    return oversight
