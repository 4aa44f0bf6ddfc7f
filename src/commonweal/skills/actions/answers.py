"""Answering before and after a training, with an account or with a code, and taking it back."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.skills.actions._checking import UnknownSkill, check_skill
from commonweal.skills.actions.cohorts import CohortClosed
from commonweal.skills.actions.statements import NothingSaid
from commonweal.skills.models import AnsweredLevel, Cohort, CohortAnswer, Moment, Participant
from commonweal.skills.permissions import NotAllowed
from commonweal.skills.queries.codes import participant_with
from commonweal.skills.queries.cohorts import takes_part


class UnknownCode(Exception):
    """Nobody was given this code."""


class AnsweredBefore(Exception):
    """At each moment one answers once."""


class BeforeIsOver(Exception):
    """Whoever has answered after the training does not answer as before it."""


class NoSatisfaction(Exception):
    """Satisfaction is 1 to 5, said after the training."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDraft:
    """What somebody says at a moment: levels by skill; satisfaction after the training only, None when not said."""

    moment: str
    levels: Mapping[str, int]
    satisfaction: int | None = None


@transaction.atomic
def answer(*, cohort: Cohort, draft: AnswerDraft, by: User | None) -> CohortAnswer:
    """Answer with an account, of a body for which the training is; nobody answers for another.

    Raises NotAllowed, CohortClosed, AnsweredBefore, BeforeIsOver, NothingSaid, UnknownSkill, NoSatisfaction.
    """
    if by is None or not takes_part(by, cohort):
        raise NotAllowed(_("This training is for people of other organisations."))
    participant, _made = Participant.objects.get_or_create(cohort=cohort, user=by)
    return _record_answer(participant, draft, by)


@transaction.atomic
def answer_with_code(*, code: str, draft: AnswerDraft, by: User | None = None) -> CohortAnswer:
    """Answer with a code, which is known to whoever holds it; who they are is not asked and not recorded.

    Raises UnknownCode, and as answer.
    """
    participant = participant_with(code)
    if participant is None:
        raise UnknownCode(_("We do not know this code. Look at it again: it has 12 letters and digits."))
    return _record_answer(participant, draft, None)


@transaction.atomic
def withdraw_answers(*, participant: Participant, code: str = "", by: User | None) -> Participant:
    """Take back what one said for a training, which erases it, while it is open; the place stays.

    Raises NotAllowed unless it is one's own account or code, CohortClosed.
    """
    holder = participant_with(code) if code else None
    is_own = by is not None and participant.user_id == by.pk
    if not is_own and (holder is None or holder.pk != participant.pk):
        raise NotAllowed(_("Only whoever answered takes it back."))
    if participant.cohort.closed_at is not None:
        raise CohortClosed(_("This training is closed: only sums are left, in which nobody can be found."))
    if participant.answers.exists():
        participant.answers.all().delete()
        journal.record("skills.answers_withdrawn", subject=participant.cohort, by=None)
    return participant


def _record_answer(participant: Participant, draft: AnswerDraft, by: User | None) -> CohortAnswer:
    cohort = Cohort.objects.select_for_update().get(pk=participant.cohort_id)
    if cohort.closed_at is not None:
        raise CohortClosed(_("This training is closed."))
    _check(cohort, draft)
    given = set(participant.answers.values_list("moment", flat=True))
    if draft.moment in given:
        raise AnsweredBefore(_("You have answered this already. Take it back first if it was wrong."))
    if draft.moment == Moment.BEFORE and Moment.AFTER in given:
        raise BeforeIsOver(_("You have answered for after the training, so nobody asks for before any more."))
    made = CohortAnswer.objects.create(participant=participant, moment=draft.moment, satisfaction=draft.satisfaction)
    AnsweredLevel.objects.bulk_create(
        [AnsweredLevel(answer=made, skill=skill, level=level) for skill, level in draft.levels.items()]
    )
    # The journal is read by others than the holder: it names nobody.
    journal.record("skills.answered", subject=cohort, by=None, data={"moment": draft.moment})
    return made


def _check(cohort: Cohort, draft: AnswerDraft) -> None:
    if not draft.levels:
        raise NothingSaid(_("Choose a level for one skill at least."))
    for skill, level in draft.levels.items():
        check_skill(skill, level)
        if skill not in cohort.skills:
            raise UnknownSkill(_("This training does not ask for that skill."))
    if draft.satisfaction is not None and (draft.moment != Moment.AFTER or not 1 <= draft.satisfaction <= 5):
        raise NoSatisfaction(_("Satisfaction is a number from 1 to 5, said after the training."))
