"""Why a light has its colour, and why a vulnerability stands where it stands, in words."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonweal.drawing.lights import Colour, Light, Reason
from commonweal.risk.documents.words import BANDS
from commonweal.risk.queries.lights_pack import lights_pack
from commonweal.risk.queries.priority_pack import priorities
from commonweal.risk.queries.worklist import Task
from commonweal.risk.rules.lights import Facts, Why, light

COLOURS: dict[Colour, Promise] = {
    Colour.RED: gettext_lazy("red: act now"),
    Colour.GREY: gettext_lazy("grey: not known"),
    Colour.AMBER: gettext_lazy("amber: something to do"),
    Colour.GREEN: gettext_lazy("green: nothing open"),
}
TONES = {Colour.RED: "danger", Colour.GREY: "neutral", Colour.AMBER: "warning", Colour.GREEN: "success"}
_PLAIN: dict[Why, Promise] = {
    Why.OPEN_NOT_KNOWN: gettext_lazy("What is open is not known."),
    Why.NO_SYSTEM: gettext_lazy("No system is entered."),
    Why.NO_ADVISORIES: gettext_lazy("It is not known how fresh advisories are."),
    Why.UNREADABLE_NOT_KNOWN: gettext_lazy("It is not known how many parts can be looked up."),
    Why.UNCLEAR_NOT_KNOWN: gettext_lazy("It is not known which parts are unclear."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A reason in words, with the colour it asks for."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A light as pages show it."""

    colour: str
    word: str
    tone: str
    reasons: list[Told]


def shown(facts: Facts) -> Shown:
    """The light of the facts, in words."""
    found = light(facts, lights_pack().limits, timezone.localdate())
    return words_of(found)


def words_of(found: Light[Why]) -> Shown:
    """A light in words."""
    told = [Told(reason_words(reason), TONES[reason.colour]) for reason in found.reasons]
    return Shown(found.colour.value, str(COLOURS[found.colour]), TONES[found.colour], told)


def reason_words(reason: Reason[Why]) -> str:
    """One reason as a sentence."""
    if reason.why in _PLAIN:
        return str(_PLAIN[reason.why])
    day = date_format(reason.day) if reason.day else ""
    sentences = {
        Why.OLD_LIST: _("The oldest list of parts is of %(day)s."),
        Why.OLD_ADVISORIES: _("Advisories are as of %(day)s."),
    }
    if reason.why in sentences:
        return sentences[reason.why] % {"day": day}
    return _counted(reason.why, reason.count or 0) % {"number": reason.count or 0}


def _counted(why: Why, count: int) -> str:
    if why is Why.EXPLOITED:
        return ngettext(
            "%(number)s open that is known to be exploited.", "%(number)s open that are known to be exploited.", count
        )
    if why is Why.OVERDUE:
        return ngettext("%(number)s open whose day has passed.", "%(number)s open whose days have passed.", count)
    if why is Why.NO_LIST:
        return ngettext(
            "%(number)s system without a list of its parts.", "%(number)s systems without a list of their parts.", count
        )
    if why in (Why.UNREADABLE, Why.FEW_UNREADABLE):
        return ngettext(
            "%(number)s part that cannot be looked up.", "%(number)s parts that cannot be looked up.", count
        )
    if why is Why.UNCOVERED:
        return ngettext(
            "%(number)s part of a kind that no advisory here is about.",
            "%(number)s parts of kinds that no advisory here is about.",
            count,
        )
    if why is Why.UNCLEAR:
        return ngettext(
            "%(number)s part of which somebody must look whether it is hit.",
            "%(number)s parts of which somebody must look whether they are hit.",
            count,
        )
    if why is Why.SEVERE:
        return ngettext(
            "%(number)s open that is critical, high or not rated.",
            "%(number)s open that are critical, high or not rated.",
            count,
        )
    if why is Why.LESS_SEVERE:
        return ngettext("%(number)s open that is less severe.", "%(number)s open that are less severe.", count)
    return ngettext("Nothing is open in %(number)s system.", "Nothing is open in %(number)s systems.", count)


def place_words(task: Task, today: date) -> list[Told]:
    """Why a task stands where it stands: what the order looks at, in its order, then its day."""
    found, named = task.vulnerability, []
    if found.exploited_on is not None:
        day = date_format(found.exploited_on)
        named.append(Told(_("known to be exploited since %(day)s") % {"day": day}, "danger"))
    if found.forecast is None:
        named.append(Told(_("forecast not known"), "neutral"))
    else:
        percent = f"{found.forecast * 100:.2g}"
        is_likely = found.forecast >= priorities().likely_forecast
        text = _("%(percent)s %% likely to be exploited within 30 days") % {"percent": percent}
        named.append(Told(text, "warning" if is_likely else "neutral"))
    weights = priorities().weights
    if task.weight >= weights["high"]:
        text = (
            _("hits a system that must not stop")
            if task.weight >= weights["vital"]
            else _("hits a system that can wait for hours only")
        )
        named.append(Told(text, "warning"))
    score = "" if found.score is None else f" ({found.score})"
    named.append(Told(_("severity: %(word)s") % {"word": BANDS[found.band]} + score, "neutral"))
    if task.due is not None:
        words = _("was due on %(day)s") if task.is_overdue(today) else _("due by %(day)s")
        named.append(Told(words % {"day": date_format(task.due)}, "danger" if task.is_overdue(today) else "neutral"))
    return named
