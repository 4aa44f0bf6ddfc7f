"""What a body says and decides about software: how much it matters, the look by a person, the decision."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.health.actions.screening import CheckAnswer, CheckDraft, CourseDraft
from commonweal.health.forms.projects import DAY
from commonweal.health.models import Course
from commonweal.health.queries.screening_packs import check_pack, screening_pack
from commonweal.health.rules.checking import NOT_KNOWN
from commonweal.organisations.models import Visibility


class ImportanceForm(forms.Form):
    """How much software matters to a body."""

    level = forms.TypedChoiceField(label=_("How much does it matter to you?"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        levels = sorted(screening_pack().levels.items(), reverse=True)
        self.fields["level"].choices = [(level, f"{level}: {words.told().label}") for level, words in levels]  # type: ignore[attr-defined]


class ManualCheckForm(forms.Form):
    """The questions of the pack; what was counted is chosen already, and anybody may choose otherwise."""

    note = forms.CharField(
        label=_("What else should be known?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_shared = forms.BooleanField(
        label=_("Let all organisations of the network read this"),
        required=False,
        help_text=_("Then nobody has to look at the same software twice. Everybody else does not see it."),
    )

    def __init__(self, *given: Any, proposed: Mapping[str, str], **named: Any) -> None:
        super().__init__(*given, **named)
        self.proposed = proposed
        pack = check_pack()
        for question in pack.questions:
            words = pack.words[question.id].told()
            choices = [(each.id, pack.answers[question.id, each.id].told().label) for each in question.choices]
            self.fields[question.id] = forms.ChoiceField(
                label=words.label,
                help_text=words.why,
                choices=[*choices, (NOT_KNOWN, translate("not known"))],
                required=False,
                initial=proposed.get(question.id, NOT_KNOWN),
                widget=forms.RadioSelect,
            )
            self.fields[f"{question.id}_note"] = forms.CharField(
                label=translate("How do you know?"), max_length=500, required=False
            )

    def draft(self) -> CheckDraft:
        """What was found, of a form that is valid; what agrees with the count is marked so."""
        given = self.cleaned_data
        return CheckDraft(
            answers={
                question.id: CheckAnswer(
                    given[question.id] or NOT_KNOWN,
                    given[question.id] == self.proposed.get(question.id),
                    given[f"{question.id}_note"],
                )
                for question in check_pack().questions
            },
            note=given["note"],
            visibility=Visibility.NETWORK if given["is_shared"] else Visibility.BODY,
        )

    def questions(self) -> list[tuple[str, Any, Any]]:
        """Each question's id with its two fields."""
        return [(each.id, self[each.id], self[f"{each.id}_note"]) for each in check_pack().questions]


class CourseForm(forms.Form):
    """What is decided, why, and when somebody looks again."""

    course = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Others read this, and so do you next year."),
    )
    review_on = forms.DateField(label=_("When will you look again?"), widget=DAY)

    def __init__(self, *given: Any, is_in_use: bool, level: int | None, **named: Any) -> None:
        super().__init__(*given, **named)
        fitting = {name for name, is_for_new in screening_pack().decisions if is_for_new != is_in_use}
        self.fields["course"].choices = [pair for pair in Course.choices if pair[0] in fitting]  # type: ignore[attr-defined]
        days = screening_pack().screening.importance[level or 2].review_after_days
        self.fields["review_on"].initial = timezone.localdate() + timedelta(days=days)

    def draft(self) -> CourseDraft:
        """The decision, of a form that is valid."""
        return CourseDraft(**self.cleaned_data)
