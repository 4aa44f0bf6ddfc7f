"""The shape of a conclusion about licences, of one package or of many."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.licensing.actions import ConclusionDraft
from commonweal.licensing.queries.concluded import Concluding
from commonweal.organisations.models import Body

EVERYBODY = "everybody"


class ConclusionForm(forms.Form):
    """Which licence it is, for whom, and how one knows."""

    expression = forms.CharField(
        label=_("Licence"),
        max_length=1000,
        help_text=_("As SPDX writes it: MIT, or GPL-2.0-only OR EUPL-1.2."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label=_("How do you know?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: the file LICENSE of this version says so. Others must be able to check it."),
    )
    evidence_url = forms.URLField(
        label=_("Web address where it stands"), max_length=1000, required=False, assume_scheme="https"
    )

    field_order: tuple[str, ...] = ("body",)

    def __init__(self, *given: Any, concluding: Concluding, **named: Any) -> None:
        super().__init__(*given, **named)
        everybody = [(EVERYBODY, _("every organisation of this platform"))] if concluding.for_everybody else []
        choices = [*((str(body.pk), body.name) for body in concluding.bodies), *everybody]
        self._bodies = {str(body.pk): body for body in concluding.bodies}
        self.fields["body"] = forms.ChoiceField(
            label=_("For whom do you conclude?"),
            choices=choices if len(choices) == 1 else [("", _("choose")), *choices],
            help_text=_(
                "It also holds for the organisations that this one watches over, unless they conclude otherwise."
            ),
        )
        self.order_fields(self.field_order)

    def body(self) -> Body | None:
        """The body chosen, of a form that is valid; None for the whole installation."""
        return self._bodies.get(self.cleaned_data["body"])

    def draft(self) -> ConclusionDraft:
        """The conclusion, of a form that is valid."""
        names = ("expression", "reason", "evidence_url", "versions")
        return ConclusionDraft(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class PackageConclusionForm(ConclusionForm):
    """The same for one package, perhaps for some of its versions only."""

    versions = forms.CharField(
        label=_("Versions"),
        max_length=300,
        required=False,
        help_text=_("Leave empty for all. One version, or a range such as >=1.0, <2.0."),
    )
    field_order: tuple[str, ...] = ("body", "expression", "versions", "reason", "evidence_url")
