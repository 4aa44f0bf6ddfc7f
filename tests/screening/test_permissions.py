"""Who may ask, who rules, and who reads what was asked: every kind of person against every action."""

import pytest
from django.db import transaction
from django.test import Client

from commonweal.organisations.permissions import NotAllowed
from commonweal.screening import actions
from commonweal.screening.actions import RulingDraft
from commonweal.screening.models import Request
from commonweal.screening.queries.requests import requests_for
from tests.components.lists import cyclonedx
from tests.components.world import EVERYBODY, SEES, World, build, send
from tests.screening.screening_world import APPROVED, FINE, wanting

pytestmark = pytest.mark.django_db
ASKS = {"member", "editor", "guard", "curator", "chief", "administrator"}
# Those who may see what the systems of Borgo are made of rule there, too.
RULES = set(SEES)


@pytest.fixture
def world(db: None) -> World:
    return build()


def _request(world: World) -> Request:
    """The member of Borgo asks something that waits."""
    return actions.request_screening(wanted=wanting(FINE), body=world.bodies["borgo"], by=world.person("member"))


def test_who_may_do_what(world: World) -> None:
    borgo, asked = world.bodies["borgo"], _request(world)
    everything = {
        "ask": lambda by: actions.request_screening(wanted=wanting("pkg:pypi/other@1.0"), body=borgo, by=by),
        "rule": lambda by: actions.rule(request=asked, draft=RulingDraft(decided=APPROVED), by=by),
        "withdraw": lambda by: actions.withdraw(request=asked, by=by),
    }
    may: dict[str, set[str]] = {name: set() for name in everything}

    for person in EVERYBODY[1:]:
        for name, action in everything.items():
            try:
                with transaction.atomic():
                    action(world.person(person))
                    may[name].add(person)
                    transaction.set_rollback(True)
            except NotAllowed:
                pass

    assert may == {"ask": ASKS, "rule": RULES, "withdraw": RULES | {"member"}}


def test_who_may_reopen_what_was_ruled(world: World) -> None:
    asked = _request(world)
    actions.rule(request=asked, draft=RulingDraft(decided=APPROVED), by=world.person("editor"))
    may = set()

    for person in EVERYBODY[1:]:
        try:
            with transaction.atomic():
                actions.reopen(request=asked, by=world.person(person))
                may.add(person)
                transaction.set_rollback(True)
        except NotAllowed:
            pass

    assert may == RULES


def test_whoever_asked_may_reopen_what_they_took_back(world: World) -> None:
    asked = actions.withdraw(request=_request(world), by=world.person("member"))

    again = actions.reopen(request=asked, by=world.person("member"))

    assert again.withdrawn_at is None


def test_what_was_asked_is_read_by_the_asker_and_by_those_who_rule(world: World) -> None:
    asked = _request(world)

    reads = {person for person in EVERYBODY if requests_for(world.people[person]).filter(pk=asked.pk).exists()}

    assert reads == RULES | {"member"}


def test_nobody_else_learns_that_there_is_a_request(world: World) -> None:
    asked = _request(world)
    there = {person: _status(world.client(person), asked.pk) for person in EVERYBODY}

    missing = {person: _status(world.client(person), asked.pk + 1_000) for person in EVERYBODY}

    assert {person for person in EVERYBODY if there[person] == 200} == RULES | {"member"}
    assert {person: status for person, status in there.items() if status != 200} == {
        person: missing[person] for person, status in there.items() if status != 200
    }


def test_the_queue_and_the_figures_hold_only_what_somebody_rules(world: World) -> None:
    _request(world)

    for person in EVERYBODY:
        for path in ("/screening/queue", "/screening/figures.csv"):
            content = world.client(person).get(path).content
            assert (b"fine" in content or b"use,1," in content) == (person in RULES), (person, path)


def test_what_is_kept_tells_nothing_of_what_others_run(world: World) -> None:
    purl = "pkg:npm/altrove-only@1.0.0"
    part = {"type": "library", "name": "altrove-only", "version": "1.0.0", "bom-ref": purl, "purl": purl}
    components = [part | {"licenses": [{"license": {"id": "MIT"}}]}]
    send(world.systems["altro"], cyclonedx([], components=components), part="licences")
    wanted = wanting(purl)

    here = actions.request_screening(wanted=wanted, body=world.bodies["borgo"], by=world.person("administrator"))
    there = actions.request_screening(wanted=wanted, body=world.bodies["altrove"], by=world.person("administrator"))

    assert _licence(here)["sentence"] == "licence.unknown"
    assert _licence(there)["source"] == "own_lists"


def _licence(asked: Request) -> dict[str, object]:
    return next(each for each in asked.reasons if each["perspective"] == "licence")


def _status(client: Client, pk: int) -> int:
    return client.get(f"/screening/{pk}").status_code
