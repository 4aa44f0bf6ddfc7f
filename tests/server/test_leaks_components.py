"""What a town runs, and what hits it, is nobody else's to learn: not by a page, a file, a count, or a query more."""

from pathlib import Path

import pytest

from commonweal.journal.actions import number_events
from commonweal.risk.queries import indexed
from commonweal.risk.tasks.indexing import build_index
from tests.server.leaks_looking import Seen, routes_of, seen
from tests.server.leaks_world import SECRETS, Town, build, end_oversight, secrets_of

pytestmark = pytest.mark.django_db

# Of licences what systems have; what licences say is everybody's.
LICENCES = ("views.systems", "views.notices", "views.bodies", "views.unknown", "api.systems")
CONTEXTS = (
    "commonweal.components", "commonweal.risk", "commonweal.screening",
    "commonweal.strategy.views.sunset",
    "commonweal.health.views.end_of_life", "commonweal.health.views.sustainability", "commonweal.health.views.checks",
    *(f"commonweal.licensing.{module}" for module in LICENCES),
)  # fmt: skip
OUTSIDERS = ("anonymous", "member", "supplier", "trader", "other_guard", "curator")
ASKED = ("CVE-2031-0001", "CVE-2031-0002", "kern >=1.0, <2.0", "zibaldone", "Rododendro", "shared")
# Every route of the contexts that answers to GET, and with which addresses somebody could fish for secrets.
ROWS: dict[str, tuple[str, ...]] = {
    "systems/<int:pk>/components": ("/systems/{system}/components", "/systems/{system}/components?q=zib"),
    "sboms/<int:pk>": ("/sboms/{sbom}",),
    "sboms/<int:pk>/original": ("/sboms/{sbom}/original",),
    "sboms/<int:pk>/export": ("/sboms/{sbom}/export?format=spdx-2.3",),
    "sboms/<int:pk>/compare": ("/sboms/{sbom}/compare",),
    "sboms/<int:pk>/paths": ("/sboms/{sbom}/paths?to=zibaldone",),
    "sboms/<int:pk>/withdraw": ("/sboms/{sbom}/withdraw",),
    "packages/<int:pk>": ("/packages/{package}", "/packages/{shared}"),
    "bodies/<slug:slug>/components": ("/bodies/celata/components", "/bodies/altrove/components"),
    "systems/<int:pk>/licences": ("/systems/{system}/licences", "/systems/{system}/licences?q=zib"),
    "systems/<int:pk>/notice": ("/systems/{system}/notice",),
    "systems/<int:pk>/notice.txt": ("/systems/{system}/notice.txt",),
    "systems/<int:pk>/notice.html": ("/systems/{system}/notice.html",),
    "bodies/<slug:slug>/licences": ("/bodies/celata/licences", "/bodies/altrove/licences"),
    "bodies/<slug:slug>/licences.csv": ("/bodies/celata/licences.csv", "/bodies/altrove/licences.csv"),
    "licences/unknown": ("/licences/unknown", "/licences/unknown?body=celata", "/licences/unknown?body=altrove"),
    "packages/<int:pk>/licence": ("/packages/{package}/licence", "/packages/{shared}/licence"),
    "hit": ("/hit", *(f"/hit?q={text}" for text in ASKED), "/hit?q=CVE-2031-0001&body=celata"),
    "hit.csv": ("/hit.csv?q=CVE-2031-0001", "/hit.csv?q=shared"),
    "hit.json": ("/hit.json?q=CVE-2031-0001", "/hit.json?q=zibaldone", "/hit.json?q=Rododendro"),
    "hit/tell": ("/hit/tell?q=CVE-2031-0001", "/hit/tell?q=kern"),
    "vulnerabilities": ("/vulnerabilities", "/vulnerabilities?q=kern"),
    "vulnerabilities/<str:name>": ("/vulnerabilities/CVE-2031-0001", "/vulnerabilities/CVE-2031-0002"),
    "security": ("/security", "/security?body=celata"),
    "security/worklist": ("/security/worklist", "/security/worklist?body=celata&standing=all"),
    "security/worklist.csv": ("/security/worklist.csv?standing=all",),
    "systems/<int:pk>/security": ("/systems/{system}/security",),
    "bodies/<slug:slug>/security": ("/bodies/celata/security", "/bodies/altrove/security"),
    "bodies/<slug:slug>/security/vex": ("/bodies/celata/security/vex",),
    "bodies/<slug:slug>/security/vex/export": (
        "/bodies/celata/security/vex/export?format=openvex-0.2.0",
        "/bodies/altrove/security/vex/export?format=csaf-2.0&system={system}",
    ),
    "bodies/<slug:slug>/security/vex/<int:pk>": (
        "/bodies/celata/security/vex/{vex}",
        "/bodies/altrove/security/vex/{vex}",
    ),
    "bodies/<slug:slug>/security/vex/<int:pk>/original": ("/bodies/altrove/security/vex/{vex}/original",),
    "bodies/<slug:slug>/security/vex/<int:pk>/undo": ("/bodies/celata/security/vex/{vex}/undo",),
    "systems/<int:pk>/decided/<path:name>": ("/systems/{system}/decided/CVE-2031-0001",),
    "bodies/<slug:slug>/health-checks": ("/bodies/celata/health-checks", "/bodies/celata/health-checks?show=all"),
    "bodies/<slug:slug>/health-checks/take-up": ("/bodies/celata/health-checks/take-up?software=rododendro",),
    "bodies/<slug:slug>/health-checks/<int:pk>": ("/bodies/celata/health-checks/{project}",),
    "bodies/<slug:slug>/health-checks/<int:pk>/look": ("/bodies/celata/health-checks/{project}/look",),
    "manual-checks/<int:pk>": ("/manual-checks/{check}",),
    "end-of-life": ("/end-of-life", "/end-of-life?q=kern"),
    "end-of-life/due": ("/end-of-life/due", "/end-of-life/due?body=celata&days=3650"),
    "end-of-life/due.csv": ("/end-of-life/due.csv?days=3650",),
    "end-of-life/<str:name>": ("/end-of-life/kern", "/end-of-life/kern?below=9", "/end-of-life/kern?cycle=1"),
    "sustainability": ("/sustainability", "/sustainability?q=zibaldone"),
    "sustainability.csv": ("/sustainability.csv", "/sustainability.csv?kind=product"),
    "systems/<int:pk>/sustainability": ("/systems/{system}/sustainability",),
    "bodies/<slug:slug>/sustainability": ("/bodies/celata/sustainability", "/bodies/altrove/sustainability"),
    "feeds/exploited.atom": ("/feeds/exploited.atom",),
    "advisory-sources": ("/advisory-sources",),
    "advisory-sources/<slug:slug>": ("/advisory-sources/local",),
    "advisories/new": ("/advisories/new",),
    "screening": (
        "/screening",
        "/screening?q=pkg:npm/zibaldone@1.0.0",
        "/screening?q=pkg:npm/kern@1.0.0&use=internal",
    ),
    "screening/publish": ("/screening/publish?subject=zibaldone",),
    "screening/contribute": ("/screening/contribute?subject=zibaldone",),
    "screening/list": ("/screening/list",),
    "screening/queue": ("/screening/queue",),
    "screening/figures": ("/screening/figures",),
    "screening/figures.csv": ("/screening/figures.csv",),
    "screening/<int:pk>": ("/screening/{request}",),
    "bodies/<slug:slug>/strategy/sunset": ("/bodies/celata/strategy/sunset", "/bodies/altrove/strategy/sunset"),
    "api/v1/systems/{int:pk}/components": ("/api/v1/systems/{system}/components",),
    "api/v1/systems/{int:pk}/licences": ("/api/v1/systems/{system}/licences",),
    "api/v1/systems/{int:pk}/badge": ("/api/v1/systems/{system}/badge",),
    "api/v1/systems/{int:pk}/security.svg": ("/api/v1/systems/{system}/security.svg?key={token}",),
    "api/v1/systems/{int:pk}/security.json": ("/api/v1/systems/{system}/security.json",),
    "api/v1/bodies/{slug}/vex": ("/api/v1/bodies/celata/vex?format=openvex-0.2.0",),
    "api/v1/risk/exposure": ("/api/v1/risk/exposure?q=CVE-2031-0002", "/api/v1/risk/exposure?q=kern"),
}
ONLY_POST = {
    "bodies/<slug:slug>/tokens",
    "tokens/<int:pk>/revoke",
    "bodies/<slug:slug>/oversight",
    "oversight/<int:pk>/end",
    "systems/<int:pk>/licences/use",
    "systems/<int:pk>/licences/obligations",
    "fulfilments/<int:pk>/end",
    "bodies/<slug:slug>/licences/choose",
    "licence-choices/<int:pk>/end",
    "licences/unknown/undo",
    "licence-conclusions/<int:pk>/end",
    "notices/<int:pk>/acknowledge",
    "security/undo",
    "bodies/<slug:slug>/health-checks/<int:pk>/importance",
    "bodies/<slug:slug>/health-checks/<int:pk>/decide",
    "health-decisions/<int:pk>/end",
    "end-of-life/source/switch",
    "end-of-life/source/read",
    "end-of-life/source/accept",
    "screening/ask",
    "screening/<int:pk>/rule",
    "screening/<int:pk>/withdraw",
    "screening/<int:pk>/reopen",
    "decisions/<int:pk>/end",
    "bodies/<slug:slug>/security/vex/<int:pk>/apply",
    "advisory-sources/<slug:slug>/on",
    "advisory-sources/<slug:slug>/off",
    "advisory-sources/<slug:slug>/sync",
    "advisory-sources/<slug:slug>/accept",
    "advisories/<int:pk>/withdraw",
}
# Pages of other contexts on which something of these two could show.
AROUND = (
    "/", "/bodies/celata", "/bodies/celata/systems", "/bodies/celata/systems.csv", "/bodies/celata/systems.json",
    "/bodies/celata/use", "/bodies", "/systems/{system}", "/products", "/software?q=rododendro", "/api/v1/changes",
    "/api/v1/search?q=rododendro", "/api/v1/products", "/api/v1/bodies/celata", "/data/usage.csv", "/about", "/api",
)  # fmt: skip


@pytest.fixture
def town() -> Town:
    """Everything but the secrets; what processes keep in memory is there already."""
    made = build()
    look(made, "anonymous", [path for path in AROUND if "{" not in path])
    return made


def addresses(town: Town) -> list[str]:
    """Every address of every row, with the numbers that the town's rows have."""
    found = [*(address for row in ROWS.values() for address in row), *AROUND]
    return [address.format(**town.rows) for address in found]


def look(town: Town, person: str, paths: list[str]) -> dict[str, Seen]:
    """What a person sees at each address."""
    client = town.country.client(person)
    return {path: seen(client, path) for path in paths}


def test_every_route_that_could_tell_is_tried() -> None:
    every = routes_of(CONTEXTS)

    assert every - ROWS.keys() - ONLY_POST == set(), "give each a row in ROWS, or in ONLY_POST"
    assert (ROWS.keys() | ONLY_POST) - every == set(), "these are gone: take their rows away"


@pytest.mark.parametrize("person", OUTSIDERS)
def test_nobody_outside_learns_what_a_town_runs(town: Town, person: str) -> None:
    with secrets_of(town):
        paths = addresses(town)
        there = look(town, person, paths)

    without = look(town, person, paths)

    for path in paths:
        asked = path.casefold()
        said = there[path].content.casefold()
        assert [each for each in SECRETS if each in said and each not in asked] == [], f"{person} reads it on {path}"
        assert there[path] == without[path], f"{person} can tell the difference on {path}"


def test_nobody_outside_learns_it_from_the_index(town: Town, settings: object, tmp_path: Path) -> None:
    settings.EXPOSURE_FROM = 0
    with secrets_of(town):
        paths = [path for path in addresses(town) if path.startswith(("/hit", "/security", "/api/v1/risk"))]
        there, known = _from_index(town, settings, tmp_path / "with", paths)

    without, _ = _from_index(town, settings, tmp_path / "without", paths)

    assert there == without
    assert "zibaldone" in known, "the index tells those who answer for it"


def _from_index(town: Town, settings: object, folder: Path, paths: list[str]) -> tuple[dict[str, Seen], str]:
    """What somebody else who guards a body sees once an index is built, and what the town's own officer does."""
    settings.EXPOSURE_FOLDER = folder
    number_events()
    build_index(0)
    assert indexed.is_built()
    own = look(town, "officer", ["/hit.json?q=zibaldone", "/security/worklist?standing=all"])
    return look(town, "other_guard", paths), " ".join(seen.content.casefold() for seen in own.values())


@pytest.mark.parametrize("person", ["officer", "overseer"])
def test_those_who_answer_for_it_do_learn(town: Town, person: str) -> None:
    with secrets_of(town):
        there = look(town, person, addresses(town)[:12])

    read = " ".join(seen.content.casefold() for seen in there.values())

    assert {each for each in SECRETS if each in read} >= {"zibaldone", "quadrifoglio", "mistral-9", "pinnacolo"}


def test_who_watches_no_longer_learns_nothing_more(town: Town) -> None:
    with secrets_of(town):
        paths = addresses(town)
        end_oversight(town)
        there = look(town, "overseer", paths)

    without = look(town, "overseer", paths)

    assert there == without
