"""The four words about projects, said anew on the day somebody asks, from what was counted and what is known."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from commonweal.health.models import Examination, MaintenanceConfirmation, Project, StageDeclaration
from commonweal.health.queries.forge import standing_forge_facts, with_forge
from commonweal.health.queries.packs import health_packs
from commonweal.health.queries.standing import standing_examinations
from commonweal.health.queries.upkeep import Upkeep, upkeep_of_each
from commonweal.health.rules.facts import RULES
from commonweal.health.rules.pulse import Pulse
from commonweal.health.rules.words import Known, Stage, Statement, stage, statements
from commonweal.health.rules.written import figures_read, pulse_read

Said = tuple[Statement, ...]
_NOTHING_SAID = Upkeep()


def words_of(project: Project, now: datetime | None = None) -> Said:
    """The four words, none where the project was never examined."""
    return words_of_each([project], now).get(project.pk, ())


def words_of_each(projects: Iterable[Project], now: datetime | None = None) -> dict[int, Said]:
    """The four words of each project that was examined, by its number, in a handful of queries."""
    asked = list(projects)
    at = now or timezone.now()
    examined = {each.project_id: each for each in standing_examinations(asked)}
    known = known_of_each([each for each in asked if each.pk in examined], examined, at)
    return {pk: said_of(examination, known[pk], at) for pk, examination in examined.items()}


def said_of(examination: Examination, known: Known, now: datetime) -> Said:
    """The words about what was counted, on a day."""
    figures = examination.figures
    year = figures_read(figures["from_last_commit"].get("365") or figures["ever"])
    return statements(pulse_kept(examination), year, known, health_packs().limits, now)


def stage_of(project: Project, now: datetime | None = None) -> Stage:
    """The stage of life as declared, else as it follows on the day."""
    at = now or timezone.now()
    examination = standing_examinations([project]).first()
    declared = _declared([project]).get(project.pk)
    pulse = pulse_kept(examination) if examination else Pulse(None, None, {})
    return stage(pulse, at, health_packs().limits, declared)


def known_of_each(projects: Iterable[Project], examined: Mapping[int, Examination], now: datetime) -> dict[int, Known]:
    """What is known of each project from elsewhere than its history."""
    asked = list(projects)
    confirmed, declared, told = _confirmed(asked, now), _declared(asked), standing_forge_facts(asked)
    kept = upkeep_of_each(asked, now.date())
    known = {
        each.pk: Known(
            declared_stage=declared.get(each.pk),
            confirmed_on=confirmation.said_on if (confirmation := confirmed.get(each.pk)) else None,
            is_paid=kept.get(each.pk, _NOTHING_SAID).is_paid,
            contract_days_left=kept.get(each.pk, _NOTHING_SAID).contract_days_left,
            files=examined[each.pk].figures.get("presence") if each.pk in examined else None,
        )
        for each in asked
    }
    return {pk: with_forge(each, told.get(pk)) for pk, each in known.items()}


def standing_confirmation(project: Project, now: datetime | None = None) -> MaintenanceConfirmation | None:
    """The newest confirmation that holds on the day."""
    return _confirmed([project], now or timezone.now()).get(project.pk)


def standing_declaration(project: Project) -> StageDeclaration | None:
    """The stage that is declared, if one is."""
    return StageDeclaration.objects.filter(project=project, ended_at=None).first()


def is_outdated(examination: Examination) -> bool:
    """Whether it was made by other versions of rules or packs than hold now, and should be made again."""
    return list(examination.rules) != list(RULES) or list(examination.packs) != list(health_packs().names)


def pulse_kept(examination: Examination) -> Pulse:
    """The pulse that an examination keeps."""
    return pulse_read(examination.days, examination.first_commit_at, examination.last_commit_at)


def _confirmed(projects: Iterable[Project], now: datetime) -> dict[int, MaintenanceConfirmation]:
    today = now.date()
    holding = MaintenanceConfirmation.objects.filter(
        Q(ended_at=None), project__in=[each.pk for each in projects], said_on__lte=today, until__gte=today
    )
    return {each.project_id: each for each in holding.order_by("said_on", "pk")}


def _declared(projects: Iterable[Project]) -> dict[int, Stage]:
    standing = StageDeclaration.objects.filter(project__in=[each.pk for each in projects], ended_at=None)
    return {each.project_id: Stage(each.stage) for each in standing}
