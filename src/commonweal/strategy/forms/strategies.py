"""The shape of what people fill in about strategies, goals and actions."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body, Visibility
from commonweal.strategy.actions import ActionDraft, GoalDraft, StrategyDraft
from commonweal.strategy.forms.days import day_input
from commonweal.strategy.models import Aim, Goal, Initiative, PlannedAction, Strategy
from commonweal.strategy.queries.strategies import goals_to_choose

SEEN_BY_BODY = [choice for choice in Visibility.choices if choice[0] >= Visibility.BODY]


class StrategyForm(forms.Form):
    """A strategy; only its title is needed."""

    title = forms.CharField(label=_("Title"), max_length=300)
    summary = forms.CharField(
        label=_("What it is about"), required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=5_000
    )
    if_nothing = forms.CharField(
        label=_("What happens if you keep all as it is?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
        help_text=_("And what it costs to leave later. Whoever decides weighs your plan against it."),
    )
    document_url = forms.URLField(
        label=_("Address of the document"), required=False, max_length=1000, assume_scheme="https"
    )
    adopted_on = forms.DateField(label=_("Decided on"), required=False, widget=day_input())
    ends_on = forms.DateField(label=_("It reaches until"), required=False, widget=day_input())
    review_on = forms.DateField(
        label=_("Look at it again by"), required=False, widget=day_input(), help_text=_("We remind you after that day.")
    )
    visibility = forms.TypedChoiceField(
        label=_("Who may see it?"), choices=SEEN_BY_BODY, coerce=int, initial=Visibility.BODY
    )

    def __init__(self, *args: Any, strategy: Strategy | None = None, **options: Any) -> None:
        """Fill in what is known of a strategy."""
        super().__init__(*args, **options)
        if strategy is not None:
            self.initial = {name: getattr(strategy, name) for name in self.fields}

    def draft(self) -> StrategyDraft:
        """What the action takes."""
        return StrategyDraft(**self.cleaned_data)


class GoalForm(forms.Form):
    """A goal of a strategy."""

    title = forms.CharField(label=_("What do we want?"), max_length=300)
    aim = forms.ChoiceField(label=_("What does it serve in the end?"), choices=Aim.choices)
    measure = forms.CharField(
        label=_("How would we see it?"),
        max_length=500,
        required=False,
        help_text=_("A number with its unit, or something anyone can look at."),
    )

    def __init__(self, *args: Any, goal: Goal | None = None, **options: Any) -> None:
        """Fill in what is known of a goal."""
        super().__init__(*args, **options)
        if goal is not None:
            self.initial = {name: getattr(goal, name) for name in self.fields}

    def draft(self) -> GoalDraft:
        """What the action takes."""
        return GoalDraft(**self.cleaned_data)


class ActionForm(forms.Form):
    """Something to do; only what is done is needed."""

    title = forms.CharField(label=_("What is done?"), max_length=500)
    owner_name = forms.CharField(
        label=_("Who sees to it?"), max_length=200, required=False, help_text=_("A name or a post.")
    )
    due_on = forms.DateField(label=_("Done by"), required=False, widget=day_input())
    effort_days = forms.FloatField(label=_("Effort in days"), required=False, min_value=0, max_value=10_000)
    goal = forms.ModelChoiceField(
        label=_("For which goal?"), queryset=Goal.objects.none(), required=False, empty_label=_("none yet")
    )
    initiative = forms.ModelChoiceField(
        label=_("In which initiative?"), queryset=Initiative.objects.none(), required=False, empty_label=_("none")
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=5_000)
    visibility = forms.TypedChoiceField(
        label=_("Who may see it?"), choices=Visibility.choices, coerce=int, initial=Visibility.BODY
    )

    def __init__(self, *args: Any, body: Body, action: PlannedAction | None = None, **options: Any) -> None:
        """Offer the goals and initiatives of the body; fill in what is known of an action."""
        super().__init__(*args, **options)
        self.action = action
        self.fields["goal"].queryset = goals_to_choose(body)  # type: ignore[attr-defined]
        kept = Q(pk=action.initiative_id) if action is not None else Q()
        running = Initiative.objects.filter(owner=body).filter(kept | Q(ended_on=None, visibility__gte=Visibility.BODY))
        self.fields["initiative"].queryset = running  # type: ignore[attr-defined]
        if action is not None:
            self.initial = {name: getattr(action, name) for name in self.fields}

    def draft(self) -> ActionDraft:
        """What the action takes; where it comes from does not change."""
        return ActionDraft(**self.cleaned_data, origin=self.action.origin if self.action else "")


class ReviewForm(forms.Form):
    """That somebody looked at it again."""

    found = forms.CharField(
        label=_("What did you find?"), required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=5_000
    )
    next_on = forms.DateField(label=_("Look at it again by"), widget=day_input())


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(label=_("Why?"), max_length=500)


class EvidenceForm(forms.Form):
    """What shows that it was done."""

    title = forms.CharField(label=_("What shows it?"), max_length=300)
    url = forms.URLField(label=_("Its address"), required=False, max_length=1000, assume_scheme="https")
