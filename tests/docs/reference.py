"""Reference pages that follow from the code: what they should say today."""

import importlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.utils import translation

from commonweal.cli.commands import COMMANDS
from commonweal.organisations.permissions import PermissionEnum
from commonweal.organisations.roles import Role
from tests.architecture.source import CONTEXTS, PACKAGE, recorded_events

NOTE = "<!-- Written from the code: change the code, then run `./commonweal test tests/docs --regen`. -->\n\n"


def commands() -> str:
    """The commands of `./commonweal`."""
    rows = [f"| `./commonweal {command.word}` | {command.summary} |" for command in COMMANDS]
    return _page("Commands", "`./commonweal COMMAND --help` tells more.", "| command | what it does |", rows)


def permissions() -> str:
    """Roles, and what each permission is carried by."""
    roles = "\n".join(f"- **{role.label}**: {role.description}" for role in Role)
    rows = [
        f"| {context} | {permission.sentence} | {_carriers(permission)} |"
        for context in CONTEXTS
        for permission in _permissions(context)
    ]
    intro = f"{roles}\n\nA role is held at a body, or in the whole installation."
    return _page("Permissions and roles", intro, "| context | who holds it may … | roles |", rows)


def events() -> str:
    """Every event that is recorded."""
    rows = [f"| `{name}` | {context} |" for context in CONTEXTS for name in sorted(recorded_events(context))]
    return _page("Events", "What the journal may hold.", "| event | recorded by |", rows)


def api() -> str:
    """The routes of the public API."""
    from commonweal.server.api import api as ninja

    rows = [
        f"| `{method.upper()} {path}` | {operation.get('summary', '')} | "
        + ", ".join(f"`{each['name']}`" for each in operation.get("parameters", ()))
        + " |"
        for path, methods in ninja.get_openapi_schema()["paths"].items()
        for method, operation in methods.items()
    ]
    return _page("API routes", "Described for tools at `/api/v1/openapi.json`.", "| route | gives | parameters |", rows)


def packs() -> str:
    """The data packs, with version, licence and sources."""
    rows = []
    for path in sorted([*PACKAGE.rglob("packs/*.yaml"), *PACKAGE.rglob("packs/instruments/*.yaml")]):
        pack = yaml.safe_load(path.read_text())
        title = pack.get("title", "")
        title = title["en"] if isinstance(title, dict) else title
        sources = "; ".join(dict.fromkeys(_source(each) for each in pack.get("sources", ())))
        rows.append(
            f"| `{path.relative_to(PACKAGE)}` | {title} | {pack.get('version', '')} | "
            f"{pack.get('licence', '')} | {sources} |"
        )
    intro = "Judgements and vocabularies are data: versioned, with their sources, for you to read and contest."
    return _page("Packs", intro, "| pack | what it is | version | licence | sources |", rows)


def model_names() -> Iterator[str]:
    """The nouns that are tables of ours."""
    for config in apps.get_app_configs():
        if config.name.startswith("commonweal."):
            yield from (model.__name__ for model in config.get_models())


PAGES: dict[str, Callable[[], str]] = {
    "commands": commands,
    "permissions": permissions,
    "events": events,
    "api": api,
    "packs": packs,
}


def text_of(page: str) -> str:
    """What a page should say, in English."""
    with translation.override("en"):
        return PAGES[page]()


def file_of(page: str) -> Path:
    """Where a page lies."""
    return PACKAGE.parents[1] / "docs" / "reference" / f"{page}.md"


def _carriers(permission: PermissionEnum) -> str:
    return ", ".join(str(role.label) for role in Role if role in permission.roles)


def _permissions(context: str) -> list[PermissionEnum]:
    try:
        module = importlib.import_module(f"commonweal.{context}.permissions")
    except ModuleNotFoundError:
        return []
    return list(module.Permission)


def _source(source: Any) -> str:
    named = (source.get("title") or source.get("what") or source.get("url")) if isinstance(source, dict) else source
    return re.sub(r"\s+", " ", str(named or "")).replace("|", "/")[:160]


def _page(title: str, intro: str, header: str, rows: list[str]) -> str:
    rule = "|" + "---|" * (header.count("|") - 1)
    return "\n".join([NOTE + f"# {title}\n", intro, "", header, rule, *rows, ""])
