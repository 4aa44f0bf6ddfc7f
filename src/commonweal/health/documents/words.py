"""The four words, their answers, sentences and facts as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonweal.health.models import LifeStage
from commonweal.health.rules.words import Answer, Fact, Statement, Word

WORDS: Mapping[Word, Promise] = {
    Word.ALIVE: pgettext_lazy("a project", "alive"),
    Word.SHARED: pgettext_lazy("a project", "shared"),
    Word.KEPT: pgettext_lazy("a project", "kept"),
    Word.OPEN: pgettext_lazy("a project", "open"),
}
QUESTIONS: Mapping[Word, Promise] = {
    Word.ALIVE: _("Is somebody there?"),
    Word.SHARED: _("Does the work rest on more than one pair of shoulders?"),
    Word.KEPT: _("Is somebody bound to maintain it?"),
    Word.OPEN: _("Does somebody from outside get an answer?"),
}
ANSWERS: Mapping[Answer, Promise] = {
    Answer.YES: _("yes"),
    Answer.WATCH: _("have a look"),
    Answer.NO: _("no"),
    Answer.UNKNOWN: _("not known"),
}
TONES = {Answer.YES: "success", Answer.WATCH: "warning", Answer.NO: "danger", Answer.UNKNOWN: "neutral"}
SENTENCES: Mapping[str, Promise] = {
    "alive.commits_within_a_year": _(
        "Somebody is there: the code was last changed %(days_since_last_commit)s days ago."
    ),
    "alive.finished_and_confirmed": _(
        "It is finished, and those who keep it said on %(confirmed_on)s that they look after it."
    ),
    "alive.finished_and_answering": _("It is finished: the code rests, and questions are answered."),
    "alive.no_commit_with_a_date": _("Nobody can tell: no change of the code has a date that can be believed."),
    "alive.quiet_for_a_year": _(
        "Nothing has changed for %(days_since_last_commit)s days. Finished or forsaken: ask before you rely on it."
    ),
    "alive.quiet_for_two_years_answers_not_visible": _(
        "Nothing has changed for %(days_since_last_commit)s days, and whether anybody answers is not visible from here."
    ),
    "alive.quiet_but_answering": _(
        "Nothing has changed for %(days_since_last_commit)s days, but questions are answered: ask if it is finished."
    ),
    "alive.quiet_and_silent": _(
        "Nobody seems to be there: no change for %(days_since_last_commit)s days, and questions stay unanswered."
    ),
    "shared.nothing_to_count": _("There was no work to count, so nobody can tell."),
    "shared.one_person": _(
        "If one person stops, half of the work stops. That is common, and no fault; know who would step in."
    ),
    "shared.one_person_several_organisations": _(
        "One person does half of the work, but several organisations have people who know it."
    ),
    "shared.several_people_organisations_unknown": _(
        "%(absence_factor)s people do half of the work; for whom they work is not known."
    ),
    "shared.several_people_one_organisation": _(
        "%(absence_factor)s people do half of the work, most of it for one organisation."
    ),
    "shared.several_organisations": _(
        "%(absence_factor)s people do half of the work, and %(elephant_factor)s organisations stand behind it."
    ),
    "kept.contract_and_nothing_old_open": _(
        "Somebody is bound to maintain it, and no grave weakness has been open for long."
    ),
    "kept.contract_ended_and_vulnerability_open": _(
        "Nobody is bound to maintain it any more, and a grave weakness has been open for %(oldest_high_days)s days."
    ),
    "kept.vulnerability_open": _("A grave weakness has been open for %(oldest_high_days)s days."),
    "kept.contract_ended": _("The last contract for its upkeep has ended."),
    "kept.contract_ends_soon": _("The last contract for its upkeep ends in %(contract_days_left)s days."),
    "kept.not_all_known": _(
        "Whether somebody is bound to maintain it, or which weaknesses are open, is not known here."
    ),
    "open.answers_not_visible": _("How soon people from outside get an answer is not visible from here."),
    "open.answers_late": _("Half of those who ask wait more than %(first_response_days)s days for a first answer."),
    "open.answers_soon": _("Half of those who ask get a first answer within %(first_response_days)s days."),
}
IN_A_DAY: Mapping[str, Promise] = {
    "open.answers_soon": _("Half of those who ask get a first answer within a day."),
}
FACTS: Mapping[str, Promise] = {
    "days_since_last_commit": _("days since the last change of the code"),
    "commits_in_365_days": _("changes in 365 days"),
    "stage": _("stage of life"),
    "confirmed_on": _("last said to be maintained on"),
    "are_issues_answered": _("questions are answered"),
    "absence_factor": _("people who do half of the work"),
    "active_authors": _("people who worked on it in a year"),
    "elephant_factor": _("organisations that do half of the work"),
    "unknown_organisation_share": _("share of the work whose organisation is not known"),
    "outside_share": _("share of the work from outside its publisher"),
    "is_paid": _("somebody is paid for its upkeep"),
    "contract_days_left": _("days until the last contract for its upkeep ends"),
    "libyears": _("years its parts lag behind, summed up"),
    "open_high": _("grave weaknesses that are open"),
    "oldest_high_days": _("days since the oldest of them became known"),
    "first_response_days": _("days until a first answer, in half of the cases"),
    "review_coverage": _("share of changes that somebody else looked at"),
    "has_readme": _("a read-me file"),
    "has_licence": _("a licence file"),
    "has_contributing": _("how to take part"),
    "has_conduct": _("rules of conduct"),
    "has_governance": _("who decides"),
    "has_security": _("how to report a weakness"),
    "has_changelog": _("what changed from release to release"),
    "has_installation": _("how to install it"),
    "has_publiccode": _("a publiccode.yml"),
}
# What the definitions in docs/reference/health.md call each fact.
METRICS = {
    "days_since_last_commit": "H1", "commits_in_365_days": "H1", "absence_factor": "H3", "active_authors": "H2",
    "elephant_factor": "H5", "unknown_organisation_share": "H6", "outside_share": "H20", "is_paid": "H21",
    "contract_days_left": "H22", "libyears": "H25", "open_high": "H26", "oldest_high_days": "H26",
    "first_response_days": "H14", "review_coverage": "H19", "has_governance": "H35", "are_issues_answered": "H14",
}  # fmt: skip
_SHARES = frozenset({"unknown_organisation_share", "outside_share", "review_coverage"})


@dataclass(frozen=True, slots=True)
class SaidFact:
    """A fact as people read it; `is_known` is whether there is a value."""

    metric: str
    label: str
    value: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A word as its page shows it."""

    word: Word
    name: str
    question: str
    answer: Answer
    answer_name: str
    tone: str
    sentence: str
    facts: tuple[SaidFact, ...]
    as_of: date
    rules: str


def said(statement: Statement) -> Said:
    """Give a statement in the reader's language."""
    return Said(
        word=statement.word,
        name=str(WORDS[statement.word]),
        question=str(QUESTIONS[statement.word]),
        answer=statement.answer,
        answer_name=str(ANSWERS[statement.answer]),
        tone=TONES[statement.answer],
        sentence=sentence(statement),
        facts=tuple(_fact(name, value) for name, value in statement.facts.items()),
        as_of=statement.as_of,
        rules=", ".join(statement.rules),
    )


def short(word: str, answer: str) -> str:
    """Give a word with its answer, as "alive: yes"."""
    return f"{WORDS[Word(word)]}: {ANSWERS[Answer(answer)]}"


def sentence(statement: Statement) -> str:
    """Give the one sentence of a statement; of one that a newer rule wrote, the answer alone."""
    words = SENTENCES.get(statement.sentence)
    if words is None:
        return str(ANSWERS[statement.answer])
    if statement.sentence in IN_A_DAY and in_words("", statement.facts.get("first_response_days")) == in_words("", 1):
        words = IN_A_DAY[statement.sentence]
    return str(words) % {name: in_words(name, value) for name, value in statement.facts.items()}


def in_words(name: str, value: Fact) -> str:
    """Give the value of a fact as people read it."""
    if value is None:
        return translate("not known")
    if isinstance(value, bool):
        return translate("yes") if value else translate("no")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, str):
        return str(LifeStage(value).label) if name == "stage" else value
    if name in _SHARES:
        return share(value)
    number = float(value)
    return number_format(round(number, 1) if number % 1 else int(number), force_grouping=True)


def share(value: float | Fraction) -> str:
    """Give a share in percent."""
    return f"{number_format(round(float(value) * 100))} %"


def _fact(name: str, value: Fact) -> SaidFact:
    metric = METRICS.get(name, "H23" if name.startswith("has_") else "")
    return SaidFact(metric, str(FACTS.get(name, name)), in_words(name, value), value is not None)
