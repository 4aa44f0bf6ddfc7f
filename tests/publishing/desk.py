"""What a browser without scripts does with the editor's page: read its form, fill it in, press a button."""

import re
from html.parser import HTMLParser

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

ADDRESS = "/tools/publiccode"


class _FormReader(HTMLParser):
    """Collects the successful controls of the form with the id "desk"."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.buttons: list[str] = []
        self._is_inside = False
        self._textarea: str | None = None
        self._text = ""
        self._select: str | None = None
        self._options: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = found.get("id") == "desk"
        if not self._is_inside:
            return
        name = found.get("name", "")
        if tag == "input" and name and (found.get("type") != "checkbox" or "checked" in found):
            self.fields.append((name, found.get("value", "")))
        elif tag == "textarea":
            self._textarea, self._text = name, ""
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option" and self._select is not None and ("selected" in found or not self._options):
            self._options = [found.get("value", "")]
        elif tag == "button":
            self.buttons.append(found.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea is not None:
            # HTML drops the line break behind the opening tag.
            self.fields.append((self._textarea, re.sub(r"\A\r?\n", "", self._text)))
            self._textarea = None
        elif tag == "select" and self._select is not None:
            self.fields.append((self._select, self._options[0] if self._options else ""))
            self._select = None
        elif tag == "form":
            self._is_inside = False


class Desk:
    """The page of the editor in somebody's hands."""

    def __init__(self, client: Client, answer: HttpResponse) -> None:
        assert answer.status_code == 200, answer.content[:500]
        self.client = client
        self.html = answer.content.decode()
        reader = _FormReader()
        reader.feed(self.html)
        self.fields = reader.fields
        self.buttons = reader.buttons

    @classmethod
    def opened(cls, client: Client, content: bytes) -> "Desk":
        """Upload a file."""
        file = SimpleUploadedFile("publiccode.yml", content)
        return cls(client, client.post(ADDRESS, {"do": "upload", "file": file}))

    def value(self, path: str) -> list[str]:
        """What stands in the form's field."""
        return [text for name, text in self.fields if name == f"f:{path}" and text]

    @property
    def yaml(self) -> str:
        """The text of the YAML half."""
        return next(text for name, text in self.fields if name == "yaml")

    def fill(self, path: str, *texts: str) -> "Desk":
        """Write into a field of the form."""
        return self._put(f"f:{path}", *texts)

    def write(self, text: str) -> "Desk":
        """Write the YAML anew."""
        return self._put("yaml", text)

    def choose_language(self, tag: str) -> "Desk":
        """Write into the field for another language."""
        return self._put("language", tag)

    def _put(self, name: str, *texts: str) -> "Desk":
        assert name in dict(self.fields) or name.startswith("f:"), name
        self.fields = [pair for pair in self.fields if pair[0] != name] + [(name, text) for text in texts]
        return self

    def answer(self, button: str) -> HttpResponse:
        """Send the form by a button, as browsers do: line ends become CR LF."""
        assert button in self.buttons, f"there is no button {button}: {self.buttons}"
        sent: dict[str, list[str]] = {"do": [button]}
        for name, text in self.fields:
            sent.setdefault(name, []).append(re.sub(r"\r\n|\r|\n", "\r\n", text))
        return self.client.post(ADDRESS, sent)

    def press(self, button: str) -> "Desk":
        """Send the form and read the page that comes."""
        return Desk(self.client, self.answer(button))

    def downloaded(self) -> bytes:
        """The file as it would be saved."""
        answer = self.answer("download")
        assert answer["Content-Disposition"] == 'attachment; filename="publiccode.yml"', answer.content[:3000]
        return answer.content
