"""A document of statements (VEX) that somebody else wrote."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

SOURCES = (
    ("vendor", _("who makes the software")),
    ("peer", _("another office")),
    ("local", _("ourselves, written elsewhere")),
)


class VexForm(forms.Form):
    """The file, and who speaks."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A VEX document: CycloneDX, OpenVEX or CSAF. Nothing counts before you have looked at it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.xml"}),
    )
    source = forms.ChoiceField(label=_("Who speaks?"), choices=SOURCES, widget=forms.RadioSelect, initial="vendor")
    source_name = forms.CharField(
        label=_("Their name"), max_length=300, help_text=_("It stands beside everything that the file decides.")
    )

    def clean_file(self) -> Any:
        """Not too large."""
        file = self.cleaned_data["file"]
        if file.size > settings.SBOM_LARGEST_BYTES:
            most = settings.SBOM_LARGEST_BYTES // 1_000_000
            raise ValidationError(translate("The file is larger than %(most)s MB.") % {"most": most})
        return file
