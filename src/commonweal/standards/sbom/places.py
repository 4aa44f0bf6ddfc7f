"""Finds the lines that problems are about, for people who look at the file; reading itself does without.

Source: RFC 8259 (JSON). One walk over the words of the text; what lies aside of the paths asked for is stepped over.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from commonweal.standards.problems import Problem
from commonweal.standards.sbom.parsing import decode

_LONGEST = 20_000_000
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]|[^\s{}\[\],:"]+')
_LAST_STEP = re.compile(r"(?:\.[^.\[]*|\[\d+\]|^[^.\[]+)\Z")


def placed(content: bytes, problems: Iterable[Problem]) -> list[Problem]:
    """Give the problems of a JSON document with lines and columns; what is missing is placed at what lacks it."""
    found = list(problems)
    if not 0 < len(content) < _LONGEST or content.lstrip()[:1] not in (b"{", b"\xef"):
        return found
    wanted = {path for problem in found if problem.line is None for path in _with_wholes(problem.path)}
    if not wanted:
        return found
    text, _ = decode(content)
    offsets = dict(_offsets(text, wanted))
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return [_placed(problem, offsets, starts) for problem in found]


def _placed(problem: Problem, offsets: dict[str, int], starts: list[int]) -> Problem:
    if problem.line is not None or not problem.path:
        return problem
    offset = next((offsets[path] for path in _with_wholes(problem.path) if path in offsets), None)
    if offset is None:
        return problem
    line = bisect_right(starts, offset)
    return replace(problem, line=line, column=offset - starts[line - 1] + 1)


def _with_wholes(path: str) -> Iterator[str]:
    """Give a path and those of everything it stands in.

    >>> list(_with_wholes("components[3].name"))
    ['components[3].name', 'components[3]', 'components']
    """
    while path:
        yield path
        shorter = _LAST_STEP.sub("", path)
        path = shorter if shorter != path else ""


def _offsets(text: str, wanted: set[str]) -> Iterator[tuple[str, int]]:
    """Give where each wanted value begins, of a field its name."""
    # For each open whole: its path (None where nobody asks for what is inside), its count, and the key read last.
    chain: list[list[object]] = []
    for match in _WORD.finditer(text):
        word = match.group()
        if word in "}]":
            if chain:
                chain.pop()
            continue
        if word == ",":
            if chain:
                chain[-1][1] = _next(chain[-1][1])
                chain[-1][2] = None
            continue
        whole = chain[-1] if chain else None
        if whole and whole[1] is None and whole[2] is None:  # the key of an object
            whole[2] = (_text(word), match.start())
            continue
        path, offset = _path(whole, match.start())
        if path is not None and path in wanted:
            yield path, offset
        if word in "{[":
            is_asked_for = path == "" or path in wanted
            chain.append([path if is_asked_for else None, 0 if word == "[" else None, None])


def _path(whole: list[object] | None, start: int) -> tuple[str | None, int]:
    if whole is None:
        return "", start
    prefix, count, key = whole
    if not isinstance(prefix, str):
        return None, start
    if isinstance(count, int):
        return f"{prefix}[{count}]", start
    name, offset = key if isinstance(key, tuple) else ("", start)
    return f"{prefix}.{name}".removeprefix("."), offset


def _next(count: object) -> object:
    return count + 1 if isinstance(count, int) else None


def _text(word: str) -> str:
    try:
        return str(json.loads(word)) if "\\" in word else word.strip('"')
    except ValueError:
        return word
