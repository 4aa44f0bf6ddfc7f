"""`./commonweal licence`: what a licence is and asks, whether two go together, which to choose, our own NOTICE.

Needs neither database nor network. Exit codes: 0 yes, 1 no or a person has to look, 2 not readable.
"""

import argparse
import json
from collections.abc import Iterable
from typing import Any

from commonweal.licensing.rules.advice import Publisher, What, Wish
from commonweal.server import paths

ALLOWED, LOOK, NOT_READ = 0, 1, 2
FILE = "NOTICE.md"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare check, compatible, advice and notice with their options."""
    words = parser.add_subparsers(dest="word", required=True, metavar="check|compatible|advice|notice")
    check = words.add_parser("check", help="say what an expression or the name of a licence means, asks and is allowed")
    check.add_argument("expression", metavar="EXPRESSION", help='such as "Apache-2.0 OR MIT", or "GPLv3+"')
    check.add_argument("--use", choices=("internal", "service", "binary", "source"), default="internal")
    pair = words.add_parser("compatible", help="say whether code under one licence may go into a work under another")
    pair.add_argument("inbound", metavar="INBOUND", help="the licence of the code that goes in")
    pair.add_argument("outbound", metavar="OUTBOUND", help="the licence under which the work is published")
    advice = words.add_parser("advice", help="say which licence fits what you publish")
    advice.add_argument("--what", choices=tuple(What), default=What.SOFTWARE, help="what you publish")
    advice.add_argument("--built-on", action="append", default=[], metavar="EXPRESSION", help="may be given repeatedly")
    advice.add_argument("--plugs-into", default="", metavar="EXPRESSION", help="the licence of what it joins")
    advice.add_argument("--for-closed", action="store_true", help="closed programs should be able to build it in")
    advice.add_argument("--no-returns", action="store_true", help="changes need not come back")
    advice.add_argument("--service", action="store_true", help="it is offered over a network")
    advice.add_argument("--patents", action="store_true", help="the licence has to grant patents in words")
    advice.add_argument("--publisher", choices=tuple(Publisher), default=Publisher.MEMBER)
    notice = words.add_parser("notice", help=f"write {FILE}: what this program is built on, and under which licences")
    notice.add_argument("--check", action="store_true", help="write nothing; exit code 1 where the file is not current")
    for each in (check, pair, advice):
        each.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """Answer; return the exit code."""
    import django

    django.setup()  # the sentences are translated
    return _notice(options) if options.word == "notice" else _answer(options)


def _notice(options: argparse.Namespace) -> int:
    from commonweal.licensing.queries.own_parts import own_notice
    from commonweal.licensing.rules.notice import as_text

    made = own_notice(paths.PROJECT)
    file = paths.PROJECT / FILE
    written = as_text(made)
    if options.check:
        is_current = file.exists() and file.read_text() == written
        print(
            f"{FILE} is {'current' if is_current else 'not current: write it anew with ./commonweal licence notice'}."
        )
        return 0 if is_current else 1
    file.write_text(written)
    print(f"{FILE}: {len(made.known)} parts with a known licence, {len(made.unknown)} without.")
    return 0


def _answer(options: argparse.Namespace) -> int:
    from commonweal.licensing.documents import answers, lines

    if options.word == "check":
        found = answers.checked(options.expression)
        asked = [each for each in found.uses if each.use == options.use]
        found = found.model_copy(update={"uses": asked})
        _write(options, found.model_dump(), lines.check_lines(found))
        return NOT_READ if found.expression is None else ALLOWED if asked[0].outcome == "allowed" else LOOK
    if options.word == "compatible":
        pair = answers.compared(options.inbound, options.outbound)
        _write(options, pair.model_dump(), lines.pair_lines(pair))
        return NOT_READ if pair.answer is None else ALLOWED if pair.answer == "yes" else LOOK
    advised = answers.advised(_wish(options))
    _write(options, advised.model_dump(), lines.advice_lines(advised))
    return NOT_READ if advised.unread else ALLOWED if advised.recommended else LOOK


def _wish(options: argparse.Namespace) -> Wish:
    from commonweal.licensing.documents.answers import readable

    return Wish(
        what=What(options.what),
        built_on=tuple(readable(each) for each in options.built_on),
        plugs_into=readable(options.plugs_into),
        is_for_closed=options.for_closed,
        come_back=not options.no_returns,
        is_service=options.service,
        needs_patents=options.patents,
        publisher=Publisher(options.publisher),
    )


def _write(options: argparse.Namespace, document: dict[str, Any], lines: Iterable[str]) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2) if options.format == "json" else "\n".join(lines))
