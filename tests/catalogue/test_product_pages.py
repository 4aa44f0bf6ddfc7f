"""What the pages of products show, and to whom."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonweal.catalogue import actions, queries
from commonweal.catalogue.models import Product
from commonweal.organisations.models import Visibility
from tests.catalogue.findings import finding
from tests.conftest import Cast

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def photoshop(cast: Cast) -> Product:
    product = actions.name_product(
        name="Adobe Photoshop",
        other_names=["Photoshop"],
        vendor_name="Adobe",
        functions=["graphic-design"],
        is_listed=True,
        by=None,
    )
    entry = actions.publish(finding=finding("GIMP"), by=None).entry
    actions.state_alternative(
        entry=entry, product=product, source=actions.AlternativeSource("A test list", "https://list.example"), by=None
    )
    actions.publish(finding=finding("Krita", category="graphic-design"), by=None)
    return product


def test_a_product_page_says_what_could_stand_in_and_who_says_so(client: Client, photoshop: Product) -> None:
    page = client.get("/products/adobe-photoshop").content.decode()

    assert 'href="/software/gimp"' in page
    assert "A test list" in page
    assert 'href="https://list.example"' in page
    assert page.index("/software/gimp") < page.index("Open software for the same purpose") < page.index("Krita")


def test_the_list_counts_what_could_stand_in(client: Client, photoshop: Product) -> None:
    page = client.get("/products", {"q": "photo"}).content.decode()

    assert "/products/adobe-photoshop" in page
    assert '<td class="number">1</td>' in page
    assert "No product of this name" in client.get("/products", {"q": "zzz"}).content.decode()


@pytest.mark.parametrize(
    "text",
    ["photoshop", "Adobe Photoshop", "programs like Photoshop", "alternative à photoshop", "statt Photoshop",
     "programmi simili a photoshop", "open source alternative to Adobe Photoshop"],
)  # fmt: skip
def test_a_search_for_a_product_leads_to_what_could_stand_in(client: Client, photoshop: Product, text: str) -> None:
    page = client.get("/software", {"q": text}).content.decode()

    assert "Looking for something in place of Adobe Photoshop?" in page
    assert 'href="/software/gimp"' in page


def test_a_search_for_a_task_is_left_alone(client: Client, photoshop: Product) -> None:
    page = client.get("/software", {"q": "photoshop training for schools"}).content.decode()

    assert "in place of" not in page


def test_what_an_editor_named_is_shown_to_them_and_to_nobody_else(client: Client, cast: Cast) -> None:
    actions.name_product(name="Secret thing", by=cast.chiara)

    seen = []
    for person in (None, cast.dragan, cast.bruno, cast.chiara):
        client.logout()
        if person is not None:
            client.force_login(person, backend=BACKEND)
        listed = "Secret thing" in client.get("/products").content.decode()
        found = "in place of Secret" in client.get("/software?q=secret+thing").content.decode()
        api = client.get("/api/v1/products/secret-thing").status_code == 200
        seen.append((listed, client.get("/products/secret-thing").status_code, found, api))

    assert seen == [(False, 404, False, False)] * 3 + [(True, 200, True, True)]


def test_software_that_is_not_public_is_no_public_alternative(client: Client, cast: Cast, photoshop: Product) -> None:
    hidden = actions.publish(finding=finding("Hidden", publisher=cast.town, visibility=Visibility.BODY), by=None).entry
    actions.state_alternative(entry=hidden, product=photoshop, source=actions.AlternativeSource("us"), by=None)

    assert "Hidden" not in client.get("/products/adobe-photoshop").content.decode()
    assert "Hidden" not in client.get("/api/v1/products/adobe-photoshop").content.decode()


def test_a_curator_names_another_and_takes_it_back(client: Client, cast: Cast, photoshop: Product) -> None:
    client.force_login(cast.bruno, backend=BACKEND)

    wrong = client.post("/products/adobe-photoshop/alternatives", {"software": "nothing", "source": "me"})
    client.post("/products/adobe-photoshop/alternatives", {"software": "/software/krita", "source": "Bruno"})
    stated = photoshop.alternatives.get(entry__slug="krita")
    client.post(f"/products/adobe-photoshop/alternatives/{stated.pk}/withdraw")

    assert wrong.status_code == 422
    assert "The catalogue has no software at this address." in wrong.content.decode()
    stated.refresh_from_db()
    assert stated.withdrawn_at is not None


def test_others_may_not_name_any(client: Client, cast: Cast, photoshop: Product) -> None:
    client.force_login(cast.dragan, backend=BACKEND)

    answer = client.post("/products/adobe-photoshop/alternatives", {"software": "/software/krita", "source": "me"})

    assert answer.status_code == 403


def test_the_software_page_says_what_it_could_stand_in_for(client: Client, photoshop: Product) -> None:
    page = client.get("/software/gimp").content.decode()

    assert "Could stand in for" in page
    assert "/products/adobe-photoshop" in page


def test_the_api_gives_products_with_their_alternatives(client: Client, photoshop: Product) -> None:
    found = client.get("/api/v1/products?q=photoshop").json()["data"]

    assert [(one["name"], [each["software"] for each in one["alternatives"]]) for one in found] == [
        ("Adobe Photoshop", ["gimp"])
    ]


def test_a_name_that_two_products_share_asks_for_neither(cast: Cast) -> None:
    for name in ("Suite A", "Suite B"):
        actions.name_product(name=name, other_names=["Suite"], is_listed=True, by=None)

    assert queries.product_asked_for(cast.dragan, "suite") is None


def test_the_page_asks_no_more_for_three_alternatives_than_for_one(client: Client, photoshop: Product) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/products/adobe-photoshop")
        return len(asked)

    client.get("/about")
    one = count()
    for name in ("Krita Two", "Krita Three"):
        entry = actions.publish(finding=finding(name), by=None).entry
        actions.state_alternative(entry=entry, product=photoshop, source=actions.AlternativeSource("x"), by=None)

    assert count() == one <= 14


def test_a_curator_lists_a_product_and_others_do_not(client: Client, cast: Cast) -> None:
    said = {
        "name": "Akte 5",
        "vendor_name": "Seewerk",
        "other_names": "Akte, Akte V",
        "functions": "document-management",
    }
    visitor = client.post("/products/new", said).status_code
    client.force_login(cast.chiara, backend=BACKEND)
    editor = client.post("/products/new", said).status_code
    client.force_login(cast.bruno, backend=BACKEND)

    wrong = client.post("/products/new", said | {"name": "–"})
    answer = client.post("/products/new", said)

    assert (visitor, editor, wrong.status_code) == (302, 403, 422)
    assert answer["Location"] == "/products/akte-5"
    listed = Product.objects.get()
    assert (listed.other_names, listed.functions) == (["Akte", "Akte V"], ["document-management"])
    client.logout()
    assert client.get("/products/akte-5").status_code == 200
