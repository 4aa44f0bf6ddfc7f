"""Sources of advisories and signals: opening them, switching them on and off, asking for a reading."""

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.risk import permissions
from commonweal.risk.models import AdvisorySource, SyncRun
from commonweal.risk.permissions import Permission
from commonweal.risk.queries.sources import SourceDraft, held_run, known_sources

TASK = "risk.sync_source"


class SourceUnknown(Exception):
    """No source has this name."""


class SourceHasNoAddress(Exception):
    """The source is read from files only, so it cannot be fetched."""


class NothingHeldBack(Exception):
    """No changes of this source wait for a person."""


@transaction.atomic
def open_source(*, draft: SourceDraft, by: User | None) -> AdvisorySource:
    """Open a source, switched off, or give the one of this name that is open.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    source, is_new = AdvisorySource.objects.get_or_create(
        slug=draft.slug,
        defaults={
            "name": draft.name,
            "kind": draft.kind,
            "url": draft.url,
            "homepage": draft.homepage,
            "licence": draft.licence,
            "attribution": draft.attribution,
            "every_hours": draft.every_hours,
            "opened_by": by,
        },
    )
    if is_new:
        journal.record("risk.source_opened", subject=source, by=by, data={"slug": source.slug, "kind": source.kind})
    return source


@transaction.atomic
def switch_on(*, slug: str, by: User | None) -> AdvisorySource:
    """Let a source be read from now on, and at once; one of the known sources is opened for that.

    Raises NotAllowed, SourceUnknown, SourceHasNoAddress.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    source = AdvisorySource.objects.filter(slug=slug).first()
    if source is None:
        draft = known_sources().get(slug)
        if draft is None:
            raise SourceUnknown(_("There is no source of this name."))
        source = open_source(draft=draft, by=by)
    _require_address(source)
    if not source.is_on:
        source.is_on = True
        source.save(update_fields=["is_on"])
        journal.record("risk.source_changed", subject=source, by=by, data={"slug": slug, "is_on": True})
    _enqueue(source, by, accepts=False)
    return source


@transaction.atomic
def switch_off(*, source: AdvisorySource, by: User | None) -> AdvisorySource:
    """Leave a source alone; what came from it stays, and grows old.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    if source.is_on:
        source.is_on = False
        source.save(update_fields=["is_on"])
        journal.record("risk.source_changed", subject=source, by=by, data={"slug": source.slug, "is_on": False})
    return source


@transaction.atomic
def ask_for_sync(*, source: AdvisorySource, by: User | None) -> bool:
    """Put a reading of the source into the queue; False when one waits already.

    Records nothing, since the reading itself is recorded when it ends. Raises NotAllowed, SourceHasNoAddress.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    _require_address(source)
    return _enqueue(source, by, accepts=False)


@transaction.atomic
def accept_held_back(*, source: AdvisorySource, by: User | None) -> SyncRun:
    """Say that the sudden changes of a source are right: it is read again at once, and they are taken in.

    Raises NotAllowed, NothingHeldBack, SourceHasNoAddress.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    run = held_run(source)
    if run is None:
        raise NothingHeldBack(_("No changes of this source wait for an answer."))
    _require_address(source)
    journal.record(
        "risk.changes_accepted", subject=source, by=by, data={"slug": source.slug, "held_back": run.held_back}
    )
    _enqueue(source, by, accepts=True)
    return run


def _require_address(source: AdvisorySource) -> None:
    if not source.url:
        raise SourceHasNoAddress(_("This source is read from files only: ./commonweal advisories import."))


def _enqueue(source: AdvisorySource, by: User | None, *, accepts: bool) -> bool:
    job = app.configure_task(TASK, queueing_lock=f"{TASK}:{source.pk}{':accepts' if accepts else ''}")
    try:
        with transaction.atomic():
            job.defer(source_id=source.pk, by_id=by.pk if by else None, accepts=accepts)
    except AlreadyEnqueued:
        return False
    return True
