"""Refuses requests with a NUL character in their address or form: PostgreSQL stores none, and nobody can type one."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponseBase, JsonResponse

SENTENCE = "The request holds a NUL character."
Answer = Callable[[HttpRequest], HttpResponseBase]


def refuse_nul(get_response: Answer) -> Answer:
    """Answer 400 to such a request before any page sees it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not _has_nul(request):
            return get_response(request)
        if request.path.startswith("/api/"):
            problem = {"type": "about:blank", "title": "Request not readable", "status": 400, "detail": SENTENCE}
            return JsonResponse(problem, status=400, content_type="application/problem+json")
        raise SuspiciousOperation(SENTENCE)

    return answer


def _has_nul(request: HttpRequest) -> bool:
    if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return True
    if request.path.startswith("/api/"):  # its forms hold files, and whoever reads them answers what is wrong
        return False
    return any("\x00" in text for name, texts in request.POST.lists() for text in (name, *texts))
