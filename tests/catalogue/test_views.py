"""What the catalogue's pages show, and to whom."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from commonweal.catalogue import actions
from commonweal.catalogue.models import Entry, SavedSearch
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Visibility
from tests.catalogue.findings import NOON, finding
from tests.conftest import Cast

BROKEN = "publiccodeYmlVersion: ["


def published(name: str = "Mense facili", **changes: object) -> Entry:
    entry = actions.publish(finding=finding(name, **changes), by=None).entry
    assert entry is not None
    return entry


@pytest.mark.django_db(transaction=True)
def test_the_search_page_shows_what_fits(client: Client, django_assert_max_num_queries: object) -> None:
    published()
    published("Strade", short="Manutenzione delle strade", category="fleet-management", feature="buche")

    with django_assert_max_num_queries(14):
        answer = client.get("/software", {"q": "mensa"})

    assert answer.status_code == 200
    assert "Mense facili" in answer.content.decode()
    assert "/software/strade" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_chosen_filter_is_a_chip_that_takes_it_away(client: Client) -> None:
    published()

    page = client.get("/software", {"q": "mense", "category": "accounting"}).content.decode()

    assert re.search(r'<a class="chip" href="/software\?q=mense">', page)
    assert "checked" in page


@pytest.mark.django_db(transaction=True)
def test_no_hit_comes_with_help(client: Client) -> None:
    published()

    page = client.get("/software", {"q": "zzqqxx"}).content.decode()

    assert "Nothing fits" in page
    assert "/categories" in page


@pytest.mark.django_db(transaction=True)
def test_suggestions_are_options(client: Client) -> None:
    published()

    answer = client.get("/software/suggestions", {"q": "mense"})

    assert '<option value="Mense facili">' in answer.content.decode()
    assert client.get("/software/suggestions").content.strip() == b""


@pytest.mark.django_db
def test_a_software_page_says_where_each_fact_is_from(client: Client, django_assert_max_num_queries: object) -> None:
    entry = published()

    with django_assert_max_num_queries(22):
        answer = client.get(entry.get_absolute_url())

    page = answer.content.decode()
    assert "Every fact and its source" in page
    assert "Borgo" in page
    assert "this is its text in: Italian" in page
    assert 'lang="it"' in page


@pytest.mark.django_db
def test_a_page_carries_linked_data_that_cannot_end_its_element(client: Client) -> None:
    entry = published(short="Ends </script> here")

    page = client.get(entry.get_absolute_url()).content.decode()

    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    assert "</script> here" in json.dumps(json.loads(data[1]))


@pytest.mark.django_db
def test_public_sector_is_said_only_of_a_verified_publisher(client: Client, cast: Cast) -> None:
    entry = published(publisher=cast.town)
    before = client.get(entry.get_absolute_url()).content.decode()

    organisations.verify_body(body=cast.town, method="Register of municipalities", by=cast.aino)

    after = client.get(entry.get_absolute_url()).content.decode()
    assert "public sector</span>" not in before
    assert "public sector</span>" in after


@pytest.mark.django_db
def test_a_broken_file_leaves_its_last_good_version_under_a_banner(client: Client) -> None:
    entry = published()
    actions.publish(finding=finding(minutes=5, raw=BROKEN, url=entry.url), by=None)

    page = client.get(entry.get_absolute_url()).content.decode()

    assert "You see the last good version" in page
    assert "Gestione delle mense scolastiche" in page


@pytest.mark.django_db
def test_a_retired_entry_answers_gone_and_says_why(client: Client) -> None:
    entry = published()
    actions.retire(entry=entry, reason="The town merged.", at=NOON + timedelta(days=1), by=None)

    answer = client.get(entry.get_absolute_url())

    assert answer.status_code == 410
    assert "The town merged." in answer.content.decode()


@pytest.mark.django_db
def test_an_address_that_was_left_leads_to_the_page(client: Client) -> None:
    entry = published()
    actions.move(entry=entry, to_url="https://git.example/comune/mense", by=None)

    answer = client.get("/software/at", {"url": "https://git.example/borgo/mense-facili"})

    assert answer.status_code == 301
    assert answer["Location"] == entry.get_absolute_url()


@pytest.mark.django_db
def test_an_address_nobody_knows_is_not_found(client: Client) -> None:
    assert client.get("/software/at", {"url": "https://git.example/nobody"}).status_code == 404
    assert client.get("/software/nobody").status_code == 404


@pytest.mark.django_db
def test_what_is_private_has_no_page(client: Client, cast: Cast) -> None:
    entry = published(visibility=Visibility.BODY)

    client.force_login(cast.dragan)

    assert client.get(entry.get_absolute_url()).status_code == 404
    assert client.get(f"{entry.get_absolute_url()}/publiccode.yml").status_code == 404


@pytest.mark.django_db
def test_links_lead_to_the_web_only(client: Client) -> None:
    entry = published(more="landingURL: 'javascript:alert(1)'\n")

    page = client.get(entry.get_absolute_url()).content.decode()

    assert 'href="javascript:' not in page


@pytest.mark.django_db
def test_the_file_itself_is_plain_text(client: Client) -> None:
    entry = published()

    answer = client.get(f"{entry.get_absolute_url()}/publiccode.yml")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert b"publiccodeYmlVersion" in answer.content


@pytest.mark.django_db
def test_tasks_come_with_their_counts(client: Client, django_assert_max_num_queries: object) -> None:
    published()

    with django_assert_max_num_queries(5):
        page = client.get("/categories").content.decode()

    assert re.search(r'category=accounting">Accounting</a><span class="count">1<', page)


@pytest.mark.django_db
def test_a_search_is_kept_shown_and_removed(client: Client, cast: Cast) -> None:
    client.force_login(cast.chiara)

    client.post("/account/searches/save", {"name": "Meals", "query": "q=mensa"})
    page = client.get("/account/searches").content.decode()
    kept = SavedSearch.objects.get()

    assert 'href="/software?q=mensa"' in page
    assert kept.token in page
    client.post(f"/account/searches/{kept.pk}/remove")
    assert "No search saved yet" in client.get("/account/searches").content.decode()


@pytest.mark.django_db
def test_nobody_removes_the_search_of_another(client: Client, cast: Cast) -> None:
    kept = actions.save_search(name="Meals", query="q=mensa", by=cast.chiara)
    client.force_login(cast.dragan)

    assert client.post(f"/account/searches/{kept.pk}/remove").status_code == 404
    assert client.get("/account/searches/save").status_code == 405


@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in_before_keeping_a_search(client: Client) -> None:
    answer = client.post("/account/searches/save", {"name": "Meals", "query": "q=mensa"})

    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.django_db
def test_no_cell_of_the_table_is_a_formula(client: Client) -> None:
    more = 'usedBy: ["=cmd()"]\n'
    evil = finding("=cmd()", url="https://git.example/borgo/evil", category='"=cmd()"', more=more)
    actions.publish(finding=evil, by=None)

    text = b"".join(client.get("/data/software.csv").streaming_content).decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 2
    assert not [cell for cell in rows[1] if cell.startswith(("=", "+", "-", "@"))]
