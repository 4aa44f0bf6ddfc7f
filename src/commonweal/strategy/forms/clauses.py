"""The shape of what people fill in about clauses, what helps to follow them, and concerns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body, Visibility
from commonweal.strategy.actions import ClauseDraft
from commonweal.strategy.models import DocumentKind, Goal, SupportKind
from commonweal.strategy.queries.strategies import goals_to_choose


class ClauseForm(forms.Form):
    """A place in a document that says something on open source."""

    document = forms.CharField(
        label=_("In which document?"), max_length=300, help_text=_("Such as “Innovation policy 2030”.")
    )
    reference = forms.CharField(
        label=_("Where in it?"), max_length=100, required=False, help_text=_("Such as “section 4.2”.")
    )
    says = forms.CharField(
        label=_("What does it say?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In your own words, one or two sentences."),
    )
    kind = forms.ChoiceField(label=_("What is this document?"), choices=DocumentKind.choices, initial="other")
    url = forms.URLField(label=_("Its address"), required=False, max_length=1000, assume_scheme="https")
    goal = forms.ModelChoiceField(
        label=_("Behind which goal does it stand?"),
        queryset=Goal.objects.none(),
        required=False,
        empty_label=_("none yet"),
    )
    visibility = forms.TypedChoiceField(
        label=_("Who may see it?"),
        choices=[choice for choice in Visibility.choices if choice[0] >= Visibility.BODY],
        coerce=int,
        initial=Visibility.BODY,
    )

    def __init__(self, *args: Any, body: Body, **options: Any) -> None:
        """Offer the goals of the body."""
        super().__init__(*args, **options)
        self.fields["goal"].queryset = goals_to_choose(body)  # type: ignore[attr-defined]

    def draft(self) -> ClauseDraft:
        """What the action takes."""
        return ClauseDraft(**self.cleaned_data)


class SupportForm(forms.Form):
    """What helps people to follow a clause."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=SupportKind.choices)
    title = forms.CharField(
        label=_("Its name"),
        max_length=300,
        help_text=_("Such as “How to buy, in one page” or “legal office, room 12”."),
    )
    url = forms.URLField(label=_("Its address"), required=False, max_length=1000, assume_scheme="https")


class ConcernForm(forms.Form):
    """What somebody fears."""

    fear = forms.CharField(
        label=_("What is feared?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In the words in which it was said, such as “Anyone can read our code and attack us.”"),
    )
    voiced_by = forms.CharField(
        label=_("Who said so?"), max_length=200, required=False, help_text=_("A post, not a name: “council”, “IT”.")
    )


class AnswerForm(forms.Form):
    """The answer to a fear."""

    answer = forms.CharField(label=_("Answer"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}))
    evidence_url = forms.URLField(
        label=_("What shows it? An address"), required=False, max_length=1000, assume_scheme="https"
    )
