"""The shape of what is said of one system, and of what a body allows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.licensing.models import Choice, FulfilmentState, Use


class UseForm(forms.Form):
    """How a system is used."""

    use = forms.ChoiceField(label=_("How is the system used?"), choices=[("", _("choose")), *Use.choices])


class FulfilmentForm(forms.Form):
    """What became of one obligation."""

    obligation = forms.CharField(max_length=100, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("What became of it?"), choices=FulfilmentState.choices)
    note = forms.CharField(
        label=_("Note"),
        max_length=1000,
        required=False,
        help_text=_("How you keep to it, or why it does not apply."),
    )


class PolicyChoiceForm(forms.Form):
    """A licence that a body allows or refuses."""

    licence = forms.CharField(
        label=_("Licence"),
        max_length=200,
        help_text=_("One licence as SPDX writes it, such as AGPL-3.0-only."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    choice = forms.ChoiceField(label=_("What holds here?"), choices=Choice.choices)
    reason = forms.CharField(label=_("Why?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
