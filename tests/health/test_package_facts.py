"""What registries say of packages is asked for where the installation wants it, and kept as long as it holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from commonweal.components.models import Package
from commonweal.components.queries import EVERYTHING, NOTHING
from commonweal.connectors.http import Client, ClientSettings
from commonweal.connectors.package_registries import RegistryFacts
from commonweal.health.actions.packages import take_package_facts
from commonweal.health.models import PackageFacts
from commonweal.health.queries.most_used import most_used
from commonweal.health.queries.package_facts import due_packages, standing_package_facts
from commonweal.health.rules.ranking import Concern
from commonweal.health.tasks.packages import ask_registries, look_up_packages
from commonweal.journal.models import Event
from commonweal.organisations.permissions import NotAllowed
from tests.conftest import Cast
from tests.fakes.network import Asked, FakeServer, Reply
from tests.risk.planted import plant

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
WEEK = timedelta(days=7)
PART = "pkg:npm/part-0"


class FakeRegistry:
    """A registry of npm: what it has, and what it answers instead."""

    def __init__(self) -> None:
        self.deprecated: dict[str, str] = {}
        self.refuses = 0

    def __call__(self, asked: Asked) -> Reply:
        if self.refuses:
            return Reply(self.refuses, {}, {"Retry-After": "3600"})
        name = asked.path.removeprefix("/")
        if not name.startswith("part-"):
            return Reply(404)
        newest = {"deprecated": self.deprecated[name]} if name in self.deprecated else {}
        time = {"1.0.0": "2026-01-01T00:00:00Z"}
        return Reply(body={"dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": newest}, "time": time})


@pytest.fixture
def registry() -> FakeRegistry:
    return FakeRegistry()


@pytest.fixture
def server(db: None, registry: FakeRegistry) -> Iterator[FakeServer]:
    plant()
    with FakeServer(registry) as running:
        yield running


def looked_up(server: FakeServer, at: datetime = NOW) -> int:
    settings = ClientSettings(allow_private=frozenset({server.netloc}), rate_per_second=10_000, max_attempts=1)
    with Client(settings) as client:
        return look_up_packages(client=client, registries={"npm": server.url}, now=at)


def test_packages_that_run_are_asked_about_once_a_week(server: FakeServer) -> None:
    first, again, later = looked_up(server), looked_up(server, NOW + WEEK / 2), looked_up(server, NOW + WEEK * 1.1)

    assert (first, again, later) == (6, 0, 6)
    assert PackageFacts.objects.count() == 6


def test_what_the_registry_says_is_kept_with_source_and_day(server: FakeServer, registry: FakeRegistry) -> None:
    registry.deprecated["part-0"] = "Use something else."

    looked_up(server)

    facts = standing_package_facts([PART])[PART]
    assert (facts.is_deprecated, facts.advice, facts.latest_version) == (True, "Use something else.", "1.0.0")
    assert (facts.source, facts.found_at, facts.seen_at) == (server.url, NOW, NOW)


def test_what_changed_is_kept_beside_what_was_said_before(server: FakeServer, registry: FakeRegistry) -> None:
    looked_up(server)
    registry.deprecated["part-0"] = "Gone."

    looked_up(server, NOW + 2 * WEEK)

    assert [each.is_deprecated for each in PackageFacts.objects.filter(purl=PART)] == [True, False]
    same = PackageFacts.objects.get(purl="pkg:npm/part-1")
    assert (same.found_at, same.seen_at) == (NOW, NOW + 2 * WEEK)
    assert Event.objects.filter(name="health.package_looked_up").count() == 7


def test_the_journal_does_not_name_packages(server: FakeServer) -> None:
    looked_up(server)

    assert not any("part" in str(each.data) for each in Event.objects.filter(name="health.package_looked_up"))


def test_packages_that_nobody_runs_are_not_asked_about(server: FakeServer) -> None:
    Package.objects.create(type="npm", name="advisory-only", purl="pkg:npm/advisory-only")

    looked_up(server)

    assert not any("advisory-only" in each.path for each in server.asked)


def test_own_packages_are_never_asked_about(server: FakeServer, settings: Any) -> None:
    settings.PRIVATE_PACKAGES = ["pkg:npm/part-[0-3]", "pkg:npm/@borgo/*"]

    looked_up(server)

    assert sorted(each.path for each in server.asked) == ["/part-4", "/part-5"]
    assert due_packages(["npm"], NOW + 2 * WEEK, 10) == ["pkg:npm/part-4", "pkg:npm/part-5"]


def test_a_package_the_registry_does_not_have_is_not_known_there(server: FakeServer) -> None:
    Package.objects.filter(purl=PART).update(purl="pkg:npm/elsewhere")

    looked_up(server)

    assert standing_package_facts(["pkg:npm/elsewhere"])["pkg:npm/elsewhere"].is_known is False


@pytest.mark.parametrize("status", [401, 403, 429])
def test_a_registry_that_wants_to_be_left_alone_is(server: FakeServer, registry: FakeRegistry, status: int) -> None:
    registry.refuses = status

    assert looked_up(server) == 0
    assert len(server.asked) == 1


def test_an_answer_we_do_not_read_leaves_what_stood(server: FakeServer, registry: FakeRegistry) -> None:
    registry.deprecated["part-0"] = "Gone."
    looked_up(server)
    server.first = [Reply(302, {}, {"Location": "ftp://elsewhere.example"})] * 6

    looked_up(server, NOW + 2 * WEEK)

    assert standing_package_facts([PART])[PART].is_deprecated
    assert PackageFacts.objects.count() == 6


def test_a_package_never_answered_for_does_not_stand_before_others(server: FakeServer) -> None:
    server.first = [Reply(302, {}, {"Location": "ftp://elsewhere.example"})]

    looked_up(server)

    assert due_packages(["npm"], NOW, 10) == []
    assert standing_package_facts([PART])[PART].is_deprecated is None


def test_nothing_is_asked_unless_the_installation_names_registries(server: FakeServer, settings: Any) -> None:
    settings.PRIVATE_HOSTS = [server.netloc]
    assert settings.PACKAGE_REGISTRIES == {}

    ask_registries(timestamp=0)

    assert server.asked == []


def test_only_those_who_keep_projects_keep_such_facts(cast: Cast) -> None:
    facts = take_package_facts(purl=PART, source="x", found=RegistryFacts(), at=NOW, by=cast.bruno)

    assert (facts.is_deprecated, facts.last_release_at) == (None, None)
    for person in (cast.chiara, cast.dragan):
        with pytest.raises(NotAllowed):
            take_package_facts(purl=PART, source="x", found=RegistryFacts(), at=NOW, by=person)


def test_what_is_used_most_tells_what_registries_advise_against(db: None) -> None:
    plant()
    now = timezone.now()
    said = {
        PART: RegistryFacts(is_deprecated=True, last_release_at=now),
        "pkg:npm/part-1": RegistryFacts(last_release_at=now - timedelta(days=4_000)),
        "pkg:npm/part-2": RegistryFacts(is_deprecated=False, last_release_at=now),
        "pkg:npm/part-3": RegistryFacts(is_known=False),
    }
    for package, found in said.items():
        take_package_facts(purl=package, source="x", found=found, at=now, by=None)

    rows = {row.use.name: row for row in most_used(AnonymousUser(), EVERYTHING) if row.kind == "package"}

    assert rows[PART].use.concerns == {Concern.DEPRECATED}
    assert rows["pkg:npm/part-1"].use.concerns == {Concern.OLD_RELEASE}
    assert [rows[each].step for each in said] == ["past", "watch", "kept", "unknown"]
    assert rows["pkg:npm/part-4"].use.concerns == {Concern.NOTHING_KNOWN}


def test_nothing_is_told_of_packages_outside_the_scope(server: FakeServer) -> None:
    looked_up(server)

    assert [row for row in most_used(AnonymousUser(), NOTHING) if row.kind == "package"] == []
