"""Looking for leaks: every route of a context, and what somebody sees at an address, without what differs each time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from commonweal.server.api import api

# The policy carries the nonce, the tag is worked out from the page with its token, and an empty feed is of now.
VARYING = ("Content-Security-Policy", "ETag", "Last-Modified")


@dataclass(frozen=True)
class Seen:
    """An answer without what differs each time, and how many questions it took to give it."""

    status: int
    content: str
    headers: tuple[tuple[str, str], ...]
    queries: int


def routes_of(contexts: tuple[str, ...]) -> set[str]:
    """Every route of these contexts: pages, and what programs read."""
    pages = {route for route, view in routes(get_resolver()) if getattr(view, "__module__", "").startswith(contexts)}
    programs = {route for route, method, module in routes_of_api() if method == "GET" and module.startswith(contexts)}
    return pages | programs


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, object]]:
    """Every route of the program with what answers there."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{before}{pattern.pattern}", pattern.callback
        else:
            yield from routes(pattern, f"{before}{pattern.pattern}")


def routes_of_api() -> Iterator[tuple[str, str, str]]:
    """Every route of the API: its path, method and the module that answers."""
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield f"api/v1/{prefix}{path}".replace("//", "/"), method, operation.view_func.__module__


def seen(client: Client, path: str) -> Seen:
    """What a browser sees at an address."""
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode(errors="replace")
    for token in (r'name="csrfmiddlewaretoken" value="[^"]*"', r'nonce="[^"]*"', r"<updated>[^<]*</updated>"):
        text = re.sub(token, "", text)
    headers = {name: value for name, value in answer.headers.items() if name not in VARYING}
    return Seen(answer.status_code, text, tuple(sorted(headers.items())), len(asked))
