"""The answer to "are we hit?" in plain sentences, as a table and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from ninja import Schema

from commonweal.organisations.models import Body
from commonweal.risk.queries.answering import Answer, FoundAs
from commonweal.risk.queries.brought_in import BroughtIn
from commonweal.risk.queries.lines import Line, VersionLine
from commonweal.risk.queries.worklist import Task
from commonweal.risk.rules.decisions import Standing
from commonweal.usage.models import System

COLUMNS = (
    "body", "body_page", "system", "system_page", "criticality", "package", "version", "fixed_in", "state", "due_on",
    "decided", "reason", "decided_by", "found_as",
)  # fmt: skip


class VersionDocument(Schema):
    """A version that runs; `fixed_in` is empty where no fix is known."""

    package: str
    version: str
    fixed_in: list[str]


class SystemDocument(Schema):
    """A system that runs it; `state` is open, unclear (nobody can judge the version), accepted or closed.

    Where software was asked for, `found_as` is itself (the system is it), part (its list names it as a part) or name
    (its list names a package of the same name, which may be another).
    """

    system: int
    name: str
    page: str
    criticality: str | None
    state: str
    due_on: date | None
    versions: list[VersionDocument]
    decided: list[str]
    found_as: str | None


class BroughtInDocument(Schema):
    """A vulnerability that is open in the software's own parts; `systems` are those of the software that it hits."""

    vulnerability: str
    systems: int
    due_on: date | None
    exploited_on: date | None


class ExposedBodyDocument(Schema):
    """A body that runs it; `must_act` where a system is open, not where it is only unclear."""

    body: str
    name: str
    page: str
    must_act: bool
    systems: list[SystemDocument]


class ExposureDocument(Schema):
    """Are we hit? Within what you may see.

    `is_known` tells whether we know what was asked for; where not, nothing follows. `advisories_as_of` is null where
    advisories were never read. Of `systems_silent` nothing is known, since no list of their parts was handed in.
    Where software was asked for, `known_as` are the package URLs by which it was looked for as a part, and `brings_in`
    is what its own parts bring in, most urgent first; null where no list of them was handed in.
    """

    question: str
    is_known: bool
    vulnerabilities: list[str]
    packages: list[str]
    known_as: list[str]
    advisories_as_of: datetime | None
    bodies_seen: int
    systems_seen: int
    systems_silent: int
    bodies_acting: int
    systems_open: int
    systems_unclear: int
    systems_accepted: int
    systems_closed: int
    bodies: list[ExposedBodyDocument]
    brings_in: list[BroughtInDocument] | None


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body among those that run it; `first` is its most critical system that must act, `due` the earliest day.

    `unclear` counts the systems in which nobody can judge the version from here.
    """

    body: Body
    systems: int
    open: int
    unclear: int
    first: System
    due: date | None

    @property
    def must_act(self) -> bool:
        """Whether anything is left for it to do."""
        return bool(self.open)


def sentences(found: Answer, bodies: int) -> list[str]:
    """Say the answer in plain words, what matters most first; `bodies` are those that the reader sees."""
    if found.meaning.is_software:
        return [_running(found, bodies), *_as_parts(found), *_not_known(found)]
    if not found.systems_asked:
        return [_("No system is on file for those you see, so nothing can be said.")]
    if found.systems_silent == found.systems_asked:
        return [_("Nothing can be said: no list of parts was handed in for any of the systems you see.")]
    first = _affected(found, bodies) if found.meaning.vulnerabilities else _running(found, bodies)
    return [first, *_decided(found), *_not_known(found)]


def body_lines(lines: Iterable[Line]) -> list[BodyLine]:
    """Sum the lines up by body, in their order."""
    by_body: dict[int, list[Line]] = {}
    for line in lines:
        by_body.setdefault(line.body.pk, []).append(line)
    return [_body_line(several) for several in by_body.values()]


def rows(lines: Iterable[Line]) -> Iterator[dict[str, str]]:
    """The table for a spreadsheet, a row for each system and version."""
    for line in lines:
        for version in line.versions or (None,):
            yield _row(line, version)


def what_it_brings_in(given: BroughtIn) -> str:
    """Say in one sentence what the parts of software bring in."""
    if not given.listed:
        return _("No list of its own parts was handed in, so nobody knows what it brings in.")
    if not given.tasks:
        return _("As far as is known, its own parts bring in no open weakness.")
    return ngettext(
        "Its own parts bring in %(number)s open weakness.", "Its own parts bring in %(number)s open weaknesses.",
        len(given.tasks),
    ) % {"number": len(given.tasks)}  # fmt: skip


def exposure_document(
    found: Answer,
    lines: Sequence[Line],
    *,
    question: str,
    bodies: int,
    as_of: datetime | None,
    brought: BroughtIn | None = None,
) -> ExposureDocument:
    """The answer as JSON."""
    by_body: dict[int, list[Line]] = {}
    for line in lines:
        by_body.setdefault(line.body.pk, []).append(line)
    return ExposureDocument(
        question=question,
        is_known=not found.meaning.is_nothing,
        vulnerabilities=[each.name for each in found.meaning.vulnerabilities],
        packages=[each.purl for each in found.meaning.packages],
        known_as=list(found.meaning.known_as),
        advisories_as_of=as_of,
        bodies_seen=bodies,
        systems_seen=found.systems_asked,
        systems_silent=found.systems_silent,
        bodies_acting=_acting(found),
        systems_open=found.count(Standing.OPEN),
        systems_unclear=found.unclear,
        systems_accepted=found.count(Standing.ACCEPTED),
        systems_closed=found.count(Standing.CLOSED),
        bodies=[_body_document(several) for several in by_body.values()],
        brings_in=[_brought_in(task) for task in brought.tasks] if brought and brought.listed else None,
    )


def _affected(found: Answer, bodies: int) -> str:
    acting = _acting(found)
    if not acting:
        return ngettext(
            "As far as is known, the %(bodies)s organisation you see need not do anything now.",
            "As far as is known, none of the %(bodies)s organisations you see has to do anything now.",
            bodies,
        ) % {"bodies": bodies}
    count = found.count(Standing.OPEN)
    systems = ngettext(
        "%(number)s system runs an affected version.", "%(number)s systems run an affected version.", count
    ) % {"number": count}
    if bodies == 1:
        return _("The organisation you see must act: %(systems)s") % {"systems": systems}
    must = ngettext(
        "%(acting)s of the %(bodies)s organisations you see must act:",
        "%(acting)s of the %(bodies)s organisations you see must act:",
        acting,
    ) % {"acting": acting, "bodies": bodies}
    return f"{must} {systems}"


def _acting(found: Answer) -> int:
    """Count the bodies that run an affected version and have decided nothing; who has to look first is not among."""
    return sum(
        any(each.standing is Standing.OPEN and not each.is_unclear for each in body.systems) for body in found.bodies
    )


def _running(found: Answer, bodies: int) -> str:
    systems = sum(len(each.systems) for each in found.bodies) - found.unclear
    running = sum(any(not each.is_unclear for each in body.systems) for body in found.bodies)
    if not systems:
        return _("None of the systems you see runs it, as far as is known.")
    run = ngettext("%(number)s system runs it,", "%(number)s systems run it,", systems) % {"number": systems}
    where = ngettext(
        "at %(number)s of the %(bodies)s organisations you see.",
        "at %(number)s of the %(bodies)s organisations you see.",
        running,
    ) % {"number": running, "bodies": bodies}
    return f"{run} {where}"


def _as_parts(found: Answer) -> Iterator[str]:
    parts, alike = found.found_as(FoundAs.PART), found.found_as(FoundAs.NAME)
    if parts:
        yield ngettext(
            "%(number)s of them is another system that has it as a part.",
            "%(number)s of them are other systems that have it as a part.",
            parts,
        ) % {"number": parts}
    if alike:
        yield ngettext(
            "In %(number)s of them only the name of a package speaks for it, which may be that of something else.",
            "In %(number)s of them only the name of a package speaks for it, which may be that of something else.",
            alike,
        ) % {"number": alike}


def _brought_in(task: Task) -> BroughtInDocument:
    return BroughtInDocument(
        vulnerability=task.vulnerability.name,
        systems=task.systems,
        due_on=task.due,
        exploited_on=task.vulnerability.exploited_on,
    )


def _decided(found: Answer) -> Iterator[str]:
    accepted, closed = found.count(Standing.ACCEPTED), found.count(Standing.CLOSED)
    if accepted:
        yield ngettext(
            "For %(number)s system the risk was accepted.", "For %(number)s systems the risk was accepted.", accepted
        ) % {"number": accepted}
    if closed:
        yield ngettext(
            "For %(number)s system it was decided that nothing is left to do.",
            "For %(number)s systems it was decided that nothing is left to do.",
            closed,
        ) % {"number": closed}


def _not_known(found: Answer) -> Iterator[str]:
    if found.unclear:
        yield ngettext(
            "%(number)s system runs a named package in a version that nobody can judge from here: look there.",
            "%(number)s systems run a named package in a version that nobody can judge from here: look there.",
            found.unclear,
        ) % {"number": found.unclear}
    if found.systems_silent:
        yield ngettext(
            "Of %(number)s system nothing is known, since no list of its parts was handed in.",
            "Of %(number)s systems nothing is known, since no list of their parts was handed in.",
            found.systems_silent,
        ) % {"number": found.systems_silent}


def _body_line(lines: Sequence[Line]) -> BodyLine:
    acting = [line for line in lines if line.state == "open"]
    unclear = [line for line in lines if line.is_unclear]
    days = [line.due for line in acting if line.due is not None]
    first = (acting or unclear or lines)[0]
    return BodyLine(first.body, len(lines), len(acting), len(unclear), first.system, min(days, default=None))


def _row(line: Line, version: VersionLine | None) -> dict[str, str]:
    decision = line.decisions[0] if line.decisions else None
    cells = (
        line.body.name,
        f"{settings.SITE_URL}{line.body.get_absolute_url()}",
        line.system.name,
        f"{settings.SITE_URL}{line.system.get_absolute_url()}",
        line.system.criticality,
        version.version.package.purl if version else "",
        version.version.version if version else "",
        ", ".join(version.fixed) if version else "",
        line.state,
        line.due.isoformat() if line.due else "",
        decision.state if decision else "",
        decision.justification or decision.response if decision else "",
        str(decision.by or decision.source_name) if decision else "",
        line.found_as.value if line.found_as else "",
    )
    return dict(zip(COLUMNS, cells, strict=True))


def _body_document(lines: Sequence[Line]) -> ExposedBodyDocument:
    body = lines[0].body
    return ExposedBodyDocument(
        body=body.slug,
        name=body.name,
        page=f"{settings.SITE_URL}{body.get_absolute_url()}",
        must_act=any(line.state == "open" for line in lines),
        systems=[_system_document(line) for line in lines],
    )


def _system_document(line: Line) -> SystemDocument:
    return SystemDocument(
        system=line.system.pk,
        name=line.system.name,
        page=f"{settings.SITE_URL}{line.system.get_absolute_url()}",
        criticality=line.system.criticality or None,
        state=line.state,
        due_on=line.due,
        versions=[
            VersionDocument(package=each.version.package.purl, version=each.version.version, fixed_in=list(each.fixed))
            for each in line.versions
        ],
        decided=[each.state for each in line.decisions],
        found_as=line.found_as.value if line.found_as else None,
    )
