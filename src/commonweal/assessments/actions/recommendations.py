"""Taking a recommendation into the plan of a body, dropping one with a reason, and bringing it back."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonweal.assessments import permissions
from commonweal.assessments.models import Assessment, Drop
from commonweal.assessments.permissions import Permission
from commonweal.assessments.queries.assessments import result_of
from commonweal.assessments.queries.recommendations import advice_in, origin_of
from commonweal.assessments.rules.frozen_advice import AdvisedAction
from commonweal.assessments.rules.instrument import said
from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.strategy import actions as strategy
from commonweal.strategy.models import PlannedAction


class NotRecommended(Exception):
    """The result recommends nothing of that name, or the assessment is not finished."""


class NoReason(Exception):
    """Whoever drops a recommendation says why."""


@transaction.atomic
def take_recommendation(
    *, assessment: Assessment, rule: str, owner: str = "", due_on: date | None = None, by: User | None
) -> PlannedAction:
    """Make an action of a recommendation, with who answers for it (`owner`, a name) and by when; twice is once.

    One that was dropped comes back. Raises NotAllowed, NotRecommended.
    """
    permissions.require(by, Permission.ASSESS, on=assessment.owner)
    found, origin = _recommended(assessment, rule)
    if assessment.owner is None:
        raise NotRecommended(_("This assessment belongs to nobody."))
    restore_recommendation(assessment=assessment, rule=rule, by=by)
    draft = strategy.ActionDraft(
        title=said(found.text.do, get_language() or "en"),
        owner_name=owner.strip(),
        due_on=due_on,
        effort_days=found.arithmetic.days,
        origin=origin,
    )
    action = strategy.plan_action(body=assessment.owner, draft=draft, by=by)
    told = {"rule": rule, "action": action.pk}
    journal.record("assessments.recommendation_taken", subject=assessment, by=by, data=told)
    return action


@transaction.atomic
def drop_recommendation(*, assessment: Assessment, rule: str, reason: str, by: User | None) -> Drop:
    """Say that a recommendation is not followed, and why; the next takes its place. Twice is once.

    Raises NotAllowed, NotRecommended, NoReason.
    """
    permissions.require(by, Permission.ASSESS, on=assessment.owner)
    _recommended(assessment, rule)
    if not reason.strip():
        raise NoReason(_("Say why not: others will ask."))
    Assessment.objects.select_for_update().only("pk").get(pk=assessment.pk)
    before = assessment.drops.filter(rule=rule, ended_at=None).first()
    if before is not None:
        return before
    drop = Drop.objects.create(
        assessment=assessment, rule=rule, reason=reason.strip()[:1000], by=by, dropped_at=timezone.now()
    )
    told = {"rule": rule, "reason": drop.reason}
    journal.record("assessments.recommendation_dropped", subject=assessment, by=by, data=told)
    return drop


@transaction.atomic
def restore_recommendation(*, assessment: Assessment, rule: str, by: User | None) -> Drop | None:
    """Bring a dropped recommendation back; None where it was not dropped. Raises NotAllowed."""
    permissions.require(by, Permission.ASSESS, on=assessment.owner)
    drop = assessment.drops.select_for_update().filter(rule=rule, ended_at=None).first()
    if drop is None:
        return None
    drop.ended_at, drop.ended_by = timezone.now(), by
    drop.save(update_fields=["ended_at", "ended_by"])
    journal.record("assessments.recommendation_restored", subject=assessment, by=by, data={"rule": rule})
    return drop


def _recommended(assessment: Assessment, rule: str) -> tuple[AdvisedAction, str]:
    """Give what the result recommends under that name, and what to call its origin."""
    result = result_of(assessment)
    advice = advice_in(result) if result is not None else None
    found = advice.action(rule) if advice is not None else None
    if result is None or found is None:
        raise NotRecommended(_("The result does not recommend this."))
    return found, origin_of(result, rule)
