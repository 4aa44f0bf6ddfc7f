"""What no browser sends: whatever stands in an address or a form, the answer is never an error of ours."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.conftest import Cast

pytestmark = pytest.mark.django_db

EVIL = (
    "a\x00b", "9" * 40, "-1", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "%", "x" * 20_000,
)  # fmt: skip
NAMES = (
    "q", "page", "size", "sort", "category", "publisher", "kind", "tier", "country", "state", "level", "archetype",
    "serves", "reason", "text", "url", "path", "component_path", "cursor", "after", "changed_since", "next", "language",
    "subject", "labels",
)  # fmt: skip
GIVEN = {"slug": ("x", "9" * 400), "pk": ("1", "9" * 40), "number": ("1", "9" * 40), "token": ("x", "a%00b")}


def addresses() -> list[str]:
    """Every page of ours without a parameter in its address, and each other one with unlikely parameters."""
    found = []
    for pattern in get_resolver().url_patterns:
        below = [pattern] if isinstance(pattern, URLPattern) else pattern.url_patterns
        if str(pattern.pattern) not in {"admin/", "accounts/", "api/v1/"}:
            found += [str(each.pattern) for each in below if isinstance(each, URLPattern)]
    api = ("software", "lookup", "search", "changes", "bodies", "offices", "claims")
    return sorted({*found, *(f"api/v1/{name}" for name in api), "api/v1/software/<slug:slug>"})


def filled(address: str) -> list[str]:
    """The address with every parameter given in each of its unlikely ways."""
    made = [address]
    for name, values in GIVEN.items():
        for kind in ("slug", "int", "str"):
            place = f"<{kind}:{name}>"
            made = [each.replace(place, value) for each in made for value in (values if place in each else ("",))]
    return [f"/{each}" for each in made]


@pytest.mark.parametrize("address", addresses())
def test_no_query_is_an_error_of_ours(client: Client, cast: Cast, address: str) -> None:
    client.force_login(cast.aino, backend="django.contrib.auth.backends.ModelBackend")
    client.raise_request_exception = False

    faults = [
        (path, value[:10])
        for path in filled(address)
        for value in EVIL
        if client.get(path, dict.fromkeys(NAMES, value)).status_code >= 500
    ]

    assert not faults


@pytest.mark.parametrize("address", addresses())
def test_no_form_is_an_error_of_ours(client: Client, cast: Cast, address: str) -> None:
    client.force_login(cast.aino, backend="django.contrib.auth.backends.ModelBackend")
    client.raise_request_exception = False
    names = (*NAMES, "name", "query", "uri", "driver", "mapping", "theme", "do", "user", "role", "body", "username")

    faults = [
        (path, value[:10])
        for path in filled(address)
        for value in EVIL
        if client.post(path, dict.fromkeys(names, value)).status_code >= 500
    ]

    assert not faults
