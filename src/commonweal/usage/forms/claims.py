"""The shape of what people fill in about what bodies use."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.catalogue import queries as catalogue
from commonweal.catalogue.models import Entry
from commonweal.organisations.models import Body, Visibility
from commonweal.organisations.queries import Viewer
from commonweal.usage.actions import UseDraft
from commonweal.usage.models import Status, UsageClaim
from commonweal.usage.queries import terms

DAY = forms.DateInput(attrs={"type": "date"})


class EntryField(forms.CharField):
    """A piece of software by the name in the address of its page, its repository's address, or its exact name."""

    viewer: Viewer

    def clean(self, value: Any) -> Any:
        """The entry, if the reader may see it."""
        text = super().clean(value)
        if not text:
            return None
        seen = catalogue.entries_seen_by(self.viewer)
        found: Entry | None = seen.filter(slug=text).first()
        if found is None and "://" in text:
            at = catalogue.find_by_url(text)
            found = seen.filter(pk=at.pk).first() if at else None
        if found is None:
            named = list(seen.filter(name__iexact=text, is_copy=False)[:2])
            found = named[0] if len(named) == 1 else None
        if found is None:
            raise ValidationError(translate("No software of the catalogue is called “%(text)s”.") % {"text": text})
        return found


class BodyField(forms.CharField):
    """An organisation by its name in the address of its page, its URI, or its exact name."""

    def clean(self, value: Any) -> Any:
        """The body; None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        for column in ("slug", "uri", "name"):
            if body := Body.objects.filter(**{column: text}).first():
                return body
        raise ValidationError(translate("No organisation is called “%(text)s”.") % {"text": text})


class UseForm(forms.Form):
    """How a body uses a piece of software, and who may see that."""

    status = forms.ChoiceField(label=_("How far are you?"), choices=Status.choices, initial=Status.PRODUCTION)
    purpose = forms.CharField(
        label=_("What for?"), max_length=300, required=False, help_text=_("For example: school meals.")
    )
    since = forms.DateField(label=_("Since when?"), widget=DAY, required=False)
    until = forms.DateField(
        label=_("Until when?"),
        widget=DAY,
        required=False,
        help_text=_("Only if the use has ended or its end is fixed."),
    )
    version = forms.CharField(label=_("Version"), max_length=100, required=False)
    user_count = forms.IntegerField(
        label=_("How many people use it?"), min_value=0, max_value=2_000_000_000, required=False
    )
    instance_url = forms.URLField(
        label=_("Where it runs for everybody to look at"), max_length=1000, required=False, assume_scheme="https"
    )
    evidence_url = forms.URLField(
        label=_("A page that shows it"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        help_text=_("For example a decision of the council or your own list of software."),
    )
    visibility = forms.TypedChoiceField(
        label=_("Who may see this?"),
        choices=Visibility.choices,
        coerce=int,
        help_text=_(
            "“Bodies of the network” are public bodies that take part here; suppliers are not among them. What you"
            " run helps those who attack and those who sell, so choose “everyone” only where you want that."
        ),
    )

    def __init__(self, *args: Any, claim: UsageClaim | None = None, **options: Any) -> None:
        """Fill in what is said so far; who may see it is at first as the pack has it."""
        super().__init__(*args, **options)
        if claim is not None:
            self.initial = {name: getattr(claim, name) for name in self.fields}
        else:
            self.initial.setdefault("visibility", int(terms().default_visibility))

    def clean(self) -> dict[str, Any]:
        """Nobody ends before they began."""
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", translate("This is before the first day."))
        return given

    def draft(self, entry: Entry) -> UseDraft:
        """What the action takes."""
        given = dict(self.cleaned_data)
        status, rung = Status(given.pop("status")), Visibility(given.pop("visibility"))
        return UseDraft(entry=entry, status=status, visibility=rung, **given)


class AddUseForm(UseForm):
    """The same for software that is not on the list yet."""

    software = EntryField(
        label=_("Software"),
        max_length=300,
        help_text=_("Its name in the catalogue, or the address of its source code."),
    )
    field_order = ("software",)

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        """Look among what the viewer may see."""
        super().__init__(*args, **options)
        field = self.fields["software"]
        if isinstance(field, EntryField):
            field.viewer = viewer


class EndForm(forms.Form):
    """The last day of a use."""

    until = forms.DateField(label=_("Last day"), widget=DAY, required=False, help_text=_("Empty means today."))


class ProposeForm(forms.Form):
    """What a supplier asks a body to confirm."""

    body = BodyField(label=_("Organisation"), max_length=300, help_text=_("Its name or its URI."))
    status = forms.ChoiceField(label=_("How far are they?"), choices=Status.choices, initial=Status.PRODUCTION)
    purpose = forms.CharField(label=_("What for?"), max_length=300, required=False)
    note = forms.CharField(
        label=_("What should they know?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence_url = forms.URLField(
        label=_("A page that shows it"), max_length=1000, required=False, assume_scheme="https"
    )


class ContactForm(forms.Form):
    """A message to the mailbox of a body."""

    subject = forms.CharField(label=_("About"), max_length=150)
    text = forms.CharField(label=_("Message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))


class MatchForm(forms.Form):
    """Which body a name stands for."""

    body = BodyField(
        label=_("Organisation"),
        max_length=300,
        required=False,
        help_text=_("Its name or its URI. Leave empty if the name stands for none of the register."),
    )


class ListForm(forms.Form):
    """A list of who uses what, to take in."""

    source_name = forms.CharField(
        label=_("Whose list is it?"), max_length=200, help_text=_("As readers will see it: “according to …”.")
    )
    country = forms.RegexField(
        label=_("Country of the list"), regex="^[A-Z]{2}$", required=False, help_text=_("Two letters, such as FR.")
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or JSON with the columns software and body; also status, since, stated_on, purpose, version."),
    )
