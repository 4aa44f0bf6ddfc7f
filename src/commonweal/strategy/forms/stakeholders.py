"""The shape of what people fill in about those with whom a body talks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Visibility
from commonweal.strategy.actions import StakeholderDraft
from commonweal.strategy.forms.days import day_input
from commonweal.strategy.forms.strategies import SEEN_BY_BODY
from commonweal.strategy.models import Reach, Sector


class StakeholderForm(forms.Form):
    """Somebody with whom a body talks about open source."""

    name = forms.CharField(
        label=_("With whom?"), max_length=300, help_text=_("An organisation or a post, not a person.")
    )
    sector = forms.ChoiceField(label=_("Where do they stand?"), choices=Sector.choices)
    reach = forms.ChoiceField(label=_("How far do they reach?"), choices=Reach.choices, initial=Reach.LOCAL)
    about = forms.CharField(label=_("About what?"), max_length=500, required=False)
    spoken_on = forms.DateField(label=_("Last spoken on"), required=False, widget=day_input())
    visibility = forms.TypedChoiceField(
        label=_("Who may see it?"), choices=SEEN_BY_BODY, coerce=int, initial=Visibility.BODY
    )

    def draft(self) -> StakeholderDraft:
        """What the action takes."""
        return StakeholderDraft(**self.cleaned_data)
