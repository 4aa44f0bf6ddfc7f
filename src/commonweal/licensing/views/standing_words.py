"""Where parts stand, who said their licence, and why a light has its colour, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonweal.drawing.lights import Colour, Reason
from commonweal.licensing.documents.sentences import ORIGINS, OUTCOMES, POLICY, words
from commonweal.licensing.queries.judging import OWN_CHOICE
from commonweal.licensing.queries.lights_pack import lights_pack
from commonweal.licensing.queries.of_system import LicensedPart
from commonweal.licensing.rules.counting import Nearness
from commonweal.licensing.rules.judging import Standing
from commonweal.licensing.rules.lights import Facts, Why, light
from commonweal.licensing.rules.policy import Outcome

STANDINGS: dict[Standing, Promise] = {
    Standing.UNKNOWN: gettext_lazy("licence not known"),
    Standing.REFUSED: OUTCOMES[Outcome.REFUSED],
    Standing.LOOK: OUTCOMES[Outcome.LOOK],
    Standing.ALLOWED: OUTCOMES[Outcome.ALLOWED],
}
STANDING_TONES = {
    Standing.UNKNOWN: "neutral",
    Standing.REFUSED: "danger",
    Standing.LOOK: "warning",
    Standing.ALLOWED: "success",
}
COLOURS: dict[Colour, Promise] = {
    Colour.RED: gettext_lazy("red: refused as it is used"),
    Colour.GREY: gettext_lazy("grey: not known"),
    Colour.AMBER: gettext_lazy("amber: something to do"),
    Colour.GREEN: gettext_lazy("green: nothing open"),
}
TONES = {Colour.RED: "danger", Colour.GREY: "neutral", Colour.AMBER: "warning", Colour.GREEN: "success"}


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
    told = [Told(reason_words(reason), TONES[reason.colour]) for reason in found.reasons]
    return Shown(found.colour.value, str(COLOURS[found.colour]), TONES[found.colour], told)


def origin_words(part: LicensedPart) -> str:
    """By whose word the licence of a part counts."""
    conclusion, nearness = part.conclusion, part.judgement.nearness
    if conclusion is None:
        return str(ORIGINS[part.judgement.said.origin])
    if nearness is Nearness.OWN:
        return _("concluded by this organisation")
    if conclusion.body is None:
        return _("concluded for every organisation of this platform")
    return _("concluded by %(name)s, which watches over it") % {"name": conclusion.body.name}


def verdict_words(part: LicensedPart) -> str:
    """Why the policy says what it says."""
    sentence = part.judgement.verdict.sentence
    return _("This organisation decided so for itself.") if sentence == OWN_CHOICE else words(POLICY, sentence)


def standing_choices(counts: dict[Standing, int]) -> Iterable[tuple[str, str, str, int]]:
    """Each standing with its words, its tone and how many parts stand so."""
    return [(each.value, str(STANDINGS[each]), STANDING_TONES[each], counts.get(each, 0)) for each in Standing]


def reason_words(reason: Reason[Why]) -> str:
    """One reason as a sentence."""
    plain = {
        Why.NO_SYSTEM: _("No system is entered."),
        Why.NO_PARTS: _("Its list names no part whose licence could be judged."),
    }
    if reason.why in plain:
        return plain[reason.why]
    if reason.why is Why.OLD_LIST:
        day = date_format(reason.day) if reason.day else ""
        return _("The oldest list of parts is of %(day)s.") % {"day": day}
    if reason.why is Why.UNNAMED and reason.count is None:
        return _("It is not known how many parts have no package URL; those are not judged.")
    return _counted(reason.why, reason.count or 0) % {"number": reason.count or 0}


def _counted(why: Why, count: int) -> str:
    if why is Why.REFUSED:
        return ngettext(
            "%(number)s part has a licence that the policy refuses for this use.",
            "%(number)s parts have licences that the policy refuses for this use.",
            count,
        )
    if why is Why.NO_LIST:
        return ngettext(
            "%(number)s system without a list of its parts.", "%(number)s systems without a list of their parts.", count
        )
    if why is Why.UNKNOWN:
        return ngettext(
            "%(number)s part whose licence is not known.", "%(number)s parts whose licences are not known.", count
        )
    if why is Why.UNNAMED:
        return ngettext(
            "%(number)s part has no package URL, so that its licence is not judged.",
            "%(number)s parts have no package URL, so that their licences are not judged.",
            count,
        )
    if why is Why.LOOK:
        return ngettext(
            "%(number)s part has a licence that a person has to look at.",
            "%(number)s parts have licences that a person has to look at.",
            count,
        )
    if why is Why.DETECTED:
        return ngettext(
            "%(number)s part has a licence that only a tool found in its files.",
            "%(number)s parts have licences that only a tool found in their files.",
            count,
        )
    return _of_what_is_asked(why, count)


def _of_what_is_asked(why: Why, count: int) -> str:
    if why is Why.OBLIGATIONS:
        return ngettext(
            "%(number)s obligation of which nobody said that it is kept to.",
            "%(number)s obligations of which nobody said that they are kept to.",
            count,
        )
    if why is Why.USE_NOT_SAID:
        return ngettext(
            "Of %(number)s system nobody said how it is used, so the strictest rules are taken.",
            "Of %(number)s systems nobody said how they are used, so the strictest rules are taken.",
            count,
        )
    return ngettext(
        "The licence of %(number)s part is known and allowed.",
        "The licences of %(number)s parts are known and allowed.",
        count,
    )
