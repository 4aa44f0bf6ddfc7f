"""The check of a publiccode.yml for programs: one file in, what is wrong with it out. It keeps nothing."""

import json
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt

from commonweal.standards.publiccode import check
from commonweal.standards.publiccode.document import MAXIMUM_SIZE_BYTES
from commonweal.standards.publiccode.eu import prospect
from commonweal.standards.publiccode.output import Checked, to_json

PATH = "/api/publiccode/check"
NAME = "publiccode.yml"
_RAW = frozenset(
    {"", "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/plain", "application/octet-stream"}
)
_JSON_OVERHEAD = 6  # a sign may be written as \u0000
_ALLOW = "POST, OPTIONS"


class _Refused(Exception):
    """The request is not one that can be answered."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.status = status


# It changes nothing and reads no account, so nobody can be tricked into anything by it.
@csrf_exempt
def check_file(request: HttpRequest) -> HttpResponse:
    """Answer for one file what `commonweal publiccode check --format json` says of it, and the EU catalogue's view."""
    if request.method == "OPTIONS":
        answer = HttpResponse(status=HTTPStatus.NO_CONTENT)
    elif request.method != "POST":
        answer = _problem(HTTPStatus.METHOD_NOT_ALLOWED, "Send the file with POST.")
    else:
        try:
            name, content = _sent(request)
        except _Refused as refusal:
            answer = _problem(refusal.status, str(refusal))
        else:
            answer = JsonResponse(judged(name, content), json_dumps_params={"ensure_ascii": False})
    answer["Allow"] = _ALLOW
    # Editors of other sites check with it, too: nothing here depends on who asks, and no cookie is read.
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Methods"] = _ALLOW
    answer["Access-Control-Allow-Headers"] = "Content-Type"
    return answer


def judged(name: str, content: bytes) -> dict[str, Any]:
    """The answer for one file."""
    judgement = check(content)
    told = to_json(Checked(name, judgement.version, judgement.problems))
    valid = {"valid": judgement.is_valid, "valid_by_declared_version": judgement.was_valid}
    return {**told, **valid, "eu": asdict(prospect(judgement))}


def _sent(request: HttpRequest) -> tuple[str, bytes]:
    """The file's name and bytes from the body, a form's file, or JSON."""
    kind = request.content_type or ""
    if kind == "multipart/form-data":
        return _from_form(request)
    is_json = kind == "application/json"
    if not is_json and kind not in _RAW:
        raise _Refused(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            'Send the file itself (application/yaml or text/plain), a form with a file, or JSON as {"content": "…"}.',
        )
    body = _body(request, MAXIMUM_SIZE_BYTES * (_JSON_OVERHEAD if is_json else 1))
    return (NAME, _from_json(body)) if is_json else (NAME, body)


def _body(request: HttpRequest, most: int) -> bytes:
    body: bytes = request.read(most + 1)
    if len(body) > most:
        raise _too_large()
    return body


def _from_json(body: bytes) -> bytes:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise _Refused(HTTPStatus.BAD_REQUEST, "This is not JSON.") from None
    text = sent.get("content") if isinstance(sent, dict) else None
    if not isinstance(text, str):
        raise _Refused(HTTPStatus.BAD_REQUEST, 'The JSON must be an object with the text as "content".')
    content = text.encode("utf-8", "surrogatepass")
    if len(content) > MAXIMUM_SIZE_BYTES:
        raise _too_large()
    return content


def _from_form(request: HttpRequest) -> tuple[str, bytes]:
    try:
        file = next(iter(request.FILES.values()), None)
    except RequestDataTooBig:
        raise _too_large() from None
    except (MultiPartParserError, TooManyFieldsSent, TooManyFilesSent):
        raise _Refused(HTTPStatus.BAD_REQUEST, "The form cannot be read.") from None
    if file is None or isinstance(file, list):
        raise _Refused(HTTPStatus.BAD_REQUEST, "The form has no file in it.")
    if (file.size or 0) > MAXIMUM_SIZE_BYTES:
        raise _too_large()
    return file.name or NAME, bytes(file.read())


def _too_large() -> _Refused:
    return _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The file is larger than {MAXIMUM_SIZE_BYTES} bytes.")


def _problem(status: HTTPStatus, detail: str) -> HttpResponse:
    """An error as RFC 9457 has it."""
    body = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    return JsonResponse(body, status=status, content_type="application/problem+json")


_PROBLEM = {
    "type": "object",
    "properties": {
        "path": {"type": "string", "description": 'The key, such as "legal.license"; "" is the whole file.'},
        "line": {"type": ["integer", "null"]},
        "column": {"type": ["integer", "null"]},
        "severity": {"type": "string", "enum": ["error", "warning", "info"]},
        "message": {"type": "string"},
        "rule": {"type": "string"},
    },
}
_ANSWER = {
    "type": "object",
    "properties": {
        "file": {"type": "string"},
        "version": {"type": ["string", "null"], "description": "The version that the file declares."},
        "problems": {"type": "array", "items": _PROBLEM},
        "valid": {"type": "boolean"},
        "valid_by_declared_version": {"type": "boolean"},
        "eu": {"type": "object", "description": "Will the EU catalogue show it: `answer` and `reasons`."},
    },
}
OPERATION: dict[str, Any] = {
    "operationId": "check_publiccode",
    "summary": "Check a publiccode.yml",
    "description": (
        "Send the file as the body, as a file in a form, or as `content` in JSON. The answer names every problem with "
        "line and column. Nothing is kept, and pages of other sites may ask, too."
    ),
    "tags": ["publiccode"],
    "requestBody": {
        "required": True,
        "content": {
            "application/yaml": {"schema": {"type": "string"}},
            "application/json": {"schema": {"type": "object", "properties": {"content": {"type": "string"}}}},
            "multipart/form-data": {
                "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
            },
        },
    },
    "responses": {
        200: {"description": "What is wrong with it", "content": {"application/json": {"schema": _ANSWER}}},
        400: {"description": "The request cannot be read", "content": {"application/problem+json": {}}},
        413: {"description": "The file is too large", "content": {"application/problem+json": {}}},
        415: {"description": "This media type is not known", "content": {"application/problem+json": {}}},
    },
}
