"""Which sentences of the program can be translated: read from the code, the templates and the API's description."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

from commonweal.health.queries.screening_packs import texts as texts_of_health_packs
from commonweal.server.api import api
from tests.architecture.source import PACKAGE, modules

CALLS = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop", "translate"})
PLURALS = frozenset({"ngettext", "ngettext_lazy"})
CONTEXTS = frozenset({"pgettext", "pgettext_lazy"})
PLURALS_IN_CONTEXT = frozenset({"npgettext", "npgettext_lazy"})
# How many leading arguments each call reads, and what they are.
ARGUMENTS = {
    **dict.fromkeys(CALLS, ("text",)),
    **dict.fromkeys(PLURALS, ("text", "plural")),
    **dict.fromkeys(CONTEXTS, ("context", "text")),
    **dict.fromkeys(PLURALS_IN_CONTEXT, ("context", "text", "plural")),
}


@dataclass(frozen=True, slots=True)
class Message:
    """An English sentence, its form for many, and the context that tells it from others like it."""

    text: str
    plural: str = ""
    context: str | None = None


def messages() -> dict[Message, str]:
    """Every translatable sentence, each with the first file it stands in."""
    found: dict[Message, str] = {}
    for module in modules():
        for message in _calls(module.tree):
            found.setdefault(message, str(module))
    for path in sorted(PACKAGE.rglob("templates/**/*")):
        if path.is_file():
            for message in _of_template(path):
                found.setdefault(message, str(path.relative_to(PACKAGE)))
    for message in _of_api():
        found.setdefault(message, "server/api.py")
    for text in texts_of_health_packs():
        found.setdefault(Message(text), "health/packs")
    return found


def _of_api() -> Iterator[Message]:
    """The page about the API shows its routes in the reader's language; the description for programs stays English."""
    for methods in api.get_openapi_schema()["paths"].values():
        for operation in methods.values():
            described = [operation.get("summary"), operation.get("description")]
            described += [parameter.get("description") for parameter in operation.get("parameters", [])]
            yield from (Message(text) for text in described if text)


def _of_template(path: Path) -> Iterator[Message]:
    """Django turns a template into text that looks like calls; each call is parsed by itself."""
    text = templatize(path.read_text(), origin=str(path))
    for match in re.finditer(rf"\b(?:{'|'.join(ARGUMENTS)})\(", text):
        yield from _calls(ast.parse(_balanced(text, match.start())))


def _balanced(text: str, start: int) -> str:
    """The shortest text from `start` that is a whole expression."""
    for end in (match.end() for match in re.finditer(r"\)", text[start:])):
        try:
            ast.parse(text[start : start + end])
        except SyntaxError:
            continue
        return text[start : start + end]
    raise ValueError(text[start : start + 80])


def _calls(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (names := ARGUMENTS.get(_name(node.func))):
            given = [each.value for each in node.args[: len(names)] if isinstance(each, ast.Constant)]
            if len(given) == len(names) and all(isinstance(each, str) for each in given):
                yield Message(**dict(zip(names, map(str, given), strict=True)))


def _name(function: ast.expr) -> str:
    """The last part of what is called: `gettext` of `translation.gettext`."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
