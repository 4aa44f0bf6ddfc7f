"""The pages of the harvest: who sees what, and what it costs."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from commonweal.harvest import actions, queries
from commonweal.harvest.actions import SourceDraft
from commonweal.harvest.models import Run, RunEnd, Source
from commonweal.organisations.models import Visibility
from tests.conftest import Cast
from tests.harvest.conftest import Walk
from tests.harvest.world import bare, publiccode

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(source: Source, folder: Path, walk: Walk) -> Run:
    """A harvest with good, bad and bare repositories."""
    bare(folder, "canteen", {"publiccode.yml": publiccode("Canteen")})
    bare(folder, "bare", {"README": b"x"})
    for number in range(8):
        bare(folder, f"broken-{number}", {"publiccode.yml": b"name: [unclosed\nurl: x"})
    return walk(source)


def signed_in(client: Client, user: object) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_list_of_sources_says_how_each_is_doing(client: Client, run: Run) -> None:
    page = text(client, "/sources")

    assert "Borgo&#x27;s repositories" in page
    assert "up to date" in page


def test_without_sources_the_list_says_what_a_source_is(client: Client, db: None) -> None:
    assert "No sources yet" in text(client, "/sources")


def test_a_run_shows_its_counts_and_asks_no_more_once_it_is_done(client: Client, run: Run) -> None:
    page = text(client, f"/runs/{run.pk}")

    assert "repositories seen" in page
    assert "hx-get" not in page


def test_a_run_that_goes_on_shows_its_progress_with_and_without_script(client: Client, source: Source) -> None:
    run = actions.start_run(source=source, by=None)

    whole = text(client, f"/runs/{run.pk}")
    part = client.get(f"/runs/{run.pk}", headers={"HX-Request": "true"}).content.decode()

    assert 'hx-trigger="every 2s"' in whole
    assert 'http-equiv="refresh"' in whole
    assert part.lstrip().startswith('<div id="progress"')


def test_rejections_say_where_and_why_and_how_to_mend(client: Client, run: Run) -> None:
    page = text(client, "/rejections")

    assert "8 files" in page
    assert "cannot be read as YAML" in page
    assert "Line 1" in page
    assert "indentation" in page
    assert "canteen" not in page


def test_of_an_unreadable_file_no_missing_key_is_told(client: Client, run: Run) -> None:
    page = text(client, "/rejections/borgo-s-repositories")

    assert "The file cannot be read as YAML from here on." in page
    assert "is a required field" not in page


def test_rejections_can_be_narrowed(client: Client, run: Run) -> None:
    assert "8 files" in text(client, "/rejections?reason=unreadable")
    assert "0 files" in text(client, "/rejections?reason=fork")
    assert "1 file<" in text(client, "/rejections?text=broken-3")


def test_a_publisher_sees_what_is_missing_and_why(client: Client, run: Run) -> None:
    page = text(client, "/rejections/borgo-s-repositories")

    assert "broken-3" in page
    assert ">bare<" in page
    assert "broken-3" in text(client, "/feeds/rejections/borgo-s-repositories.atom")
    assert "broken-3" in text(client, "/feeds/rejections.atom")


def test_a_publisher_without_rejections_hears_so(client: Client, run: Run, cast: Cast) -> None:
    assert "None: every file that was found is in the catalogue" in text(client, f"/rejections/{cast.town.slug}")


def test_paths_of_this_machine_are_not_shown_to_visitors(client: Client, run: Run, folder: Path) -> None:
    addresses = ("/sources", f"/sources/{run.source_id}", f"/runs/{run.pk}", "/rejections", "/feeds/rejections.atom")

    assert not [address for address in addresses if str(folder) in text(client, address)]


def test_what_is_private_is_on_no_page(client: Client, run: Run, cast: Cast) -> None:
    Source.objects.update(visibility=Visibility.PRIVATE, author=cast.bruno)
    signed_in(client, cast.dragan)

    assert "Borgo" not in text(client, "/sources")
    assert "0 files" in text(client, "/rejections")
    assert client.get("/rejections/borgo-s-repositories").status_code == 404
    assert "broken-3" not in text(client, "/feeds/rejections.atom")
    assert client.get(f"/sources/{run.source_id}").status_code == 404
    assert client.get(f"/runs/{run.pk}").status_code == 404


def test_a_curator_adds_a_source_by_form(client: Client, cast: Cast) -> None:
    signed_in(client, cast.bruno)
    typed = {"driver": "gitlab", "url": "https://gitlab.example/borgo", "interval_hours": 24, "visibility": 3}

    response = client.post("/sources/new", typed | {"publisher": "borgo"})

    source = Source.objects.get()
    assert response.headers["Location"] == source.get_absolute_url()
    assert (source.group, source.publisher) == ("borgo", cast.town)


@pytest.mark.parametrize(
    "wrong", [{"url": "/etc"}, {"driver": "folder"}, {"publisher": "nobody at all"}, {"driver": "foreign_json"}]
)
def test_a_wrong_form_says_what_is_wrong(client: Client, cast: Cast, wrong: dict[str, str]) -> None:
    signed_in(client, cast.bruno)
    typed = {"driver": "gitlab", "url": "https://gitlab.example/borgo", "interval_hours": 24, "visibility": 3}

    response = client.post("/sources/new", typed | wrong)

    assert response.status_code == 200
    assert not Source.objects.exists()


def test_pause_resume_and_run_are_buttons(client: Client, cast: Cast, source: Source) -> None:
    signed_in(client, cast.bruno)
    address = source.get_absolute_url()

    client.post(f"{address}/pause", {"reason": "They move house."})
    assert "They move house." in text(client, address)

    client.post(f"{address}/resume")
    assert "They move house." not in text(client, address)

    assert "starts in a moment" in client.post(f"{address}/run", follow=True).content.decode()
    assert client.get(f"{address}/run").status_code == 405


@pytest.mark.parametrize("who", ["chiara", "dragan"])
def test_who_may_not_keep_sources_gets_no_buttons_and_no_way_in(
    client: Client, cast: Cast, source: Source, who: str
) -> None:
    signed_in(client, getattr(cast, who))
    address = source.get_absolute_url()

    assert "Harvest now" not in text(client, address)
    for closed in ("/sources/new", "/sources/publishers", "/sources/publishers/DK/on", f"{address}/remove"):
        assert client.get(closed).status_code == 403
    for closed in (
        f"{address}/run",
        f"{address}/pause",
        f"{address}/resume",
        f"{address}/remove",
        "/sources/publishers/DK/off",
    ):
        assert client.post(closed).status_code == 403


def test_who_has_not_signed_in_is_asked_to(client: Client, db: None) -> None:
    response = client.get("/sources/new")

    assert response.status_code == 302
    assert "login" in response.headers["Location"]


def test_a_doubtful_run_is_answered_by_a_curator(
    client: Client, cast: Cast, source: Source, folder: Path, walk: Walk
) -> None:
    places = [bare(folder, f"r{each}", {"publiccode.yml": publiccode(f"R{each}")}) for each in range(6)]
    walk(source)
    for place in places[:4]:
        place.rename(folder.parent / place.name)
    doubtful = walk(source)
    signed_in(client, cast.bruno)

    assert "Yes, it is gone" in text(client, f"/runs/{doubtful.pk}")
    client.post(f"/runs/{doubtful.pk}/confirm")

    doubtful.refresh_from_db()
    assert (doubtful.end, doubtful.gone) == (RunEnd.COMPLETED, 4)
    assert "does not wait" in client.post(f"/runs/{doubtful.pk}/confirm", follow=True).content.decode()


def test_publishers_of_a_country_are_switched_on_and_off_after_a_question(client: Client, cast: Cast) -> None:
    signed_in(client, cast.bruno)

    assert "Denmark" in text(client, "/sources/publishers")
    assert "sources of" in text(client, "/sources/publishers/DK/on")
    client.post("/sources/publishers/DK/on")
    assert Source.objects.filter(country="DK").exists()

    assert "Switch all off again" in text(client, "/sources/publishers")
    assert client.post("/sources/publishers/DK/off", {"reason": ""}).status_code == 422
    client.post("/sources/publishers/DK/off", {"reason": "Too many."})
    assert not queries.unpaused_sources().filter(country="DK").exists()

    client.post("/sources/publishers/DK/on")
    assert queries.unpaused_sources().filter(country="DK").exists()


@pytest.mark.parametrize("way", ["on", "off"])
def test_a_country_without_publishers_is_not_found(client: Client, cast: Cast, way: str) -> None:
    signed_in(client, cast.bruno)

    assert client.post(f"/sources/publishers/QQ/{way}", {"reason": "x"}).status_code == 404


def test_a_source_is_removed_after_a_question(client: Client, cast: Cast, run: Run) -> None:
    signed_in(client, cast.bruno)
    address = run.source.get_absolute_url()

    assert "Entries that name this source: 1." in text(client, f"{address}/remove")
    assert client.post(f"{address}/remove", {"reason": ""}).status_code == 422
    page = client.post(f"{address}/remove", {"reason": "It moved."}, follow=True).content.decode()

    assert "This source is removed." in page
    assert "Borgo&#x27;s repositories" not in text(client, "/sources")


def test_a_publisher_nobody_knows_has_no_page_and_no_feed(client: Client, db: None) -> None:
    assert client.get("/rejections/nobody-here").status_code == 404
    assert client.get("/feeds/rejections/nobody-here.atom").status_code == 404


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/sources", 3),
        ("/sources/{source}", 4),
        ("/runs/{run}", 1),
        ("/rejections", 3),
        ("/rejections/borgo-s-repositories", 4),
    ],
)
def test_a_page_asks_the_database_so_often(
    client: Client, run: Run, address: str, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        actions.add_source(draft=SourceDraft(driver="gitlab", url=f"https://g{number}.example"), by=None)
    address = address.format(source=run.source_id, run=run.pk)
    client.get(address)

    with django_assert_num_queries(count):
        client.get(address)
