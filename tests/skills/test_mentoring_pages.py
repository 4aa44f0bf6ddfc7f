"""Pages of help between bodies: what a clerk does, what others see, and what stays between two."""

import json
import re
from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, Visibility
from commonweal.skills.actions import hours, mentorships
from commonweal.skills.models import HelpOffer, HelpWanted, HourEntry, Mentorship
from commonweal.skills.queries.hour_balances import pool_of_association, pool_of_office, rows_for
from commonweal.skills.queries.mentor_matches import mentors_for
from tests.skills.mentoring_world import EVERYBODY, OTHER_SKILL, SKILL, World, build

pytestmark = pytest.mark.django_db
SIDES = {"giver_editor", "giver_member", "giver_guard", "taker_editor", "taker_member", "administrator"}
POOL = SIDES | {"keeper"}


@pytest.fixture
def world(db: None) -> World:
    return build()


def _text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


def test_an_empty_page_says_how_to_begin(world: World) -> None:
    assert "/bodies/borgo/mentoring/wants/new" in _text(world.client("taker_editor"), "/bodies/borgo/mentoring")
    assert "/bodies/borgo/mentoring/wants/new" not in _text(Client(), "/bodies/borgo/mentoring")
    assert "Nobody offers help yet" in _text(Client(), "/mentors")


def test_a_clerk_asks_finds_proposes_and_confirms_hours(world: World) -> None:
    city, town = world.client("giver_editor"), world.client("taker_editor")
    until = timezone.localdate() + timedelta(days=90)
    offered = {
        "skill": SKILL, "contact": "Ufficio digitale", "address": "info@c.example", "languages": ["it"],
        "another_language": "sl", "reach": "association", "valid_until": until, "visibility": "3",
    }  # fmt: skip
    city.post("/bodies/citta/mentoring/offers/new", offered)
    town.post("/bodies/borgo/mentoring/wants/new", {"skill": SKILL, "visibility": "2"})
    offer = HelpOffer.objects.get()
    found = _text(town, "/bodies/borgo/mentoring")
    terms = {"goal": "Read them alone", "hours": "8", "since": "2026-01-01", "until": "2099-01-01", "is_pooled": "on"}

    town.post(f"/bodies/borgo/mentoring/propose?offer={offer.pk}", terms)
    one = Mentorship.objects.get()
    city.post(f"{one.get_absolute_url()}/accept")
    city.post(one.get_absolute_url(), {"on": "2026-02-01", "time": "1:30", "what": "Read the first one"})
    town.post(f"/mentorships/hours/{HourEntry.objects.get().pk}/confirm")
    town.post(f"{one.get_absolute_url()}/end", {"learned": "Look for the notice file"})

    assert "Both in: Unione, both speak: Italian, same country, much larger (60,000 inhabitants)" in found
    page = _text(city, one.get_absolute_url())
    assert "1:30 hours confirmed of 8 agreed" in page
    assert "Look for the notice file" in page
    assert offer.languages == ["it", "sl"]


def test_refusals_stand_beside_their_fields(world: World) -> None:
    city = world.client("giver_editor")
    wrong = {"skill": SKILL, "contact": "Anna", "address": "anna.rossi@c.example", "reach": "everybody",
             "valid_until": timezone.localdate(), "visibility": "3"}  # fmt: skip

    answer = city.post("/bodies/citta/mentoring/offers/new", wrong)

    assert answer.status_code == 422
    assert "address of a person" in str(answer.context["form"].errors["address"])
    nowhere = city.post("/bodies/citta/mentoring/offers/new", wrong | {"address": ""})
    assert "address" in nowhere.context["form"].errors
    wrong |= {"address": "info@c.example"}
    long_ago = city.post("/bodies/citta/mentoring/offers/new", wrong | {"valid_until": "2020-01-01"})
    assert "valid_until" in long_ago.context["form"].errors
    too_long = city.post("/bodies/citta/mentoring/offers/new", wrong | {"valid_until": "2099-01-01"})
    assert "An offer stands for 2 years at most" in str(too_long.context["form"].errors["valid_until"])


def test_whoever_reads_an_offer_learns_how_to_reach_them(world: World) -> None:
    offer = world.offer()
    unknown = _text(Client(), "/mentors")
    Body.objects.filter(pk=offer.owner_id).update(website="https://citta.example")
    site = _text(Client(), "/mentors")
    Body.objects.filter(pk=offer.owner_id).update(mailbox="protocollo@citta.example")

    mailbox = _text(Client(), "/mentors")

    assert "Ufficio digitale, no address is known" in unknown
    assert 'Ufficio digitale, <a href="https://citta.example">' in site
    assert 'Ufficio digitale, <a href="mailto:protocollo@citta.example">' in mailbox


def test_a_gap_becomes_something_asked_for_in_one_click(world: World) -> None:
    town = world.client("taker_editor")

    first = town.post("/bodies/borgo/mentoring/ask", {"skill": SKILL}, follow=True)
    again = town.post("/bodies/borgo/mentoring/ask", {"skill": SKILL}, follow=True)

    want = HelpWanted.objects.get()
    assert (want.visibility, want.languages) == (Visibility.NETWORK, ["it"])
    assert first.redirect_chain[-1][0] == "/bodies/borgo/mentoring#wanted"
    assert "You ask for help with this already." in again.content.decode()


def test_whoever_offers_sees_who_asks(world: World) -> None:
    world.offer()
    want = world.want("altrove")

    page = _text(world.client("giver_editor"), "/bodies/citta/mentoring")

    assert f"/bodies/citta/mentoring/propose?want={want.pk}" in page
    assert "number of inhabitants not known" in page


def test_the_directory_is_searched_and_taken_along(world: World) -> None:
    world.offer(note="=1+1")
    world.offer("vicina", skill=OTHER_SKILL, languages=["fr"])

    assert "Citta" in _text(Client(), f"/mentors?skill={SKILL}")
    assert "Citta" not in _text(Client(), "/mentors?language=fr")
    assert "No offer fits" in _text(Client(), "/mentors?country=FR")
    rows = Client().get("/mentors.csv?country=IT").content.decode()
    assert "'=1+1" in rows
    assert rows.count("\r\n") == 3
    assert "Citta offers help" in Client().get("/feeds/mentors.atom").content.decode()


def test_offers_are_seen_by_those_for_whom_they_are(world: World) -> None:
    world.offer(note="Segretissimo", visibility=Visibility.NETWORK)
    paths = ("/mentors", "/mentors.csv", "/bodies/citta/mentoring", "/feeds/mentors.atom")

    sees = {person for person in EVERYBODY for path in paths[1:3] if b"Segretissimo" in _raw(world, person, path)}

    assert sees == set(EVERYBODY) - {"anonymous", "nobody", "trader", "supplier"}
    assert "Nobody offers help yet" in _text(Client(), "/mentors")
    assert b"Citta" not in Client().get("/feeds/mentors.atom").content


def test_what_is_asked_for_is_seen_by_those_for_whom_it_is(world: World) -> None:
    world.want(note="Segretissimo")

    sees = {each for each in EVERYBODY if b"Segretissimo" in _raw(world, each, "/bodies/borgo/mentoring")}

    assert sees == set(EVERYBODY) - {"anonymous", "nobody", "trader", "supplier"}


def test_an_agreement_is_seen_by_its_sides_and_by_nobody_else(world: World) -> None:
    one = world.agreement(goal="Segretissimo")
    entry = world.given(one)
    own = (
        one.get_absolute_url(), f"{one.get_absolute_url()}.pdf", f"{one.get_absolute_url()}/end",
        f"/mentorships/hours/{entry.pk}/take-back",
    )  # fmt: skip

    for person in EVERYBODY:
        client = world.client(person)
        for path in own[:2] if person in SIDES else own:
            assert client.get(path).status_code == (200 if person in SIDES else 404), (person, path)
        for path in ("/bodies/borgo/mentoring", "/bodies/citta/mentoring"):
            assert (one.get_absolute_url().encode() in client.get(path).content) == (person in SIDES), (person, path)


def test_the_agreement_is_one_page_of_paper(world: World) -> None:
    one = world.agreement(goal="g" * 1000)

    answer = world.client("taker_editor").get(f"{one.get_absolute_url()}.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert b"/Type/Pages/Count 1/" in answer.content


def test_the_balance_of_a_pool_adds_up_to_zero_and_is_read_by_those_of_it(world: World) -> None:
    world.given(world.agreement(), 90, confirmed=True)
    world.given(_helped_by_vicina(world), 60, confirmed=True)

    for person in EVERYBODY:
        rows = json.loads(world.client(person).get("/bodies/unione/mentoring/hours.json").content)["members"]
        sees = person in POOL | {"neighbour"}
        assert [each["minutes_balance"] for each in rows] == ([-90, 90, 0] if sees else []), person
    page = _text(world.client("taker_editor"), "/bodies/unione/mentoring/hours")
    assert "2:30" in page
    assert world.client("keeper").get("/bodies/unione/mentoring/hours.csv").content.count(b"\r\n") == 4


@pytest.mark.parametrize("person", ["anonymous", "nobody", "stranger", "curator", "supplier"])
def test_what_is_hidden_changes_no_page_of_others_nor_how_long_it_takes(world: World, person: str) -> None:
    paths = (
        "/mentors", "/mentors.csv", "/feeds/mentors.atom", "/bodies/borgo/mentoring", "/bodies/citta/mentoring",
        "/bodies/unione/mentoring/hours", "/bodies/unione/mentoring/hours.json",
    )  # fmt: skip
    client = world.client(person)
    before = [_seen(client, path) for path in paths for _twice in range(2)][1::2]

    world.offer(visibility=Visibility.BODY)
    world.want(visibility=Visibility.BODY)
    world.given(world.agreement())

    assert [_seen(client, path) for path in paths] == before


def _seen(client: Client, path: str) -> tuple[str, int]:
    """A page without what differs each time, and how many questions it took."""
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as asked:
        text = client.get(path).content.decode()
    for token in (r'name="csrfmiddlewaretoken" value="[^"]*"', r'nonce="[^"]*"', r"<updated>[^<]*</updated>"):
        text = re.sub(token, "", text)
    return text, len(asked)


def _helped_by_vicina(world: World) -> Mentorship:
    """Vicina helps Borgo for an hour, and Borgo helps Vicina for as long."""
    world.offer("borgo", skill=OTHER_SKILL)
    given, taken = (
        mentorships.accept_mentorship(
            mentorship=mentorships.propose_to_taker(
                body=world.bodies[giver], want=world.want(taker, skill=OTHER_SKILL), draft=_draft(), by=None
            ),
            by=None,
        )
        for giver, taker in (("vicina", "borgo"), ("borgo", "vicina"))
    )
    world.given(taken, 60, confirmed=True)
    return given


def _draft() -> mentorships.MentorshipDraft:
    return mentorships.MentorshipDraft(goal="Share", hours=5, since=date(2026, 1, 1), until=date(2099, 1, 1))


def test_only_members_on_the_day_and_agreements_that_both_let_count_are_in_a_balance(world: World) -> None:
    private = world.agreement(is_pooled=False)
    world.given(private, 30, confirmed=True)
    mentorships.end_mentorship(mentorship=private, learned="x", by=None)
    pooled = world.agreement()
    world.given(pooled, 60, confirmed=True)
    world.given(pooled, 15)
    outside = world.want("altrove")
    other = mentorships.propose_to_taker(body=world.bodies["citta"], want=outside, draft=_draft(), by=None)
    world.given(mentorships.accept_mentorship(mentorship=other, by=None), 45, confirmed=True)

    found = rows_for(world.person("administrator"), pool_of_association(world.bodies["unione"]))

    assert [(row.body.name, row.balance.net, row.balance.net_open) for row in found] == [
        ("Borgo", -60, -15), ("Citta", 60, 15)
    ]  # fmt: skip


def test_a_balance_is_asked_for_a_time(world: World) -> None:
    one = world.agreement()
    for day in (date(2026, 1, 31), date(2026, 2, 1)):
        hours.give_hours(mentorship=one, on=day, minutes=10, what="x", by=None)

    found = world.client("giver_editor").get("/bodies/unione/mentoring/hours.json?since=2026-02-01&until=2026-02-28")
    wrong = world.client("giver_editor").get("/bodies/unione/mentoring/hours?since=yesterday")

    assert [each["minutes_given_unconfirmed"] for each in json.loads(found.content)["members"]] == [0, 10]
    assert wrong.status_code == 200


def test_those_around_an_office_have_a_balance_too(world: World) -> None:
    draft = organisations.OfficeDraft(name="Ufficio comune", hosts=[(world.bodies["unione"], "host")])
    office = organisations.open_office(draft=draft, by=None)
    world.given(world.agreement(), 60, confirmed=True)

    found = rows_for(world.person("taker_member"), pool_of_office(office))

    assert sum(row.balance.net for row in found) == 0
    assert len(found) == 2
    assert "Citta" in _text(world.client("keeper"), f"{office.get_absolute_url()}/mentoring/hours")
    assert "Citta" not in _text(world.client("stranger"), f"{office.get_absolute_url()}/mentoring/hours")


def test_only_an_association_has_a_balance_of_members(world: World) -> None:
    assert Client().get("/bodies/borgo/mentoring/hours").status_code == 404


def test_pages_above_ask_who_offers_what_a_body_lacks(world: World) -> None:
    world.offer(reach="association")
    world.offer("altrove", skill=OTHER_SKILL)
    world.offer("borgo", skill=OTHER_SKILL)
    world.offer("vicina", visibility=Visibility.NETWORK)
    borgo, lacks = world.bodies["borgo"], [OTHER_SKILL, SKILL]

    public = mentors_for(borgo, lacks, world.people["anonymous"])
    network = mentors_for(borgo, lacks, world.person("taker_editor"))

    assert [(each.body.name, each.offer.skill) for each in public] == [("Altrove", OTHER_SKILL), ("Citta", SKILL)]
    assert [each.body.name for each in network] == ["Altrove", "Citta", "Vicina"]
    assert public[0].sentence == (
        "Both speak: Italian, same country, number of inhabitants not known, distance not known."
    )
    assert [each.body.name for each in mentors_for(world.bodies["altrove"], [SKILL], world.people["anonymous"])] == []


def _raw(world: World, person: str, path: str) -> bytes:
    return world.client(person).get(path).content
