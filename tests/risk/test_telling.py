"""Telling bodies what hits them: once, by those who watch over them, and read by those who answer for them."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from procrastinate import App
from procrastinate.testing import InMemoryConnector

from commonweal.journal.models import Event
from commonweal.risk.actions.deciding import DecisionDraft, decide
from commonweal.risk.actions.notifying import acknowledge_notice, notify_bodies
from commonweal.risk.models import Notice
from commonweal.risk.permissions import NotAllowed
from commonweal.risk.queries.telling import notices_of
from commonweal.risk.tasks.telling import tell_bodies
from tests.components.world import EVERYBODY, World
from tests.risk.hit_world import BORGO, BOTH, hit_world, vulnerability

pytestmark = pytest.mark.django_db
TELLS = {"guard", "overseer", "parent_guard", "chief", "administrator"}


@pytest.fixture
def world() -> World:
    return hit_world()[0]


def told(world: World, *names: str, body: str = "borgo", by: str | None = "overseer") -> list[Notice]:
    """Tell a body."""
    person = None if by is None else world.person(by)
    wanted = [vulnerability(name) for name in names] or None
    return notify_bodies(vulnerabilities=wanted, bodies=[world.bodies[body]], by=person)


def test_a_body_is_told_in_one_notice_with_the_earliest_day(world: World) -> None:
    (notice,) = told(world)

    assert {each.name for each in notice.vulnerabilities.all()} == {BORGO, BOTH}
    assert (notice.systems, notice.by) == (2, world.person("overseer"))
    assert notice.due_on is not None
    assert Event.objects.get(name="risk.body_notified").data["body"] == world.bodies["borgo"].pk


def test_nobody_is_told_twice_of_the_same(world: World) -> None:
    told(world, BORGO)

    assert told(world, BORGO, by="chief") == []
    (second,) = told(world)
    assert [each.name for each in second.vulnerabilities.all()] == [BOTH]
    assert told(world) == []


def test_who_is_not_hit_is_not_told(world: World) -> None:
    assert told(world, BORGO, body="altrove", by="chief") == []


def test_what_was_decided_to_be_nothing_is_not_told(world: World) -> None:
    draft = DecisionDraft(state="not_affected", justification="code_not_present")
    decide(vulnerability=vulnerability(BORGO), body=world.bodies["borgo"], draft=draft, by=None)

    assert told(world, BORGO) == []


def test_only_those_who_watch_over_a_body_tell_it(world: World) -> None:
    for person in sorted(set(EVERYBODY[1:]) - TELLS):
        with pytest.raises(NotAllowed):
            told(world, BORGO, by=person)

    for person in sorted(TELLS):
        (notice,) = told(world, BORGO, by=person)
        notice.delete()


def test_where_one_may_not_be_told_nobody_is(world: World) -> None:
    bodies = [world.bodies["borgo"], world.bodies["altrove"]]

    with pytest.raises(NotAllowed):
        notify_bodies(vulnerabilities=[vulnerability(BOTH)], bodies=bodies, by=world.person("overseer"))

    assert not Notice.objects.exists()


def test_only_the_body_itself_says_that_it_has_read(world: World) -> None:
    (notice,) = told(world, BORGO)
    may = {"editor", "guard", "chief", "administrator"}

    for person in sorted(set(EVERYBODY[1:]) - may):
        with pytest.raises(NotAllowed):
            acknowledge_notice(notice=notice, by=world.person(person))
    acknowledge_notice(notice=notice, by=world.person("editor"))

    assert notice.acknowledged_by == world.person("editor")
    assert Event.objects.filter(name="risk.notice_acknowledged").count() == 1


def test_that_it_was_read_is_said_once(world: World) -> None:
    (notice,) = told(world, BORGO)
    acknowledge_notice(notice=notice, by=world.person("editor"))

    acknowledge_notice(notice=notice, by=world.person("guard"))

    assert notice.acknowledged_by == world.person("editor")


def test_the_task_of_the_day_tells_every_body_and_the_next_day_nobody(world: World) -> None:
    tell_bodies(0)

    assert {notice.body for notice in Notice.objects.all()} == {world.bodies["borgo"], world.bodies["altrove"]}
    tell_bodies(1)
    assert Notice.objects.count() == 2


@pytest.fixture
def mails() -> Iterator[InMemoryConnector]:
    """The mails that are queued, instead of the queue."""
    from procrastinate.contrib.django import procrastinate_app

    connector = InMemoryConnector()
    app: App = procrastinate_app.current_app
    with app.replace_connector(connector):
        yield connector


def test_a_mail_goes_to_those_who_answer_for_the_body(
    world: World, settings: LazySettings, mails: InMemoryConnector
) -> None:
    settings.MAIL_IS_CONFIGURED = True

    told(world, BORGO)

    (job,) = mails.jobs.values()
    assert job["args"]["to"] == ["editor@w.example", "guard@w.example"]
    assert BORGO in job["args"]["text"]
    assert "Sistema" not in job["args"]["text"]


def test_without_a_mail_server_the_notice_stands_on_the_page_only(world: World, mails: InMemoryConnector) -> None:
    told(world, BORGO)

    assert mails.jobs == {}
    assert [notice.body for notice in notices_of(world.bodies["borgo"])] == [world.bodies["borgo"]]


def test_the_button_asks_once_more_and_tells_those_of_the_answer(world: World) -> None:
    client = world.client("overseer")
    assert "Tell the 1 organisation" in client.get(f"/hit?q={BOTH}").content.decode()

    asked = client.get(f"/hit/tell?q={BOTH}").content.decode()
    done = client.post(f"/hit/tell?q={BOTH}", follow=True).content.decode()

    assert "Borgo" in asked
    assert "Altrove" not in asked
    assert "1 organisation was told." in done
    assert "/hit/tell" not in done
    assert [notice.body for notice in Notice.objects.all()] == [world.bodies["borgo"]]


def test_a_notice_is_read_by_its_page_and_hidden_from_others(world: World) -> None:
    (notice,) = told(world, BORGO)

    others = world.client("other_guard").post(f"/notices/{notice.pk}/acknowledge")
    missing = world.client("other_guard").post("/notices/999999/acknowledge")
    own = world.client("editor").post(f"/notices/{notice.pk}/acknowledge", {"back": "https://elsewhere.example/"})

    assert (others.status_code, missing.status_code) == (403, 403)
    assert own.headers["Location"] == "/bodies/borgo"
    notice.refresh_from_db()
    assert notice.acknowledged_by == world.person("editor")
