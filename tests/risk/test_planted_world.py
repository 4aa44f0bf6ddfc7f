"""The demo world as a question with a known answer: who is hit, worked out from its files, against what we answer."""

import re
from collections.abc import Iterator
from itertools import zip_longest

import pytest
from django.db.models import Max

from commonweal.components.models import SbomDocument
from commonweal.components.queries import EVERYTHING, Scope, scope_of
from commonweal.organisations.models import Body, User, Visibility
from commonweal.risk.models import Decision, Notice, Vulnerability
from commonweal.risk.queries.answering import answer
from commonweal.risk.queries.sources import freshness
from commonweal.risk.queries.worklist import worklist
from commonweal.risk.rules.decisions import Standing
from commonweal.server.demo import bodies, security
from commonweal.usage.models import System

pytestmark = pytest.mark.django_db

ROWS = [*security.pack()["real"], *security.pack()["made_up"]]


def truth() -> dict[str, set[tuple[str, str]]]:
    """Body and system by name of the vulnerability: package by package and number by number, without our keys."""
    found: dict[str, set[tuple[str, str]]] = {name_of(row): set() for row in ROWS}
    for owner, system, packages in running():
        for row in ROWS:
            is_hit = any(each.startswith(row["package"] + "@") and is_within(each, row["ranges"]) for each in packages)
            if is_hit and "withdrawn" not in row:
                found[name_of(row)].add((owner, system))
    return found


def running() -> Iterator[tuple[str, str, list[str]]]:
    """What each system with a list runs, as the files of the demo have it."""
    systems = System.objects.filter(ended_on=None, visibility__gte=Visibility.BODY).select_related("owner")
    for system in systems:
        release = security.release_run(system.owner.slug, system.name, security.LISTED["test"])
        if release is not None:
            yield system.owner.slug, system.name, [each for _part, packages in release.parts for each in packages]


def name_of(row: dict[str, object]) -> str:
    """The name of a vulnerability: that of the CVE list where there is one."""
    return next(iter(row.get("aliases", ())), row["id"])


def is_within(package_url: str, ranges: list[list[object]]) -> bool:
    """Whether a version lies in a range, compared number by number."""
    version = numbers(package_url.partition("@")[2])
    return any(
        not is_less(version, numbers(low)) and (not fixed or is_less(version, numbers(fixed[0])))
        for low, *fixed in ranges
    )


def numbers(version: object) -> list[int]:
    return [int(each) for each in re.findall(r"\d+", str(version))]


def is_less(one: list[int], other: list[int]) -> bool:
    pairs = list(zip_longest(one, other, fillvalue=0))
    return [a for a, _ in pairs] < [b for _, b in pairs]


def answered(name: str, scope: Scope) -> set[tuple[str, str]]:
    """Body and system as we answer."""
    found = answer(name, User.objects.get(username="nils"), scope)
    return {(body.body.slug, each.system.name) for body in found.bodies for each in body.systems}


def test_who_is_hit_is_what_was_planted(world: list[str]) -> None:
    planted = truth()

    assert {name: answered(name, EVERYTHING) for name in planted} == planted
    assert sum(map(bool, planted.values())) > 30, "most advisories hit somebody"
    assert not planted["ESEMPIA-2026-0016"], "what was withdrawn hits nobody"


def test_the_officer_of_the_association_sees_the_towns_that_agreed(world: list[str]) -> None:
    scope = scope_of(User.objects.get(username="nils"))
    planted = truth()["CVE-2021-44228"]
    watched = {
        body.slug
        for body in Body.objects.filter(country="XX")
        if security.is_watched(body.uri.removeprefix(bodies.URI), body)
    }

    seen = answered("CVE-2021-44228", scope)

    assert seen == {(owner, system) for owner, system in planted if owner in watched}
    assert 0 < len(seen) < len(planted), "some towns have not agreed"


def test_the_officer_of_a_town_sees_their_town(world: list[str]) -> None:
    scope = scope_of(User.objects.get(username="pia"))
    planted = {name: {each for each in found if each[0] == "borgo"} for name, found in truth().items()}

    tasks = {task.vulnerability.name: task for task in worklist(scope)}

    assert tasks.keys() == {name for name, found in planted.items() if found}
    assert {name: task.systems for name, task in tasks.items()} == {
        name: len(found) for name, found in planted.items() if found
    }


def test_borgo_has_judged_accepted_and_read(world: list[str]) -> None:
    scope = scope_of(User.objects.get(username="pia"))

    standing = {task.vulnerability.name: task.standing for task in worklist(scope)}
    notice = Notice.objects.get()

    assert Decision.objects.count() == 2
    assert standing["CVE-2022-22965"] is Standing.CLOSED
    assert standing["ESEMPIA-2025-0016"] is Standing.ACCEPTED
    assert notice.body.slug == "borgo"
    assert notice.acknowledged_by == User.objects.get(username="pia")


def test_some_systems_have_no_list_and_some_lists_are_old(world: list[str]) -> None:
    listed = SbomDocument.objects.values("system").distinct().count()
    made = SbomDocument.objects.order_by("made_at").values_list("made_at", "received_at").first()

    assert 80 < listed < System.objects.count() / 2
    assert made is not None
    assert (made[1] - made[0]).days > 1_000
    assert SbomDocument.objects.values("system").annotate(parts=Max("part")).exclude(parts="").exists()
    assert set(SbomDocument.objects.values_list("format", flat=True)) == {"CycloneDX", "SPDX", "lock file"}


def test_signals_and_freshness_are_known(world: list[str]) -> None:
    named = Vulnerability.objects.get(name="CVE-2021-44228")

    assert (str(named.exploited_on), named.forecast) == ("2021-12-10", pytest.approx(0.97))
    assert freshness().is_known
    assert not freshness().is_stale
