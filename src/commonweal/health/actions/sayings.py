"""What people who know a project say of it: that it is maintained, and in which stage it is."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.health import permissions
from commonweal.health.models import MaintenanceConfirmation, Project, StageDeclaration
from commonweal.health.permissions import Permission
from commonweal.health.queries.packs import health_packs
from commonweal.health.rules.words import Stage
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User

_DECLARABLE = frozenset({Stage.INCEPTION, Stage.GROWTH, Stage.STABLE, Stage.DECLINE})


class ConfirmationUnclear(Exception):
    """The confirmation contradicts itself or misses something; the message says what, in the reader's language."""


class StageUnclear(Exception):
    """Nobody can declare this stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationDraft:
    """What is said: by whom (a person or an organisation, in words), on which day, and until which day it holds."""

    said_by: str
    said_on: date
    until: date
    note: str = ""


@transaction.atomic
def confirm_maintained(*, project: Project, draft: ConfirmationDraft, by: User | None) -> MaintenanceConfirmation:
    """Write down that a project is still maintained, as one who keeps it says; it holds for a year at most.

    Raises NotAllowed, ConfirmationUnclear.
    """
    permissions.require(by, Permission.CONFIRM_MAINTAINED, on=_keeper(project))
    _require_clear(draft)
    confirmation = MaintenanceConfirmation.objects.create(
        project=project,
        said_by=draft.said_by.strip()[:200],
        said_on=draft.said_on,
        until=draft.until,
        note=draft.note.strip()[:500],
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    journal.record(
        "health.maintenance_confirmed",
        subject=project,
        by=by,
        data={"said_by": confirmation.said_by, "until": confirmation.until.isoformat()},
    )
    return confirmation


@transaction.atomic
def end_confirmation(*, confirmation: MaintenanceConfirmation, by: User | None) -> MaintenanceConfirmation:
    """Take back that a project is maintained; that it was said stays on file. Raises NotAllowed."""
    permissions.require(by, Permission.CONFIRM_MAINTAINED, on=_keeper(confirmation.project))
    if confirmation.ended_at is None:
        confirmation.ended_at, confirmation.ended_by = timezone.now(), by
        confirmation.save(update_fields=["ended_at", "ended_by"])
        journal.record("health.confirmation_ended", subject=confirmation.project, by=by)
    return confirmation


@transaction.atomic
def declare_stage(*, project: Project, stage: str, note: str = "", by: User | None) -> StageDeclaration:
    """Write down in which stage of its life those who keep a project say it is, in place of what they said before.

    Raises NotAllowed, StageUnclear.
    """
    permissions.require(by, Permission.CONFIRM_MAINTAINED, on=_keeper(project))
    if stage not in _DECLARABLE:
        raise StageUnclear(_("Choose one of the stages."))
    now = timezone.now()
    StageDeclaration.objects.filter(project=project, ended_at=None).update(ended_at=now)
    declared = StageDeclaration.objects.create(
        project=project, stage=stage, note=note.strip()[:500], declared_by=by, declared_at=now
    )
    journal.record("health.stage_declared", subject=project, by=by, data={"stage": declared.stage})
    return declared


@transaction.atomic
def end_declaration(*, declaration: StageDeclaration, by: User | None) -> StageDeclaration:
    """Take a declared stage back, so that it follows from the history again. Raises NotAllowed."""
    permissions.require(by, Permission.CONFIRM_MAINTAINED, on=_keeper(declaration.project))
    if declaration.ended_at is None:
        declaration.ended_at = timezone.now()
        declaration.save(update_fields=["ended_at"])
        journal.record("health.declaration_ended", subject=declaration.project, by=by)
    return declaration


def _keeper(project: Project) -> Body | None:
    """Give the organisation whose editors may speak for the project."""
    return project.entry.publisher if project.entry else None


def _require_clear(draft: ConfirmationDraft) -> None:
    longest = timedelta(days=health_packs().limits.confirmation_holds_days)
    if not draft.said_by.strip():
        raise ConfirmationUnclear(_("Say who says so."))
    if draft.said_on > timezone.localdate():
        raise ConfirmationUnclear(_("The day on which it was said lies in the future."))
    if draft.until < draft.said_on:
        raise ConfirmationUnclear(_("It cannot end before it was said."))
    if draft.until - draft.said_on > longest:
        raise ConfirmationUnclear(_("It holds for a year at most. After that, somebody has to say it again."))
