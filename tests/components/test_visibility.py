"""Who sees what systems are made of: on every page and file, by the API, and in every count."""

import pytest
from django.urls import reverse

from commonweal.components import actions, queries
from commonweal.components.models import Channel, Occurrence, Package
from commonweal.components.permissions import NotAllowed
from commonweal.components.queries import scope_of
from commonweal.components.urls import urlpatterns
from commonweal.journal.models import Event
from commonweal.usage import actions as usage
from tests.components.lists import cyclonedx
from tests.components.world import AGREES, EVERYBODY, SECRET, SEES, SENDS, World, build, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


def paths(world: World, of: str = "portale") -> dict[str, str]:
    """Every address by which a page, a file or the API tells what a system is made of, by the name of its route."""
    pk, system = world.lists[of].pk, world.systems[of]
    package = Package.objects.get(name=f"{SECRET}-a")
    return {
        "system-components": f"/systems/{system.pk}/components?q={SECRET[:4]}",
        "sbom": f"/sboms/{pk}",
        "sbom-original": f"/sboms/{pk}/original",
        "sbom-export": f"/sboms/{pk}/export?format=spdx-2.3",
        "sbom-compare": f"/sboms/{pk}/compare",
        "sbom-paths": f"/sboms/{pk}/paths?to=pkg:npm/shared@1.0.0",
        "package": f"/packages/{package.pk}",
        "body-components": "/bodies/borgo/components",
        "api": f"/api/v1/systems/{system.pk}/components",
    }


def test_every_route_that_shows_something_is_tried(world: World) -> None:
    shown = {pattern.name for pattern in urlpatterns}
    forms = {"sbom-withdraw", "token-make", "token-revoke", "oversight-agree", "oversight-end"}

    assert shown - forms == paths(world).keys() - {"api"}


@pytest.mark.parametrize("person", EVERYBODY)
def test_what_may_not_be_seen_is_not_there(world: World, person: str) -> None:
    client = world.client(person)

    for name, path in paths(world).items():
        answer = client.get(path)
        if person in SEES:
            assert answer.status_code == 200, (name, answer.status_code)
        else:
            assert answer.status_code == (401 if (name, person) == ("api", "anonymous") else 404), name
            assert SECRET not in answer.content.decode(), name


@pytest.mark.parametrize("person", sorted(set(EVERYBODY) - SEES))
def test_what_is_hidden_answers_as_what_does_not_exist(world: World, person: str) -> None:
    client = world.client(person)
    pk, missing = world.lists["portale"].pk, 10**9

    for path in ("/sboms/{}", "/sboms/{}/original", "/systems/{}/components", "/packages/{}"):
        real = client.get(path.format(world.systems["portale"].pk if "systems" in path else pk))
        none = client.get(path.format(missing))
        assert real.status_code == none.status_code == 404, path


@pytest.mark.parametrize("person", EVERYBODY)
def test_pages_of_other_contexts_lead_there_only_for_those_who_may(world: World, person: str) -> None:
    client, system = world.client(person), world.systems["portale"]

    on_system = client.get(f"/systems/{system.pk}").content.decode()
    on_body = client.get("/bodies/borgo").content.decode()

    assert (f"/systems/{system.pk}/components" in on_system) is (person in SEES)
    assert ("/bodies/borgo/components" in on_body) is (person in SEES)
    assert SECRET not in on_system + on_body


def test_a_package_counts_and_shows_only_systems_in_scope(world: World) -> None:
    shared = Package.objects.get(name="shared")

    seen = {
        person: {row.system.name for row in queries.runners(scope_of(world.people[person]), shared)}
        for person in ("guard", "other_guard", "chief", "supplier")
    }

    assert seen == {
        "guard": {"Sistema portale", "Sistema casa"},
        "other_guard": {"Sistema altro"},
        "chief": {"Sistema portale", "Sistema casa", "Sistema altro"},
        "supplier": set(),
    }
    counts = {each.version: each.system_count for each in queries.versions_of(scope_of(world.people["guard"]), shared)}
    assert counts == {"1.0.0": 2}


def test_a_company_never_watches(world: World) -> None:
    borgo, ditta = world.bodies["borgo"], world.bodies["ditta"]

    with pytest.raises(actions.OverseesNobody):
        actions.agree_oversight(body=borgo, overseer=ditta, reason="", by=None)

    assert borgo.pk not in scope_of(world.people["company_guard"])


def test_an_oversight_that_ended_shows_nothing_any_more(world: World) -> None:
    borgo = world.bodies["borgo"]
    oversight = borgo.oversights.get()

    actions.end_oversight(oversight=oversight, by=world.person("editor"))

    assert borgo.pk not in scope_of(world.people["overseer"])
    assert world.client("overseer").get("/bodies/borgo/components").status_code == 404


def test_a_system_that_ended_or_went_private_is_out_of_sight(world: World) -> None:
    system = world.systems["portale"]
    path = f"/systems/{system.pk}/components"

    type(system).objects.filter(pk=system.pk).update(visibility=0)
    private = world.client("editor").get(path).status_code
    type(system).objects.filter(pk=system.pk).update(visibility=1, ended_on="2020-01-01")
    ended = world.client("editor").get(path).status_code

    assert (private, ended) == (404, 404)


def test_lists_of_two_systems_are_never_compared(world: World) -> None:
    other = send(world.systems["casa"], cyclonedx([("x", "1")]))

    answer = world.client("guard").get(f"/sboms/{world.lists['portale'].pk}/compare?with={other.pk}")

    assert answer.status_code == 404


def acts(world: World, by: object) -> dict[str, object]:
    """Every action at Borgo, ready to be done by somebody."""
    borgo, altrove, system = world.bodies["borgo"], world.bodies["altrove"], world.systems["portale"]
    token = actions.make_token(body=borgo, name="x", by=world.person("editor")).token
    oversight = actions.agree_oversight(body=borgo, overseer=world.bodies["regione"], reason="", by=None)
    new = cyclonedx([("new", "1.0.0")])
    sending = {"file_name": "", "part": "p", "channel": Channel.API, "by": by}
    return {
        "receive_sbom": lambda: actions.receive_sbom(system=system, content=new, **sending),
        "withdraw_sbom": lambda: actions.withdraw_sbom(document=world.lists["portale"], by=by),
        "make_token": lambda: actions.make_token(body=borgo, name="y", by=by),
        "revoke_token": lambda: actions.revoke_token(token=token, by=by),
        "agree_oversight": lambda: actions.agree_oversight(body=borgo, overseer=altrove, reason="", by=by),
        "end_oversight": lambda: actions.end_oversight(oversight=oversight, by=by),
        "agree_oversight_for_many": lambda: actions.agree_oversight_for_many(
            bodies=[borgo, altrove], overseer=world.bodies["ministero"], reason="", by=by
        ),
        "take_over_lists": lambda: actions.take_over_lists(
            system=usage.enter_system(body=borgo, draft=usage.SystemDraft(name=f"J{by}"), by=None),
            other=world.systems["casa"],
            by=by,
        ),
        "find_or_enter_system": lambda: actions.find_or_enter_system(body=borgo, name="Nuovo", reference="", by=by),
    }


MAY = {
    "receive_sbom": SENDS,
    "withdraw_sbom": SENDS,
    "make_token": SENDS,
    "revoke_token": SENDS,
    "agree_oversight": AGREES,
    "end_oversight": AGREES,
    "agree_oversight_for_many": {"administrator"},
    "take_over_lists": SENDS,
    "find_or_enter_system": AGREES,  # who enters systems
}
OPEN = {"intern_packages", "note_use", "read_licences_again"}  # steps of programs, which record and tell nothing


def test_every_action_is_in_the_matrix(world: World) -> None:
    verbs = {name for name in actions.__all__ if name.islower()}

    assert verbs - OPEN == MAY.keys() == acts(world, None).keys()


@pytest.mark.parametrize("person", EVERYBODY[1:])
def test_an_action_is_for_those_who_may_and_is_recorded_in_their_name(world: World, person: str) -> None:
    by = world.person(person)

    for name, act in acts(world, by).items():
        before = Event.objects.filter(by=by).count()
        if person in MAY[name]:
            act()
            assert Event.objects.filter(by=by).count() > before, name
        else:
            with pytest.raises(NotAllowed, match="You may not"):
                act()
            assert Event.objects.filter(by=by).count() == before, name


@pytest.mark.parametrize("person", EVERYBODY)
def test_forms_are_refused_to_those_who_may_not(world: World, person: str) -> None:
    client, system = world.client(person), world.systems["portale"]
    token = actions.make_token(body=world.bodies["borgo"], name="x", by=world.person("editor")).token
    forms = {
        reverse("token-make", args=["borgo"]): (SENDS, {"name": "z"}),
        reverse("token-revoke", args=[token.pk]): (SENDS, {}),
        reverse("oversight-agree", args=["borgo"]): (AGREES, {"overseer": "altrove"}),
        reverse("sbom-withdraw", args=[world.lists["casa"].pk]): (SENDS, {}),
        reverse("oversight-end", args=[world.bodies["borgo"].oversights.get().pk]): (AGREES, {}),
    }
    before = Occurrence.objects.filter(system=system).count()

    for path, (may, data) in forms.items():
        expected = (200, 302) if person in may else (403,) if person in SEES else (404,)
        # The overseer's sight ends with the agreement, so that comes last.
        assert client.post(path, data).status_code in expected, path

    assert Occurrence.objects.filter(system=system).count() == before
