"""Hands in a list for a system of an installation, as build servers do; needs neither a database nor Django.

The token comes from COMMONWEAL_TOKEN or a file, never from the command line, which others on the machine can read.
Exit codes: 0 when the list is there (new or already), 1 when the installation refuses it, 2 when it cannot be sent or
the call is wrong.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commonweal.standards.sbom import LIMITS

if TYPE_CHECKING:
    from commonweal.connectors.sending import Reply

TAKEN, REFUSED, NOT_SENT = 0, 1, 2
_MOST_PROBLEMS = 20
ADVICE = {
    401: "The token is not known, or was revoked. Make one on the organisation's page of parts.",
    403: "The token's person may not do that.",
    404: "There is no such system that this token may send lists for, or no Commonweal at this address.",
}


class NotSendable(Exception):
    """The call cannot be done as it stands."""


def add_arguments(pushing: argparse.ArgumentParser) -> None:
    """Declare which file goes where."""
    pushing.add_argument("files", nargs=1, metavar="FILE|-", help="'-' is the standard input")
    pushing.add_argument("--url", required=True, help="the installation, such as https://code.example.org")
    pushing.add_argument("--system", type=int, metavar="NUMBER", help="the number in the address of the system's page")
    pushing.add_argument("--body", default="", help="the name in the address of the organisation's page")
    pushing.add_argument("--reference", default="", help="the organisation's own reference of the system, such as S-1")
    pushing.add_argument("--create", action="store_true", help="enter the system where there is none; needs --name")
    pushing.add_argument("--name", default="", help="the name of the system")
    pushing.add_argument("--part", default="", help="which part of the system; each part keeps its own list")
    pushing.add_argument("--token-file", type=Path, metavar="FILE", help="holds the token; else COMMONWEAL_TOKEN does")
    pushing.add_argument("--format", choices=("text", "json"), default="text")


def push(options: argparse.Namespace) -> int:
    """Send the file; say what came of it."""
    # The network is loaded only where it is needed: checking a file stays quick.
    from commonweal.connectors.failures import SourceFailure
    from commonweal.connectors.sending import send

    file = options.files[0]
    try:
        parameters, token = _parameters(options), token_of(options.token_file)
        content = content_of(file)
        address = f"{options.url.rstrip('/')}/api/v1/sboms"
        reply = send(address, content, parameters=parameters, token=token)
    except (NotSendable, SourceFailure) as refusal:
        print(refusal, file=sys.stderr)
        return NOT_SENT
    except OSError as error:
        print(f"{error.filename or file} cannot be read: {error.strerror or error}", file=sys.stderr)
        return NOT_SENT
    is_taken = reply.status in (200, 201)
    if options.format == "json":
        print(json.dumps(dict(reply.document), ensure_ascii=False))
    for line in _told(file, reply.document) if is_taken else _refused(reply):
        if not is_taken:
            print(line, file=sys.stderr)
        elif options.format == "text":
            print(line)
    return TAKEN if is_taken else NOT_SENT if reply.status >= 500 else REFUSED


def _parameters(options: argparse.Namespace) -> dict[str, str]:
    if options.create and not (options.body and options.name):
        raise NotSendable("--create needs --body and --name.")
    if not options.create and options.system is None and not (options.body and options.reference):
        message = "Name the system: --system NUMBER, or --body and --reference, or --body, --name and --create."
        raise NotSendable(message)
    given = {
        "system": "" if options.system is None else str(options.system),
        "body": options.body,
        "reference": options.reference,
        "name": options.name if options.create else "",
        "create": "1" if options.create else "",
        "part": options.part,
        "file_name": "" if options.files[0] == "-" else Path(options.files[0]).name,
    }
    return {key: value for key, value in given.items() if value}


def token_of(file: Path | None) -> str:
    """Give the token from a file or the environment. Raises NotSendable, OSError."""
    token = (file.read_text() if file else os.environ.get("COMMONWEAL_TOKEN", "")).strip()
    if not token:
        raise NotSendable("There is no token: set COMMONWEAL_TOKEN, or give --token-file.")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise NotSendable("This is no token: it has signs that no token has.")
    return token


def content_of(file: str) -> bytes:
    """Give the bytes of a file, or of the standard input for "-". Raises NotSendable, OSError."""
    if file == "-":
        content = sys.stdin.buffer.read(LIMITS.size_bytes + 1)
    else:
        with Path(file).open("rb") as stream:
            content = stream.read(LIMITS.size_bytes + 1)
    if len(content) > LIMITS.size_bytes:
        raise NotSendable(f"{file} is larger than {LIMITS.size_bytes // 1_000_000} MB.")
    return content


def _told(file: str, document: Mapping[str, Any]) -> Iterator[str]:
    counts = document.get("counts") or {}
    state = "taken in" if document.get("is_new") else "was there already"
    yield f"{file}: {state}; {counts.get('components', 0)} components, {counts.get('assessable', 0)} can be looked up"
    for name, is_met in (document.get("quality") or {}).items():
        words = {True: "met", False: "not met", None: "not fully known"}
        yield _printable(f"  {name}: {words.get(is_met, 'not known')}")
    yield from _problems(document)
    yield _printable(f"  {document.get('url', '')}")


def _refused(reply: "Reply") -> Iterator[str]:
    detail = reply.document.get("detail") or reply.document.get("title") or ""
    yield _printable(f"Not taken in ({reply.status}). {detail}".strip())
    if reply.status in ADVICE:
        yield ADVICE[reply.status]
    yield from _problems(reply.document)


def _problems(document: Mapping[str, Any]) -> Iterator[str]:
    found = document.get("problems")
    for each in (found if isinstance(found, list) else [])[:_MOST_PROBLEMS]:
        if isinstance(each, dict):
            place = f"line {each['line']}: " if each.get("line") else ""
            yield _printable(f"  {each.get('severity')}: {place}{each.get('path') or ''} {each.get('message')}")


def _printable(text: str) -> str:
    """Keep what others wrote from giving orders to the terminal."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
