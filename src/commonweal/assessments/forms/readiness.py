"""The short form for whoever has no account; sent by GET, so that the address holds the answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from commonweal.assessments.forms.answers import AnswersForm, Figure
from commonweal.assessments.rules.archetype import OfficeFacts
from commonweal.assessments.rules.instrument import Given, Instrument, State
from commonweal.organisations.models import Body, BodyKind

# What somebody is decides whose office it would be, on which level, and whom it would serve.
WHO = (
    ("town", _("a town or city"), OfficeFacts("public", "local", "own_units")),
    ("region", _("a region"), OfficeFacts("public", "regional", "own_units")),
    ("house", _("a ministry or agency: for our own house"), OfficeFacts("public", "national", "own_units")),
    ("serving", _("a ministry or agency: for others"), OfficeFacts("public", "national", "other_public_bodies")),
    ("association", _("an association of public bodies"), OfficeFacts("members", "none", "members")),
    ("university", _("a university or research organisation"), OfficeFacts("academic", "none", "researchers")),
    ("ngo", _("an organisation of civil society"), OfficeFacts("independent", "none", "other_public_bodies")),
    ("other", _("another public institution"), OfficeFacts("public", "none", "own_units")),
)  # fmt: skip
OF_KINDS = {
    BodyKind.MUNICIPALITY: "town",
    BodyKind.REGION: "region",
    BodyKind.ASSOCIATION: "association",
    BodyKind.UNIVERSITY: "university",
    BodyKind.RESEARCH: "university",
    BodyKind.NGO: "ngo",
    BodyKind.INSTITUTION: "other",
}
YES_NO = [("", _("we do not know")), ("1", _("yes")), ("0", _("no"))]


@dataclass(frozen=True, slots=True)
class About:
    """What was said of the organisation besides the answers; None is "not known"."""

    name: str
    facts: OfficeFacts
    capacity: float | None
    covered: float | None


class ReadinessForm(AnswersForm):
    """The short questions, and four optional ones on who asks."""

    name = forms.CharField(
        label=_("Name of your organisation"), required=False, max_length=200,
        help_text=_("It stands on the page that you print, and nowhere else."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    who = forms.ChoiceField(
        label=_("What are you?"), required=False,
        choices=[("", _("not said")), *((key, words) for key, words, _facts in WHO)],
    )  # fmt: skip
    capacity = Figure(
        label=_("How many full-time people work on making or steering software?"), required=False,
        min_value=0, max_value=100_000, help_text=_("Half a day a week is 0.1. Leave it empty if you do not know."),
    )  # fmt: skip
    covered = forms.ChoiceField(
        label=_("Is there an office of your country, region or association that you could join or ask?"),
        required=False,
        choices=YES_NO,
    )
    OF_ASKER = ("name", "who", "capacity", "covered")

    def __init__(self, instrument: Instrument, *given: Any, **named: Any) -> None:
        super().__init__(instrument, instrument.of_form(short=True), *given, is_plain=True, **named)

    def of_asker(self) -> Iterator[BoundField]:
        """The optional fields."""
        return (self[name] for name in self.OF_ASKER)

    @property
    def has_answers(self) -> bool:
        """Whether anything was answered."""
        return any(self.data.get(question.id) for question in self.questions)

    @property
    def is_sent(self) -> bool:
        """Whether somebody pressed the button, with or without an answer."""
        return "version" in self.data

    def given(self) -> dict[str, Given]:
        """The answers that are in order."""
        return {question: Given(State(draft.state), draft.value) for question, draft in self.drafts().items()}

    def about(self) -> About:
        """What was said of who asks; what is not in order is not known."""
        self.full_clean()
        said = self.cleaned_data
        facts = next((facts for key, _words, facts in WHO if key == said.get("who")), OfficeFacts())
        covered = said.get("covered")
        return About(said.get("name", "").strip(), facts, said.get("capacity"), float(covered) if covered else None)


def initial_of(body: Body | None) -> dict[str, Any]:
    """What the form shows of a body that is known."""
    return {} if body is None else {"name": body.name, "who": OF_KINDS.get(BodyKind(body.kind), "")}
