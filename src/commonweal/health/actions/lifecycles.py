"""The source of ends of life: opening it, switching it on and off, asking for a reading, and the readings."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from commonweal.health import permissions
from commonweal.health.models import LifecycleReading, LifecycleSource
from commonweal.health.permissions import Permission
from commonweal.health.queries.lifecycle_pack import lifecycle_pack
from commonweal.health.rules.intake import Doubted, Sudden
from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.standards.problems import Problem

READING_TASK = "health.read_lifecycles"


class NothingSudden(Exception):
    """No sudden changes of the source wait for a person."""


@transaction.atomic
def open_lifecycle_source(*, by: User | None) -> LifecycleSource:
    """Open the source of packs/lifecycles.yaml, switched off, or give it as it is.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_LIFECYCLES)
    draft = lifecycle_pack().source
    source, is_new = LifecycleSource.objects.get_or_create(
        slug=draft.slug,
        defaults={
            "name": draft.name,
            "url": draft.url,
            "homepage": draft.homepage,
            "licence": draft.licence,
            "every_hours": draft.every_hours,
        },
    )
    if is_new:
        journal.record("health.lifecycle_source_opened", subject=source, by=by, data={"slug": source.slug})
    return source


@transaction.atomic
def switch_lifecycles(*, is_on: bool, by: User | None) -> LifecycleSource:
    """Let the source be read from now on, and at once; or leave it alone, so that what came from it grows old.

    Raises NotAllowed.
    """
    source = open_lifecycle_source(by=by)
    if source.is_on != is_on:
        source.is_on = is_on
        source.save(update_fields=["is_on"])
        data = {"slug": source.slug, "is_on": is_on}
        journal.record("health.lifecycle_source_changed", subject=source, by=by, data=data)
    if is_on:
        _enqueue(source, by, accepts=False)
    return source


@transaction.atomic
def ask_for_lifecycles(*, source: LifecycleSource, by: User | None) -> bool:
    """Put a reading into the queue; False when one waits already.

    Records nothing, since the reading itself is recorded when it ends. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_LIFECYCLES)
    return _enqueue(source, by, accepts=False)


@transaction.atomic
def accept_lifecycles(*, source: LifecycleSource, by: User | None) -> LifecycleReading:
    """Say that sudden changes are right: the source is read again at once, and they are taken in.

    Raises NotAllowed, NothingSudden.
    """
    permissions.require(by, Permission.KEEP_LIFECYCLES)
    newest = source.readings.first()
    if newest is None or not newest.held_back:
        raise NothingSudden(_("No changes of this source wait for an answer."))
    data = {"slug": source.slug, "held_back": newest.held_back}
    journal.record("health.lifecycle_changes_accepted", subject=source, by=by, data=data)
    _enqueue(source, by, accepts=True)
    return newest


@transaction.atomic
def start_lifecycle_reading(*, source: LifecycleSource, is_import: bool, by: User | None) -> LifecycleReading:
    """Begin a reading; one that was cut off is ended.

    Records nothing, since every reading is recorded when it ends. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_LIFECYCLES)
    now = timezone.now()
    LifecycleReading.objects.filter(source=source, finished_at=None).update(
        finished_at=now, failure=_("It was cut off. What it had taken in by then stays.")
    )
    return LifecycleReading.objects.create(source=source, started_at=now, is_import=is_import, by=by)


@transaction.atomic
def finish_lifecycle_reading(
    *,
    reading: LifecycleReading,
    problems: Iterable[Problem] = (),
    cursor: Mapping[str, Any] | None = None,
    failure: str = "",
    doubt: Doubted | None = None,
    by: User | None,
) -> LifecycleReading:
    """End a reading: to the end, with a failure, or held back because its changes are sudden.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_LIFECYCLES)
    if cursor is not None:
        LifecycleSource.objects.filter(pk=reading.source_id).update(cursor=dict(cursor))
    kept = list(problems)[: lifecycle_pack().problems_kept]
    reading.problems = [{"path": each.path[:300], "message": each.message[:500]} for each in kept]
    reading.failure = failure[:500]
    reading.held_back = _words(doubt)[:300] if doubt else ""
    reading.finished_at = timezone.now()
    reading.save()
    data = {
        "failure": reading.failure,
        "held_back": reading.held_back,
        "added": reading.added,
        "changed": reading.changed,
        "gone": reading.gone,
    }
    journal.record("health.lifecycles_read", subject=reading, by=by, data=data)
    return reading


def _enqueue(source: LifecycleSource, by: User | None, *, accepts: bool) -> bool:
    job = app.configure_task(READING_TASK, queueing_lock=f"{READING_TASK}{':accepts' if accepts else ''}")
    try:
        with transaction.atomic():
            job.defer(source_id=source.pk, by_id=by.pk if by else None, accepts=accepts)
    except AlreadyEnqueued:
        return False
    return True


def _words(doubt: Doubted) -> str:
    if doubt.sudden is Sudden.GONE:
        text = ngettext(
            "%(count)d of %(standing)d products would disappear at once.",
            "%(count)d of %(standing)d products would disappear at once.",
            doubt.count,
        )
    elif doubt.sudden is Sudden.CHANGED:
        text = ngettext(
            "%(count)d of %(standing)d products would change at once.",
            "%(count)d of %(standing)d products would change at once.",
            doubt.count,
        )
    else:
        text = ngettext(
            "%(count)d new product would come to %(standing)d at once.",
            "%(count)d new products would come to %(standing)d at once.",
            doubt.count,
        )
    return text % {"count": doubt.count, "standing": doubt.standing}
