"""The shape of what people fill in about entries."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonweal.catalogue import queries
from commonweal.catalogue.models import Entry
from commonweal.organisations.queries import Viewer


class RetireForm(forms.Form):
    """Why an entry leaves the catalogue."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("A sentence. Everybody can read it on the page of the software.")
    )


class ProductForm(forms.Form):
    """A product that many bodies run, for everybody to find."""

    name = forms.CharField(label=_("Product"), max_length=300)
    vendor_name = forms.CharField(label=_("Made by"), max_length=300, required=False)
    other_names = forms.CharField(
        label=_("Also called"), max_length=1000, required=False, help_text=_("With commas between.")
    )
    functions = forms.MultipleChoiceField(
        label=_("What it is for"), required=False, widget=forms.SelectMultiple(attrs={"size": 10})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the tasks of the catalogue in the reader's language."""
        super().__init__(*args, **options)
        language = get_language() or "en"
        tasks = [(pk, queries.label("category", pk, language)) for pk in queries.category_ids()]
        self.fields["functions"].choices = sorted(tasks, key=lambda task: task[1])  # type: ignore[attr-defined]

    def clean_other_names(self) -> list[str]:
        """The names one by one."""
        return [name for part in self.cleaned_data["other_names"].split(",") if (name := part.strip())]


class AlternativeForm(forms.Form):
    """What could stand in for a product, and who says so."""

    software = forms.CharField(
        label=_("Software"),
        max_length=1000,
        help_text=_("Address of its page here, or of its repository."),
    )
    source = forms.CharField(label=_("Who says so"), max_length=200)
    source_url = forms.URLField(
        label=_("Where that can be read"), max_length=1000, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        super().__init__(*args, **options)
        self._viewer = viewer

    def clean_software(self) -> Entry:
        """The entry at the address."""
        address = self.cleaned_data["software"].strip()
        slug = address.rstrip("/").rpartition("/software/")[2] if "/software/" in address else address
        entry = queries.entry_for(self._viewer, slug[:150]) or queries.find_by_url(address)
        if entry is None or queries.entry_for(self._viewer, entry.slug) is None:
            raise ValidationError(_("The catalogue has no software at this address."))
        return entry
