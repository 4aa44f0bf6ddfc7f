"""The light of sustainability and the list of what is used most, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonweal.drawing.lights import Colour, Reason
from commonweal.health.queries.lifecycle_pack import lifecycle_pack
from commonweal.health.queries.most_used import RankedUse
from commonweal.health.rules.ranking import Concern
from commonweal.health.rules.sustainability import SustainabilityFacts, Why, light

COLOURS: dict[Colour, Promise] = {
    Colour.RED: gettext_lazy("red: act now"),
    Colour.GREY: gettext_lazy("grey: not known"),
    Colour.AMBER: gettext_lazy("amber: something to do"),
    Colour.GREEN: gettext_lazy("green: nothing ends"),
}
TONES = {Colour.RED: "danger", Colour.GREY: "neutral", Colour.AMBER: "warning", Colour.GREEN: "success"}
CONCERNS: dict[Concern, tuple[Promise, str]] = {
    Concern.PAST_END: (gettext_lazy("runs in a version past its end"), "danger"),
    Concern.FORSAKEN: (gettext_lazy("nobody is there who maintains it"), "danger"),
    Concern.ARCHIVED: (gettext_lazy("its repository is closed"), "danger"),
    Concern.DEPRECATED: (gettext_lazy("its registry says that it should be used no more"), "danger"),
    Concern.EXTENDED: (gettext_lazy("runs in a version with extended support only"), "warning"),
    Concern.ENDS_SOON: (gettext_lazy("runs in a version that ends soon"), "warning"),
    Concern.QUIET: (gettext_lazy("it has become quiet"), "warning"),
    Concern.OLD_RELEASE: (gettext_lazy("its last release is long ago"), "warning"),
    Concern.ONE_PERSON: (gettext_lazy("half of the work is one person's"), "warning"),
    Concern.CONTRACT_ENDED: (gettext_lazy("the contract has ended"), "warning"),
    Concern.NOTHING_KNOWN: (gettext_lazy("nothing is known of its maintenance"), "neutral"),
}
STEPS: dict[str, tuple[Promise, str]] = {
    "past": (gettext_lazy("forsaken or past its end"), "danger"),
    "watch": (gettext_lazy("somebody should look"), "warning"),
    "unknown": (gettext_lazy("not known"), "neutral"),
    "kept": (gettext_lazy("nothing of concern is known"), "success"),
}
_PAST = {True: gettext_lazy("past its end"), False: gettext_lazy("forsaken")}
_ONE: dict[Why, Promise] = {
    Why.PAST_CRITICAL: gettext_lazy("It must not stop, or for hours only, and runs something past its end."),
    Why.FORSAKEN_CRITICAL: gettext_lazy("It must not stop, or for hours only, and nobody maintains it any more."),
    Why.NOT_KNOWN: gettext_lazy("Nothing is known of its software: neither its end of life, nor who maintains it."),
    Why.VERSION_NOT_KNOWN: gettext_lazy("It is not known in which version it runs."),
    Why.END_NOT_PUBLISHED: gettext_lazy("No end was published for the version that it runs in."),
    Why.PAST: gettext_lazy("It runs something past its end."),
    Why.FORSAKEN: gettext_lazy("Nobody maintains its software any more."),
    Why.EXTENDED: gettext_lazy("It runs something that only extended support keeps."),
    Why.SOON: gettext_lazy("It runs something that ends soon."),
    Why.WATCHED: gettext_lazy("It has become quiet around its software."),
    Why.ONE_PERSON: gettext_lazy("Half of the work on its software is one person's."),
    Why.NOTHING_ENDS: gettext_lazy("Nothing that is known of it comes to its end."),
}
KINDS: dict[str, Promise] = {
    "software": gettext_lazy("software of the catalogue"),
    "product": gettext_lazy("product with release cycles"),
    "package": gettext_lazy("package in lists of parts"),
}
COLUMNS = ("place", "name", "kind", "step", "organisations", "organisations_that_say_so", "systems", "concerns")


@dataclass(frozen=True, slots=True)
class Told:
    """A reason in words, with the colour it asks for."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class ShownLight:
    """A light as pages show it."""

    colour: str
    word: str
    tone: str
    reasons: list[Told]


def shown_light(facts: SustainabilityFacts, *, is_one: bool = False) -> ShownLight:
    """The light of the facts, in words; of one system it says "it"."""
    found = light(facts, timezone.localdate(), lifecycle_pack().old_after_days)
    words = _of_one if is_one else reason_words
    told = [Told(words(reason), TONES[reason.colour]) for reason in found.reasons]
    return ShownLight(found.colour.value, str(COLOURS[found.colour]), TONES[found.colour], told)


def reason_words(reason: Reason[Why]) -> str:
    """One reason as a sentence."""
    if reason.why is Why.NO_SYSTEM:
        return _("No system is entered.")
    if reason.why is Why.NEVER_READ:
        return _("Ends of life were never read here.")
    if reason.why is Why.OLD_READING:
        return _("Ends of life were last read on %(day)s.") % {"day": date_format(reason.day) if reason.day else ""}
    text = _of_ends(reason) or _of_words(reason) or _of_what_is_not_known(reason)
    if not text:
        text = ngettext(
            "Nothing that is known of %(number)s system comes to its end.",
            "Nothing that is known of %(number)s systems comes to its end.",
            reason.count or 0,
        )
    return text % {"number": reason.count}


def concern_words(row: RankedUse) -> list[Told]:
    """Why a row stands where it stands."""
    told = [Told(str(CONCERNS[each][0]), CONCERNS[each][1]) for each in Concern if each in row.use.concerns]
    return told or [Told(str(STEPS["kept"][0]), "success")]


def step_words(row: RankedUse) -> str:
    """The step of a row; of the gravest step which of its two kinds of concern holds, an end that has passed first."""
    return str(_PAST[Concern.PAST_END in row.use.concerns] if row.step == "past" else STEPS[row.step][0])


def ranked_rows(rows: Iterable[tuple[int, RankedUse]]) -> Iterator[dict[str, str]]:
    """The rows of the file; words of the data, not of a language."""
    for number, row in rows:
        yield {
            "place": str(number),
            "name": row.use.name,
            "kind": row.kind,
            "step": row.step,
            "organisations": str(row.use.bodies),
            "organisations_that_say_so": str(row.claimed),
            "systems": str(row.use.systems),
            "concerns": " ".join(each.value for each in Concern if each in row.use.concerns),
        }


def _of_one(reason: Reason[Why]) -> str:
    return str(_ONE[reason.why]) if reason.why in _ONE else reason_words(reason)


def _of_ends(reason: Reason[Why]) -> str:
    if reason.why is Why.PAST_CRITICAL:
        return ngettext(
            "%(number)s system that must not stop, or for hours only, runs something past its end.",
            "%(number)s systems that must not stop, or for hours only, run something past its end.",
            reason.count or 0,
        )
    if reason.why is Why.PAST:
        return ngettext(
            "%(number)s system runs something past its end.",
            "%(number)s systems run something past its end.",
            reason.count or 0,
        )
    if reason.why is Why.EXTENDED:
        return ngettext(
            "%(number)s system runs something that only extended support keeps.",
            "%(number)s systems run something that only extended support keeps.",
            reason.count or 0,
        )
    if reason.why is Why.SOON:
        return ngettext(
            "%(number)s system runs something that ends soon.",
            "%(number)s systems run something that ends soon.",
            reason.count or 0,
        )
    return ""


def _of_words(reason: Reason[Why]) -> str:
    if reason.why in (Why.FORSAKEN, Why.FORSAKEN_CRITICAL):
        return ngettext(
            "%(number)s system is software that nobody maintains any more.",
            "%(number)s systems are software that nobody maintains any more.",
            reason.count or 0,
        )
    if reason.why is Why.WATCHED:
        return ngettext(
            "%(number)s system is software around which it has become quiet.",
            "%(number)s systems are software around which it has become quiet.",
            reason.count or 0,
        )
    if reason.why is Why.ONE_PERSON:
        return ngettext(
            "%(number)s system is software of which half of the work is one person's.",
            "%(number)s systems are software of which half of the work is one person's.",
            reason.count or 0,
        )
    return ""


def _of_what_is_not_known(reason: Reason[Why]) -> str:
    if reason.why is Why.NOT_KNOWN:
        return ngettext(
            "Nothing is known of the software of %(number)s system: neither its end of life, nor who maintains it.",
            "Nothing is known of the software of %(number)s systems: neither its end of life, nor who maintains it.",
            reason.count or 0,
        )
    if reason.why is Why.VERSION_NOT_KNOWN:
        return ngettext(
            "%(number)s system does not say in which version it runs.",
            "%(number)s systems do not say in which version they run.",
            reason.count or 0,
        )
    if reason.why is Why.END_NOT_PUBLISHED:
        return ngettext(
            "%(number)s system is in a version of which no end was published.",
            "%(number)s systems are in versions of which no end was published.",
            reason.count or 0,
        )
    return ""
