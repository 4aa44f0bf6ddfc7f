"""Errors over HTTP as problem documents, and refusals that become one.

Source: RFC 9457 (problem details for HTTP APIs).
"""

from http import HTTPStatus

from pydantic import BaseModel

from commonweal.standards.problems import Problem


class ProblemDocument(BaseModel):
    """An error, as RFC 9457 has it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""


class FileProblem(BaseModel):
    """Something wrong in a file; the sentence is in English."""

    path: str
    line: int | None
    severity: str
    message: str


class RequestRefused(Exception):
    """The request cannot be done; `more` stands in the problem document beside title and detail."""

    def __init__(self, status: HTTPStatus, detail: str, **more: object) -> None:
        super().__init__(detail)
        self.status = status
        self.more = more


def file_problem(problem: Problem) -> dict[str, object]:
    """Give a problem of a reader as `FileProblem` has it."""
    return {
        "path": plain(problem.path),
        "line": problem.line,
        "severity": problem.severity.value,
        "message": plain(problem.message),
    }


def plain(text: str) -> str:
    """Give a text that others wrote without what JSON cannot carry (lone surrogates)."""
    return text.encode("utf-8", "replace").decode()
