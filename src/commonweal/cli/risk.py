"""`./commonweal risk gate`: may this release go out? For build servers, by an installation or the database here.

Without --url it asks the database of this machine; with it, an installation, and needs neither database nor Django.
The token comes from COMMONWEAL_TOKEN or a file, never from the command line, which others on the machine can read.
Exit codes: 0 when the gate is open (also with warnings), 1 when it is closed, 2 when nobody can judge or the call is
wrong.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from commonweal.cli import sbom_push
from commonweal.connectors import sending
from commonweal.connectors.failures import SourceFailure
from commonweal.risk.documents.gate import (
    GateDocument,
    document_of,
    github_lines_of,
    lines_of,
    printable,
    sarif_of,
)
from commonweal.risk.rules.gate import FailOn
from commonweal.standards import sbom

OPEN, CLOSED, NOT_JUDGED = 0, 1, 2
_CODES = {"pass": OPEN, "warn": OPEN, "fail": CLOSED, "unknown": NOT_JUDGED}
_VERSION = "1.0.0"


class NotAsked(Exception):
    """The gate cannot be asked, or its answer cannot be read."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare gate with its options."""
    words = parser.add_subparsers(dest="word", required=True, metavar="gate")
    asking = words.add_parser("gate", help="say whether a release may go out: exit code 0 open, 1 closed, 2 not judged")
    asking.add_argument("file", metavar="FILE|-", help="an SBOM or lock file; '-' is the standard input")
    asking.add_argument("--url", default="", help="the installation to ask; without it, the database of this machine")
    asking.add_argument("--system", type=int, metavar="NUMBER", help="the number in the address of the system's page")
    asking.add_argument("--body", default="", help="the name in the address of the organisation's page")
    asking.add_argument("--strict", action="store_true", help="close it where something cannot be judged")
    asking.add_argument("--fail-on", choices=tuple(FailOn), help="from where on to close it, in place of the pack")
    asking.add_argument("--format", choices=("text", "json", "sarif", "github"), default="text")
    asking.add_argument("--output", metavar="FILE", type=Path, help="write it there, and the text on the screen")
    asking.add_argument("--token-file", type=Path, metavar="FILE", help="holds the token; else COMMONWEAL_TOKEN does")


def run(options: argparse.Namespace) -> int:
    """Ask the gate and say what it says; return the exit code."""
    try:
        content = sbom_push.content_of(options.file)
        document = _asked_there(options, content) if options.url else _asked_here(options, content)
        written = "\n".join(_written(document, options)) + "\n"
        code = _CODES[document["outcome"]]
        summary = "\n".join(lines_of(document)) + "\n"
    except (NotAsked, sbom_push.NotSendable, SourceFailure) as refusal:
        print(printable(str(refusal)), file=sys.stderr)
        return NOT_JUDGED
    except OSError as error:
        print(f"{error.filename or options.file} cannot be read: {error.strerror or error}", file=sys.stderr)
        return NOT_JUDGED
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError):
        print("This is no answer of a gate. Is there a Commonweal at this address?", file=sys.stderr)
        return NOT_JUDGED
    if options.output:
        options.output.write_text(written)
        written = summary
    sys.stdout.write(written)
    sys.stdout.flush()
    return code


def _written(document: GateDocument, options: argparse.Namespace) -> Iterator[str]:
    file = "" if options.file == "-" else options.file
    if options.format == "json":
        yield json.dumps(document, ensure_ascii=False, indent=2)
    elif options.format == "sarif":
        yield sarif_of(document, file, version=_VERSION, site=options.url or "https://localhost").rstrip("\n")
    elif options.format == "github":
        yield from github_lines_of(document, file)
    else:
        yield from lines_of(document)


def _asked_there(options: argparse.Namespace, content: bytes) -> GateDocument:
    """Ask an installation."""
    given = {
        "system": "" if options.system is None else str(options.system),
        "body": options.body,
        "file_name": _name(options.file),
        "strict": "1" if options.strict else "",
        "fail_on": options.fail_on or "",
    }
    parameters = {key: value for key, value in given.items() if value}
    token = sbom_push.token_of(options.token_file)
    reply = sending.send(f"{options.url.rstrip('/')}/api/v1/risk/gate", content, parameters=parameters, token=token)
    if reply.status != 200:
        raise NotAsked("\n".join(_refusal(reply.status, reply.document)))
    return cast("GateDocument", dict(reply.document))


def _refusal(status: int, document: Mapping[str, Any]) -> Iterator[str]:
    yield f"The gate gives no answer ({status}). {document.get('detail') or document.get('title') or ''}".strip()
    if status in sbom_push.ADVICE:
        yield sbom_push.ADVICE[status]


def _asked_here(options: argparse.Namespace, content: bytes) -> GateDocument:
    """Ask the database of this machine, as the one who keeps it."""
    import django

    from commonweal.server import database

    found, problems = sbom.read(content, _name(options.file))
    if found is None or not found.packages:
        first = next((f": {each.message}" for each in problems), "")
        raise NotAsked(f"{options.file} names no component that can be read{first}.")
    database.ensure_running()
    django.setup()
    from commonweal.organisations.models import Body
    from commonweal.risk.queries.gate import Asking, gate
    from commonweal.usage.models import System

    system = System.objects.select_related("owner").filter(pk=options.system).first() if options.system else None
    body = Body.objects.filter(slug=options.body).first() if options.body else system.owner if system else None
    if (options.system and system is None) or (options.body and body is None):
        raise NotAsked("There is no such system or organisation.")
    if system is not None and body != system.owner:
        raise NotAsked("The system belongs to another organisation.")
    fail_on = FailOn(options.fail_on) if options.fail_on else None
    return document_of(gate(found.packages, Asking(body, system, options.strict, fail_on)), "")


def _name(file: str) -> str:
    return "" if file == "-" else Path(file).name
