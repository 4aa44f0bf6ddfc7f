"""Who is there at a body, and what is planned for them, as far as somebody may see it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer, visible
from commonweal.strategy.models import PlannedAction, TeamMember
from commonweal.strategy.queries.strategies import actions_of
from commonweal.strategy.rules.team import Ending, Load, Person, Span, Task, endings, load


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """A team with what is planned for it; `names` and `members` are by the key of a person, `actions` by their id."""

    load: Load
    endings: tuple[Ending, ...]
    names: Mapping[str, str]
    members: Mapping[str, Sequence[TeamMember]]
    actions: Mapping[int, PlannedAction]


def team_of(viewer: Viewer, body: Body) -> QuerySet[TeamMember]:
    """Those of the team, and the posts to be filled, whom the viewer may see."""
    found = visible(TeamMember.objects.filter(owner=body, withdrawn_at=None), viewer)
    return found.select_related("owner", "initiative", "office")


def member_for(viewer: Viewer, pk: int) -> TeamMember | None:
    """Somebody of a team whom the viewer may see."""
    found = visible(TeamMember.objects.filter(withdrawn_at=None), viewer).select_related("owner", "initiative")
    return found.prefetch_related("owner__names").filter(pk=pk).first()


def team_load(viewer: Viewer, body: Body, today: date) -> TeamLoad:
    """The team of a body and what is planned for it from today on."""
    actions = actions_of(viewer, body).filter(done_at=None, dropped_at=None)
    return load_of(list(team_of(viewer, body)), actions, today)


def load_of(members: Sequence[TeamMember], actions: Iterable[PlannedAction], today: date) -> TeamLoad:
    """What these actions mean for these members. An action is of whoever has its owner's name, else its owner's role.

    A role that several people have names nobody: its actions stand in a row of their own.
    """
    by_key: dict[str, list[TeamMember]] = {}
    for member in members:
        by_key.setdefault(_key(member), []).append(member)
    found = {action.pk: action for action in actions}
    owners = _Owners(by_key)
    tasks = [_task(action, owners.key_of(action.owner_name)) for action in found.values()]
    people = [Person(key, bool(held[0].name), tuple(map(_span, held))) for key, held in by_key.items()]
    names = {key: str(held[0]) for key, held in by_key.items()} | owners.strangers
    return TeamLoad(load(people, tasks, today), endings(people, tasks, today), names, by_key, found)


class _Owners:
    """Finds whose an action is by what is written as its owner; keeps the names of those who are not in the team."""

    def __init__(self, by_key: Mapping[str, Sequence[TeamMember]]) -> None:
        self.strangers: dict[str, str] = {}
        self._names = {_fold(held[0].name): key for key, held in by_key.items() if held[0].name}
        of_role: dict[str, set[str]] = {}
        for key, held in by_key.items():
            for member in held:
                of_role.setdefault(_fold(member.role), set()).add(key)
        self._roles = {role: next(iter(keys)) for role, keys in of_role.items() if len(keys) == 1}

    def key_of(self, written: str) -> str:
        folded = _fold(written)
        if not folded:
            return ""
        known = self._names.get(folded) or self._roles.get(folded)
        if known:
            return known
        key = f"other:{folded}"
        self.strangers.setdefault(key, written)
        return key


def _key(member: TeamMember) -> str:
    return f"name:{_fold(member.name)}" if member.name else f"post:{member.pk}"


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _span(member: TeamMember) -> Span:
    monthly = None if member.days_a_month is None else round(member.days_a_month * 100)
    return Span(member.from_on, member.there_until, monthly)


def _task(action: PlannedAction, owner: str) -> Task:
    effort = None if action.effort_days is None else round(action.effort_days * 100)
    return Task(action.pk, owner, effort, action.due_on)
