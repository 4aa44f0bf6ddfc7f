"""Concluding which licence a package has, one or many at once, and taking that back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.components.models import Package
from commonweal.journal import actions as journal
from commonweal.licensing import permissions
from commonweal.licensing.documents.left_open import asked_back
from commonweal.licensing.models import Conclusion
from commonweal.licensing.permissions import Permission
from commonweal.organisations.models import Body, User
from commonweal.standards.licence_names import expression_named
from commonweal.standards.licences import read_expression
from commonweal.standards.vers.written import intervals_of

MOST_AT_ONCE = 500


class NotConcludable(Exception):
    """The conclusion misses something or cannot be read; the message says what, in the reader's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConclusionDraft:
    """What is concluded; `versions` is a version or a range as the ecosystem of the package writes it, "" for all."""

    expression: str
    reason: str
    versions: str = ""
    evidence_url: str = ""


@transaction.atomic
def conclude(*, package: Package, body: Body | None, draft: ConclusionDraft, by: User | None) -> Conclusion:
    """Write down which licence a package has, for a body and those that it watches over; without one for everybody.

    A licence may be named as people do; what that means is kept as SPDX writes it.
    One that stands for exactly the same versions is ended by this one.
    Raises NotAllowed, NotConcludable.
    """
    permissions.require(by, Permission.CONCLUDE, on=body)
    conclusion = _conclusion(package, body, draft, by)
    standing = _about_the_same(conclusion).filter(ended_at=None)
    standing.update(ended_at=conclusion.concluded_at, ended_by=by)
    conclusion.save()
    told = {"licence": conclusion.expression}
    journal.record("licensing.licence_concluded", subject=conclusion, by=by, data=told)
    return conclusion


@transaction.atomic
def conclude_many(
    *, packages: Sequence[Package], body: Body | None, draft: ConclusionDraft, by: User | None
) -> list[Conclusion]:
    """Conclude the same about all versions of many packages, all or none. Calls other actions.

    Raises NotAllowed, NotConcludable.
    """
    if not packages:
        raise NotConcludable(_("Tick at least one part in the list."))
    if len(packages) > MOST_AT_ONCE:
        raise NotConcludable(_("Conclude about at most %(most)s at once.") % {"most": MOST_AT_ONCE})
    return [conclude(package=each, body=body, draft=draft, by=by) for each in packages]


@transaction.atomic
def end_conclusion(*, conclusion: Conclusion, by: User | None) -> Conclusion:
    """Take a conclusion back; it stays on file, and what counted before it does not come back. Raises NotAllowed."""
    permissions.require(by, Permission.CONCLUDE, on=conclusion.body)
    if conclusion.ended_at is None:
        conclusion.ended_at, conclusion.ended_by = timezone.now(), by
        conclusion.save(update_fields=["ended_at", "ended_by"])
        journal.record("licensing.conclusion_ended", subject=conclusion, by=by)
    return conclusion


@transaction.atomic
def end_conclusions(*, conclusions: Sequence[Conclusion], by: User | None) -> list[Conclusion]:
    """Undo several conclusions, all or none: those that each took the place of count again.

    Calls other actions. Raises NotAllowed.
    """
    ended = [end_conclusion(conclusion=each, by=by) for each in conclusions]
    for each in ended:
        _about_the_same(each).filter(ended_at=each.concluded_at).update(ended_at=None, ended_by=None)
    return ended


def _about_the_same(conclusion: Conclusion) -> QuerySet[Conclusion]:
    """Give the conclusions of the same body about exactly the same versions."""
    return Conclusion.objects.filter(
        package=conclusion.package_id, body=conclusion.body_id, low=conclusion.low, high=conclusion.high
    )


def _conclusion(package: Package, body: Body | None, draft: ConclusionDraft, by: User | None) -> Conclusion:
    expression = read_expression(expression_named(draft.expression) or draft.expression)
    reason, versions = draft.reason.strip(), " ".join(draft.versions.split())
    if expression is None or not expression.is_known:
        message = asked_back(draft.expression) or _(
            "This is no licence expression of SPDX. Write for example MIT, or GPL-2.0-only OR EUPL-1.2."
        )
        raise NotConcludable(message)
    if not reason:
        raise NotConcludable(_("Say how you know: others must be able to check it."))
    low, high = _interval(package, versions)
    return Conclusion(
        package=package,
        low=low,
        high=high,
        versions_words=versions,
        body=body,
        expression=str(expression),
        reason=reason,
        evidence_url=draft.evidence_url,
        by=by,
        concluded_at=timezone.now(),
    )


def _interval(package: Package, versions: str) -> tuple[bytes | None, bytes | None]:
    """Give the interval that the versions are; None twice for all of them."""
    if versions in ("", "*"):
        return None, None
    intervals = intervals_of(package.type, versions)
    if intervals is None or len(intervals) != 1:
        message = _(
            "The versions cannot be understood. Write one version, or one range without gaps such as >=1.0, <2.0."
        )
        raise NotConcludable(message)
    return intervals[0].low, intervals[0].high
