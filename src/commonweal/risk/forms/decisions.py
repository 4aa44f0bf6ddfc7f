"""The shape of a decision as people fill it in: for one vulnerability or many, for a body or one of its systems."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body
from commonweal.risk.actions.deciding import DecisionDraft
from commonweal.risk.models import Justification, Response, State
from commonweal.risk.queries.in_force import Deciding
from commonweal.usage.models import System

EVERYBODY = "everybody"
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DecisionForm(forms.Form):
    """What the vulnerabilities that were ticked mean."""

    state = forms.ChoiceField(
        label=_("What does it mean for you?"), choices=[("", _("choose")), *State.choices], initial=""
    )
    justification = forms.ChoiceField(
        label=_("Why not affected?"),
        choices=Justification.choices,
        required=False,
        help_text=_("Only with “not affected”. Choose a reason here, or write one below."),
    )
    response = forms.ChoiceField(label=_("What is done about it?"), choices=Response.choices, required=False)
    detail = forms.CharField(
        label=_("Reason in your own words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Others read this, and so do you next year."),
    )
    owner_words = forms.CharField(
        label=_("Who answers for it?"),
        max_length=200,
        required=False,
        help_text=_("Needed to accept a risk: a function such as “head of IT” will do."),
    )
    expires_on = forms.DateField(
        label=_("Until when?"),
        required=False,
        widget=DAY,
        help_text=_("The last day. Needed to accept a risk; after it, what you decided on is open again by itself."),
    )

    def draft(self, system: System | None = None) -> DecisionDraft:
        """The decision, of a form that is valid."""
        names = ("state", "justification", "response", "detail", "owner_words", "expires_on")
        return DecisionDraft(system=system, **{name: self.cleaned_data[name] for name in names})


class DecisionForBodyForm(DecisionForm):
    """The same, with for whom it is decided, among those for whom somebody may decide."""

    field_order = ("body",)

    def __init__(self, *given: Any, deciding: Deciding, **named: Any) -> None:
        super().__init__(*given, **named)
        everybody = [(EVERYBODY, _("every organisation of this platform"))] if deciding.for_everybody else []
        choices = [*((str(body.pk), body.name) for body in deciding.bodies), *everybody]
        self._bodies = {str(body.pk): body for body in deciding.bodies}
        self.fields["body"] = forms.ChoiceField(
            label=_("For whom do you decide?"),
            choices=choices if len(choices) == 1 else [("", _("choose")), *choices],
            help_text=_(
                "It also holds for the organisations that this one watches over, unless they decide themselves."
            ),
        )
        self.order_fields(self.field_order)

    def body(self) -> Body | None:
        """The body chosen, of a form that is valid; None for the whole installation."""
        return self._bodies.get(self.cleaned_data["body"])
