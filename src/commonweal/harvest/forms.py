"""What people type in about sources."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonweal.harvest.actions import SourceDraft
from commonweal.harvest.models import DriverKind, Reason
from commonweal.organisations.models import Body, Visibility

KINDS = [(kind.value, kind.label) for kind in DriverKind]

# The whole sentences are too long for a list to choose from.
SHORT = {
    Reason.UNREADABLE.value: _("unreadable"),
    Reason.NO_NAME.value: _("no name"),
    Reason.NO_ADDRESS.value: _("no address"),
    Reason.FORK.value: _("copy of another"),
    Reason.SECOND.value: _("described twice"),
    Reason.UNREACHABLE.value: _("not to be fetched"),
    Reason.BROKEN.value: _("last good version shown"),
}


class SourceForm(forms.Form):
    """A new source. Kinds that read this machine's files are offered only to those who may."""

    driver = forms.ChoiceField(label=_("What is it?"), choices=KINDS)
    url = forms.CharField(
        label=_("Address"),
        max_length=1000,
        help_text=_("For an account, its page: https://github.com/borgo. For a whole installation, its first page."),
    )
    name = forms.CharField(label=_("Name"), max_length=200, required=False, help_text=_("Empty: its address."))
    publisher = forms.CharField(
        label=_("Who publishes there"),
        max_length=300,
        required=False,
        help_text=_("The name or URI of an organisation of the directory, if all of it belongs to one."),
    )
    country = forms.CharField(label=_("Country"), max_length=2, required=False, help_text=_("Two letters, such as IT."))
    licence = forms.CharField(
        label=_("Licence of the descriptions"), max_length=200, required=False, help_text=_("Such as CC0-1.0.")
    )
    interval_hours = forms.IntegerField(label=_("Hours between two harvests"), min_value=1, max_value=8760, initial=24)
    visibility = forms.TypedChoiceField(
        label=_("Who may see what is found"), choices=Visibility.choices, coerce=int, initial=Visibility.PUBLIC
    )
    mapping = forms.JSONField(
        label=_("Mapping"),
        required=False,
        initial=dict,
        help_text=_("Only for another catalogue as JSON: where its entries and their fields are."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, may_read_files: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_read_files = may_read_files
        if not may_read_files:
            self.fields["driver"].choices = [  # type: ignore[attr-defined]
                (value, label) for value, label in KINDS if not DriverKind(value).is_local
            ]

    def clean_publisher(self) -> Body | None:
        """Find the body by its URI, slug or exact name."""
        text = self.cleaned_data["publisher"].strip()
        if not text:
            return None
        found = Body.objects.filter(Q(uri=text) | Q(slug=text) | Q(name__iexact=text)).first()
        if found is None:
            raise forms.ValidationError(_("No organisation of the directory has this name or URI."))
        return found

    def clean(self) -> dict[str, Any]:
        """An address must be one of the web, unless its kind reads files and the person may."""
        cleaned = super().clean() or {}
        url, driver = str(cleaned.get("url", "")), cleaned.get("driver")
        is_web = url.startswith(("https://", "http://"))
        if url and not is_web and not self.may_read_files:
            self.add_error("url", _("An address begins with https:// or http://."))
        if driver == DriverKind.FOREIGN_JSON and not cleaned.get("mapping"):
            self.add_error("mapping", _("This kind needs a mapping."))
        return cleaned

    def draft(self) -> SourceDraft:
        """What was typed in."""
        typed = self.cleaned_data
        return SourceDraft(
            driver=typed["driver"],
            url=typed["url"],
            name=typed["name"],
            publisher=typed["publisher"],
            country=typed["country"].upper(),
            licence=typed["licence"],
            interval_hours=typed["interval_hours"],
            visibility=typed["visibility"],
            mapping=typed["mapping"] or {},
        )


class PauseForm(forms.Form):
    """Why a source is left alone."""

    reason = forms.CharField(label=_("Why should it be paused?"), max_length=300)


class RemoveForm(forms.Form):
    """Why a source is removed."""

    reason = forms.CharField(label=_("Why should it be removed?"), max_length=300)


class RejectionFilter(forms.Form):
    """Which rejections to show."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=[("", _("every reason")), *((each.value, each.label) for each in Reason)],
    )
    text = forms.CharField(label=_("Name or address contains"), required=False, max_length=200)
