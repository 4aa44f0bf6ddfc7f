"""What registries say of packages, each in its own form, and nothing that they do not say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from commonweal.connectors.failures import HostUnavailable
from commonweal.connectors.http import Client
from commonweal.connectors.package_registries import TYPES, RegistryFacts, registry_facts
from commonweal.standards import purl
from tests.fakes.network import Asked, FakeServer, Reply


def package(text: str) -> purl.Purl:
    found, _problems = purl.read(text)
    assert found is not None
    return found


def asked(client_for: Callable[..., Client], text: str, body: Any, status: int = 200) -> tuple[RegistryFacts, str]:
    """Ask one registry that answers always the same; give also the path that was asked for."""
    with FakeServer(lambda _asked: Reply(status, body)) as server:
        found = registry_facts(client_for(server.netloc), {package(text).type: f"{server.url}/"}, package(text))
        assert found is not None
        return found, server.asked[-1].raw_path


def day(month: int) -> datetime:
    return datetime(2026, month, 1, 9, tzinfo=UTC)


def file(name: str, month: int, yanked: object = False) -> dict[str, object]:
    return {"filename": name, "upload-time": f"2026-{month:02}-01T09:00:00.000000Z", "yanked": yanked}


def test_python_packages_tell_status_and_versions_taken_back(client_for: Callable[..., Client]) -> None:
    body = {
        "project-status": {"status": "archived", "reason": "Use town-forms."},
        "files": [
            file("forms-1.9.tar.gz", 4),
            file("forms-1.10-py3-none-any.whl", 3),
            file("forms-2.0.tar.gz", 5, "broken"),
            file("forms-2.0-py3-none-any.whl", 5, True),
            {"filename": "odd"},
            None,
        ],
    }

    found, path = asked(client_for, "pkg:pypi/Town_Forms", body)

    assert path == "/town-forms/"
    assert found == RegistryFacts(True, "1.10", day(4), True, "archived Use town-forms.", ("2.0",))


@pytest.mark.parametrize(("version", "is_deprecated"), [("1.4", False), ("1.1", None)])
def test_no_status_says_something_only_where_there_could_be_one(
    client_for: Callable[..., Client], version: str, is_deprecated: bool | None
) -> None:
    body = {"meta": {"api-version": version}, "files": [file("forms-1.0.tar.gz", 1)]}

    found, _path = asked(client_for, "pkg:pypi/forms", body)

    assert (found.is_deprecated, found.advice, found.withdrawn) == (is_deprecated, "", ())


def test_packages_of_npm_tell_why_they_are_deprecated(client_for: Callable[..., Client]) -> None:
    body = {
        "dist-tags": {"latest": "2.0.0"},
        "versions": {"1.0.0": {}, "2.0.0": {"deprecated": "No longer maintained."}},
        "time": {
            "created": "2020-01-01T00:00:00Z",
            "modified": "2026-09-01T00:00:00Z",
            "2.0.0": "2026-02-01T09:00:00Z",
        },
    }

    found, path = asked(client_for, "pkg:npm/%40borgo/forms", body)

    assert path == "/@borgo%2Fforms"
    assert found == RegistryFacts(True, "2.0.0", day(2), True, "No longer maintained.")


def test_a_package_of_npm_that_is_too_large_is_asked_for_in_short(client_for: Callable[..., Client]) -> None:
    def answer(asked: Asked) -> Reply:
        if "install" not in asked.headers["accept"]:
            return Reply(200, b" " * 60_000_001)
        return Reply(200, {"dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": {}}})

    with FakeServer(answer) as server:
        found = registry_facts(client_for(server.netloc), {"npm": server.url}, package("pkg:npm/forms"))

    assert found == RegistryFacts(True, "1.0.0", None, False)


def test_an_unpublished_package_says_so(client_for: Callable[..., Client]) -> None:
    found, _path = asked(client_for, "pkg:npm/forms", {"time": {"unpublished": {"time": "2026-01-01"}}})

    assert (found.is_deprecated, found.advice) == (True, "unpublished")


@pytest.mark.parametrize(("said", "advice"), [(True, ""), ("borgo/town-forms", "borgo/town-forms")])
def test_abandoned_packages_of_php_name_what_to_use_instead(
    client_for: Callable[..., Client], said: object, advice: str
) -> None:
    times = {"dev-main": 9, "1.x-dev": 9, "v1.2.0": 3, "v1.10.0": 2}
    told = {version: {"time": f"2026-{month:02}-01T09:00:00+00:00"} for version, month in times.items()}

    found, path = asked(client_for, "pkg:composer/Borgo/forms", {"package": {"versions": told, "abandoned": said}})

    assert path == "/packages/borgo/forms.json"
    assert found == RegistryFacts(True, "v1.10.0", day(3), True, advice)


def test_crates_tell_versions_taken_back_and_no_deprecation(client_for: Callable[..., Client]) -> None:
    told = [
        {"num": "1.1.0", "created_at": "2026-05-01T09:00:00Z", "yanked": True},
        {"num": "1.0.0", "created_at": "2026-04-01T09:00:00Z", "yanked": False},
    ]

    found, path = asked(client_for, "pkg:cargo/forms", {"versions": told})
    gone, _path = asked(client_for, "pkg:cargo/forms", {"versions": told[:1]})

    assert path == "/api/v1/crates/forms"
    assert found == RegistryFacts(True, "1.0.0", day(4), None, "", ("1.1.0",))
    assert (gone.is_deprecated, gone.latest_version) == (True, "")


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_a_package_the_registry_does_not_have_is_not_known(client_for: Callable[..., Client], kind: str) -> None:
    found, _path = asked(client_for, f"pkg:{kind}/borgo/forms", {}, 404)

    assert found == RegistryFacts(is_known=False)


@pytest.mark.parametrize("kind", sorted(TYPES))
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"files": 3, "versions": 3, "package": [], "dist-tags": "x", "time": None},
        {"files": [3, {"filename": 5}], "versions": [None, {"num": 3}], "package": {"versions": {"1": None}}},
        {"versions": {"1": 3}, "dist-tags": {"latest": "1"}, "time": {"1": "never"}},
    ],
)
def test_answers_of_any_shape_say_nothing_that_is_not_there(
    client_for: Callable[..., Client], kind: str, body: object
) -> None:
    found, _path = asked(client_for, f"pkg:{kind}/borgo/forms", body)

    assert (found.last_release_at, found.withdrawn) == (None, ())


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_an_answer_that_is_no_object_is_a_failure(client_for: Callable[..., Client], kind: str) -> None:
    with pytest.raises(HostUnavailable):
        asked(client_for, f"pkg:{kind}/borgo/forms", [1])


def test_no_registry_is_asked_that_was_not_named(client_for: Callable[..., Client]) -> None:
    client = client_for()

    assert registry_facts(client, {}, package("pkg:npm/forms")) is None
    assert registry_facts(client, {"deb": "https://example.org"}, package("pkg:deb/debian/forms")) is None


@pytest.mark.parametrize("text", ["pkg:cargo/..%2F..%2Fadmin", "pkg:npm/..%2Fadmin"])
def test_a_name_cannot_lead_elsewhere_on_the_registry(client_for: Callable[..., Client], text: str) -> None:
    assert (
        registry_facts(client_for(), {"cargo": "https://127.0.0.1", "npm": "https://127.0.0.1"}, package(text)) is None
    )
