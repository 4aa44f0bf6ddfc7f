"""The shape of what people say about a list of bodies they bring."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.organisations import documents
from commonweal.organisations.documents import ListChoices
from commonweal.organisations.models import BodyKind, Tier
from commonweal.organisations.rules import SCHEMES

FOR_ALL = [("", _("as each row says"))]
LANGUAGES_OF_NAMES = ("de", "en", "es", "fr", "it", "nl", "sv")
MEANINGS: dict[str, Promise] = {
    "uri": _("Address that names it"),
    "slug": _("Name in the address of its page"),
    "name": _("Name"),
    "language": _("Language of the name"),
    "kind": _("Kind"),
    "tier": _("Level of government"),
    "country": _("Country"),
    "region_code": _("Code in the national list"),
    "nuts_code": _("NUTS code of the region"),
    "lau_code": _("LAU code of the municipality"),
    "place": _("Place"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "population": _("Population"),
    "population_year": _("Year of the population"),
    "population_source": _("Who counted the population"),
    "population_history": _("Earlier populations"),
    "website": _("Website"),
    "mailbox": _("E-mail of the organisation"),
    "ended_on": _("Day on which it ended"),
    "other_names": _("Other names"),
    "identifiers": _("Codes in other registers"),
    "parents": _("Where it belongs"),
    "alias": _("Abbreviation or short name"),
    "former_name": _("Former name"),
    "part_of": _("Is part of"),
    "lies_in": _("Lies in"),
    "member_of": _("Is a member of"),
}


def meaning_words(meaning: str) -> str:
    """What a column may hold, in the reader's words."""
    prefix, _colon, rest = meaning.partition(":")
    if prefix == "identifier":
        label = SCHEMES[rest].label if rest in SCHEMES else rest
        return translate("Code in: %(register)s") % {"register": label}
    if prefix == "name" and rest:
        return translate("Name in: %(language)s") % {"language": rest}
    if prefix == "alias" and rest:
        return translate("Short name in: %(language)s") % {"language": rest}
    return str(MEANINGS.get(meaning, meaning))


class ForAllRows(forms.Form):
    """What holds for every row that does not say."""

    kind = forms.ChoiceField(
        label=_("Kind, where a row does not say"), choices=FOR_ALL + BodyKind.choices, required=False
    )
    tier = forms.ChoiceField(
        label=_("Level of government, where a row does not say"), choices=FOR_ALL + Tier.choices, required=False
    )
    country = forms.RegexField(
        label=_("Country, where a row does not say"),
        regex="^[A-Z]{2}$",
        required=False,
        help_text=_("Two letters, such as FR."),
    )
    language = forms.RegexField(
        label=_("Language of the names"),
        regex=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        max_length=20,
        required=False,
        help_text=_("A language code, such as it or pt-BR."),
    )
    population_year = forms.IntegerField(
        label=_("Year of the population, where a row does not say"), min_value=1800, max_value=2200, required=False
    )

    def for_all(self) -> dict[str, Any]:
        """These answers as the list's choices take them."""
        return {name: self.cleaned_data[name] for name in ForAllRows.base_fields}


class ListForm(ForAllRows):
    """A list of bodies: a file, or what was pasted."""

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("CSV in any encoding, or JSON; up to 35,000 rows and 20 MB.")
    )
    text = forms.CharField(
        label=_("Or paste the rows here"), widget=forms.Textarea(attrs={"rows": 5}), required=False, strip=False
    )
    field_order = ("file", "text", "kind", "tier", "country", "language", "population_year")

    def clean(self) -> dict[str, Any]:
        """One of the two, and not too large."""
        given = super().clean() or {}
        file = given.get("file")
        if not file and not (given.get("text") or "").strip() and "file" not in self.errors:
            self.add_error("file", translate("Choose a file, or paste the rows below."))
        if file and file.size > documents.MOST_BYTES:
            self.add_error("file", translate("The file is larger than 20 MB. Bring it in parts."))
        return given

    def content(self) -> tuple[bytes, str]:
        """The bytes and the name of the file."""
        file = self.cleaned_data["file"]
        return (file.read(), file.name) if file else (self.cleaned_data["text"].encode(), translate("pasted rows"))

    def choices(self) -> ListChoices:
        """What was said; columns are recognised by their names."""
        return ListChoices(**self.for_all())


class ColumnsForm(ForAllRows):
    """What each column of a list holds."""

    def __init__(self, *args: Any, columns: Sequence[str], choices: ListChoices, **options: Any) -> None:
        """One choice a column, beginning with what was recognised."""
        super().__init__(*args, **options)
        self.columns = columns
        self.initial = {name: getattr(choices, name) for name in self.fields}
        offered = [("", _("leave it out"))] + [(meaning, meaning_words(meaning)) for meaning in _offered(choices)]
        for number, column in enumerate(columns):
            self.fields[f"column-{number}"] = forms.ChoiceField(label=column, choices=offered, required=False)
            self.initial[f"column-{number}"] = choices.columns.get(column, "")

    def clean(self) -> dict[str, Any]:
        """Nothing stands in two columns."""
        given = super().clean() or {}
        held = [value for name, value in given.items() if name.startswith("column-") and value]
        for twice in sorted({value for value in held if held.count(value) > 1}):
            words = {"what": meaning_words(twice)}
            raise ValidationError(translate("Two columns cannot both hold: %(what)s.") % words)
        return given

    def choices(self) -> ListChoices:
        """What was said."""
        columns = {column: self.cleaned_data[f"column-{number}"] for number, column in enumerate(self.columns)}
        return ListChoices(columns=columns, **self.for_all())


def _offered(choices: ListChoices) -> Iterator[str]:
    listed = [*documents.meanings(), *(f"name:{language}" for language in LANGUAGES_OF_NAMES)]
    yield from dict.fromkeys([*listed, *(each for each in choices.columns.values() if each)])
