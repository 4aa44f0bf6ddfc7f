"""Assessing how caught a body is in a contract."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.usage import permissions, queries
from commonweal.usage.models import Contract, LockInAssessment
from commonweal.usage.permissions import Permission
from commonweal.usage.rules import lock_in as rules


@dataclass(frozen=True, slots=True)
class LockInAnswer:
    """An answer of 0 (free) to 4 (caught) to a question of the pack, and what it rests on."""

    value: int
    evidence: str = ""


@transaction.atomic
def assess_lock_in(*, contract: Contract, answers: Mapping[str, LockInAnswer], by: User | None) -> LockInAssessment:
    """Write down the answers to the lock-in pack of today, and the index; earlier assessments stay.

    A question left out is not known. Raises NotAllowed, rules.lock_in.NoSuchAnswer.
    """
    permissions.require(by, Permission.KEEP_CONTRACTS, on=contract.owner)
    pack = queries.lock_in_pack()
    result = rules.lock_in({question: answer.value for question, answer in answers.items()}, pack.weighing)
    assessment = LockInAssessment.objects.create(
        contract=contract,
        pack=pack.id,
        pack_version=pack.version,
        answers={name: {"value": one.value, "evidence": one.evidence[:500]} for name, one in answers.items()},
        index=result.index,
        coverage=result.coverage,
        is_knocked_out=result.is_knocked_out,
        by=by,
    )
    data = {"index": result.index, "coverage": result.coverage, "pack_version": pack.version}
    journal.record("usage.lock_in_assessed", subject=contract, by=by, data=data)
    return assessment
