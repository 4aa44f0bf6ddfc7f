"""How systems and bodies stand in being maintained: facts for their lights; within the scope only."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils import timezone

from commonweal.components.models import Occurrence
from commonweal.components.queries import Scope
from commonweal.health.models import Project
from commonweal.health.queries.lifecycle_runs import CycleRun, Way, runs
from commonweal.health.queries.lifecycle_source import lifecycle_freshness
from commonweal.health.queries.sustainability_pack import sustainability_pack
from commonweal.health.queries.words import words_of_each
from commonweal.health.rules.phases import Phase
from commonweal.health.rules.sustainability import SustainabilityFacts
from commonweal.health.rules.words import Answer, Statement, Word


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many parts of a system an end of life was published for, and how many there are; None without a list."""

    parts: int | None
    known: int


def facts_by_system(scope: Scope, systems: Collection[int] | None = None) -> dict[int, SustainabilityFacts]:
    """Give what is known of each system within the scope."""
    rows = scope.systems() if systems is None else scope.systems().filter(pk__in=systems)
    chosen = list(rows.values_list("pk", "criticality", "entry_id"))
    of_system: dict[int, list[CycleRun]] = defaultdict(list)
    for run in runs(scope, systems=systems):
        of_system[run.system].append(run)
    said = statements_of({entry for _, _, entry in chosen if entry is not None})
    fresh = lifecycle_freshness()
    read_on = timezone.localtime(fresh.as_of).date() if fresh.as_of else None
    critical = sustainability_pack().critical
    return {
        pk: _facts(of_system[pk], said.get(entry or 0, ()), read_on, is_critical=criticality in critical)
        for pk, criticality, entry in chosen
    }


def facts_by_body(scope: Scope) -> dict[int, list[SustainabilityFacts]]:
    """Give what is known of the systems of each body within the scope."""
    owners = dict(scope.systems().values_list("pk", "owner_id"))
    found: dict[int, list[SustainabilityFacts]] = defaultdict(list)
    for pk, facts in facts_by_system(scope).items():
        owner = owners[pk]
        if owner is not None:
            found[owner].append(facts)
    return found


def statements_of(entries: Collection[int]) -> Mapping[int, tuple[Statement, ...]]:
    """Give the words about the projects of software, by entry; none where nobody looked."""
    projects = {each.pk: each for each in Project.objects.filter(entry__in=entries)}
    words = words_of_each(projects.values()) if projects else {}
    return {projects[pk].entry_id or 0: statements for pk, statements in words.items()}


def coverage_of(scope: Scope, system: int) -> Coverage:
    """Count the parts of a system, and those of which an end is published."""
    rows = Occurrence.objects.filter(system__in=scope.systems(), system=system, is_source=False)
    parts = rows.aggregate(number=Count("package_version", distinct=True))["number"]
    known = sum(len(each.versions) for each in runs(scope, systems=[system]) if each.way is Way.PACKAGE)
    return Coverage(parts or None, known)


def answer_of(statements: Collection[Statement], word: Word) -> Answer | None:
    """Give what one word says; None where nobody looked."""
    return next((each.answer for each in statements if each.word is word), None)


def _facts(
    found: Collection[CycleRun], said: Collection[Statement], read_on: date | None, *, is_critical: bool
) -> SustainabilityFacts:
    phases = {each.phase for each in found}
    itself = [each for each in found if each.way is Way.SYSTEM]
    alive, shared = answer_of(said, Word.ALIVE), answer_of(said, Word.SHARED)
    is_past, is_forsaken = Phase.PAST in phases, alive is Answer.NO
    is_known = bool(itself) or alive not in (None, Answer.UNKNOWN)
    return SustainabilityFacts(
        systems=1,
        past_critical=int(is_past and is_critical),
        past=int(is_past and not is_critical),
        forsaken_critical=int(is_forsaken and is_critical),
        forsaken=int(is_forsaken and not is_critical),
        extended=int(Phase.EXTENDED in phases),
        soon=int(Phase.SOON in phases),
        watched=int(alive is Answer.WATCH),
        one_person=int(shared is Answer.WATCH),
        not_known=int(not is_known),
        version_not_known=int(any(each.cycle is None for each in itself)),
        end_not_published=int(any(each.cycle is not None and each.phase is Phase.UNKNOWN for each in itself)),
        read_on=read_on,
    )
