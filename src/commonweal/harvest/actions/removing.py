"""Removing a source: exactly what came from it leaves the catalogue, its history stays."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from commonweal.catalogue import actions as catalogue
from commonweal.harvest import permissions
from commonweal.harvest.actions.runs import fail_run
from commonweal.harvest.models import Component, Rejection, Repository, Run, Source, SourcePause
from commonweal.harvest.permissions import Permission
from commonweal.journal import actions as journal
from commonweal.organisations.models import User

DROP_TASK = "harvest.drop_finds"
BATCH = 100


@transaction.atomic
def remove_source(*, source: Source, reason: str, by: User | None) -> SourcePause:
    """Harvest a source no more, and queue that what came from it leaves; resuming it brings all back.

    Removing twice keeps the first reason. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    standing = source.pauses.filter(resumed_at=None, is_removal=True).first()
    if standing is not None:
        return standing
    source.pauses.filter(resumed_at=None).update(resumed_at=timezone.now(), resumed_by=by)
    removal = SourcePause.objects.create(source=source, reason=reason[:300], by=by, is_removal=True)
    # The lock of its harvests: what a running one still takes in is there before anything is dropped.
    app.configure_task(DROP_TASK, lock=f"harvest-{source.pk}").defer(source_id=source.pk)
    journal.record("harvest.source_removed", subject=source, by=by, data={"reason": removal.reason})
    return removal


@transaction.atomic
def drop_finds(*, source: Source, by: User | None) -> int:
    """Let a batch of what a removed source says leave the catalogue; return how many did, 0 when all have.

    Of a source that is no longer removed nothing leaves. Calls other actions, which record. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    if not source.pauses.filter(resumed_at=None, is_removal=True).exists():
        return 0
    now = timezone.now()
    speaking = Component.objects.filter(source=source).exclude(address="").select_related("entry").order_by("pk")
    batch = list(speaking[:BATCH])
    for component in batch:
        if component.entry is not None:
            # No person retires the entry, so it returns by itself when a source has it again.
            catalogue.drop_record(entry=component.entry, source=source.key, at=now, by=None)
    stale = Component.objects.filter(pk__in=[component.pk for component in batch])
    stale.update(address="", entry=None, is_stale=True)
    if not batch:
        Rejection.objects.filter(source=source, resolved_at=None).update(resolved_at=now)
        Repository.objects.filter(source=source, missing_since=None).update(missing_since=now)
        for run in Run.objects.filter(source=source, finished_at=None):
            fail_run(run=run, failure=_("The source was removed."), chance=0.5, by=None)
    return len(batch)
