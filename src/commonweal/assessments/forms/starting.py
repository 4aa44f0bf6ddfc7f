"""Beginning an assessment, taking part in one, and taking up what is advised."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonweal.assessments.actions import AssessmentDraft, RespondentDraft
from commonweal.assessments.documents.sentences import language
from commonweal.assessments.models import RespondentRole
from commonweal.assessments.queries.instruments import instruments
from commonweal.assessments.rules.instrument import Subject, Words, said
from commonweal.catalogue.models import Entry

SHORT, FULL = "short", "full"


class RoleForm(forms.Form):
    """From where in the house somebody answers."""

    role = forms.ChoiceField(
        label=_("From where in the house do you answer?"), choices=RespondentRole.choices, initial=RespondentRole.OTHER
    )
    unit = forms.CharField(
        label=_("Your department"), required=False, max_length=200,
        help_text=_("Where people of several departments answer, the result shows each by itself."),
    )  # fmt: skip

    def respondent(self) -> RespondentDraft:
        """What was said; only after is_valid()."""
        return RespondentDraft(role=self.cleaned_data["role"], unit=self.cleaned_data["unit"])


class StartForm(RoleForm):
    """What is assessed, and by which questions; `entry` where it is a product of the catalogue."""

    instrument = forms.ChoiceField(label=_("Which questions?"))
    subject_text = forms.CharField(
        label=_("Which product, purchase or release?"), required=False, max_length=300,
        help_text=_("Only for questions about one of these."),
    )  # fmt: skip
    purl = forms.CharField(
        label=_("Which part?"), required=False, max_length=700,
        help_text=_("Only for questions about a part: its package URL, such as pkg:pypi/django."),
    )  # fmt: skip
    country = forms.CharField(
        label=_("Which country?"), required=False, max_length=2, help_text=_("Only for questions about a country: IT.")
    )
    field_order = ("instrument", "role", "unit", "subject_text", "purl", "country")

    def __init__(self, *given: Any, entry: Entry | None = None, **named: Any) -> None:
        super().__init__(*given, **named)
        self.entry = entry
        self.fields["instrument"].choices = instrument_choices(entry)  # type: ignore[attr-defined]
        subjects = {each.subject for each in instruments().values()}
        if entry is not None or not subjects & {Subject.PRODUCT, Subject.PURCHASE}:
            del self.fields["subject_text"]
        for subject, name in ((Subject.DEPENDENCY, "purl"), (Subject.COUNTRY, "country")):
            if entry is not None or subject not in subjects:
                del self.fields[name]

    def subject_field(self) -> str | None:
        """The field that says what the chosen questions are about; only after is_valid()."""
        chosen = instruments()[self.cleaned_data["instrument"].rsplit(":", 1)[0]].subject
        names = {Subject.COUNTRY: "country", Subject.DEPENDENCY: "purl"}
        name = names.get(chosen, "subject_text")
        return name if name in self.fields else None

    def draft(self) -> AssessmentDraft:
        """What was said; only after is_valid()."""
        identifier, form = self.cleaned_data["instrument"].rsplit(":", 1)
        return AssessmentDraft(
            instrument=identifier,
            is_short=form == SHORT,
            entry=self.entry,
            subject_text=self.cleaned_data.get("subject_text", ""),
            purl=self.cleaned_data.get("purl", ""),
            country=self.cleaned_data.get("country", ""),
            respondent=self.respondent(),
        )


class TakeForm(forms.Form):
    """Who does it, and by when."""

    owner = forms.CharField(label=_("Who does it?"), required=False, max_length=200)
    due_on = forms.DateField(label=_("By when?"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


def instrument_choices(entry: Entry | None) -> list[tuple[str, str]]:
    """Each instrument with its forms, the short one first; those on organisations first, or only those on products."""
    choices = []
    for each in sorted(instruments().values(), key=lambda one: one.subject is not Subject.BODY):
        if entry is not None and each.subject is not Subject.PRODUCT:
            continue
        if each.has_short_form:
            words = _("%(title)s In short: %(count)s questions")
            choices.append((f"{each.id}:{SHORT}", _worded(words, each.title, len(each.of_form(short=True)))))
        words = _("%(title)s %(count)s questions")
        choices.append((f"{each.id}:{FULL}", _worded(words, each.title, len(each.questions))))
    return choices


def _worded(words: Promise, title: Words, count: int) -> str:
    return str(words) % {"title": said(title, language()), "count": count}
