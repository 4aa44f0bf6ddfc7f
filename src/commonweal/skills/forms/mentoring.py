"""The shape of what people fill in about help: offers, wishes, agreements, hours."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body, Visibility
from commonweal.skills.actions.mentoring import OfferDraft, WantDraft
from commonweal.skills.actions.mentorships import MentorshipDraft
from commonweal.skills.forms.days import day_input
from commonweal.skills.models.mentoring import REACHES
from commonweal.skills.queries.mentoring_pack import mentoring_pack
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.rules.hours import read_hours
from commonweal.skills.rules.matching import Reach
from commonweal.standards import language as tags

# Official languages of states of Europe, so that neighbours find each other.
OTHER_LANGUAGES = (
    "bg", "ca", "cs", "cy", "da", "el", "es", "et", "eu", "fi", "ga", "gl", "hr", "hu", "is", "lb", "lt", "lv", "mk",
    "mt", "nb", "nl", "pl", "pt", "ro", "sk", "sl", "sq", "sr", "sv", "uk",
)  # fmt: skip
TO_OTHERS = [choice for choice in Visibility.choices if choice[0] >= Visibility.NETWORK]


def skill_choices() -> list[tuple[str, str]]:
    """The skills of the pack in the reader's language."""
    return [(each.id, each.label) for each in skills_pack().skills.values()]


def language_choices(own: str) -> list[tuple[str, str]]:
    """The body's own language and those of the site, by name; others are in `more_languages`."""
    return by_name([own, *(tags.primary(code) for code, _name in settings.LANGUAGES)])


def more_languages() -> list[tuple[str, str]]:
    """Other languages of public bodies in Europe, by name."""
    return [("", gettext("none")), *by_name(OTHER_LANGUAGES)]


def by_name(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Languages with their names in the reader's language, by name."""
    reader = get_language() or "en"
    return sorted(((tag, tags.name(tag, reader)) for tag in dict.fromkeys(codes)), key=lambda pair: pair[1])


class OfferForm(forms.Form):
    """What a body offers help with."""

    skill = forms.ChoiceField(label=_("What can you help with?"))
    note = forms.CharField(
        label=_("What exactly?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you have done yourselves, and what others may ask you."),
    )
    hours_a_month = forms.IntegerField(
        label=_("How many hours a month?"),
        required=False,
        min_value=1,
        max_value=400,
        help_text=_("For all who ask, together. Leave it empty if you do not know."),
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    another_language = forms.ChoiceField(label=_("In another language, too?"), required=False)
    reach = forms.ChoiceField(label=_("For whom?"), choices=REACHES, initial=Reach.EVERYBODY.value)
    contact = forms.CharField(
        label=_("Whom to ask?"), max_length=200, help_text=_("A post, such as “Digital office”; no private person.")
    )
    address = forms.EmailField(
        label=_("At which address?"), help_text=_("Best one that begins with “info” or “office”.")
    )
    person_agreed = forms.BooleanField(
        label=_("It is the address of one person, who agreed that others read it."), required=False
    )
    valid_until = forms.DateField(label=_("Until when?"), widget=day_input())
    visibility = forms.TypedChoiceField(
        label=_("Who may see it?"), choices=TO_OTHERS, coerce=int, initial=Visibility.PUBLIC
    )

    def __init__(self, *args: Any, body: Body, **options: Any) -> None:
        """Offer the skills, begin with the body's own language and mailbox, and a day that is usual."""
        super().__init__(*args, **options)
        own = tags.primary(body.language)
        self.fields["skill"].choices = skill_choices()  # type: ignore[attr-defined]
        self.fields["languages"].choices = language_choices(own)  # type: ignore[attr-defined]
        self.fields["another_language"].choices = more_languages()  # type: ignore[attr-defined]
        until = timezone.localdate() + timedelta(days=mentoring_pack().offer_days)
        self.initial = {"languages": [own], "address": body.mailbox, "valid_until": until, **self.initial}

    def draft(self) -> OfferDraft:
        """What the action takes."""
        return OfferDraft(**_with_languages(self.cleaned_data))


class WantForm(forms.Form):
    """What a body asks help with."""

    skill = forms.ChoiceField(label=_("What do you need help with?"))
    note = forms.CharField(
        label=_("What exactly?"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    another_language = forms.ChoiceField(label=_("In another language, too?"), required=False)
    visibility = forms.TypedChoiceField(
        label=_("Who may see it?"), choices=TO_OTHERS, coerce=int, initial=Visibility.NETWORK
    )

    def __init__(self, *args: Any, body: Body, **options: Any) -> None:
        """Offer the skills, and begin with the body's own language."""
        super().__init__(*args, **options)
        own = tags.primary(body.language)
        self.fields["skill"].choices = skill_choices()  # type: ignore[attr-defined]
        self.fields["languages"].choices = language_choices(own)  # type: ignore[attr-defined]
        self.fields["another_language"].choices = more_languages()  # type: ignore[attr-defined]
        self.initial = {"languages": [own], **self.initial}

    def draft(self) -> WantDraft:
        """What the action takes."""
        return WantDraft(**_with_languages(self.cleaned_data))


class RenewForm(forms.Form):
    """Until when an offer stands."""

    valid_until = forms.DateField(label=_("Until when?"), widget=day_input())


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(label=_("Why?"), max_length=500)


class ProposalForm(forms.Form):
    """What is proposed to the other side."""

    goal = forms.CharField(
        label=_("What is to be reached?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as: after three months our office reads licences without help."),
    )
    hours = forms.IntegerField(label=_("How many hours in all?"), min_value=1, max_value=2000)
    since = forms.DateField(label=_("From"), widget=day_input())
    until = forms.DateField(label=_("To"), widget=day_input())
    is_pooled = forms.BooleanField(
        label=_("Count the hours in the balance of our associations and offices."),
        required=False,
        initial=True,
        help_text=_("Members that take part then read how many hours each gave and took, not with whom."),
    )

    def draft(self) -> MentorshipDraft:
        """What the action takes."""
        return MentorshipDraft(**self.cleaned_data)


class LearnedForm(forms.Form):
    """What was learned by the end."""

    learned = forms.CharField(
        label=_("What was learned?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you can do now, what you would do differently. Both sides read it."),
    )


class HoursForm(forms.Form):
    """Hours that were given on a day."""

    on = forms.DateField(label=_("Day"), widget=day_input())
    time = forms.CharField(label=_("How long?"), max_length=10, help_text=_("Hours, such as 1:30 or 1.5."))
    what = forms.CharField(label=_("What was done?"), max_length=500)

    def clean_time(self) -> int:
        """Whole minutes."""
        minutes = read_hours(self.cleaned_data["time"])
        if minutes is None:
            raise forms.ValidationError(_("Write hours and minutes, such as 1:30 or 1.5."))
        return minutes

    def entry(self) -> dict[str, Any]:
        """What the action takes."""
        return {"on": self.cleaned_data["on"], "minutes": self.cleaned_data["time"], "what": self.cleaned_data["what"]}


class PeriodForm(forms.Form):
    """The time that a balance is about."""

    since = forms.DateField(label=_("From"), required=False, widget=day_input())
    until = forms.DateField(label=_("To"), required=False, widget=day_input())


def _with_languages(filled: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, with all languages in one list."""
    draft = {name: value for name, value in filled.items() if name != "another_language"}
    return draft | {"languages": [each for each in (*filled["languages"], filled["another_language"]) if each]}
