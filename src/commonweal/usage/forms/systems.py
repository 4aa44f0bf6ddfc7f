"""The shape of what people fill in about systems and interfaces."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.catalogue import queries as catalogue
from commonweal.organisations.models import Visibility
from commonweal.organisations.queries import Viewer
from commonweal.usage import queries
from commonweal.usage.actions import InterfaceDraft, SystemDraft
from commonweal.usage.models import Criticality, Hosting, Interface, Known, System

UNKNOWN = ("", _("not known"))


def day_input() -> forms.DateInput:
    """A date as browsers ask for it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def function_choices() -> list[Any]:
    """The functions of the catalogue by shelf, in the reader's language."""
    language = get_language() or "en"
    shelves = [
        (
            catalogue.label("category_group", shelf.id, language),
            [(term.id, catalogue.label("category", term.id, language)) for term in terms],
        )
        for shelf, terms in catalogue.grouped_categories()
    ]
    return [UNKNOWN, *shelves]


def choices_of(pack: str) -> list[tuple[str, str]]:
    """The values of a list in the reader's language."""
    language = get_language() or "en"
    return [(choice.id, queries.in_language(choice.labels, language)) for choice in queries.choices(pack).values()]


class SystemForm(forms.Form):
    """What a body runs. Only the name is needed; what is left empty is not known."""

    name = forms.CharField(label=_("Name"), max_length=300, help_text=_("As people in the house call it."))
    purpose = forms.CharField(label=_("What for?"), max_length=500, required=False)
    function = forms.ChoiceField(label=_("Function"), required=False)
    second_function = forms.ChoiceField(label=_("Another function"), required=False)
    software = forms.CharField(
        label=_("Software"),
        max_length=300,
        required=False,
        help_text=_("The product's name. If the catalogue lists it, the two are linked."),
    )
    is_open_source = forms.ChoiceField(
        label=_("Is it open source?"),
        choices=Known.choices,
        required=False,
        help_text=_("For software of the catalogue this is known from its licence."),
    )
    version = forms.CharField(label=_("Version"), max_length=100, required=False)
    supplier_name = forms.CharField(label=_("Supplier"), max_length=300, required=False)
    unit = forms.CharField(
        label=_("Unit that answers for it"), max_length=200, required=False, help_text=_("An office, not a person.")
    )
    user_count = forms.IntegerField(label=_("Number of users"), min_value=0, max_value=100_000_000, required=False)
    criticality = forms.ChoiceField(label=_("If it stops"), choices=Criticality.choices, required=False)
    hosting = forms.ChoiceField(label=_("Where it runs"), choices=Hosting.choices, required=False)
    hosting_country = forms.RegexField(
        label=_("Country where it runs"), regex="^[A-Za-z]{2}$", required=False, help_text=_("Two letters, such as FR.")
    )
    data_classes = forms.MultipleChoiceField(
        label=_("Data it holds"), required=False, widget=forms.CheckboxSelectMultiple
    )
    has_open_export = forms.ChoiceField(
        label=_("Can all data be taken out in an open format?"), choices=Known.choices, required=False
    )
    since = forms.DateField(label=_("In use since"), required=False, widget=day_input())
    reference = forms.CharField(
        label=_("Reference"), max_length=100, required=False, help_text=_("Your own number. Left empty, we give one.")
    )
    visibility = forms.TypedChoiceField(
        label=_("Who may see it?"),
        choices=Visibility.choices,
        coerce=int,
        initial=Visibility.BODY,
        help_text=_("What everyone sees, suppliers see too."),
    )

    def __init__(self, *args: Any, viewer: Viewer, system: System | None = None, **options: Any) -> None:
        """Fill in what is known of a system."""
        super().__init__(*args, **options)
        self.viewer = viewer
        self.system = system
        functions, classes = function_choices(), choices_of("data-classes")
        self.fields["function"].choices = functions  # type: ignore[attr-defined]
        self.fields["second_function"].choices = functions  # type: ignore[attr-defined]
        self.fields["data_classes"].choices = classes  # type: ignore[attr-defined]
        if system is not None:
            own = {name: getattr(system, name) for name in self.fields if hasattr(system, name)}
            software = system.software
            listed = [*system.functions, "", ""]
            self.initial = own | {
                "software": str(software) if software else "",
                "function": listed[0],
                "second_function": listed[1],
            }

    def clean_hosting_country(self) -> str:
        """In capitals."""
        return str(self.cleaned_data["hosting_country"]).upper()

    def draft(self) -> SystemDraft:
        """What the action takes; functions after the second stay as they are, and so does the day of its end."""
        given = dict(self.cleaned_data)
        software = " ".join(given.pop("software").split())
        chosen = [given.pop("function"), given.pop("second_function")]
        rest = self.system.functions[2:] if self.system else []
        known = self.system.entry if self.system else None
        entry = known if known and known.name.casefold() == software.casefold() else self._entry_named(software)
        return SystemDraft(
            **given,
            functions=[one for one in (*chosen, *rest) if one],
            entry=entry,
            product_name="" if entry else software,
            ended_on=self.system.ended_on if self.system else None,
        )

    def _entry_named(self, software: str) -> Any:
        """The one entry of the catalogue of exactly this name, that the reader may see."""
        if not software:
            return None
        found = list(catalogue.entries_for(self.viewer).filter(name__iexact=software, is_copy=False)[:2])
        return found[0] if len(found) == 1 else None


class InterfaceForm(forms.Form):
    """Where the data of a system go, and how."""

    target = forms.ModelChoiceField(
        label=_("System that gets the data"),
        queryset=System.objects.none(),
        required=False,
        empty_label=_("one outside, named below"),
    )
    target_name = forms.CharField(
        label=_("Name of a system outside"),
        max_length=300,
        required=False,
        help_text=_("Such as the national register."),
    )
    standard = forms.CharField(
        label=_("Standard"),
        max_length=200,
        required=False,
        help_text=_("Such as OpenID Connect, SAML, FatturaPA, XÖV, a CSV file every night. Empty: not known."),
    )
    is_open = forms.ChoiceField(label=_("Is it an open standard?"), choices=Known.choices, required=False)
    is_both_ways = forms.BooleanField(label=_("Data go both ways"), required=False)
    purpose = forms.CharField(label=_("Which data, what for?"), max_length=300, required=False)
    unit = forms.CharField(label=_("Unit that answers for it"), max_length=200, required=False)
    since = forms.DateField(label=_("In use since"), required=False, widget=day_input())

    def __init__(
        self, *args: Any, others: QuerySet[System], interface: Interface | None = None, **options: Any
    ) -> None:
        """Offer these systems; fill in what is known of an interface."""
        super().__init__(*args, **options)
        self.fields["target"].queryset = others  # type: ignore[attr-defined]
        if interface is not None:
            self.initial = {name: getattr(interface, name) for name in self.fields}

    def clean(self) -> dict[str, Any]:
        """Somewhere the data go."""
        given = super().clean() or {}
        if not given.get("target") and not given.get("target_name", "").strip() and "target" not in self.errors:
            self.add_error("target", translate("Choose a system, or write the name of one outside."))
        return given

    def draft(self) -> InterfaceDraft:
        """What the action takes."""
        return InterfaceDraft(**self.cleaned_data)


class EndForm(forms.Form):
    """The last day of something."""

    on = forms.DateField(label=_("Last day"), widget=day_input())


class ImportForm(forms.Form):
    """A file with an inventory."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A CSV file, a workbook (.xlsx) or a JSON list, with a column called “name”."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.json,text/csv,application/json"}),
    )

    def clean_file(self) -> Any:
        """Not too large."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(translate("The file is larger than 2 MB."))
        return file


MOST_BYTES = 2 * 1024 * 1024
