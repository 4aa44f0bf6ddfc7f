"""What software brings into the bodies that run it: what is wrong with its own parts."""

from dataclasses import dataclass

from commonweal.components.models import SbomDocument
from commonweal.components.queries import Scope
from commonweal.risk.queries.answering import Answer
from commonweal.risk.queries.worklist import Task, worklist
from commonweal.risk.rules.decisions import Standing


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What is open in the parts of those systems that are the software itself, what comes first first.

    `systems` are these, `listed` those of them whose parts are known: where none is, nothing is known at all.
    """

    systems: int
    listed: int
    tasks: tuple[Task, ...]


def brought_in(found: Answer, scope: Scope) -> BroughtIn | None:
    """Tell what the software that was asked for brings in; None where no system within the scope is it."""
    itself = found.itself
    if not itself:
        return None
    lists = SbomDocument.objects.filter(system__in=itself, replaced_at=None)
    listed = lists.values("system").distinct().count()
    tasks = worklist(scope, systems=itself) if listed else []
    return BroughtIn(len(itself), listed, tuple(task for task in tasks if task.standing is Standing.OPEN))
