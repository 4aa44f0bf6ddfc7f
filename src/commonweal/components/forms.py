"""The shape of what people send and fill in about lists, tokens and oversight."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body

ENDINGS = ".json,.xml,.spdx,.yaml,.yml,.rdf,.lock,.txt,.toml,.mod,.sum,.lockfile"


class SbomForm(forms.Form):
    """A file that lists what a system is made of."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A CycloneDX or SPDX list (SBOM), or the lock file of a package manager, such as package-lock.json, "
            "composer.lock, poetry.lock, Cargo.lock, go.mod or requirements.txt."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ENDINGS}),
    )
    part = forms.CharField(
        label=_("Which part of the system?"),
        max_length=100,
        required=False,
        help_text=_("Only if it has several, such as “server” and “app”. Each part keeps a list of its own."),
    )

    def clean_file(self) -> Any:
        """Not too large."""
        file = self.cleaned_data["file"]
        if file.size > settings.SBOM_LARGEST_BYTES:
            most = settings.SBOM_LARGEST_BYTES // 1_000_000
            raise ValidationError(translate("The file is larger than %(most)s MB.") % {"most": most})
        return file


class TokenForm(forms.Form):
    """What a token is for."""

    name = forms.CharField(
        label=_("What will use it?"), max_length=100, help_text=_("Such as “build server”, so that you know it again.")
    )


class OversightForm(forms.Form):
    """Who shall watch over a body, and why."""

    overseer = forms.CharField(
        label=_("Organisation that shall watch"),
        max_length=300,
        help_text=_("Its name in the address of its page, such as “regione-nord”, or its name as it stands there."),
    )
    reason = forms.CharField(
        label=_("Why?"), max_length=300, required=False, help_text=_("Such as a decision or an agreement.")
    )

    def clean_overseer(self) -> Body:
        """One body of the register."""
        text = " ".join(self.cleaned_data["overseer"].split())
        found = list(Body.objects.filter(slug=text)[:2]) or list(Body.objects.filter(name__iexact=text)[:2])
        if len(found) != 1:
            problem = (
                translate("Several organisations have this name. Take the name in the address of its page.")
                if found
                else translate("No organisation has this name.")
            )
            raise ValidationError(problem)
        return found[0]
