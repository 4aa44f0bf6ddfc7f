"""The shape of what people fill in about entries."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RetireForm(forms.Form):
    """Why an entry leaves the catalogue."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("A sentence. Everybody can read it on the page of the software.")
    )
