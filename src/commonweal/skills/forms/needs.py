"""What a body needs, and counts of people without an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.skills.actions import NeedDraft
from commonweal.skills.actions._checking import MOST_PEOPLE
from commonweal.skills.forms.days import day_input
from commonweal.skills.queries.pack import skills_pack


class SkillForm(forms.Form):
    """A skill at a level, and a number of people."""

    skill = forms.ChoiceField(label=_("Skill"))
    level = forms.TypedChoiceField(label=_("Level"), coerce=int)
    people = forms.IntegerField(label=_("How many people?"), min_value=1, max_value=MOST_PEOPLE, initial=1)

    lowest = 0

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the skills and levels of the catalogue."""
        super().__init__(*args, **options)
        pack = skills_pack()
        self.fields["skill"].choices = [(each.id, each.label) for each in pack.skills.values()]  # type: ignore[attr-defined]
        levels = [(each.level, each.label) for each in pack.levels if each.level >= self.lowest]
        self.fields["level"].choices = levels  # type: ignore[attr-defined]


class CountForm(SkillForm):
    """So many people without an account have a skill at a level."""


class NeedForm(SkillForm):
    """So many people are needed."""

    lowest = 1
    by_on = forms.DateField(label=_("By when?"), required=False, widget=day_input())

    def draft(self) -> NeedDraft:
        """What the action takes."""
        return NeedDraft(**self.cleaned_data)


class ProfileForm(forms.Form):
    """So many people in a role are needed, with all it takes."""

    profile = forms.ChoiceField(label=_("Role"))
    people = forms.IntegerField(label=_("How many people?"), min_value=1, max_value=MOST_PEOPLE, initial=1)
    by_on = forms.DateField(label=_("By when?"), required=False, widget=day_input())

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the roles of the catalogue."""
        super().__init__(*args, **options)
        roles = [(each.id, each.label) for each in skills_pack().profiles.values()]
        self.fields["profile"].choices = roles  # type: ignore[attr-defined]
