"""Beginning, changing, reviewing and renewing strategies, and setting their goals."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User, Visibility
from commonweal.strategy import permissions
from commonweal.strategy.actions.plan import NoReason
from commonweal.strategy.models import Aim, Clause, Goal, PlannedAction, Strategy, StrategyReview
from commonweal.strategy.permissions import Permission


class NamelessStrategy(Exception):
    """A strategy needs a title."""


class StrategyStands(Exception):
    """A body has one strategy at a time; the next one renews it."""


class StrategyEnded(Exception):
    """A strategy that was renewed does not change any more."""


class NeverPrivate(Exception):
    """A strategy is of a body, so the body sees it."""


class NamelessGoal(Exception):
    """A goal says what is wanted."""


class NoSuchAim(Exception):
    """An aim is one of the list."""


class ReviewInThePast(Exception):
    """The next look is due after today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyDraft:
    """What is known of a strategy; "" and None are not known."""

    title: str
    summary: str = ""
    if_nothing: str = ""
    document_url: str = ""
    adopted_on: date | None = None
    ends_on: date | None = None
    review_on: date | None = None
    visibility: int = Visibility.BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDraft:
    """What is wanted, what it serves in the end, and by what one would see it."""

    title: str
    aim: str = Aim.OTHER.value
    measure: str = ""


@transaction.atomic
def begin_strategy(*, body: Body, draft: StrategyDraft, by: User | None) -> Strategy:
    """Write down the strategy of a body that has none. Raises NotAllowed, NamelessStrategy, NeverPrivate,
    StrategyStands.
    """
    permissions.require(by, Permission.KEEP_STRATEGY, on=body)
    _check(draft)
    Body.objects.select_for_update().only("pk").get(pk=body.pk)
    versions = Strategy.objects.filter(owner=body)
    if versions.filter(ended_at=None).exists():
        raise StrategyStands(_("There is a strategy already. Renew it instead."))
    last = versions.order_by("-version").first()
    strategy = Strategy(owner=body, version=last.version + 1 if last else 1)
    _write(strategy, draft)
    strategy.save()
    journal.record("strategy.strategy_begun", subject=strategy, by=by, data={"body": body.pk, "title": strategy.title})
    return strategy


@transaction.atomic
def change_strategy(*, strategy: Strategy, draft: StrategyDraft, by: User | None) -> Strategy:
    """Bring the strategy that stands up to date; the same draft twice changes and records nothing.

    Raises NotAllowed, StrategyEnded, NamelessStrategy, NeverPrivate.
    """
    strategy = _standing(strategy, by)
    _check(draft)
    before = _columns(strategy)
    _write(strategy, draft)
    changed = sorted(name for name, value in _columns(strategy).items() if before[name] != value)
    if changed:
        strategy.save()
        journal.record("strategy.strategy_changed", subject=strategy, by=by, data={"fields": changed})
    return strategy


@transaction.atomic
def renew_strategy(*, strategy: Strategy, draft: StrategyDraft, by: User | None) -> Strategy:
    """Begin the next version: goals that stand and actions that are open are copied, each exactly once.

    What was done or dropped stays with the version in which it was. Raises NotAllowed, StrategyEnded,
    NamelessStrategy, NeverPrivate.
    """
    strategy = _standing(strategy, by)
    _check(draft)
    strategy.ended_at, strategy.ended_by = timezone.now(), by
    strategy.save(update_fields=["ended_at", "ended_by"])
    renewed = Strategy(owner=strategy.owner, version=strategy.version + 1, renews=strategy)
    _write(renewed, draft)
    renewed.save()
    carried = [_carry(goal, renewed) for goal in strategy.goals.filter(ended_at=None)]
    told = {"version": renewed.version, "actions": sum(carried)}
    journal.record("strategy.strategy_renewed", subject=renewed, by=by, data=told)
    return renewed


@transaction.atomic
def review_strategy(*, strategy: Strategy, found: str, next_on: date, by: User | None) -> StrategyReview:
    """Write down that somebody looked at it again, and when the next look is due.

    Raises NotAllowed, StrategyEnded, ReviewInThePast.
    """
    strategy = _standing(strategy, by)
    if next_on <= timezone.localdate():
        raise ReviewInThePast(_("The next look lies after today."))
    review = StrategyReview.objects.create(strategy=strategy, found=found.strip(), next_on=next_on, by=by)
    strategy.review_on = next_on
    strategy.save(update_fields=["review_on"])
    journal.record("strategy.strategy_reviewed", subject=strategy, by=by, data={"next_on": next_on.isoformat()})
    return review


@transaction.atomic
def set_goal(*, strategy: Strategy, draft: GoalDraft, by: User | None) -> Goal:
    """Say what a strategy wants. Raises NotAllowed, StrategyEnded, NamelessGoal, NoSuchAim."""
    strategy = _standing(strategy, by)
    _check_goal(draft)
    goal = Goal.objects.create(strategy=strategy, aim=draft.aim, **_words(draft))
    journal.record("strategy.goal_set", subject=goal, by=by, data={"strategy": strategy.pk, "title": goal.title})
    return goal


@transaction.atomic
def change_goal(*, goal: Goal, draft: GoalDraft, by: User | None) -> Goal:
    """Say a goal better; the same draft twice changes and records nothing.

    Raises NotAllowed, StrategyEnded, NamelessGoal, NoSuchAim.
    """
    _standing(goal.strategy, by)
    _check_goal(draft)
    wanted = _words(draft) | {"aim": draft.aim}
    changed = sorted(name for name, value in wanted.items() if getattr(goal, name) != value)
    if changed:
        for name, value in wanted.items():
            setattr(goal, name, value)
        goal.save(update_fields=[*wanted])
        journal.record("strategy.goal_changed", subject=goal, by=by, data={"fields": changed})
    return goal


@transaction.atomic
def end_goal(*, goal: Goal, reason: str, by: User | None) -> Goal:
    """End a goal that was reached or given up; its open actions stay, without a goal. Raises NotAllowed,
    StrategyEnded, NoReason.
    """
    _standing(goal.strategy, by)
    if not reason.strip():
        raise NoReason(_("Say why, so that nobody wonders later."))
    if goal.ended_at is None:
        goal.ended_at, goal.ended_by, goal.end_reason = timezone.now(), by, reason.strip()[:500]
        goal.save(update_fields=["ended_at", "ended_by", "end_reason"])
        goal.actions.filter(done_at=None, dropped_at=None, carried_to=None).update(goal=None)
        journal.record("strategy.goal_ended", subject=goal, by=by, data={"strategy": goal.strategy_id})
    return goal


def _carry(goal: Goal, renewed: Strategy) -> int:
    """Copy a goal with its open actions into the renewed strategy, and say how many actions."""
    copy = Goal.objects.create(strategy=renewed, title=goal.title, aim=goal.aim, measure=goal.measure, copied_from=goal)
    Clause.objects.filter(goal=goal, ended_at=None).update(goal=copy)
    open_actions = goal.actions.filter(done_at=None, dropped_at=None, carried_to=None)
    for action in open_actions:
        PlannedAction.objects.create(
            owner=action.owner,
            author=action.author,
            visibility=action.visibility,
            goal=copy,
            initiative=action.initiative,
            title=action.title,
            note=action.note,
            owner_name=action.owner_name,
            due_on=action.due_on,
            effort_days=action.effort_days,
            origin=action.origin,
            carried_from=action,
        )
    return PlannedAction.objects.filter(goal=copy).count()


def _standing(strategy: Strategy, by: User | None) -> Strategy:
    permissions.require(by, Permission.KEEP_STRATEGY, on=strategy.owner)
    strategy = Strategy.objects.select_for_update(of=("self",)).select_related("owner").get(pk=strategy.pk)
    if strategy.ended_at is not None:
        raise StrategyEnded(_("This version was renewed and does not change any more."))
    return strategy


def _check(draft: StrategyDraft) -> None:
    if not draft.title.strip():
        raise NamelessStrategy(_("Give the strategy a title."))
    if draft.visibility < Visibility.BODY:
        raise NeverPrivate(_("A strategy is seen by the people of the organisation at least."))


def _check_goal(draft: GoalDraft) -> None:
    if not draft.title.strip():
        raise NamelessGoal(_("Say in a few words what is wanted."))
    if draft.aim not in Aim.values:
        raise NoSuchAim(_("Choose from the list."))


def _write(strategy: Strategy, draft: StrategyDraft) -> None:
    for column in ("adopted_on", "ends_on", "review_on", "visibility"):
        setattr(strategy, column, getattr(draft, column))
    strategy.title = " ".join(draft.title.split())[:300]
    for column in ("summary", "if_nothing", "document_url"):
        setattr(strategy, column, getattr(draft, column).strip())


def _columns(strategy: Strategy) -> dict[str, object]:
    names = ("title", "summary", "if_nothing", "document_url", "adopted_on", "ends_on", "review_on", "visibility")
    return {name: getattr(strategy, name) for name in names}


def _words(draft: GoalDraft) -> dict[str, str]:
    return {"title": " ".join(draft.title.split())[:300], "measure": " ".join(draft.measure.split())[:500]}
