"""The questions of an instrument as a form: each may stay open, be answered, be unknown, or not apply for a reason."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.assessments.actions import AnswerDraft
from commonweal.assessments.documents.sentences import language, spoken
from commonweal.assessments.models import Answer
from commonweal.assessments.rules.instrument import Instrument, Question, Scale, ScaleKind, State, said

LONGEST = 1_000
_PARTS = ("state", "reason", "evidence_url", "evidence_note")
UNKNOWN, INAPPLICABLE = _("We do not know"), _("Does not apply to us")


@dataclass(frozen=True, slots=True)
class Row:
    """A question as a page shows it: its number on the page, its fields, and whether its details lie open."""

    number: int
    question: Question
    field: BoundField
    state: BoundField | None
    reason: BoundField | None
    evidence_url: BoundField | None
    evidence_note: BoundField | None
    unit: str

    @property
    def fields(self) -> list[BoundField]:
        """All its fields."""
        named = (self.field, self.state, self.reason, self.evidence_url, self.evidence_note)
        return [each for each in named if each is not None]

    @property
    def is_open(self) -> bool:
        """Whether what is folded away has something to read."""
        folded = [each for each in (self.reason, self.evidence_url, self.evidence_note) if each is not None]
        return any(each.errors or each.value() for each in folded)


class Figure(forms.FloatField):
    """A number in the ways of the reader's language, and everywhere with a comma before one or two digits.

    Three digits after a comma are thousands to some and parts to others: the language decides, or refuses.
    """

    def __init__(self, **named: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(localize=True, widget=widget, **named)

    def to_python(self, value: Any) -> Any:
        """Read it, None where nothing is said. Raises ValidationError."""
        if isinstance(value, str) and re.fullmatch(r"\s*\d+,\d{1,2}\s*", value):
            value = float(value.replace(",", "."))
        return super().to_python(value)


class WebAddress(forms.URLField):
    """An address that a browser opens."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class AnswersForm(forms.Form):
    """The questions given, in their order; a plain one asks for no evidence, and offers the reasons of the pack."""

    def __init__(self, instrument: Instrument, questions: Iterable[Question], *given: Any, **named: Any) -> None:
        self.is_plain = named.pop("is_plain", False)
        self.instrument, self.questions = instrument, tuple(questions)
        super().__init__(*given, **named)
        for question in self.questions:
            self._ask(question)

    def rows(self) -> Iterator[Row]:
        """The questions as the page shows them."""
        for number, question in enumerate(self.questions, 1):
            named = {part: self._bound(question, part) for part in _PARTS}
            yield Row(number, question, self[question.id], unit=self.instrument.scale_of(question).unit, **named)

    def drafts(self) -> dict[str, AnswerDraft]:
        """What was said and is in order, by question; also of a form with faults elsewhere. After full_clean()."""
        self.full_clean()
        return {question.id: draft for question in self.questions if (draft := self._draft(question)) is not None}

    def faults(self) -> list[str]:
        """What is not in order, a sentence each."""
        return [f"{row.number}. {error}" for row in self.rows() for field in row.fields for error in field.errors]

    def clean(self) -> dict[str, Any]:
        """Whoever says that a question does not apply says why."""
        for question in self.questions:
            reason = f"{question.id}.reason"
            if self._state(question) == State.INAPPLICABLE and not self.is_plain and not self.cleaned_data.get(reason):
                self.add_error(reason, gettext("Say why it does not apply."))
        return self.cleaned_data

    def _ask(self, question: Question) -> None:
        scale = self.instrument.scale_of(question)
        others: list[tuple[str, Any]] = [(State.UNKNOWN.value, UNKNOWN)]
        if not self.is_plain or question.exempt:
            others.append((State.INAPPLICABLE.value, spoken(question.exempt) if self.is_plain else INAPPLICABLE))
        if scale.kind is ScaleKind.NUMBER:
            self.fields[question.id] = Figure(required=False, min_value=scale.least, max_value=scale.most)
            said = [(State.ANSWERED.value, _("The number above")), *others]
            self.fields[f"{question.id}.state"] = _one_of(said)
            self.fields[f"{question.id}.state"].initial = State.ANSWERED.value
        else:
            self.fields[question.id] = _one_of([*_choices(scale), *others])
        self.fields[question.id].label = spoken(question.ask)
        if not self.is_plain:
            self._ask_for_grounds(question)

    def _ask_for_grounds(self, question: Question) -> None:
        self.fields[f"{question.id}.reason"] = forms.CharField(
            label=_("Why it does not apply"), required=False, max_length=LONGEST
        )
        self.fields[f"{question.id}.evidence_url"] = WebAddress(
            label=_("Address of what shows it"), required=False, max_length=LONGEST, assume_scheme="https"
        )
        self.fields[f"{question.id}.evidence_note"] = forms.CharField(
            label=_("What shows it, in words"), required=False, max_length=LONGEST
        )

    def _bound(self, question: Question, name: str) -> BoundField | None:
        key = f"{question.id}.{name}"
        return self[key] if key in self.fields else None

    def _state(self, question: Question) -> State | None:
        said = self.cleaned_data.get(question.id)
        if self.instrument.scale_of(question).kind is ScaleKind.NUMBER:
            state = self.cleaned_data.get(f"{question.id}.state")
            if state in (State.UNKNOWN, State.INAPPLICABLE):
                return State(state)
            return None if said is None else State.ANSWERED
        if said in (State.UNKNOWN, State.INAPPLICABLE):
            return State(said)
        return State.ANSWERED if said else None

    def _draft(self, question: Question) -> AnswerDraft | None:
        state = self._state(question)
        mine = {question.id, *(f"{question.id}.{part}" for part in _PARTS)}
        if state is None or mine & set(self.errors):
            return None
        return AnswerDraft(
            state=state,
            value=float(self.cleaned_data[question.id]) if state is State.ANSWERED else None,
            reason=self._reason(question) if state is State.INAPPLICABLE else "",
            evidence_url=self.cleaned_data.get(f"{question.id}.evidence_url", ""),
            evidence_note=self.cleaned_data.get(f"{question.id}.evidence_note", ""),
        )

    def _reason(self, question: Question) -> str:
        """Why it does not apply: what was written, else what the plain form offers to say."""
        return self.cleaned_data.get(f"{question.id}.reason") or said(question.exempt, language())


def _one_of(choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, choices=choices, widget=forms.RadioSelect)


def _choices(scale: Scale) -> list[tuple[str, str]]:
    return [(written(choice.value), spoken(choice.name)) for choice in scale.values]


def written(value: float) -> str:
    """A value as forms and addresses hold it.

    >>> written(3.0), written(0.5)
    ('3', '0.5')
    """
    return f"{value:g}"


def _plain(value: float) -> float:
    """The value as forms compare and localise it."""
    return int(value) if value == int(value) else value


def initial_from(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """What a form shows of the answers that are there."""
    found: dict[str, Any] = {}
    for question, answer in answers.items():
        found[question] = answer.state if answer.value is None else _plain(answer.value)
        found[f"{question}.state"] = answer.state
        found[f"{question}.reason"] = answer.reason
        found[f"{question}.evidence_url"] = answer.evidence_url
        found[f"{question}.evidence_note"] = answer.evidence_note
    return found
