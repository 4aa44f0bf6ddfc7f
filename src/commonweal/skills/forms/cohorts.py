"""What people fill in about trainings."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body, Office, Visibility
from commonweal.skills.actions import CohortDraft
from commonweal.skills.actions.cohorts import MOST_CODES
from commonweal.skills.forms.days import day_input
from commonweal.skills.models import Cohort
from commonweal.skills.queries.pack import skills_pack

READERS = [each for each in Visibility.choices if each[0] != Visibility.PRIVATE]
MOST_BODIES = 300


class CohortForm(forms.Form):
    """A training; its title and its skills are needed."""

    title = forms.CharField(label=_("Title"), max_length=300)
    skills = forms.MultipleChoiceField(
        label=_("Which skills is it to change?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People are asked these, before and after."),
    )
    course_url = forms.URLField(label=_("Address of the course"), required=False, max_length=500, assume_scheme="https")
    starts_on = forms.DateField(label=_("First day"), required=False, widget=day_input())
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=day_input())
    target_count = forms.IntegerField(
        label=_("For how many people is it meant?"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("All whom it concerns, not only those who come. Leave it empty if it is not known."),
    )
    office = forms.ModelChoiceField(
        label=_("Which programme office holds it?"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=_("none"),
    )
    bodies = forms.CharField(
        label=_("For which other organisations is it?"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Open the page of each organisation here and copy its address out of the browser, one a line."),
    )
    visibility = forms.TypedChoiceField(
        label=_("Who may see it?"), choices=READERS, coerce=int, initial=Visibility.BODY
    )

    def __init__(self, *args: Any, cohort: Cohort | None = None, **options: Any) -> None:
        """Offer skills and public offices; fill in what is known of a training."""
        super().__init__(*args, **options)
        self.fields["skills"].choices = [(each.id, each.label) for each in skills_pack().skills.values()]  # type: ignore[attr-defined]
        offices = Office.objects.filter(visibility=Visibility.PUBLIC).order_by("name")
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        if cohort is not None:
            self.initial = {name: getattr(cohort, name) for name in self.fields if name != "bodies"}
            self.initial["bodies"] = "\n".join(each.slug for each in cohort.bodies.all())

    def clean_bodies(self) -> tuple[Body, ...]:
        """The bodies at these addresses.

        Raises ValidationError when one is of no body.
        """
        slugs = [line.strip().rstrip("/").rpartition("/")[2] for line in self.cleaned_data["bodies"].splitlines()]
        wanted = list(dict.fromkeys(slug for slug in slugs if slug))[:MOST_BODIES]
        found = {each.slug: each for each in Body.objects.filter(slug__in=wanted)}
        unknown = [slug for slug in wanted if slug not in found]
        if unknown:
            raise ValidationError(
                translate("We know no organisation at: %(names)s") % {"names": ", ".join(unknown)}, code="unknown"
            )
        return tuple(found[slug] for slug in wanted)

    def draft(self) -> CohortDraft:
        """What the action takes."""
        return CohortDraft(**self.cleaned_data | {"skills": tuple(self.cleaned_data["skills"])})


class CloseForm(forms.Form):
    """That a training is over."""

    attended_count = forms.IntegerField(
        label=_("How many people came?"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("Leave it empty if nobody counted: then the share of those it was for is not known."),
    )


class CodesForm(forms.Form):
    """How many codes to print."""

    count = forms.IntegerField(label=_("How many codes?"), min_value=1, max_value=MOST_CODES, initial=10)


class CodeForm(forms.Form):
    """The code somebody was given."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        help_text=_("12 letters and digits, as on your paper. Small or large letters do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
