"""Asking how well somebody can do things."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.rules.cohorts import SATISFACTION

FIELD = "skill-"


class LevelsForm(forms.Form):
    """A level for each skill asked for; what is left empty is not said."""

    def __init__(
        self, *args: Any, skills: Sequence[str], said: Mapping[str, int] | None = None, **options: Any
    ) -> None:
        """Ask for these skills; `said` is what was said before."""
        super().__init__(*args, **options)
        pack = skills_pack()
        choices = [("", _("I say nothing of this")), *((str(each.level), _choice(each)) for each in pack.levels)]
        asked = {
            f"{FIELD}{skill}": forms.TypedChoiceField(
                label=pack.skills[skill].label,
                help_text=pack.skills[skill].sentence,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=(said or {}).get(skill, ""),
            )
            for skill in skills
            if skill in pack.skills
        }
        self.fields = asked | self.fields

    def levels(self) -> dict[str, int]:
        """What was said, by skill."""
        return {
            name.removeprefix(FIELD): level
            for name, level in self.cleaned_data.items()
            if name.startswith(FIELD) and level is not None
        }


class MineForm(LevelsForm):
    """What a person can, and whether they would help others."""

    would_help = forms.BooleanField(
        label=gettext_lazy("I would help others of my organisation with what I can"),
        required=False,
        help_text=gettext_lazy("Off unless you turn it on, and you can turn it off at any time."),
    )


class AfterForm(LevelsForm):
    """What a participant can after a training, and how satisfied they are."""

    satisfaction = forms.TypedChoiceField(
        label=gettext_lazy("How satisfied are you with the training?"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[
            ("", gettext_lazy("I do not say")),
            *((mark, str(mark)) for mark in SATISFACTION),
        ],
        help_text=gettext_lazy("1 is not at all, 5 is very much."),
    )


def _choice(each: Any) -> str:
    return f"{each.label}: {each.sentence}"
