"""The next two years in words, for the page, for calendars and for programs."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.standards.icalendar import CalendarDay, icalendar
from commonweal.strategy.documents.words import shown
from commonweal.strategy.queries.horizon import DayKind, Horizon, InitiativePlan, PlanDay

KINDS = {
    DayKind.ACTION: _("action due"),
    DayKind.MILESTONE: _("step of a plan"),
    DayKind.STRATEGY_REVIEW: _("look at the strategy again"),
    DayKind.STRATEGY_END: _("the strategy ends"),
    DayKind.INITIATIVE_REVIEW: _("look at the initiative again"),
    DayKind.FUNDING_PLAN: _("say what follows when the money ends"),
    DayKind.FUNDING_END: _("the money ends"),
    DayKind.TEAM_END: _("somebody's time ends"),
}
REMINDED_DAYS = (14, 1)


def kind_words(day: PlanDay) -> str:
    """What is on a day."""
    return str(KINDS[day.kind])


def plan_words(plan: InitiativePlan) -> list[str]:
    """What an initiative has not planned, in sentences; nothing where its plan is whole."""
    if plan.until is None:
        return [translate("When it began is not known, so nobody can tell whether its plan reaches far enough.")]
    found = [
        translate("From %(begins)s to %(ends)s no step is planned.")
        % {"begins": shown(each.begins), "ends": shown(each.ends)}
        for each in plan.stretches
    ]
    one = plan.watched.initiative
    if plan.lacks_funding_plan:
        found.append(translate("Nobody wrote down what follows when the money ends."))
    if one.funding_ends_on is None:
        found.append(translate("When the money ends is not known."))
    return found


def plan_calendar(found: Horizon, *, name: str, host: str, now: datetime) -> str:
    """The days as an iCalendar; the same thing keeps its UID, so that programs move it instead of doubling it."""
    days = (
        CalendarDay(
            f"{each.key}@{host}",
            each.on,
            f"{kind_words(each)}: {each.title}",
            f"{settings.SITE_URL}{each.address}",
            REMINDED_DAYS,
        )
        for each in found.days
    )
    return icalendar(days, name=name, about="Plan", now=now)


def plan_as_json(found: Horizon, today: date) -> dict[str, Any]:
    """The same for programs."""
    return {
        "from": today.isoformat(),
        "until": found.until.isoformat(),
        "days": [
            {
                "on": each.on.isoformat(),
                "kind": each.kind.value,
                "title": each.title,
                "who": each.who or None,
                "page": f"{settings.SITE_URL}{each.address}",
                "is_late": each.on < today,
            }
            for each in found.days
        ],
        "later": found.later,
        "without_day": [str(each) for each in found.undated],
        "initiatives": list(_initiatives(found)),
    }


def _initiatives(found: Horizon) -> Iterator[dict[str, Any]]:
    for each in found.initiatives:
        yield {
            "title": each.watched.initiative.title,
            "plan_until": each.until.isoformat() if each.until else None,
            "covers_the_months": None if each.until is None else not each.stretches,
            "has_funding_plan": bool(each.watched.initiative.funding_plan),
            "alarms": [alarm.kind.value for alarm in each.watched.alarms],
            "missing": plan_words(each),
        }
