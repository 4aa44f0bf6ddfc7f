"""The shape of what people write about what hangs on a body; each form performs its own action."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.organisations import actions, rules
from commonweal.organisations.forms import BodyField
from commonweal.organisations.models import Body, NameKind, Parent, Succession, User

DAY = {"type": "date"}


class NameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("Name"), max_length=300)
    name_kind = forms.ChoiceField(label=_("Kind of name"), choices=NameKind.choices, initial=NameKind.ALIAS.value)
    name_language = forms.RegexField(
        label=_("Language of the name"),
        regex=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        max_length=20,
        required=False,
        help_text=_("A language code, such as it or pt-BR; empty for an abbreviation."),
    )

    def perform(self, *, body: Body, by: User) -> None:
        """Give the name."""
        given = self.cleaned_data
        kind = NameKind(given["name_kind"])
        actions.name_body(body=body, name=given["name"], language=given["name_language"], kind=kind, by=by)


class IdentifierForm(forms.Form):
    """What another register calls the body."""

    code = forms.CharField(
        label=_("Code or address in the other register"),
        max_length=240,
        help_text=_("Such as wikidata:Q34370, siret:21750001600019, or the address of its page there."),
    )

    def clean_code(self) -> tuple[str, str]:
        """A register we know how to read, or any other with its name in front."""
        found = rules.read_identifier(self.cleaned_data["code"])
        if found is None:
            words = {"text": self.cleaned_data["code"]}
            raise ValidationError(translate("“%(text)s” is no code of that register.") % words)
        return found

    def perform(self, *, body: Body, by: User) -> None:
        """Write the code down."""
        scheme, value = self.cleaned_data["code"]
        actions.identify_body(body=body, scheme=scheme, value=value, by=by)


class CountForm(forms.Form):
    """How many people were counted."""

    inhabitants = forms.IntegerField(label=_("Inhabitants"), min_value=0, max_value=2_000_000_000)
    year = forms.IntegerField(label=_("Year of the population"), min_value=1800, max_value=2200)
    source = forms.CharField(label=_("Who counted the population"), max_length=300, required=False)

    def perform(self, *, body: Body, by: User) -> None:
        """Write the count down."""
        actions.count_population(body=body, **self.cleaned_data, by=by)


class ParentForm(forms.Form):
    """To whom the body belongs."""

    relation = forms.ChoiceField(label=_("It …"), choices=Parent._meta.get_field("relation").choices or ())
    parent = BodyField(label=_("The other organisation"), help_text=_("The organisation's name or its URI."))
    since = forms.DateField(label=_("Since"), widget=forms.DateInput(attrs=DAY), required=False)

    def perform(self, *, body: Body, by: User) -> None:
        """Write it down."""
        given = self.cleaned_data
        actions.add_parent(body=body, parent=given["parent"], relation=given["relation"], since=given["since"], by=by)


class SuccessionForm(forms.Form):
    """What became of the body."""

    succession = forms.ChoiceField(label=_("What happened"), choices=Succession._meta.get_field("kind").choices or ())
    successors = forms.CharField(
        label=_("What it became"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The name or the URI of the new organisation; several, one a line, after a split."),
    )
    on = forms.DateField(label=_("On which day"), widget=forms.DateInput(attrs=DAY), required=False)

    def clean_successors(self) -> list[Body]:
        """Organisations that are here."""
        lines = [line.strip() for line in re.split(r"[\r\n]+", self.cleaned_data["successors"]) if line.strip()]
        return [BodyField().clean(line) for line in lines]

    def clean(self) -> dict[str, Any]:
        """Only a split has several."""
        given = super().clean() or {}
        if len(given.get("successors", ())) > 1 and given.get("succession") != "split":
            self.add_error("successors", translate("Only after a split are there several."))
        return given

    def perform(self, *, body: Body, by: User) -> None:
        """Write it down."""
        given = self.cleaned_data
        if given["succession"] == "split":
            actions.split_body(predecessor=body, successors=given["successors"], on=given["on"], by=by)
        else:
            [successor] = given["successors"]
            actions.succeed_body(predecessor=body, successor=successor, kind=given["succession"], on=given["on"], by=by)


FORMS: dict[str, type[forms.Form]] = {
    "name": NameForm,
    "code": IdentifierForm,
    "people": CountForm,
    "parent": ParentForm,
    "succession": SuccessionForm,
}
