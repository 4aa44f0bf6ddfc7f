"""The shape of what suppliers fill in, and what is filled in about them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Visibility
from commonweal.organisations.queries import Viewer
from commonweal.standards import countries
from commonweal.usage.actions import OfferDraft, SupplierDraft
from commonweal.usage.forms.claims import EntryField
from commonweal.usage.forms.money import MoneyField
from commonweal.usage.models import Known, PriceModel, ServiceKind

DAY = forms.DateInput(attrs={"type": "date"})


class CountriesField(forms.CharField):
    """Country codes, two letters each, with commas or spaces between."""

    def clean(self, value: Any) -> Any:
        """The codes, each once."""
        codes = [code.upper() for code in super().clean(value).replace(",", " ").split()]
        wrong = [code for code in codes if code not in countries.codes() and code not in countries.DEMO_COUNTRY]
        if wrong:
            raise ValidationError(translate("“%(code)s” is no country code.") % {"code": wrong[0][:20]})
        return list(dict.fromkeys(codes))


class SupplierForm(forms.Form):
    """How a supplier presents itself."""

    description = forms.CharField(
        label=_("What you do for public bodies"), max_length=5000, required=False, widget=forms.Textarea
    )
    countries = CountriesField(
        label=_("Countries you serve"),
        max_length=1000,
        required=False,
        help_text=_("Two letters each, such as FR, IT."),
    )
    is_small = forms.NullBooleanField(
        label=_("A small or medium-sized enterprise"),
        widget=forms.Select(choices=[("unknown", _("not known")), ("true", _("yes")), ("false", _("no"))]),
    )

    def draft(self) -> SupplierDraft:
        """What was filled in."""
        return SupplierDraft(**self.cleaned_data)


class _OfSoftware(forms.Form):
    """Something about a piece of software that the person filling in may see."""

    entry = EntryField(
        label=_("Software"),
        max_length=1000,
        help_text=_("Its name as in the catalogue, or the address of its repository."),
    )

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        """Look for software with the eyes of the viewer."""
        super().__init__(*args, **options)
        field = self.fields["entry"]
        if isinstance(field, EntryField):
            field.viewer = viewer


class ServiceForm(_OfSoftware):
    """What a supplier does with a piece of software."""

    kind = forms.ChoiceField(label=_("What you do with it"), choices=ServiceKind.choices)
    countries = CountriesField(
        label=_("Where"), max_length=1000, required=False,
        help_text=_("Two letters each, such as FR, IT. Empty: wherever you serve."),
    )  # fmt: skip


class ContributionForm(_OfSoftware):
    """Work that a project accepted."""

    title = forms.CharField(label=_("What it was"), max_length=300)
    url = forms.URLField(
        label=_("Where everybody can see it"), max_length=1000, assume_scheme="https",
        help_text=_("The merge request, the commit or the release note."),
    )  # fmt: skip
    accepted_on = forms.DateField(label=_("Accepted on"), widget=DAY)


class OfferForm(_OfSoftware):
    """The terms of an offer."""

    title = forms.CharField(label=_("Name of the offer"), max_length=300)
    kind = forms.ChoiceField(label=_("What you would do"), choices=ServiceKind.choices)
    price_model = forms.ChoiceField(label=_("The price is"), choices=PriceModel.choices)
    low_cents = MoneyField(label=_("At least"), required=False)
    likely_cents = MoneyField(label=_("Most likely"), required=False)
    high_cents = MoneyField(label=_("At most"), required=False)
    currency = forms.RegexField(label=_("Currency"), regex="^[A-Z]{3}$", initial="EUR")
    service_level = forms.CharField(
        label=_("What you promise"), max_length=500, required=False,
        help_text=_("Hours of help, time to answer, time to repair."),
    )  # fmt: skip
    capacity = forms.IntegerField(
        label=_("How many more organisations you can take on"), min_value=0, max_value=1_000_000, required=False
    )
    hosting_country = CountriesField(
        label=_("Country where the data lie"), max_length=2, required=False, help_text=_("Two letters, such as FR.")
    )
    exit_terms = forms.CharField(
        label=_("How a customer leaves"), max_length=1000, required=False, widget=forms.Textarea,
        help_text=_("What is handed over, in which formats, how fast, for how much."),
    )  # fmt: skip
    countries = CountriesField(
        label=_("Where"), max_length=1000, required=False, help_text=_("Two letters each, such as FR, IT.")
    )
    valid_until = forms.DateField(label=_("The offer stands until"), required=False, widget=DAY)

    def draft(self) -> OfferDraft:
        """What was filled in."""
        said = dict(self.cleaned_data)
        said["hosting_country"] = next(iter(said["hosting_country"]), "")
        if said["price_model"] == PriceModel.FREE:
            said |= {"low_cents": 0, "likely_cents": 0, "high_cents": 0}
        return OfferDraft(**said)


class TenancyForm(forms.Form):
    """That an organisation runs on an offer."""

    since = forms.DateField(label=_("Since when"), widget=DAY)
    visibility = forms.TypedChoiceField(
        label=_("Who sees that it is you"),
        choices=[choice for choice in Visibility.choices if choice[0] >= Visibility.BODY],
        coerce=lambda value: Visibility(int(value)),
        initial=Visibility.NETWORK,
        help_text=_("Everybody is told how many organisations run on the offer."),
    )


class LeaveForm(forms.Form):
    """How an organisation came away from an offer."""

    on = forms.DateField(label=_("Last day"), widget=DAY)
    got_data = forms.TypedChoiceField(
        label=_("Were you handed all your data, in a form you can use elsewhere?"),
        choices=Known.choices,
        coerce=Known,
        empty_value=Known.UNKNOWN,
        required=False,
    )
    leaving = forms.CharField(
        label=_("How it went"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("How long it took, what it cost, what was missing. Whoever sees your name sees this, too."),
    )


class QuestionForm(forms.Form):
    """What a body asks about an offer."""

    text = forms.CharField(label=_("Your question"), max_length=2000, widget=forms.Textarea)


class RefusalForm(forms.Form):
    """Why work is not what it was said to be."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class DecisionLogForm(forms.Form):
    """Where a project tells in public what it decides."""

    url = forms.URLField(
        label=_("Where the project writes down its decisions"), max_length=1000, assume_scheme="https",
        help_text=_("Minutes, a log of decisions, discussions in the open."),
    )  # fmt: skip
