"""What of the software of a body wants a look: flags, what was done so far, and the next step, as the viewer may see.

Flags follow from public facts of projects, from contracts and from the versions that run; use, contracts and what the
body did about it are seen by whoever may see each of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonweal.catalogue import queries as catalogue
from commonweal.catalogue.models import Entry, Retirement
from commonweal.components.queries import Scope, scope_of
from commonweal.health.models import Examination, HealthDecision, Importance, ManualCheck, Project
from commonweal.health.queries.lifecycle_runs import by_itself, judged
from commonweal.health.queries.packs import health_packs
from commonweal.health.queries.screening_packs import screening_pack
from commonweal.health.queries.words import words_of_each
from commonweal.health.rules.phases import Phase
from commonweal.health.rules.screening import Flags, NextStep, PartFacts, Progress, flags, next_step
from commonweal.health.rules.words import Answer, Statement, Word
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer, visible
from commonweal.usage import queries as usage
from commonweal.usage.models import Contract, Status, System, UsageClaim

# As `usage.queries.standing_of` names where a contract stands.
_OVER = frozenset({"terminated", "ended"})


@dataclass(frozen=True, slots=True)
class Part:
    """Software that a body uses or thinks of, what was found, what was done, and what is next.

    `project` is None where its repository is not looked at; `entry` where it is not of the catalogue.
    """

    name: str
    entry: Entry | None
    project: Project | None
    is_in_use: bool
    words: tuple[Statement, ...]
    flags: Flags
    importance: Importance | None
    check: ManualCheck | None
    decision: HealthDecision | None
    next: NextStep
    systems: tuple[System, ...] = ()

    @property
    def address(self) -> str:
        """Its page at the body: by the project, else by the entry."""
        return f"project-{self.project.pk}" if self.project else f"entry-{self.entry.pk}" if self.entry else ""


@dataclass(slots=True)
class _Used:
    """What a body has of one piece of software, as far as the viewer may see it."""

    entry: Entry
    systems: list[System] = field(default_factory=list)


def parts_of(viewer: Viewer, body: Body, today: date | None = None) -> list[Part]:
    """The software of a body that the viewer may see, what is due first, then by how many flags are raised."""
    day = today or timezone.localdate()
    used = _used(viewer, body)
    proposed = visible(Importance.objects.filter(owner=body, ended_at=None, is_proposed=True), viewer)
    wanted = Q(entry_id__in=used) | Q(pk__in=proposed.values("project_id"))
    projects = list(Project.objects.filter(wanted).select_related("entry").order_by("pk"))
    found = _parts(viewer, body, used, projects, day)
    return sorted(found, key=lambda part: (part.next.due or date.max, -len(part.flags.raised), part.name.casefold()))


def part_of(viewer: Viewer, body: Body, project: Project, today: date | None = None) -> Part:
    """One project as it stands at a body, whether the body uses it or not."""
    used = {pk: one for pk, one in _used(viewer, body).items() if pk == project.entry_id}
    return next(
        part for part in _parts(viewer, body, used, [project], today or timezone.localdate()) if part.project == project
    )


def is_in_use(body: Body, project: Project) -> bool:
    """Whether a body uses the software of a project, by claims or systems; for actions, which show it to nobody."""
    if project.entry_id is None:
        return False
    claims = UsageClaim.objects.filter(owner=body, entry_id=project.entry_id, denied_at=None)
    systems = System.objects.filter(owner=body, entry_id=project.entry_id, ended_on=None)
    return claims.exclude(status=Status.ENDED).exists() or systems.exists()


def seen_checks(viewer: Viewer) -> QuerySet[ManualCheck]:
    """The looks by people that the viewer may see, newest first."""
    return visible(ManualCheck.objects.all(), viewer).select_related("owner", "checked_by", "project")


def decisions_of(viewer: Viewer, body: Body, project: Project) -> list[HealthDecision]:
    """What a body decided about a project, newest first, as far as the viewer may see it."""
    seen = seen_decisions(viewer).filter(owner=body, project=project)
    return list(seen.select_related("decided_by", "ended_by", "manual_check"))


def seen_decisions(viewer: Viewer) -> QuerySet[HealthDecision]:
    """The decisions about software that the viewer may see, newest first."""
    return visible(HealthDecision.objects.all(), viewer)


def _used(viewer: Viewer, body: Body) -> dict[int, _Used]:
    """The software of the catalogue that a body uses, by claims and by systems."""
    found: dict[int, _Used] = {}
    for claim in usage.in_use(usage.portfolio(viewer, body)):
        found.setdefault(claim.entry_id, _Used(claim.entry))
    for system in usage.running_systems(viewer, body).exclude(entry=None):
        if system.entry is not None:
            found.setdefault(system.entry.pk, _Used(system.entry)).systems.append(system)
    unseen = found.keys() - set(
        catalogue.entries_seen_by(viewer).filter(pk__in=found).values_list("pk", flat=True)
    )  # fmt: skip
    return {pk: one for pk, one in found.items() if pk not in unseen}


def _parts(
    viewer: Viewer, body: Body, used: Mapping[int, _Used], projects: Sequence[Project], today: date
) -> list[Part]:
    facts = _Facts.read(viewer, body, used, projects)
    by_entry: dict[int, Project] = {}
    for project in projects:
        if project.entry_id is not None:
            by_entry.setdefault(project.entry_id, project)
    rows: list[tuple[_Used | None, Project | None]] = [(one, by_entry.get(pk)) for pk, one in used.items()]
    taken = {project.pk for _one, project in rows if project is not None}
    rows += [(None, project) for project in projects if project.pk not in taken]
    return [_part(one, project, facts, today) for one, project in rows]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is asked once for all parts: by project, and by entry."""

    words: Mapping[int, tuple[Statement, ...]]
    looks: Mapping[int, list[Examination]]
    withdrawn: Mapping[int, date]
    contracts: Mapping[int, tuple[bool, date | None]]
    endings: Mapping[int, tuple[bool, date | None]]
    importance: Mapping[int, Importance]
    checks: Mapping[int, ManualCheck]
    decisions: Mapping[int, HealthDecision]

    @classmethod
    def read(
        cls, viewer: Viewer, body: Body, used: Mapping[int, _Used], projects: Sequence[Project]
    ) -> "_Facts":  # fmt: skip
        """Ask for everything."""
        own = {"owner": body, "project__in": projects}
        standing = visible(Importance.objects.filter(ended_at=None, **own), viewer).select_related("stated_by")
        checks = visible(ManualCheck.objects.filter(**own), viewer).select_related("checked_by")
        decided = visible(HealthDecision.objects.filter(ended_at=None, **own), viewer).select_related("decided_by")
        retired = Retirement.objects.filter(entry__in=used, returned_at=None).values_list("entry_id", "retired_at")
        return cls(
            words=words_of_each(projects),
            looks=_looks(projects),
            withdrawn={pk: timezone.localdate(at) for pk, at in retired},
            contracts=_contracts(viewer, body, used),
            endings=_endings(viewer, body, used),
            importance={each.project_id: each for each in standing},
            checks={each.project_id: each for each in checks.order_by("checked_at", "pk")},
            decisions={each.project_id: each for each in decided},
        )


def _looks(projects: Iterable[Project]) -> dict[int, list[Examination]]:
    """The examinations of each project that went well, newest first, without the days that each keeps."""
    good = Examination.objects.filter(project__in=list(projects), failure="")
    found: dict[int, list[Examination]] = {}
    for each in good.defer("days", "statements").order_by("project_id", "-examined_at", "-pk"):
        found.setdefault(each.project_id, []).append(each)
    return found


def _contracts(viewer: Viewer, body: Body, used: Mapping[int, _Used]) -> dict[int, tuple[bool, date | None]]:
    """By entry, whether a contract is on file, and the last day of the last one where none runs."""
    entry_of = {system.pk: entry for entry, one in used.items() for system in one.systems}
    if not entry_of:
        return {}
    today = timezone.localdate()
    ends: dict[int, list[date | None]] = {}
    seen: list[Contract] = list(
        usage.contracts(viewer, body).filter(systems__in=entry_of).distinct().prefetch_related("systems")
    )  # fmt: skip
    for contract in seen:
        stands = usage.standing_of(contract, today)
        over = stands.ends_on if stands.state.value in _OVER and stands.ends_on and stands.ends_on < today else None
        for entry in {entry_of[system.pk] for system in contract.systems.all() if system.pk in entry_of}:
            ends.setdefault(entry, []).append(over)
    return {entry: (True, _last(days)) for entry, days in ends.items()}


def _endings(viewer: Viewer, body: Body, used: Mapping[int, _Used]) -> dict[int, tuple[bool, date | None]]:
    """By entry, whether the end of life of what runs is known, and the first day after it where it has come.

    Which version runs is seen as narrowly as what systems are made of.
    """
    entry_of = {system.pk: entry for entry, one in used.items() for system in one.systems}
    if not entry_of or body.pk not in scope_of(viewer):
        return {}
    running = by_itself(Scope(bodies=frozenset({body.pk})), None, list(entry_of))
    found: dict[int, tuple[bool, date | None]] = {}
    for run in judged(running):
        is_known = run.phase is not Phase.UNKNOWN
        ended = run.ends_on + timedelta(days=1) if run.phase is Phase.PAST and run.ends_on else None
        before = found.get(entry_of[run.system], (False, None))
        days = [day for day in (before[1], ended) if day is not None]
        found[entry_of[run.system]] = (is_known or before[0], min(days) if days else None)
    return found


def _last(days: Sequence[date | None]) -> date | None:
    """The last of the days on which contracts ended; None where one still runs."""
    over = [day for day in days if day is not None]
    return max(over) if len(over) == len(days) else None


def _part(one: _Used | None, project: Project | None, facts: _Facts, today: date) -> Part:
    entry = one.entry if one else project.entry if project else None
    pk = project.pk if project else 0
    importance, check, decision = facts.importance.get(pk), facts.checks.get(pk), facts.decisions.get(pk)
    words = facts.words.get(pk, ())
    raised = flags(_facts_of(entry, words, facts.looks.get(pk, []), facts), screening_pack().screening, today)
    is_proposed = importance is not None and importance.is_proposed and one is None
    done = Progress(
        importance=importance.level if importance else None,
        stated_on=_day(importance.stated_at) if importance else None,
        looked_on=_day(check.checked_at) if check else None,
        decided_on=_day(decision.decided_at) if decision else None,
        review_on=decision.review_on if decision else None,
        proposed_on=_day(importance.stated_at) if importance and is_proposed else None,
    )
    return Part(
        name=entry.name if entry else project.url if project else "",
        entry=entry,
        project=project,
        is_in_use=one is not None,
        words=words,
        flags=raised,
        importance=importance,
        check=check,
        decision=decision,
        next=next_step(raised, done, screening_pack().screening, today),
        systems=tuple(one.systems) if one else (),
    )


def _facts_of(
    entry: Entry | None, words: Sequence[Statement], looks: Sequence[Examination], facts: _Facts
) -> PartFacts:
    said = {statement.word: statement for statement in words}
    newest = looks[0] if looks else None
    pk = entry.pk if entry else 0
    has_contract, contract_ended_on = facts.contracts.get(pk, (None, None))
    is_end_known, ended_on = facts.endings.get(pk, (False, None))
    return PartFacts(
        is_looked_at=newest is not None,
        withdrawn_on=_withdrawn_on(entry, facts) if entry else None,
        last_commit_on=_day(newest.last_commit_at) if newest and newest.last_commit_at else None,
        is_finished=_is_finished(said.get(Word.ALIVE)),
        absence_factor=_absence(newest) if newest else None,
        one_person_since=_one_person_since(looks),
        has_contract=has_contract,
        contract_ended_on=contract_ended_on,
        last_release_on=_last_release(newest) if newest else None,
        is_end_of_life_known=is_end_known,
        end_of_life_on=ended_on,
        weakness_open=_weakness_open(said.get(Word.KEPT)),
        late_answers=_late_answers(said.get(Word.OPEN)),
        examined_on=_day(newest.examined_at) if newest else None,
    )


def _withdrawn_on(entry: Entry, facts: _Facts) -> date | None:
    """The day the catalogue says that it is gone; of a closed repository the last one with work on it."""
    if entry.pk in facts.withdrawn or not entry.is_archived:
        return facts.withdrawn.get(entry.pk)
    return _day(entry.last_activity_at) if entry.last_activity_at else timezone.localdate()


def _is_finished(alive: Statement | None) -> bool:
    return alive is not None and alive.answer == Answer.YES and alive.sentence.startswith("alive.finished")


def _weakness_open(kept: Statement | None) -> bool | None:
    if kept is None or kept.facts.get("open_high") is None:
        return None
    oldest = kept.facts.get("oldest_high_days")
    return isinstance(oldest, int | float) and oldest > health_packs().limits.high_vulnerability_is_old_days


def _late_answers(said: Statement | None) -> bool | None:
    if said is None or said.answer == Answer.UNKNOWN:
        return None
    return said.sentence == "open.answers_late"


def _absence(look: Examination) -> int | None:
    """The absence factor of the year before the last commit; None where there was nothing to count."""
    figures = look.figures
    year = (figures.get("from_last_commit") or {}).get("365") or figures.get("ever") or {}
    return year.get("absence_factor") or None


def _one_person_since(looks: Sequence[Examination]) -> date | None:
    """The day of the first of the newest looks that all found so few people; None where the newest found more."""
    most, since = screening_pack().screening.one_person_at_most, None
    for look in looks:
        absence = _absence(look)
        if absence is None or absence > most:
            break
        since = look.examined_at
    return _day(since) if since else None


def _last_release(look: Examination) -> date | None:
    days = (look.figures.get("releases") or {}).get("days_since_last")
    return None if days is None else _day(look.examined_at) - timedelta(days=days)


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
