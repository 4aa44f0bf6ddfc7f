"""Alarms and sums in sentences a clerk understands."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body
from commonweal.strategy.queries.alarms import Raised
from commonweal.strategy.rules.alarms import Alarm, AlarmKind

_SENTENCES = {
    AlarmKind.FUNDING_ENDED: _("The money ended on %(day)s. Say what follows, or that it has ended."),
    AlarmKind.FUNDING_ENDS: _("The money ends on %(day)s."),
    AlarmKind.NO_FUNDING_PLAN: _("Since %(day)s a plan is missing that says what follows when the money ends."),
    AlarmKind.UNOWNED: _("Nobody is named who answers for it."),
    AlarmKind.ONE_PERSON: _("It hangs on one person, or on nobody. Find a second who could go on."),
    AlarmKind.REVIEW_OVERDUE: _("Somebody should have looked at it again by %(day)s."),
    AlarmKind.MILESTONE_LATE: _("A step of its plan was due on %(day)s."),
    AlarmKind.STRATEGY_ENDED: _("The strategy reached until %(day)s. Renew it."),
    AlarmKind.STRATEGY_REVIEW_OVERDUE: _("Somebody should have looked at the strategy again by %(day)s."),
    AlarmKind.ACTION_LATE: _("It was to be done by %(day)s."),
    AlarmKind.ACTION_UNOWNED: _("Nobody is named who does it."),
    AlarmKind.TEAM_SHORT: _("From %(day)s on, more is planned in a month than the team has time for."),
    AlarmKind.TEAM_LEAVES: _("This time ends on %(day)s, and nobody is named who goes on."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An alarm as people read it: the thing with its address, and what is the matter."""

    title: str
    address: str
    sentence: str


def sentence_of(alarm: Alarm) -> str:
    """What is the matter, in the reader's language."""
    return str(_SENTENCES[alarm.kind]) % {"day": shown(alarm.on)}


def told(raised: Raised) -> Told:
    """An alarm with the thing it is about."""
    thing = raised.thing
    address = f"{thing.get_absolute_url()}/strategy/team" if isinstance(thing, Body) else thing.get_absolute_url()
    return Told(str(thing), address, sentence_of(raised.alarm))


def shown(day: date | None) -> str:
    """A day as people write it; "not known" for none."""
    return date_format(day, "DATE_FORMAT") if day else translate("not known")


def years_shown(years: float | None) -> str:
    """A number of years with one decimal; "not known" for none."""
    if years is None:
        return translate("not known")
    return translate("%(number)s years") % {"number": f"{years:.1f}"}
