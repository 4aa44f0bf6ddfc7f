"""`./commonweal screening ask`: may I use this? For developers and build servers.

Without --url it asks the database of this machine; with it, an installation, and needs neither database nor Django.
The token comes from COMMONWEAL_TOKEN or a file, never from the command line, which others on the machine can read.
Exit codes: 0 go ahead, 1 no, 2 it cannot be asked or the call is wrong, 3 a person has to look.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from commonweal.cli import sbom_push
from commonweal.connectors import sending
from commonweal.connectors.failures import SourceFailure
from commonweal.screening.rules.policy import Kind, Use

if TYPE_CHECKING:
    from commonweal.screening.documents.answers import ScreeningAnswerDocument

GO_AHEAD, NO, NOT_ASKED, PERSON = 0, 1, 2, 3
_CODES = {"go-ahead": GO_AHEAD, "no": NO, "ask-a-person": PERSON}


class NotAsked(Exception):
    """It cannot be asked, or the answer cannot be read."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ask with its options."""
    words = parser.add_subparsers(dest="word", required=True, metavar="ask")
    asking = words.add_parser("ask", help="exit code 0 go ahead, 1 no, 3 a person has to look")
    asking.add_argument("subjects", nargs="+", metavar="PACKAGE", help="a package URL, or the address of a repository")
    asking.add_argument("--use", choices=tuple(Use), default=Use.SERVICE, help="what for (service)")
    asking.add_argument("--licence", default="", help="its licence, if you know it")
    asking.add_argument("--repository", default="", help="where its source is kept, if you know it")
    asking.add_argument("--url", default="", help="the installation to ask; without it, the database of this machine")
    asking.add_argument("--body", default="", help="the name in the address of the organisation's page")
    asking.add_argument("--keep", action="store_true", help="have it on file for the organisation; needs --url")
    asking.add_argument("--format", choices=("text", "json"), default="text")
    asking.add_argument("--token-file", type=Path, metavar="FILE", help="holds the token; else COMMONWEAL_TOKEN does")


def run(options: argparse.Namespace) -> int:
    """Ask and say the answer; the worst of several gives the exit code."""
    try:
        answers = _asked_there(options) if options.url else _asked_here(options)
        codes = [_CODES[answer["verdict"]] for answer in answers]
        written = _written(answers, options.format)
    except (NotAsked, sbom_push.NotSendable, SourceFailure) as refusal:
        print(refusal, file=sys.stderr)
        return NOT_ASKED
    except OSError as error:
        print(f"{error.filename} cannot be read: {error.strerror or error}", file=sys.stderr)
        return NOT_ASKED
    except (KeyError, TypeError, AttributeError, ValueError):
        print("This is no answer that can be read. Is there a Commonweal at this address?", file=sys.stderr)
        return NOT_ASKED
    sys.stdout.write(written)
    return NO if NO in codes else PERSON if PERSON in codes else GO_AHEAD


def _written(answers: "list[ScreeningAnswerDocument]", form: str) -> str:
    if form == "json":
        return json.dumps({"data": answers}, ensure_ascii=False, indent=2) + "\n"
    return "\n".join(line for answer in answers for line in _lines(answer)) + "\n"


def _lines(answer: "ScreeningAnswerDocument") -> list[str]:
    """An answer as people read it at a shell."""
    lines = [f"{answer['subject']}: {answer['colour']}, {answer['verdict']}"]
    lines += [f"  {each['perspective']}: {each['colour']}. {each['sentence']}" for each in answer["reasons"]]
    ruling = answer["ruling"]
    if ruling:
        said = f"ruled: {ruling['decided']} ({ruling['how']}). {ruling['conditions']} {ruling['reason']}"
        lines.append("  " + " ".join(said.split()))
    if answer["due_on"]:
        lines.append(f"  a person answers by {answer['due_on']}: {answer['url']}")
    return ["".join(sign if sign.isprintable() else "?" for sign in line) for line in lines]


def _asked_there(options: argparse.Namespace) -> "list[ScreeningAnswerDocument]":
    """Ask an installation."""
    question = {
        "subjects": options.subjects, "use": options.use, "licence": options.licence,
        "repository": options.repository, "body": options.body, "keep": options.keep,
    }  # fmt: skip
    token = sbom_push.token_of(options.token_file) if options.token_file or options.body or options.keep else _token()
    content = json.dumps(question).encode()
    reply = sending.send(f"{options.url.rstrip('/')}/api/v1/screening", content, parameters={}, token=token)
    if reply.status != 200:
        document = reply.document
        raise NotAsked(f"No answer ({reply.status}). {document.get('detail') or document.get('title') or ''}".strip())
    return cast("list[ScreeningAnswerDocument]", reply.document["data"])


def _asked_here(options: argparse.Namespace) -> "list[ScreeningAnswerDocument]":
    """Ask the database of this machine, as the one who keeps it."""
    import django

    from commonweal.server import database

    if options.keep:
        raise NotAsked("--keep needs --url and a token, so that it is known who asks.")
    database.ensure_running()
    django.setup()
    from django.contrib.auth.models import AnonymousUser
    from django.utils import timezone

    from commonweal.components.queries import EVERYTHING
    from commonweal.organisations.models import Body
    from commonweal.screening.documents.answers import answer_document
    from commonweal.screening.queries.earlier import ruling_to_use_again
    from commonweal.screening.queries.gathering import answers_to
    from commonweal.screening.queries.wanted import Asker

    body = Body.objects.filter(slug=options.body).first() if options.body else None
    if options.body and body is None:
        raise NotAsked("There is no such organisation.")
    wanted = [_wanted(text, options) for text in options.subjects]
    answers = answers_to(wanted, Asker(AnonymousUser(), EVERYTHING, body))
    today = timezone.localdate()
    return [
        answer_document(each, of, ruling_to_use_again(each, of, body, today) if body else None, site="")
        for each, of in zip(wanted, answers, strict=True)
    ]


def _wanted(text: str, options: argparse.Namespace) -> Any:
    from commonweal.screening.queries.wanted import Wanted
    from commonweal.screening.rules.subjects import Unclear, subject_from
    from commonweal.standards import repository_url

    subject = subject_from(text)
    if isinstance(subject, Unclear):
        raise NotAsked(f"{text} cannot be read. Write a package URL, such as pkg:npm/left-pad@1.3.0.")
    repository = repository_url.canonical(options.repository) or ""
    return Wanted(Kind.USE.value, subject, options.use, options.licence, repository=repository)


def _token() -> str:
    """The token, "" for a visitor."""
    import os

    return os.environ.get("COMMONWEAL_TOKEN", "")
