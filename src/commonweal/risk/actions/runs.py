"""Readings of a source: begun, ended, failed, or held back for a person."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.risk import permissions
from commonweal.risk.models import AdvisorySource, SyncRun
from commonweal.risk.permissions import Permission
from commonweal.risk.queries.sources import problems_kept
from commonweal.risk.rules.holding import Doubt, Doubted
from commonweal.standards.problems import Problem


@transaction.atomic
def start_sync(*, source: AdvisorySource, is_import: bool, by: User | None) -> SyncRun:
    """Begin a reading; one that was cut off is ended, and what it took in stays.

    Records nothing, since every reading is recorded when it ends. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    now = timezone.now()
    SyncRun.objects.filter(source=source, finished_at=None).update(
        finished_at=now, failure=_("It was cut off. What it had taken in by then stays.")
    )
    return SyncRun.objects.create(source=source, started_at=now, is_import=is_import, by=by)


@transaction.atomic
def finish_sync(*, run: SyncRun, cursor: Mapping[str, Any] | None, by: User | None) -> SyncRun:
    """End a reading that came to the end; the next one goes on from `cursor`, or where it was before with None.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    if cursor is not None:
        AdvisorySource.objects.filter(pk=run.source_id).update(cursor=dict(cursor))
    return _recorded(run, by)


@transaction.atomic
def fail_sync(*, run: SyncRun, failure: str, by: User | None) -> SyncRun:
    """End a reading that did not come to the end; what was known before stays.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    run.failure = failure[:500]
    return _recorded(run, by)


@transaction.atomic
def hold_back(*, run: SyncRun, doubted: Doubted, by: User | None) -> SyncRun:
    """End a reading without taking in its changes, because they are sudden: a person decides.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    run.held_back = _words(doubted)[:300]
    return _recorded(run, by)


@transaction.atomic
def note_progress(
    *, run: SyncRun, cursor: Mapping[str, Any] | None, problems: Iterable[Problem], by: User | None
) -> None:
    """Keep where a reading is, so that the next goes on from there, and what was wrong on the way.

    Records nothing, since the reading is recorded when it ends. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    if cursor is not None:
        AdvisorySource.objects.filter(pk=run.source_id).update(cursor=dict(cursor))
    room = problems_kept() - len(run.problems)
    kept = [{"path": each.path[:300], "message": each.message[:500]} for each in problems]
    if room > 0 and kept:
        run.problems = [*run.problems, *kept[:room]]
    run.save(update_fields=["problems", "seen", "added", "changed", "withdrawn", "refused"])


def _recorded(run: SyncRun, by: User | None) -> SyncRun:
    run.finished_at = timezone.now()
    run.save()
    data = {
        "source": run.source.slug,
        "failure": run.failure,
        "held_back": run.held_back,
        "added": run.added,
        "changed": run.changed,
        "withdrawn": run.withdrawn,
    }
    journal.record("risk.sync_finished", subject=run, by=by, data=data)
    return run


def _words(doubted: Doubted) -> str:
    count, standing = doubted.count, doubted.standing
    values = {"count": count, "standing": standing}
    if doubted.doubt is Doubt.WITHDRAWN:
        text = ngettext(
            "%(count)d of %(standing)d advisories would be withdrawn at once.",
            "%(count)d of %(standing)d advisories would be withdrawn at once.",
            count,
        )
    elif doubted.doubt is Doubt.CHANGED:
        text = ngettext(
            "%(count)d of %(standing)d advisories would change at once.",
            "%(count)d of %(standing)d advisories would change at once.",
            count,
        )
    elif doubted.doubt is Doubt.ADDED:
        text = ngettext(
            "%(count)d new record would come to %(standing)d at once.",
            "%(count)d new records would come to %(standing)d at once.",
            count,
        )
    else:
        text = ngettext(
            "%(count)d of %(standing)d records would disappear at once.",
            "%(count)d of %(standing)d records would disappear at once.",
            count,
        )
    return text % values
