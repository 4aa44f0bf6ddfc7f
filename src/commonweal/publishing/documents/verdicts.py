"""What is wrong with a file, in the order and words in which people mend it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from commonweal.catalogue import queries
from commonweal.publishing.documents.drafts import shown
from commonweal.standards import language, licences
from commonweal.standards.problems import Problem, Severity
from commonweal.standards.publiccode import Judgement, check, editions
from commonweal.standards.publiccode.eu import Prospect, prospect
from commonweal.standards.publiccode.vocabularies import MISSPELT_KEYS, RENAMED_KEYS
from commonweal.standards.publiccode.written import Step, steps

_NAMES = RENAMED_KEYS | MISSPELT_KEYS
_LONGEST_EXCERPT = 120
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)
MOST_REMARKS = 200


@dataclass(frozen=True, slots=True)
class Remark:
    """One problem: where it is in the form (`target`) and in the YAML, what is wrong, how to mend it."""

    severity: str
    path: str
    target: str
    line: int | None
    excerpt: str
    introduction: str | Promise
    message: str
    mending: str | Promise


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that is said of a file. `openness` is "" where it names no licence."""

    remarks: tuple[Remark, ...]
    errors: int
    warnings: int
    notes: int
    is_valid: bool
    is_readable: bool
    declared: str
    is_old: bool
    was_valid: bool
    prospect: Prospect
    licence: str
    openness: str


def verdict(content: bytes, targets: Mapping[str, str]) -> Verdict:
    """Judge a file; `targets` are the anchors of the fields on the page, by path."""
    judgement = check(content)
    problems = told(judgement.problems)
    lines = shown(content).split("\n")
    remarks = [_remark(problem, lines, targets) for problem in problems]
    remarks.sort(key=lambda remark: _ORDER.index(Severity(remark.severity)))
    counts = {severity: sum(problem.severity is severity for problem in problems) for severity in _ORDER}
    licence = (judgement.publiccode.legal.license if judgement.publiccode else None) or ""
    return Verdict(
        remarks=tuple(remarks[:MOST_REMARKS]),
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.INFO],
        is_valid=judgement.is_valid,
        is_readable=judgement.publiccode is not None,
        declared=(judgement.version or "")[:40],
        is_old=_is_old(judgement),
        was_valid=judgement.was_valid,
        prospect=prospect(judgement),
        licence=licence,
        openness=licences.openness(licence).value if licence else "",
    )


def told(problems: Iterable[Problem]) -> list[Problem]:
    """Leave out what follows from a file that cannot be read: that everything is missing."""
    problems = list(problems)
    is_unreadable = any(problem.rule in queries.UNREADABLE_RULES for problem in problems)
    return [problem for problem in problems if not (is_unreadable and problem.rule in {"required", "empty-list"})]


def _is_old(judgement: Judgement) -> bool:
    edition = editions.edition(judgement.version)
    return edition is not None and edition != editions.NEWEST


def _remark(problem: Problem, lines: list[str], targets: Mapping[str, str]) -> Remark:
    is_there = problem.line is not None and 0 < problem.line <= len(lines)
    excerpt = lines[problem.line - 1].strip()[:_LONGEST_EXCERPT] if is_there and problem.line else ""
    return Remark(
        severity=problem.severity.value,
        path=problem.path,
        target=_target(problem.path, targets),
        line=problem.line if is_there else None,
        excerpt=excerpt,
        introduction=queries.introduction(problem.rule),
        message=problem.message.rstrip(".") + ".",
        # The form itself shows what is to be filled in, and which values the standard lists.
        mending="" if problem.rule in {"invalid-value", "required"} else queries.mending(problem.rule),
    )


def _target(path: str, targets: Mapping[str, str]) -> str:
    """Give the anchor of the field that a problem is about, or of the nearest thing around it."""
    names = [_today(step, place, path) for place, step in enumerate(steps(path))]
    while names:
        here = _joined(names)
        if here in targets:
            return targets[here]
        below = next((anchor for known, anchor in targets.items() if known.startswith((f"{here}.", f"{here}["))), "")
        if below:
            return below
        names.pop()
    return ""


def _today(step: Step, place: int, path: str) -> Step:
    if isinstance(step, int):
        return step
    if place == 1 and path.startswith("description."):
        return language.canonical(step) or step
    return _NAMES.get(step, step)


def _joined(names: list[Step]) -> str:
    text = ""
    for name in names:
        text += f"[{name}]" if isinstance(name, int) else f".{name}"
    return text.lstrip(".")
