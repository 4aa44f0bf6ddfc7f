"""Finished pages for visitors who are not signed in, kept until anything changes.

Every change is an event, so the number of committed events tells whether a page may have changed: nobody is ever shown
an older state than the journal's. What changes without an event (that something was seen again) is at most
`LONGEST_SECONDS` old. Pages are kept compressed, each process for itself.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import localdate
from django.utils.translation import get_language

from commonweal.journal import queries as journal
from commonweal.server.context import THEME_COOKIE

LONGEST_SECONDS = 300
KEPT = frozenset(
    {"home", "about", "accessibility", "search", "software", "categories"}
    | {"bodies", "body", "offices", "office", "claims", "data", "api-documentation"}
    | {"guidance", "guidance-page", "guidance-path", "guidance-paths", "guidance-courses", "papers", "glossary"}
    | {"software-users", "body-use", "body-neighbours", "body-peers", "instances"}
)


class PageCacheMiddleware:
    """Answers from memory where it can; stands first, so that what it keeps is compressed and has its headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Keep what may be kept."""
        response = self._get_response(request)
        key = getattr(request, "page_cache_key", None)
        if key and isinstance(response, HttpResponse) and response.status_code == 200 and not response.cookies:
            headers = {name: value for name, value in response.items() if name != "Content-Length"}
            caches["pages"].set(key, (response.content, headers), LONGEST_SECONDS)
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Give the page that is kept, if there is one; else remember under which key to keep it."""
        match = request.resolver_match
        if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return None
        if match is None or match.url_name not in KEPT:
            return None
        key = _key(request)
        kept: tuple[bytes, dict[str, Any]] | None = caches["pages"].get(key)
        if kept is None:
            request.page_cache_key = key  # type: ignore[attr-defined]  # Django's requests carry what middleware adds
            return None
        content, headers = kept
        return HttpResponse(content, headers=headers)


def _key(request: HttpRequest) -> str:
    """All that a page for a visitor depends on."""
    parts = (
        journal.events_committed(),
        localdate().isoformat(),
        request.get_host(),
        request.get_full_path(),
        get_language(),
        request.COOKIES.get(THEME_COOKIE, ""),
        request.headers.get("HX-Request", ""),
        "gzip" in request.headers.get("Accept-Encoding", ""),
    )
    return sha256(repr(parts).encode()).hexdigest()
