"""Bringing in a list of bodies: read it, take it row by row, take it back as a whole."""

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from commonweal.journal import actions as journal
from commonweal.organisations import documents, permissions
from commonweal.organisations.actions import _comparing, _taking, _undoing
from commonweal.organisations.documents import BodyRow, ListChoices, RowProblem
from commonweal.organisations.models import Body, ImportBatch, ImportedBody, Parent, User
from commonweal.organisations.permissions import Permission
from commonweal.standards.table import Table, read_table

TASK = "organisations.go_on_with_import"
AT_ONCE = 2_500  # rows a transaction
SMALL_BYTES, SMALL_ROWS = 150_000, 300  # so much is done while somebody waits; more is a job
SHOWN = 200  # changes and new ones kept for the preview, and
SHOWN_PROBLEMS = 1000


class ListTooLarge(Exception):
    """The file is larger than what is taken at once."""


class NothingToTake(Exception):
    """The list was not read yet, has no row to take, or was taken already."""


class NotTaken(Exception):
    """Only a list that was taken can be undone, and only once."""


@transaction.atomic
def bring_list(*, content: bytes, file_name: str, choices: ListChoices | None = None, by: User | None) -> ImportBatch:
    """Put a file of bodies down to be read; nothing of it is taken yet. A large one is read by a job.

    Columns whose names say what they hold are recognised. Raises NotAllowed, ListTooLarge.
    """
    permissions.require(by, Permission.REGISTER_BODY)
    if len(content) > documents.MOST_BYTES:
        raise ListTooLarge(_("The file is larger than 20 MB. Bring it in parts."))
    batch = ImportBatch.objects.create(
        by=by,
        file_name=file_name[:200],
        digest=hashlib.sha256(content).hexdigest(),
        content=gzip.compress(content, compresslevel=3),
        choices=asdict(choices or ListChoices()),
        language=translation.get_language() or "en",
    )
    journal.record("organisations.import_opened", subject=batch, by=by, data={"digest": batch.digest})
    return _read_now_or_later(batch, content)


@transaction.atomic
def choose_columns(*, batch: ImportBatch, choices: ListChoices, by: User | None) -> ImportBatch:
    """Say what the columns hold and what holds for all rows, and read the list again.

    Raises NotAllowed, NothingToTake when it was taken already.
    """
    permissions.require(by, Permission.REGISTER_BODY)
    if batch.asked_at:
        raise NothingToTake(_("This list was taken already."))
    batch.choices, batch.read_at, batch.findings = asdict(choices), None, {}
    batch.language = translation.get_language() or "en"
    batch.save(update_fields=["choices", "read_at", "findings", "language"])
    journal.record("organisations.import_opened", subject=batch, by=by, data={"digest": batch.digest})
    return _read_now_or_later(batch, _content(batch))


@transaction.atomic
def ask_for_import(*, batch: ImportBatch, by: User | None) -> ImportBatch:
    """Ask that the list be taken: at once when it is short, else by a job. Asking twice changes nothing.

    Raises NotAllowed, NothingToTake.
    """
    permissions.require(by, Permission.REGISTER_BODY)
    if batch.read_at is None or batch.findings.get("unreadable") or batch.refused_count >= batch.row_count:
        raise NothingToTake(_("There is no row to take."))
    if not ImportBatch.objects.filter(pk=batch.pk, asked_at=None).update(asked_at=timezone.now()):
        return batch
    batch.refresh_from_db()
    journal.record("organisations.import_asked_for", subject=batch, by=by)
    if batch.row_count > SMALL_ROWS:
        _defer(batch)
        return batch
    return take_import(batch=batch, by=by)


@transaction.atomic
def ask_for_undo(*, batch: ImportBatch, by: User | None) -> ImportBatch:
    """Ask that the list be undone: at once when it is short, else by a job. Asking twice changes nothing.

    Raises NotAllowed, NotTaken.
    """
    permissions.require(by, Permission.REGISTER_BODY)
    if batch.taken_at is None:
        raise NotTaken(_("This list was not taken, so there is nothing to undo."))
    if not ImportBatch.objects.filter(pk=batch.pk, undo_asked_at=None).update(
        undo_asked_at=timezone.now(), undone_by=by
    ):
        return batch
    batch.refresh_from_db()
    journal.record("organisations.import_undo_asked_for", subject=batch, by=by)
    if batch.row_count > SMALL_ROWS:
        _defer(batch)
        return batch
    return undo_import(batch=batch, by=by)


@transaction.atomic
def read_import(*, batch: ImportBatch, by: User | None) -> ImportBatch:
    """Read a list and write down what taking it would do: a dry run, which changes nothing in the register.

    Records nothing, since nothing of the register changes. Raises NotAllowed.
    """
    permissions.require(by, Permission.REGISTER_BODY)
    with translation.override(batch.language):
        _read(batch, read_table(_content(batch)))
    return batch


def take_import(*, batch: ImportBatch, by: User | None) -> ImportBatch:
    """Take a list to its end, or go on where it was cut off: some thousand rows a transaction.

    Calls other actions. Raises NotAllowed.
    """
    with translation.override(batch.language):
        rows = _rows(batch)
        ties = [row for row in rows if row.parents]  # first everybody is entered, then who belongs to whom
        while batch.done_count < len(rows):
            part = rows[batch.done_count : batch.done_count + AT_ONCE]
            batch = take_rows(batch=batch, rows=part, by=by)
        while (start := batch.done_count - len(rows)) < len(ties):
            batch = tie_rows(batch=batch, rows=ties[start : start + AT_ONCE], by=by)
    return finish_import(batch=batch, by=by)


@transaction.atomic
def take_rows(*, batch: ImportBatch, rows: Sequence[BodyRow], by: User | None) -> ImportBatch:
    """Enter and change the bodies of some rows, and keep what stood there before.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.REGISTER_BODY)
    spoken = set(batch.imported.filter(body__isnull=False).values_list("body_id", flat=True))
    changes, _problems = _comparing.compare(rows, taken=spoken)
    done = _taking.write(changes, batch)
    _record(done, by)
    new = sum(each.is_new for each in done)
    return _forward(batch, rows, new=new, changed=len(done) - new)


@transaction.atomic
def tie_rows(*, batch: ImportBatch, rows: Sequence[BodyRow], by: User | None) -> ImportBatch:
    """Write down to whom the bodies of some rows belong.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.REGISTER_BODY)
    changes, _problems = _comparing.compare(rows)
    pairs = [(change.body, change.row) for change in changes if change.body is not None]
    parents, _nobody = _comparing.new_parents(pairs)
    Parent.objects.bulk_create(parents, ignore_conflicts=True, batch_size=1000)
    bodies = {parent.body_id: parent.body for parent in parents}
    noted = {each.body_id: each for each in batch.imported.filter(body__in=bodies)}
    fresh = [_noted_for_parents(batch, body) for pk, body in bodies.items() if pk not in noted]
    noted |= {each.body_id: each for each in ImportedBody.objects.bulk_create(fresh, batch_size=1000)}
    for parent in parents:
        noted[parent.body_id].after["parents"].append([parent.relation, parent.parent_id])
    _taking.update_many(list(noted.values()), ["after"])
    _record(fresh, by)
    return _forward(batch, rows, new=0, changed=len(fresh))


@transaction.atomic
def finish_import(*, batch: ImportBatch, by: User | None) -> ImportBatch:
    """Write down that a list was taken to its end.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.REGISTER_BODY)
    batch.taken_at = timezone.now()
    batch.save(update_fields=["taken_at"])
    counts = {"new": batch.new_count, "changed": batch.changed_count, "refused": batch.refused_count}
    journal.record("organisations.import_taken", subject=batch, by=by, data=counts)
    return batch


@transaction.atomic
def undo_import(*, batch: ImportBatch, by: User | None) -> ImportBatch:
    """Take back what a list did: changed bodies get back what they had, bodies it entered leave the register.

    What was changed since, and what something else refers to by now, is left as it is; the batch says so of each.
    Raises NotAllowed.
    """
    permissions.require(by, Permission.REGISTER_BODY)
    with translation.override(batch.language):
        restored = _undoing.restore(batch)
        leaving, left = _undoing.removable(batch)
    _taking.update_many(left, ["kept_because"])
    journal.record_many("organisations.body_changed", subjects=list(restored), by=by)
    journal.record_many("organisations.body_removed", subjects=list(leaving), by=by)
    _undoing.remove(batch)
    batch.undone_at = timezone.now()
    batch.save(update_fields=["undone_at"])
    counts = {"restored": len(restored), "removed": len(leaving)}
    journal.record("organisations.import_undone", subject=batch, by=by, data=counts)
    return batch


def go_on_with_import(*, batch: ImportBatch, by: User | None) -> ImportBatch:
    """Do what a batch waits for: be read, be taken, be undone. For workers; a job done twice does it once.

    Calls other actions. Raises NotAllowed.
    """
    if batch.read_at is None:
        return read_import(batch=batch, by=by)
    if batch.asked_at and batch.taken_at is None:
        return take_import(batch=batch, by=by)
    if batch.undo_asked_at and batch.undone_at is None:
        return undo_import(batch=batch, by=by)
    return batch


def _read_now_or_later(batch: ImportBatch, content: bytes) -> ImportBatch:
    if len(content) > SMALL_BYTES:
        _defer(batch)
    else:
        _read(batch, read_table(content))
    return batch


def _defer(batch: ImportBatch) -> None:
    app.configure_task(TASK, lock=f"import-{batch.pk}").defer(batch_id=batch.pk)


def _content(batch: ImportBatch) -> bytes:
    return gzip.decompress(bytes(batch.content))


def _rows(batch: ImportBatch) -> list[BodyRow]:
    return documents.read_rows(read_table(_content(batch)), _list_choices(batch))[0]


def _list_choices(batch: ImportBatch) -> ListChoices:
    """What was said about a list when it was brought."""
    return ListChoices(**batch.choices)


def _read(batch: ImportBatch, table: Table) -> None:
    choices = _list_choices(batch)
    if not choices.columns:
        choices = replace(choices, columns=documents.recognised(table.columns))
    findings: dict[str, Any] = {"columns": list(table.columns), "examples": _examples(table)}
    batch.choices, batch.row_count, batch.refused_count = asdict(choices), len(table.rows), 0
    findings["unreadable"] = documents.unreadable(table, choices)
    if not findings["unreadable"]:
        findings |= _dry_run(batch, table, choices)
    batch.findings, batch.read_at = findings, timezone.now()
    batch.save(update_fields=["choices", "row_count", "refused_count", "findings", "read_at"])


def _examples(table: Table) -> list[str]:
    """The first thing that stands in each column."""
    return [
        next((row.cells[place][:60] for row in table.rows[:50] if place < len(row.cells) and row.cells[place]), "")
        for place in range(len(table.columns))
    ]


def _dry_run(batch: ImportBatch, table: Table, choices: ListChoices) -> dict[str, Any]:
    """What taking the list would do, as far as it is shown."""
    rows, problems = documents.read_rows(table, choices)
    spoken: set[int] = set()
    changes: list[_comparing.Change] = []
    for start in range(0, len(rows), AT_ONCE):
        some, contradictions = _comparing.compare(rows[start : start + AT_ONCE], taken=spoken)
        changes += some
        problems += contradictions
    tied = _tied(changes)
    new = [change for change in changes if change.is_new]
    changed = [change for change in changes if not change.is_new and (change.says_something or id(change) in tied)]
    problems.sort(key=lambda problem: problem.line)
    batch.refused_count = len({problem.line for problem in problems})
    return {
        "new": len(new),
        "changed": len(changed),
        "unchanged": len(changes) - len(new) - len(changed),
        "problem_count": len(problems),
        "new_rows": [[change.row.line, change.row.values["name"], change.row.uri] for change in new[:SHOWN]],
        "changed_rows": [_shown(change, tied.get(id(change), [])) for change in changed[:SHOWN]],
        "problems": [asdict(problem) for problem in problems[:SHOWN_PROBLEMS]],
        "notes": [asdict(note) for note in _unknown_parents(changes)[:SHOWN_PROBLEMS]],
    }


def _tied(changes: Sequence[_comparing.Change]) -> dict[int, list[Parent]]:
    """The parents that each row would add to a body of the register."""
    by_body = {change.body.pk: change for change in changes if change.body is not None}
    pairs = [(change.body, change.row) for change in by_body.values() if change.body is not None]
    found: dict[int, list[Parent]] = {}
    for parent in _comparing.new_parents(pairs)[0]:
        found.setdefault(id(by_body[parent.body_id]), []).append(parent)
    return found


def _unknown_parents(changes: Sequence[_comparing.Change]) -> list[RowProblem]:
    """Parents that neither the register nor the list knows; their rows are taken without them."""
    in_list = {change.row.uri for change in changes} | {change.row.slug for change in changes}
    in_list |= {change.row.values["name"] for change in changes}
    texts = {text for change in changes for _relation, text, _since, _until in change.row.parents} - in_list
    unknown = texts - _comparing.parents_named(texts).keys()
    sentence = _("No organisation is called “%(text)s”; the row is taken without it.")
    return [
        RowProblem(change.row.line, "", sentence % {"text": text[:100]})
        for change in changes
        for _relation, text, _since, _until in change.row.parents
        if text in unknown
    ]


def _shown(change: _comparing.Change, parents: Sequence[Parent]) -> dict[str, Any]:
    columns = {name: [_taking.plain(old), _taking.plain(new)] for name, (old, new) in change.columns.items()}
    lists = {
        "other_names": [name for _language, _kind, name in change.names],
        "identifiers": [":".join(each) for each in change.identifiers],
        "population_history": [f"{year}: {people}" for year, people, *_rest in change.counts],
        "parents": [str(parent.parent) for parent in parents],
    }
    columns |= {name: ["", "; ".join(listed)] for name, listed in lists.items() if listed}
    body = change.body
    return {"line": change.row.line, "name": str(body), "slug": body.slug if body else "", "columns": columns}


def _noted_for_parents(batch: ImportBatch, body: Body) -> ImportedBody:
    before: dict[str, Any] = {"columns": {}, "counts": []}
    after: dict[str, Any] = {"columns": {}, "counts": [], "names": [], "identifiers": [], "parents": []}
    return ImportedBody(
        batch=batch, body=body, uri=body.uri, slug=body.slug, name=body.name, is_new=False, before=before, after=after
    )


def _record(done: Sequence[ImportedBody], by: User | None) -> None:
    new = [each.body for each in done if each.is_new and each.body]
    changed = [each.body for each in done if not each.is_new and each.body]
    journal.record_many("organisations.body_registered", subjects=list(new), by=by)
    journal.record_many("organisations.body_changed", subjects=list(changed), by=by)


def _forward(batch: ImportBatch, rows: Sequence[BodyRow], *, new: int, changed: int) -> ImportBatch:
    ImportBatch.objects.filter(pk=batch.pk).update(
        done_count=F("done_count") + len(rows),
        new_count=F("new_count") + new,
        changed_count=F("changed_count") + changed,
    )
    batch.refresh_from_db(fields=["done_count", "new_count", "changed_count"])
    return batch
