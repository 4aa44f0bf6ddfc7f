"""The shape of what people fill in about contracts and lock-in."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Visibility
from commonweal.usage import queries
from commonweal.usage.actions import ContractDraft, LockInAnswer
from commonweal.usage.forms.money import MoneyField
from commonweal.usage.forms.systems import choices_of, day_input
from commonweal.usage.models import Contract, LockInAssessment, Renewal, System


class ContractForm(forms.Form):
    """What a body pays a supplier for. Only the title is needed; what is left empty is not known."""

    title = forms.CharField(label=_("Title"), max_length=300, help_text=_("What the contract is about."))
    supplier_name = forms.CharField(label=_("Supplier"), max_length=300, required=False)
    systems = forms.ModelMultipleChoiceField(
        label=_("Systems it covers"),
        queryset=System.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    yearly_cost_cents = MoneyField(
        label=_("Cost a year"), max_length=40, required=False, help_text=_("Leave empty if not known; 0 if free.")
    )
    currency = forms.RegexField(
        label=_("Currency"), regex="^[A-Za-z]{3}$", initial="EUR", help_text=_("Three letters, such as EUR.")
    )
    starts_on = forms.DateField(label=_("First day"), required=False, widget=day_input())
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=day_input())
    notice_on = forms.DateField(
        label=_("Last day to give notice"),
        required=False,
        widget=day_input(),
        help_text=_("We remind you before it."),
    )
    renewal = forms.ChoiceField(label=_("What happens at the end?"), choices=Renewal.choices, required=False)
    renewal_months = forms.IntegerField(
        label=_("By how many months is it prolonged?"), min_value=1, max_value=240, required=False
    )
    clauses = forms.MultipleChoiceField(
        label=_("What the contract says"), required=False, widget=forms.CheckboxSelectMultiple
    )
    exit_cost_cents = MoneyField(
        label=_("What would leaving cost?"),
        max_length=40,
        required=False,
        help_text=_("Taking the data out, moving them over, training, running both for a while."),
    )
    exit_months = forms.IntegerField(
        label=_("How many months would leaving take?"), min_value=0, max_value=240, required=False
    )
    reference = forms.CharField(
        label=_("Reference"), max_length=100, required=False, help_text=_("Your own number. Left empty, we give one.")
    )
    visibility = forms.TypedChoiceField(
        label=_("Who may see it?"),
        choices=[choice for choice in Visibility.choices if choice[0] <= Visibility.NETWORK],
        coerce=int,
        initial=Visibility.BODY,
        help_text=_("Suppliers never see it."),
    )

    def __init__(self, *args: Any, systems: QuerySet[System], contract: Contract | None = None, **options: Any) -> None:
        """Offer these systems; fill in what is known of a contract."""
        super().__init__(*args, **options)
        self.contract = contract
        self.fields["systems"].queryset = systems  # type: ignore[attr-defined]
        self.fields["clauses"].choices = choices_of("clauses")  # type: ignore[attr-defined]
        if contract is not None:
            own = {name: getattr(contract, name) for name in self.fields if name != "systems"}
            self.initial = own | {"systems": [system.pk for system in contract.systems.all()]}

    def clean(self) -> dict[str, Any]:
        """Days in order, each said beside its field."""
        given = super().clean() or {}
        starts, ends, notice = (given.get(name) for name in ("starts_on", "ends_on", "notice_on"))
        if starts and ends and ends < starts:
            self.add_error("ends_on", translate("The last day lies before the first."))
        if notice and ends and notice > ends:
            self.add_error("notice_on", translate("The last day to give notice lies after the end."))
        return given

    def draft(self) -> ContractDraft:
        """What the action takes; the day it was terminated to and systems that are not shown stay as they are."""
        given = dict(self.cleaned_data)
        shown = self.fields["systems"].queryset  # type: ignore[attr-defined]
        hidden = self.contract.systems.exclude(pk__in=shown.values("pk")) if self.contract else ()
        given["systems"] = [*given["systems"], *hidden]
        given["currency"] = given["currency"].upper()
        return ContractDraft(**given, terminated_on=self.contract.terminated_on if self.contract else None)


class LockInForm(forms.Form):
    """The ten questions; “not known” is chosen until somebody says otherwise."""

    def __init__(self, *args: Any, last: LockInAssessment | None = None, **options: Any) -> None:
        """Ask what the pack asks; begin with the last answers."""
        super().__init__(*args, **options)
        language = get_language() or "en"
        self.pack = queries.lock_in_pack()
        for question in self.pack.questions:
            said = last.answers.get(question.id, {}) if last else {}
            answers = [(str(value), queries.in_language(text, language)) for value, text in enumerate(question.answers)]
            self.fields[question.id] = forms.ChoiceField(
                label=queries.in_language(question.labels, language),
                choices=[*answers, ("", translate("not known"))],
                required=False,
                initial=str(said.get("value", "")),
                widget=forms.RadioSelect,
            )
            self.fields[f"{question.id}_evidence"] = forms.CharField(
                label=translate("How do you know?"),
                max_length=500,
                required=False,
                initial=said.get("evidence", ""),
            )

    def answers(self) -> dict[str, LockInAnswer]:
        """What the action takes: the questions that were answered."""
        given = self.cleaned_data
        return {
            question.id: LockInAnswer(int(given[question.id]), given[f"{question.id}_evidence"])
            for question in self.pack.questions
            if given[question.id]
        }

    def questions(self) -> list[tuple[str, Any, Any]]:
        """Each question's id with its two fields."""
        return [(one.id, self[one.id], self[f"{one.id}_evidence"]) for one in self.pack.questions]
