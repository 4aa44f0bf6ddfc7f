"""Who sees which claim of use, wherever claims leave the program: every person, every rung, every way out."""

import re

import pytest
from django.test import Client

from commonweal.organisations.models import Visibility
from commonweal.usage import actions, queries
from commonweal.usage.models import UsageClaim
from commonweal.usage.rules.use_lists import StatedUse
from tests.usage.claims_world import EVERYBODY, NOON, World, build, software, town

pytestmark = pytest.mark.django_db

# What Borgo says of itself: one piece of software on each rung. Its editor wrote the private one.
SOFTWARE = {
    Visibility.PRIVATE: "Segretissimo",
    Visibility.BODY: "Casalingo",
    Visibility.NETWORK: "Confidenziale",
    Visibility.PUBLIC: "Pubblicato",
}
SEES = {
    "anonymous": {Visibility.PUBLIC},
    "nobody": {Visibility.PUBLIC},
    "supplier": {Visibility.PUBLIC},
    "trader": {Visibility.PUBLIC},
    "member": {Visibility.BODY, Visibility.NETWORK, Visibility.PUBLIC},
    "editor": set(Visibility),
    "stranger": {Visibility.NETWORK, Visibility.PUBLIC},
    "curator": {Visibility.NETWORK, Visibility.PUBLIC},
    "administrator": {Visibility.BODY, Visibility.NETWORK, Visibility.PUBLIC},
}
INSTANCE = "https://{}.borgo.example"


@pytest.fixture
def world() -> World:
    """Borgo uses something on every rung, its neighbour Altrove shares one of it, so that the two are compared."""
    world = build()
    for rung, name in SOFTWARE.items():
        world.entries[name] = software(name)
        draft = actions.UseDraft(
            entry=world.entries[name],
            visibility=rung,
            instance_url=INSTANCE.format(name.lower()),
            purpose=f"per {name}",
        )
        actions.state_use(body=world.bodies["borgo"], draft=draft, by=world.person("editor"))
    world.claim("altrove", "mappe", visibility=Visibility.PUBLIC)
    return world


def reader(world: World, name: str) -> Client:
    """A browser in which somebody is signed in, or nobody."""
    client = Client()
    if name != "anonymous":
        client.force_login(world.person(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(client: Client, path: str) -> str:
    """A page that must be there, as text, without its head, where everybody finds the way to their own organisation."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    return re.sub(r"<header\b.*?</header>", "", text, count=1, flags=re.DOTALL)


ABOUT_BORGO = (
    "/bodies/borgo/use",
    "/bodies/borgo",
    "/bodies/borgo/peers?way=distance",
    "/bodies/altrove/peers?way=distance",
    "/api/v1/bodies/borgo/usage",
)
ABOUT_SOFTWARE = (
    "/software/{}/users?near=altrove",
    "/software/{}/users?status=production&tier=local&country=IT&confirmed=1",
    "/software/{}/users.csv",
    "/software/{}/users.json",
    "/api/v1/software/{}/usage",
)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
OF_ALL = ("/data/usage.csv", "/data/usage.jsonl")


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_what_a_body_uses_is_shown_to_whom_it_says(world: World, viewer: str) -> None:
    client = reader(world, viewer)

    for path in ABOUT_BORGO:
        text = text_of(client, path)
        assert {rung for rung, name in SOFTWARE.items() if name in text} == SEES[viewer], path


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_who_uses_software_is_told_to_whom_they_say(world: World, viewer: str) -> None:
    client = reader(world, viewer)

    for path in ABOUT_SOFTWARE:
        shown = {
            rung for rung, name in SOFTWARE.items() if "/bodies/borgo" in text_of(client, path.format(name.lower()))
        }
        assert shown == SEES[viewer], path


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_a_software_page_names_no_user_that_does_not_want_it(world: World, viewer: str) -> None:
    client = reader(world, viewer)

    shown = set()
    for rung, name in SOFTWARE.items():
        section = text_of(client, f"/software/{name.lower()}").partition('id="users"')[2].partition("</section>")[0]
        shown |= {rung} if "/bodies/borgo" in section else set()

    assert shown == SEES[viewer]


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_running_instances_are_shown_with_their_claims(world: World, viewer: str) -> None:
    text = text_of(reader(world, viewer), "/instances")

    assert {rung for rung, name in SOFTWARE.items() if INSTANCE.format(name.lower()) in text} == SEES[viewer]


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_files_for_all_hold_what_is_public_whoever_asks(world: World, viewer: str) -> None:
    client = reader(world, viewer)

    for path in OF_ALL:
        text = text_of(client, path)
        assert {rung for rung, name in SOFTWARE.items() if name in text} == {Visibility.PUBLIC}, path


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_a_claim_has_a_page_for_whom_sees_it(world: World, viewer: str) -> None:
    client, borgo = reader(world, viewer), world.bodies["borgo"]
    claims = {claim.visibility: claim for claim in borgo_claims(world)}

    shown = {
        rung for rung, claim in claims.items() if client.get(f"/bodies/{borgo.slug}/use/{claim.pk}").status_code == 200
    }

    assert shown == SEES[viewer]


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_likeness_counts_what_the_viewer_may_see(world: World, viewer: str) -> None:
    world.claim("altrove", SOFTWARE[Visibility.NETWORK], visibility=Visibility.NETWORK)

    likenesses = queries.likenesses_to(world.people[viewer], world.bodies["borgo"])

    assert (world.bodies["altrove"].pk in likenesses) == (Visibility.NETWORK in SEES[viewer])


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_what_a_body_denies_is_seen_by_nobody_else(world: World, viewer: str) -> None:
    software("Negato")
    rows = [StatedUse(software="Negato", body="Borgo")]
    said = actions.import_claims(rows=rows, source_name="A list", by=None, at=NOON).claims
    actions.deny_claim(claim=said[0], by=world.person("editor"))
    client = reader(world, viewer)

    leaks = {path for path in (*ABOUT_BORGO, *OF_ALL) if "Negato" in text_of(client, path)}
    leaks |= {path for path in ABOUT_SOFTWARE if "/bodies/borgo" in text_of(client, path.format("negato"))}
    status = client.get(f"/bodies/borgo/use/{said[0].pk}").status_code

    assert leaks == ({"/bodies/borgo/use"} if viewer == "editor" else set())
    assert (status == 200) == (viewer == "editor")


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_a_proposal_is_seen_by_the_body_and_its_answer_by_nobody_else(world: World, viewer: str) -> None:
    entry = world.entries["proposto"] = software("Proposto")
    borgo, ditta = world.bodies["borgo"], world.bodies["ditta"]
    asked = actions.propose_use(supplier=ditta, body=borgo, entry=entry, by=world.person("supplier"), note="Zanzibar")
    client = reader(world, viewer)
    before = {path for path in (*ABOUT_BORGO, *OF_ALL) if "Proposto" in text_of(client, path)}

    actions.deny_proposal(proposal=asked, by=world.person("editor"))

    after = {path for path in (*ABOUT_BORGO, *OF_ALL) if "Proposto" in text_of(client, path)}
    assert before == ({"/bodies/borgo/use"} if viewer == "editor" else set())
    assert after == set()


def test_a_supplier_sees_what_it_proposed_alike_whatever_the_answer(world: World) -> None:
    ditta, entry, supplier = world.bodies["ditta"], world.entries["mense"], world.person("supplier")
    asked = {
        name: actions.propose_use(supplier=ditta, body=world.bodies[name], entry=entry, by=supplier)
        for name in ("borgo", "altrove")
    }
    client = reader(world, "supplier")
    before = shown(client)

    actions.confirm_proposal(proposal=asked["borgo"], by=world.person("editor"))
    actions.deny_proposal(proposal=asked["altrove"], by=world.person("stranger"))

    assert shown(client) == before


def shown(client: Client) -> list[str]:
    """All that a supplier may look at, but for tokens of forms."""
    paths = [
        "/bodies/ditta/proposals",
        "/software/mense/users",
        "/software/mense",
        "/bodies/borgo",
        "/bodies/borgo/use",
    ]
    paths += ["/bodies/altrove/use", "/api/v1/software/mense/usage", "/software/mense/users.csv"]
    return [TOKEN.sub("", text_of(client, path)) for path in paths]


@pytest.mark.parametrize("viewer", ["anonymous", "supplier", "stranger", "administrator"])
def test_numbers_tell_of_no_small_group_that_is_hidden(world: World, viewer: str) -> None:
    entry = world.entries["mense"]
    for number in range(2):
        body = town(f"Schivo {number}")
        actions.state_many(body=body, entries=[entry], visibility=Visibility.BODY, by=None)

    told = queries.counts(world.people[viewer], entry).total

    nothing = queries.counts(world.people[viewer], software("Nessuno")).total
    assert (told == nothing) == (viewer != "administrator")
    assert told.unnamed == 0


def test_no_number_falls_when_one_of_those_hidden_comes(world: World) -> None:
    entry, told = world.entries["mense"], []
    for number in range(7):
        body = town(f"Schivo {number}", region_code=f"0{number % 2}")
        actions.state_many(body=body, entries=[entry], visibility=Visibility.NETWORK, by=None)
        told.append(queries.counts(world.people["anonymous"], entry).total.unnamed)

    assert told == [0, 0, 0, 0, 3, 6, 6]


def test_totals_are_sums_of_what_is_shown(world: World) -> None:
    entry = world.entries["mense"]
    for number in range(11):
        rung = Visibility.PUBLIC if number % 3 == 0 else Visibility.NETWORK
        body = town(f"Paese {number}", region_code=f"0{number % 3}", tier="regional" if number % 4 == 0 else "local")
        actions.state_many(body=body, entries=[entry], visibility=rung, by=None)

    counts = queries.counts(world.people["anonymous"], entry)

    cells = [cell for region in counts.regions for cell in region.cells if cell]
    for column in (counts.by_tier, [region.total for region in counts.regions], [counts.total]):
        assert sum(told.at_least for told in column) == sum(cell.at_least for cell in cells)


def borgo_claims(world: World) -> list[UsageClaim]:
    """What Borgo says, straight from the register."""
    return list(UsageClaim.objects.filter(owner=world.bodies["borgo"], entry__name__in=SOFTWARE.values()))
