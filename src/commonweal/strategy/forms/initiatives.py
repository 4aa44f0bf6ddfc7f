"""The shape of what people fill in about initiatives."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Office, Visibility
from commonweal.strategy.actions import InitiativeDraft, MilestoneDraft
from commonweal.strategy.forms.days import day_input
from commonweal.strategy.models import Initiative


class InitiativeForm(forms.Form):
    """Something that runs for open source; only its title is needed, and what is left empty is not known."""

    title = forms.CharField(label=_("Title"), max_length=300)
    summary = forms.CharField(
        label=_("What it does"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=5_000
    )
    owner_name = forms.CharField(
        label=_("Who answers for it?"), max_length=200, required=False, help_text=_("A name or a post.")
    )
    people_count = forms.IntegerField(
        label=_("How many people could keep it going?"),
        required=False,
        min_value=0,
        max_value=10_000,
        help_text=_("Those who know it well enough to go on if the others left."),
    )
    started_on = forms.DateField(label=_("Since"), required=False, widget=day_input())
    funding_source = forms.CharField(label=_("Who pays?"), max_length=300, required=False)
    funding_ends_on = forms.DateField(
        label=_("Until when is it paid?"),
        required=False,
        widget=day_input(),
        help_text=_("We tell you before."),
    )
    funding_plan = forms.CharField(
        label=_("What follows when the money ends?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
    )
    review_on = forms.DateField(label=_("Look at it again by"), required=False, widget=day_input())
    website = forms.URLField(label=_("Website"), required=False, max_length=500, assume_scheme="https")
    office = forms.ModelChoiceField(
        label=_("Which programme office runs it?"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=_("none"),
    )
    visibility = forms.TypedChoiceField(
        label=_("Who may see it?"), choices=Visibility.choices, coerce=int, initial=Visibility.PUBLIC
    )

    def __init__(self, *args: Any, initiative: Initiative | None = None, **options: Any) -> None:
        """Offer public offices; fill in what is known of an initiative."""
        super().__init__(*args, **options)
        kept = initiative.office_id if initiative is not None else None
        offices = Office.objects.filter(Q(visibility=Visibility.PUBLIC) | Q(pk=kept)).order_by("name")
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        if initiative is not None:
            self.initial = {name: getattr(initiative, name) for name in self.fields}

    def draft(self) -> InitiativeDraft:
        """What the action takes."""
        return InitiativeDraft(**self.cleaned_data)


class MilestoneForm(forms.Form):
    """A step of the plan."""

    title = forms.CharField(label=_("What stands by then?"), max_length=300)
    due_on = forms.DateField(label=_("By"), widget=day_input())
    owner_name = forms.CharField(label=_("Who sees to it?"), max_length=200, required=False)

    def draft(self) -> MilestoneDraft:
        """What the action takes."""
        return MilestoneDraft(**self.cleaned_data)


class CloseForm(forms.Form):
    """That an initiative ended."""

    on = forms.DateField(label=_("Last day"), widget=day_input())
    reason = forms.CharField(
        label=_("Why did it end?"), max_length=500, help_text=_("Others learn from it: it stays to be read.")
    )
