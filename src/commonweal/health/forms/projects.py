"""What people say of a project: that it is maintained, and in which stage of life it is; and which are looked at."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonweal.health.actions import ConfirmationDraft
from commonweal.health.models import LifeStage
from commonweal.health.queries.packs import health_packs

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DECLARABLE = (
    ("", _("choose")),
    (LifeStage.INCEPTION.value, LifeStage.INCEPTION.label),
    (LifeStage.GROWTH.value, LifeStage.GROWTH.label),
    (LifeStage.STABLE.value, _("stable: finished, and looked after")),
    (LifeStage.DECLINE.value, LifeStage.DECLINE.label),
)


class ConfirmationForm(forms.Form):
    """Still maintained: who says so, and until when it holds."""

    said_by = forms.CharField(
        label=_("Who looks after it?"),
        max_length=200,
        help_text=_("The name of a person or a team; everybody can read it."),
    )
    until = forms.DateField(
        label=_("Until when does that hold?"), widget=DAY, help_text=_("The last day, at most a year ahead.")
    )
    note = forms.CharField(
        label=_("Anything to add?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        # A year after a leap day is 366 days ahead, and it holds for 365.
        longest = timezone.localdate() + timedelta(days=health_packs().limits.confirmation_holds_days)
        self.fields["until"].initial = longest

    def draft(self) -> ConfirmationDraft:
        """What is said today, of a form that is valid."""
        return ConfirmationDraft(said_on=timezone.localdate(), **self.cleaned_data)


class StageForm(forms.Form):
    """In which stage of its life a project is, as those who keep it say."""

    stage = forms.ChoiceField(
        label=_("Stage of life"),
        choices=DECLARABLE,
        help_text=_("A finished library that is looked after is not forsaken: say so here, and confirm it each year."),
    )
    note = forms.CharField(label=_("Why?"), max_length=500, required=False)


class ProjectForm(forms.Form):
    """Which repository is looked at from now on."""

    url = forms.CharField(
        label=_("Address of the repository"),
        max_length=1000,
        help_text=_("Where its code lies, beginning with https://"),
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
