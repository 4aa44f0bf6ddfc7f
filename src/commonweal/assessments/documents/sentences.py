"""What instruments ask and how they count, in words."""

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonweal.assessments.rules.instrument import Must, Scoring, State, Subject, Words, said

SUBJECTS: dict[Subject, Promise] = {
    Subject.BODY: _("About an organisation"),
    Subject.PRODUCT: _("About a product"),
    Subject.DEPENDENCY: _("About a part that software is built on"),
    Subject.PURCHASE: _("About a purchase or a release"),
    Subject.COUNTRY: _("About a country"),
}
SCORINGS: dict[Scoring, Promise] = {
    Scoring.GRADED: _(
        "Each answer is a level from 0 to 4. A part has the level that all its gate questions reach; the mean says how"
        " far it is. What is not known counts as nothing, not as zero: where less than half is answered, there is no"
        " mean. There is no overall mark."
    ),
    Scoring.BLOCKING: _(
        "A level is reached when nothing is missing of what it and the levels below ask for. What is not met blocks,"
        " and so does what is not known. What is met in part, does not apply, or was explained and accepted, does not."
    ),
    Scoring.PASSING: _("Each requirement is met or not, by itself. All have to be met to pass."),
    Scoring.POINTS: _("Each test that holds gives its points. What is not known gives none and is shown as not known."),
    Scoring.LISTED: _("A list to go through: what is done, what is open, what is not known. There is no mark."),
    Scoring.MEASURED: _("Each figure keeps its own unit. Nothing is added up across units."),
}
STATES: dict[State, Promise] = {
    State.ANSWERED: _("answered"),
    State.UNKNOWN: _("we do not know"),
    State.INAPPLICABLE: _("does not apply"),
}
NOT_SAID, NOT_KNOWN, NOT_ENOUGH = _("nobody answered"), _("not known"), _("not enough known")
UNITS: dict[str, Promise] = {
    "percent": _("of a hundred"),
    "count": _("number"),
    "years": _("years"),
    "days": _("days"),
    "money": _("euros"),
}
MUSTS: dict[Must, Promise] = {Must.MUST: _("must"), Must.SHOULD: _("should"), Must.MAY: _("may")}


def language() -> str:
    """The reader's language, as packs name it."""
    return (get_language() or "en").split("-", 1)[0]


def spoken(words: Words) -> str:
    """The text in the reader's language; in English, and marked so in HTML, where the pack does not have it."""
    text = said(words, language())
    return text if language() in words or language() == "en" else format_html('<span lang="en">{}</span>', text)


def number(value: float) -> str:
    """A number as people read it: no noughts at its end.

    >>> number(2.0), number(2.5), number(2.13)
    ('2', '2.5', '2.13')
    """
    return number_format(int(value) if value == int(value) else value)
