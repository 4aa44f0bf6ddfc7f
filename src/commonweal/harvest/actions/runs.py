"""Starting and ending runs, and deciding what has moved or gone."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.catalogue import actions as catalogue
from commonweal.harvest import permissions, queries, rules
from commonweal.harvest.actions.sources import SourcePaused
from commonweal.harvest.models import Component, Rejection, Repository, Run, RunEnd, Source
from commonweal.harvest.permissions import Permission
from commonweal.journal import actions as journal
from commonweal.organisations.models import User


class NothingToConfirm(Exception):
    """The run does not wait for an answer, or a newer one has taken its place."""


@transaction.atomic
def start_run(*, source: Source, by: User | None) -> Run:
    """Begin a run, or take up the one that was cut off, unless that is too old to go on.

    Raises NotAllowed, SourcePaused.
    """
    permissions.require(by, Permission.RUN_HARVEST)
    if source.pauses.filter(resumed_at=None).exists():
        raise SourcePaused(_("This source is paused. Resume it first."))
    now = timezone.now()
    open_run = Run.objects.select_for_update().filter(source=source, finished_at=None).first()
    if open_run is not None:
        if not rules.is_too_old(open_run.started_at, now, hours=queries.politeness("resume_hours")):
            return open_run
        _end(open_run, RunEnd.FAILED, now, failure=_("It was cut off too long ago to go on."))
    run = Run.objects.create(source=source, started_by=by, started_at=now, progressed_at=now)
    journal.record("harvest.run_started", subject=run, by=by, data={"source": source.pk})
    return run


@transaction.atomic
def interrupt_run(*, run: Run, failure: str, retry_after_seconds: float | None, chance: float, by: User | None) -> Run:
    """Leave a run where it is because its host is unavailable; it goes on after a while, or fails after many attempts.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.RUN_HARVEST)
    if run.attempts >= queries.politeness("attempts"):
        return fail_run(run=run, failure=failure, chance=chance, by=by)
    wait = rules.retry_wait(
        run.attempts,
        asked_seconds=retry_after_seconds,
        first=timedelta(minutes=queries.politeness("retry_minutes")),
        longest=timedelta(hours=queries.politeness("retry_longest_hours")),
        chance=chance,
    )
    run.attempts, run.failure, run.progressed_at = run.attempts + 1, failure, timezone.now()
    run.save(update_fields=["attempts", "failure", "progressed_at"])
    Source.objects.filter(pk=run.source_id).update(next_due_at=run.progressed_at + wait)
    journal.record("harvest.run_interrupted", subject=run, by=by, data={"failure": failure})
    return run


@transaction.atomic
def fail_run(*, run: Run, failure: str, chance: float, by: User | None) -> Run:
    """End a run without a result beyond the pages it saved; nothing counts as gone.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.RUN_HARVEST)
    _end(run, RunEnd.FAILED, timezone.now(), failure=failure)
    _plan_next(run, chance)
    journal.record("harvest.run_failed", subject=run, by=by, data={"failure": failure})
    return run


@transaction.atomic
def finish_run(*, run: Run, chance: float, by: User | None) -> Run:
    """End a run that walked the whole source: what it did not find has moved or is gone.

    When suspiciously much is missing nothing is marked as gone and somebody is asked. When part of the source could not
    be asked, nothing is missing.
    Raises NotAllowed.
    """
    permissions.require(by, Permission.RUN_HARVEST)
    run = Run.objects.select_for_update().select_related("source").get(pk=run.pk)
    now = timezone.now()
    parted = rules.Departures((), (), is_suspicious=False) if run.is_partial else _departures(run)
    for origin, target in parted.moved:
        _move(run, origin, target, by)
    if parted.is_suspicious:
        missing = _missing(len(parted.missing))
        _end(run, RunEnd.DOUBTFUL, now, failure=missing)
    else:
        _take_leave(run, parted.missing, now, by)
        _end(run, RunEnd.COMPLETED, now)
    _plan_next(run, chance)
    journal.record("harvest.run_finished", subject=run, by=by, data={"end": run.end} | dict(_count_pairs(run)))
    return run


@transaction.atomic
def confirm_departures(*, run: Run, by: User | None) -> Run:
    """Answer the question of a doubtful run: yes, what it did not find is gone.

    Raises NotAllowed, NothingToConfirm.
    """
    permissions.require(by, Permission.KEEP_SOURCES)
    run = Run.objects.select_for_update().select_related("source").get(pk=run.pk)
    newest = queries.runs_of(run.source).first()
    if run.end != RunEnd.DOUBTFUL or newest is None or newest.pk != run.pk:
        raise NothingToConfirm(_("This run does not wait for an answer."))
    now = timezone.now()
    _take_leave(run, _departures(run).missing, now, by)
    _end(run, RunEnd.COMPLETED, now)
    journal.record("harvest.departures_confirmed", subject=run, by=by, data={"gone": run.gone})
    return run


def _missing(count: int) -> str:
    """Say how much is missing."""
    return _("%(count)d repositories that were known are missing. Nothing was marked as gone.") % {"count": count}


def _departures(run: Run) -> rules.Departures:
    absent = {row.url: queries.as_known(row) for row in queries.with_components(queries.unseen(run))}
    known_count = Repository.objects.filter(source=run.source, missing_since=None, moved_to=None).exclude(first_run=run)
    arrived = [queries.as_known(row) for row in queries.with_components(queries.arrived(run))] if absent else []
    return rules.departures(
        absent,
        arrived,
        known_count=known_count.count(),
        share=queries.politeness("suspicious_share"),
        applies_from=queries.politeness("suspicious_from"),
    )


def _move(run: Run, origin_url: str, target_url: str, by: User | None) -> None:
    """Hand what the old repository spoke for to the new one, and let the old address lead to the entry."""
    rows = queries.with_components(Repository.objects.filter(source=run.source, url__in=[origin_url, target_url]))
    found = {row.url: row for row in rows}
    origin, target = found[origin_url], found[target_url]
    arrived = {component.path: component for component in target.components.all()}
    for left in origin.components.all():
        here = arrived[left.path]
        if left.entry is None:
            continue
        if here.address:
            catalogue.drop_record(entry=left.entry, source=run.source.key, at=timezone.now(), by=by)
            Component.objects.filter(pk=left.pk).update(address="", entry=None)
            continue
        # A repository of a host is listed at its own address, a local one at the address that its file declares.
        url = left.entry.url if target_url.startswith("file:") else target_url
        address = rules.Address(url, left.entry.component_path)
        Component.objects.filter(pk=left.pk).update(address="", entry=None)
        Component.objects.filter(pk=here.pk).update(address=address.key, entry=left.entry, is_stale=False)
        if address.url != left.entry.url:
            catalogue.move(entry=left.entry, to_url=address.url, by=by)
        run.moved += 1
    Repository.objects.filter(pk=origin.pk).update(moved_to=target)
    Rejection.objects.filter(repository__in=[origin, target], resolved_at=None).update(resolved_at=timezone.now())


def _take_leave(run: Run, missing: Iterable[str], now: datetime, by: User | None) -> None:
    gone = Repository.objects.filter(source=run.source, url__in=list(missing))
    speaking = Component.objects.filter(repository__in=gone).exclude(address="").select_related("entry")
    for component in speaking:
        if component.entry is not None:
            catalogue.drop_record(entry=component.entry, source=run.source.key, at=now, by=by)
            run.gone += 1
    Component.objects.filter(repository__in=gone).update(address="", entry=None, is_stale=True)
    Rejection.objects.filter(repository__in=gone, resolved_at=None).update(resolved_at=now)
    gone.update(missing_since=now)


def _end(run: Run, end: RunEnd, now: datetime, *, failure: str = "") -> None:
    run.end, run.finished_at, run.progressed_at, run.failure = end.value, now, now, failure
    run.save(update_fields=["end", "finished_at", "progressed_at", "failure", "moved", "gone"])


def _plan_next(run: Run, chance: float) -> None:
    source = Source.objects.get(pk=run.source_id)
    spread = queries.politeness("spread_share")
    source.next_due_at = rules.next_due(timezone.now(), source.interval_hours, spread=spread, chance=chance)
    source.save(update_fields=["next_due_at"])


def _count_pairs(run: Run) -> list[tuple[str, int]]:
    return [(name, count) for name, _words, count in run.counts]
