"""Pages of ends of life, of how long systems last, and of what is used most and maintained least."""

import pytest
from django.test import Client

from commonweal.health.models import LifecycleSource
from tests.conftest import Cast
from tests.health import lifecycle_world as world
from tests.health.lifecycle_world import HTTP, KERN, LINUX, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(cast: Cast) -> int:
    """A vital system of Borgo that is made of a package past its end, and one whose version nobody stated."""
    take_in(KERN, LINUX, HTTP)
    found = world.system(cast.town, "Registry", criticality="vital")
    world.runs(found, ("kern", "8.1.0"), ("other", "1.0.0"))
    world.system(cast.town, "Ledger", product="Kern DB")
    return found.pk


def read(client: Client, path: str, status: int = 200) -> str:
    """The page as a reader gets it."""
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_everybody_sees_when_products_end_and_nobody_else_who_runs_them(client: Client, registry: int) -> None:
    products, kern = read(client, "/end-of-life?q=kern"), read(client, "/end-of-life/kern")

    assert "Kern DB" in products
    assert "nginx" not in products.lower().split("<main", 1)[1]
    assert "past its end" in kern
    assert "over, day not known" in kern
    assert "Registry" not in kern
    assert 'role="img"' in kern


def test_who_answers_for_a_body_sees_which_of_its_systems_run_what(client: Client, cast: Cast, registry: int) -> None:
    client.force_login(cast.chiara)

    everything, before = read(client, "/end-of-life/kern"), read(client, "/end-of-life/kern?below=9")
    later, unclear = read(client, "/end-of-life/kern?below=8"), read(client, "/end-of-life/kern?below=newest", 422)

    assert "Registry" in everything
    assert "Ledger" in everything
    assert "8.1.0" in before
    assert "Ledger" not in before, "its version is not known"
    assert "Registry" not in later
    assert "Write a version in numbers" in unclear


def test_what_ends_is_listed_and_taken_along(client: Client, cast: Cast, registry: int) -> None:
    client.force_login(cast.chiara)

    page = read(client, "/end-of-life/due")
    table = read(client, "/end-of-life/due.csv?days=0&criticality=vital")

    assert "Registry" in page
    assert f"Borgo,Registry,vital,Kern DB,8,8.1.0,package,past,{world.day(-10)}" in table
    assert "Registry" not in read(client, "/end-of-life/due?criticality=low")
    assert "Nothing that is known ends" in read(client, "/end-of-life/due?body=nowhere")


def test_what_has_ended_stands_apart_from_what_will(client: Client, cast: Cast, registry: int) -> None:
    world.system(cast.town, "Minutes", product="Kern DB", version="9")
    client.force_login(cast.chiara)

    both, soon = read(client, "/end-of-life/due?days=90"), read(client, "/end-of-life/due?days=90&show=soon")
    table = read(client, "/end-of-life/due.csv?days=90&show=ended")

    ended, coming = both.split('id="ended"')[1].split('id="soon"')
    assert "Registry" in ended
    assert "Minutes" not in ended
    assert "Ends within 90 days" in coming
    assert "Minutes" in coming
    assert 'id="ended"' not in soon
    assert "Minutes" not in table


def test_what_ends_soon_is_reached_from_a_first_page_of_what_has_ended(
    client: Client, cast: Cast, registry: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.system(cast.town, "Minutes", product="Kern DB", version="9")
    monkeypatch.setattr("commonweal.health.views.end_of_life.PAGE_SIZE", 1)
    client.force_login(cast.chiara)

    page = read(client, "/end-of-life/due?days=90")

    assert page.count('href="?days=90&amp;show=soon&amp;page=1"') == 2


def test_who_may_see_nothing_is_told_so(client: Client, cast: Cast, registry: int) -> None:
    client.force_login(cast.dragan)

    assert client.get("/end-of-life/due").status_code == 403
    assert client.get(f"/systems/{registry}/sustainability").status_code == 404
    assert client.get("/bodies/borgo/sustainability").status_code == 404
    assert "Kern DB" not in read(client, "/sustainability")


def test_a_system_and_its_body_show_their_lights_with_reasons(client: Client, cast: Cast, registry: int) -> None:
    client.force_login(cast.chiara)

    system, body = read(client, f"/systems/{registry}/sustainability"), read(client, "/bodies/borgo/sustainability")
    security = read(client, "/bodies/borgo/security")

    assert "red: act now" in system
    assert "It must not stop, or for hours only, and runs something past its end." in system
    assert "It has 2 parts in its list; an end of life is published for 1." in system
    assert "1 system that must not stop" in body
    assert "It is not known in which version it runs." in body
    assert "1 system that must not stop" in security
    assert "/bodies/borgo/sustainability" in read(client, "/bodies/borgo")
    assert f"/systems/{registry}/sustainability" in read(client, f"/systems/{registry}")


def test_what_is_used_most_says_why_it_stands_where_it_stands(client: Client, cast: Cast, registry: int) -> None:
    client.force_login(cast.chiara)

    page, table = read(client, "/sustainability"), read(client, "/sustainability.csv?step=past")

    assert "runs in a version past its end" in page
    assert "nothing is known of its maintenance" in page
    assert "sustainability-lights" in page
    assert table.splitlines()[1:] == ["1,Kern DB,product,past,1,0,2,past_end"]
    assert "Nothing found" in read(client, "/sustainability?q=zzz")


def test_administrators_switch_the_source_on_and_off_and_others_see_its_state(client: Client, cast: Cast) -> None:
    seen = read(client, "/end-of-life")
    client.force_login(cast.aino)

    answer = client.post("/end-of-life/source/switch", {"on": "yes"}, follow=True)

    assert "never read here" in seen
    assert "Switch on" not in seen
    assert LifecycleSource.objects.get().is_on
    assert b"switched on, read every 24 hours" in answer.content
    assert b"waits already" in client.post("/end-of-life/source/read", follow=True).content
    assert b"No changes of this source wait" in client.post("/end-of-life/source/accept", follow=True).content
    client.post("/end-of-life/source/switch", {"on": "no"})
    assert not LifecycleSource.objects.get().is_on


@pytest.mark.parametrize("path", ["switch", "read", "accept"])
def test_nobody_else_may(client: Client, cast: Cast, path: str) -> None:
    client.force_login(cast.bruno)

    assert client.post(f"/end-of-life/source/{path}", {"on": "yes"}).status_code == 403


@pytest.mark.parametrize("days", ["-1", "abc", "1.5"])
def test_days_that_are_no_number_are_told_beside_the_field(
    client: Client, cast: Cast, registry: int, days: str
) -> None:
    client.force_login(cast.chiara)

    page = read(client, f"/end-of-life/due?days={days}", 422)

    assert 'aria-describedby="days-problem"' in page
    assert "Give a whole number of days, 0 or more." in page


def test_the_gravest_system_comes_first_and_its_concern_is_named(client: Client, cast: Cast, registry: int) -> None:
    world.system(cast.town, "Almanac", product="Kern DB")
    client.force_login(cast.chiara)

    body, most = read(client, "/bodies/borgo/sustainability"), read(client, "/sustainability")

    assert body.index(">Registry</a>") < body.index(">Almanac</a>")
    assert '<span class="badge" data-color="danger">past its end</span>' in most
