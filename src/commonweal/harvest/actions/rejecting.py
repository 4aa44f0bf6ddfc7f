"""Keeping rejections true: each file that is refused has one that stands, each that is listed has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commonweal.harvest.actions.shelf import Shelf, Verdict
from commonweal.harvest.documents import Json, Reading, problem_rows
from commonweal.harvest.models import Reason, Rejection
from commonweal.standards.publiccode import PublicCode

Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rejection that should stand."""

    reading: Reading
    reason: Reason
    detail: str
    problems: list[dict[str, Json]]
    document: PublicCode | None


class Rejecting:
    """The rejections of one page; part of `take_page` and used nowhere else."""

    def __init__(self, shelf: Shelf, now: datetime) -> None:
        self.shelf = shelf
        self.now = now

    def settle(self, verdicts: Sequence[Verdict], refused_by_catalogue: set[int]) -> None:
        """Make what stands equal to what was decided, touching only what differs."""
        wanted = self._wanted(verdicts, refused_by_catalogue)
        listed = {_key(verdict) for verdict in verdicts} - wanted.keys()
        touched = {self.shelf.rows[reading.repository.url].pk for reading in self._asked()} | {
            repository for repository, _ in wanted
        }
        standing = {
            (row.repository_id, row.path): row
            for row in Rejection.objects.filter(repository_id__in=touched, resolved_at=None)
        }
        resolved = [
            row.pk
            for key, row in standing.items()
            if key in listed or (row.reason == Reason.UNREACHABLE and key not in wanted)
        ]
        if resolved:
            Rejection.objects.filter(pk__in=resolved).update(resolved_at=self.now)
        self._update([(standing[key], each) for key, each in wanted.items() if key in standing])
        Rejection.objects.bulk_create([self._new(key, each) for key, each in wanted.items() if key not in standing])
        self.shelf.run.rejected += sum(1 for each in wanted.values() if each.reason != Reason.BROKEN)

    def _asked(self) -> list[Reading]:
        return [reading for reading in self.shelf.readings if reading.files is not None or reading.failure]

    def _wanted(self, verdicts: Sequence[Verdict], refused_by_catalogue: set[int]) -> dict[Key, Wanted]:
        wanted = {}
        for verdict in verdicts:
            refusal = verdict.refusal
            if refusal is None and verdict.component.pk not in refused_by_catalogue:
                continue
            # What is refused and still listed is shown in its last good version.
            reason = Reason(refusal.reason) if refusal is not None else Reason.UNREADABLE
            reason = Reason.BROKEN if verdict.component.address else reason
            detail = refusal.detail if refusal is not None else ""
            rows = problem_rows(verdict.file.problems)
            wanted[_key(verdict)] = Wanted(verdict.reading, reason, detail[:1000], rows, verdict.file.document)
        speaking = {repository for (repository, _), each in self.shelf.components.items() if each.address}
        for reading in self.shelf.readings:
            key = (self.shelf.rows[reading.repository.url].pk, "")
            if reading.failure and key[0] not in speaking:
                # What cannot be read on this machine is named by its path, which is for nobody else to see.
                failure = "" if self.shelf.source.is_local else reading.failure[:1000]
                wanted[key] = Wanted(reading, Reason.UNREACHABLE, failure, [], None)
        return wanted

    def _update(self, pairs: Sequence[tuple[Rejection, Wanted]]) -> None:
        for row, each in pairs:
            row.seen_at = self.now
            if (row.reason, row.detail, row.problems) != (each.reason.value, each.detail, each.problems):
                row.reason, row.detail, row.problems = each.reason.value, each.detail, each.problems
                row.changed_at, row.run = self.now, self.shelf.run
        Rejection.objects.bulk_update(
            [row for row, _ in pairs], ["seen_at", "reason", "detail", "problems", "changed_at", "run"]
        )

    def _new(self, key: Key, each: Wanted) -> Rejection:
        repository_id, path = key
        name = self.shelf.publisher_name(each.reading, each.document)
        return Rejection(
            source=self.shelf.source,
            repository_id=repository_id,
            run=self.shelf.run,
            url=each.reading.repository.url,
            path=path,
            reason=each.reason.value,
            detail=each.detail,
            problems=each.problems,
            publisher=self.shelf.body(each.reading),
            publisher_name=name,
            publisher_slug=self.shelf.publisher_slug(each.reading, name),
            first_seen_at=self.now,
            changed_at=self.now,
            seen_at=self.now,
        )


def _key(verdict: Verdict) -> Key:
    return verdict.component.repository_id, verdict.component.path
