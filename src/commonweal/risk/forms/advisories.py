"""An advisory of one's own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.risk.actions import LocalDraft
from commonweal.standards.cvss import Band

BANDS = (
    (Band.UNKNOWN.value, _("not known")),
    (Band.CRITICAL.value, _("critical")),
    (Band.HIGH.value, _("high")),
    (Band.MEDIUM.value, _("medium")),
    (Band.LOW.value, _("low")),
)


class LocalAdvisoryForm(forms.Form):
    """What is weak, in which package, from which version to which, and how bad it is."""

    summary = forms.CharField(label=_("What is wrong, in one sentence"), max_length=500)
    package = forms.CharField(
        label=_("Package"),
        max_length=700,
        help_text=_("As a package URL without a version: pkg:pypi/django, pkg:maven/org.example/name, pkg:npm/name."),
    )
    introduced = forms.CharField(
        label=_("First version affected"), max_length=200, required=False, help_text=_("Empty: from the very first on.")
    )
    fixed = forms.CharField(
        label=_("Version that fixes it"),
        max_length=200,
        required=False,
        help_text=_("Empty where there is no fix yet."),
    )
    last_affected = forms.CharField(
        label=_("Last version affected"),
        max_length=200,
        required=False,
        help_text=_("Only where no version is known that fixes it."),
    )
    severity = forms.ChoiceField(label=_("How bad is it?"), choices=BANDS)
    vector = forms.CharField(
        label=_("CVSS vector"),
        max_length=500,
        required=False,
        help_text=_("If there is one, it counts instead of the word: CVSS:3.1/AV:N/AC:L/…"),
    )
    aliases = forms.CharField(
        label=_("Other names of the same"),
        max_length=500,
        required=False,
        help_text=_("Such as a CVE, with spaces between. All under these names becomes one vulnerability."),
    )
    reference = forms.URLField(
        label=_("Where one can read more"), max_length=1000, required=False, assume_scheme="https"
    )
    details = forms.CharField(
        label=_("What else one should know"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def draft(self) -> LocalDraft:
        """What was typed in, as the action takes it."""
        typed = self.cleaned_data
        return LocalDraft(
            summary=typed["summary"],
            package=typed["package"],
            introduced=typed["introduced"],
            fixed=typed["fixed"],
            last_affected=typed["last_affected"],
            severity=typed["vector"] or typed["severity"],
            details=typed["details"],
            aliases=typed["aliases"].replace(",", " ").split(),
            reference=typed["reference"],
        )
