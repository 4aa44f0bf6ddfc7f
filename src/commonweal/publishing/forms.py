"""What people send from the editor: a way to begin, or the two halves of the desk with a button."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.publishing.documents import MOST_BYTES, SECTIONS, Field, Kind, unpacked
from commonweal.standards.publiccode.written import Value, pattern, steps, written

PREFIX = "f:"
_MOST_PATHS = 2_000
_FIELDS = {
    (f"description.*.{field.key}" if section.is_by_language else field.key): field
    for section in SECTIONS
    for field in section.fields
} | {f"{group.path}.{field.key}": field for section in SECTIONS for group in section.groups for field in group.fields}


def too_large() -> str:
    """Say what the editor takes."""
    return gettext("The file is larger than %(count)d kB. Use the command line for it.") % {"count": MOST_BYTES // 1024}


class UploadForm(forms.Form):
    """A file to begin with."""

    file = forms.FileField(label=_("Your file"), allow_empty_file=True)

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what the editor does not take."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(too_large())
        return file

    def content(self) -> bytes:
        """The bytes to begin with."""
        return bytes(self.cleaned_data["file"].read())


class PasteForm(forms.Form):
    """A text to begin with."""

    text = forms.CharField(
        label=_("The text of your file"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "mono", "wrap": "off"}),
    )

    def clean_text(self) -> str:
        """Refuse what the editor does not take."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text.encode("utf-8", "replace")) > MOST_BYTES:
            raise forms.ValidationError(too_large())
        return text

    def content(self) -> bytes:
        """The bytes to begin with."""
        return str(self.cleaned_data["text"]).encode("utf-8", "replace")


class AddressForm(forms.Form):
    """Where a repository or a file lies."""

    url = forms.CharField(
        label=_("Address of a repository or of a file in it"),
        help_text=_("Such as https://github.com/owner/name. It must be open to everyone."),
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )


@dataclass(frozen=True)
class Submission:
    """What came from the desk: the file it was laid out from, the YAML as it is now, and the form."""

    sent: QueryDict

    @cached_property
    def base(self) -> bytes | None:
        """The file that both halves showed; None where it did not come back whole."""
        return unpacked(self.sent.get("base", ""))

    @property
    def before(self) -> bytes | None:
        """The file before the last change."""
        packed = self.sent.get("before", "")
        return unpacked(packed) if packed else None

    @property
    def text(self) -> str:
        """The YAML as it was sent."""
        return self.sent.get("yaml", "")

    @property
    def is_too_large(self) -> bool:
        """Whether the YAML has grown over what the editor takes."""
        return len(self.text.encode("utf-8", "replace")) > MOST_BYTES

    @property
    def button(self) -> tuple[str, str]:
        """Which button was pressed, and for what ("remove-language", "fr")."""
        name, _colon, argument = self.sent.get("do", "check").partition(":")
        return name, argument

    @cached_property
    def changes(self) -> Mapping[str, Value]:
        """What the form says otherwise than the file it was laid out from; of fields that it showed only."""
        before = written(self.base or b"")
        found: dict[str, Value] = {}
        for path in self.sent.get("shown", "").split(" ")[:_MOST_PATHS]:
            field = _FIELDS.get(pattern(steps(path)))
            if field is None:
                continue
            value = self._entered(path, field, before.get(path, ""))
            if value is not None:
                found[path] = value
        return found

    def _entered(self, path: str, field: Field, before: Value) -> Value | None:
        """The value that was entered; None where it is what it was."""
        sent = [text for text in self.sent.getlist(PREFIX + path) if isinstance(text, str)]
        if field.kind in {Kind.LINES, Kind.CHECKS, Kind.ENTRIES}:
            texts = sent[0].splitlines() if field.kind is Kind.LINES and sent else sent
            return _entered_list(texts, before if isinstance(before, tuple) else (), field.kind)
        old = before if isinstance(before, str) else ", ".join(before)
        new = sent[0].replace("\r\n", "\n").replace("\r", "\n").strip() if sent else ""
        if " ".join(new.split()) == " ".join(old.split()) and (
            field.kind is not Kind.LONG or _lines(new) == _lines(old)
        ):
            return None
        return new + "\n" if new and field.kind is Kind.LONG and old.endswith("\n") else new


def _entered_list(texts: list[str], before: tuple[str, ...], kind: Kind) -> tuple[str, ...] | None:
    """Give the items that were entered as the file has them; ticked boxes keep the file's order."""
    as_written = {" ".join(text.split()): text for text in reversed(before)}
    entered = list(dict.fromkeys(flat for flat in (" ".join(text.split()) for text in texts) if flat))
    if entered == list(dict.fromkeys(" ".join(text.split()) for text in before)):
        return None
    if kind is Kind.CHECKS:
        order = {" ".join(text.split()): place for place, text in enumerate(before)}
        entered.sort(key=lambda flat: order.get(flat, len(order)))
        if entered == sorted(order, key=lambda flat: order[flat]):
            return None
    return tuple(as_written.get(flat, flat) for flat in entered)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().replace("\r\n", "\n").split("\n")]
