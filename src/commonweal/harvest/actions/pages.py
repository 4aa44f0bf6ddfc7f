"""Taking in one page of a source: a short transaction that saves the cursor with the page's results."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.catalogue import actions as catalogue
from commonweal.catalogue import queries as entries
from commonweal.catalogue.actions import Finding, Publication
from commonweal.harvest import permissions, queries, rules
from commonweal.harvest.actions.rejecting import Rejecting
from commonweal.harvest.actions.shelf import Shelf, Verdict
from commonweal.harvest.documents import Reading, problem_rows
from commonweal.harvest.models import Component, Reason, Rejection, Run
from commonweal.harvest.permissions import Permission
from commonweal.organisations.models import User
from commonweal.standards.problems import Problem

KEEPS_LAST_GOOD = frozenset({Reason.UNREADABLE, Reason.NO_NAME, Reason.NO_ADDRESS})


class RunOvertaken(Exception):
    """Another process went on with this run, or it has ended; this process stops."""


@transaction.atomic
def take_page(
    *,
    run: Run,
    readings: Sequence[Reading],
    problems: Sequence[Problem] = (),
    cursor: str | None,
    is_partial: bool = False,
    by: User | None,
) -> Run:
    """Take in what one page brought and save the cursor with it: killed at any time, nothing is lost or doubled.

    Calls other actions, which record. Raises NotAllowed, RunOvertaken.
    """
    permissions.require(by, Permission.RUN_HARVEST)
    locked = Run.objects.select_for_update().filter(pk=run.pk, finished_at=None, pages=run.pages).first()
    if locked is None:
        raise RunOvertaken(_("This run has ended or is carried on elsewhere."))
    locked.source = run.source
    now = timezone.now()
    shelf = Shelf(locked, readings)
    shelf.save_repositories()
    _forget_removed_files(shelf, now, by)
    verdicts = shelf.verdicts()
    publications = _publish(shelf, verdicts, now, by)
    Rejecting(shelf, now).settle(verdicts, {pk for pk, each in publications.items() if each.entry is None})
    _confirm_untouched(shelf, now, by)
    _count_untouched(shelf, now)
    oddities = [*problems, *(problem for reading in readings for problem in reading.problems)]
    locked.problems = [*locked.problems, *problem_rows(tuple(oddities))][: queries.politeness("problems_kept")]
    locked.seen += len(shelf.readings)
    locked.pages += 1
    locked.cursor, locked.progressed_at, locked.failure = cursor or "", now, ""
    locked.is_partial = locked.is_partial or is_partial
    locked.save()
    return locked


def _forget_removed_files(shelf: Shelf, now: datetime, by: User | None) -> None:
    """Let go of metadata files that a repository no longer holds; it was read just now, so this is certain."""
    removed = shelf.removed_components()
    for component in removed:
        if component.address:
            _withdraw(shelf, component, now, by)
        standing = Rejection.objects.filter(repository_id=component.repository_id, resolved_at=None)
        standing.filter(path=component.path).update(resolved_at=now)
    shelf.forget(removed)


def _publish(shelf: Shelf, verdicts: Sequence[Verdict], now: datetime, by: User | None) -> Mapping[int, Publication]:
    """Tell the catalogue of every file that may speak, and keep which entry each speaks for; by component."""
    speaking: list[tuple[Component, Finding]] = []
    for verdict in verdicts:
        component, address = verdict.component, verdict.address
        if address is not None:
            _follow_declared_move(shelf, verdict, address, now, by)
        elif component.entry is not None and component.address and _keeps_last_good(verdict):
            address = rules.Address(component.entry.url, component.entry.component_path)
        else:
            _silence(shelf, verdict, now, by)
            continue
        speaking.append((component, shelf.finding(verdict, address, now)))
    findings = [finding for _, finding in speaking]
    published = catalogue.publish_many(findings=findings, by=by) if findings else []
    for (component, finding), publication in zip(speaking, published, strict=True):
        component.entry = publication.entry
        at = rules.Address(finding.url, finding.component_path)
        component.address = at.key if publication.entry is not None else ""
        if publication.outcome != "rejected":
            setattr(shelf.run, publication.outcome, getattr(shelf.run, publication.outcome) + 1)
    shelf.save_components(verdicts)
    return {component.pk: publication for (component, _), publication in zip(speaking, published, strict=True)}


def _keeps_last_good(verdict: Verdict) -> bool:
    return verdict.refusal is not None and verdict.refusal.reason in KEEPS_LAST_GOOD


def _follow_declared_move(
    shelf: Shelf, verdict: Verdict, address: rules.Address, now: datetime, by: User | None
) -> None:
    """Take the entry of a listed file along to the address that the file names now."""
    component = verdict.component
    if component.entry is None or component.address in {"", address.key}:
        return
    is_same_component = component.entry.component_path == address.component_path
    if is_same_component and entries.find_by_url(address.url, address.component_path) is None:
        catalogue.move(entry=component.entry, to_url=address.url, by=by)
        shelf.run.moved += 1
    else:
        _withdraw(shelf, component, now, by)


def _silence(shelf: Shelf, verdict: Verdict, now: datetime, by: User | None) -> None:
    """Let a refused file speak no more; where another speaks for the same entry now, the record is that one's."""
    component = verdict.component
    if component.address and component.address != verdict.contested:
        _withdraw(shelf, component, now, by)
    component.entry, component.address = None, ""


def _withdraw(shelf: Shelf, component: Component, now: datetime, by: User | None) -> None:
    if component.entry is not None:
        catalogue.drop_record(entry=component.entry, source=shelf.source.key, at=now, by=by)
        shelf.run.gone += 1
    component.entry, component.address = None, ""


def _confirm_untouched(shelf: Shelf, now: datetime, by: User | None) -> None:
    """Tell the catalogue that what was not read again is still there as it was; what could not be read is not."""
    unread = shelf.failed_repositories()
    entries = {
        component.entry_id
        for component in shelf.untouched_components()
        if component.entry_id is not None and component.address and component.repository_id not in unread
    }
    if entries:
        catalogue.confirm_seen(entries=entries, source=shelf.source.key, at=now, by=by)


def _count_untouched(shelf: Shelf, now: datetime) -> None:
    """Count what stands as it was, so that the counts of a run add up to what the source holds."""
    run, untouched = shelf.run, shelf.untouched_components()
    run.unchanged += sum(1 for component in untouched if component.address)
    run.without_metadata += shelf.count_without_metadata()
    repositories = {component.repository_id for component in untouched}
    if repositories:
        standing = Rejection.objects.filter(repository_id__in=repositories, resolved_at=None)
        refused = {(component.repository_id, component.path) for component in untouched if not component.address}
        run.rejected += len(refused & set(standing.values_list("repository_id", "path")))
        standing.update(seen_at=now)
