"""What is said, confirmed, denied and ended about the use of software: outcomes, events, refusals, repetition."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from commonweal.journal.models import Event
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, User, Visibility
from commonweal.organisations.permissions import NotAllowed
from commonweal.organisations.queries import by_nearness, nearest
from commonweal.usage import actions, queries
from commonweal.usage.models import Answer, ClaimSource, NamedUser, Proposal, Reminder, Status, UsageClaim
from commonweal.usage.queries import UserSearch
from commonweal.usage.rules.standing import Standing
from commonweal.usage.rules.use_lists import StatedUse
from tests.usage.claims_world import EVERYBODY, NOON, World, build, software

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Towns, software and people."""
    return build()


def events(claim: UsageClaim) -> list[str]:
    """What the journal holds about a claim, oldest first."""
    about = Event.objects.filter(subject_type="usage.usageclaim", subject_id=str(claim.pk))
    return [name.partition(".")[2] for name in about.order_by("pk").values_list("name", flat=True)]


def listed(world: World, *, body: str = "borgo", entry: str = "Mense", source_name: str = "A list") -> UsageClaim:
    """A claim from a list that a curator took in."""
    rows = [StatedUse(software=entry, body=world.bodies[body].name, stated_on=date(2026, 1, 10))]
    return actions.import_claims(rows=rows, source_name=source_name, by=None, at=NOON).claims[0]


def proposed(world: World) -> Proposal:
    """What the supplier proposed to Borgo."""
    return actions.propose_use(
        supplier=world.bodies["ditta"], body=world.bodies["borgo"], entry=world.entries["mense"], by=None, at=NOON
    )


def names_of(world: World) -> NamedUser:
    """A name in metadata that stands for nobody."""
    entry = software("Nomi", more="usedBy: [Qualcuno]\n")
    return actions.match_names(entry=entry, by=None)[0]


def draft(world: World) -> actions.UseDraft:
    """That Mense is in daily use."""
    return actions.UseDraft(entry=world.entries["mense"])


OWN = {"editor"}
KEEPERS = {"curator", "administrator"}
# Who may do what about Borgo (proposals: on behalf of Ditta).
ACTIONS: dict[str, tuple[set[str], Callable[[World, User], object]]] = {
    "state_use": (OWN | KEEPERS, lambda w, by: actions.state_use(body=w.bodies["borgo"], draft=draft(w), by=by)),
    "state_many": (
        OWN,
        lambda w, by: actions.state_many(body=w.bodies["borgo"], entries=[w.entries["mense"]], by=by),
    ),
    "end_use": (OWN | KEEPERS, lambda w, by: actions.end_use(claim=w.claim(), by=by)),
    "change_visibility": (
        OWN,
        lambda w, by: actions.change_visibility(claim=w.claim(), visibility=Visibility.BODY, by=by),
    ),
    "propose_use": (
        {"supplier", "trader"},
        lambda w, by: actions.propose_use(
            supplier=w.bodies["ditta"], body=w.bodies["borgo"], entry=w.entries["mense"], by=by
        ),
    ),
    "confirm_claim": (OWN, lambda w, by: actions.confirm_claim(claim=listed(w), by=by)),
    "deny_claim": (OWN, lambda w, by: actions.deny_claim(claim=listed(w), by=by)),
    "confirm_proposal": (OWN, lambda w, by: actions.confirm_proposal(proposal=proposed(w), by=by)),
    "deny_proposal": (OWN, lambda w, by: actions.deny_proposal(proposal=proposed(w), by=by)),
    "import_claims": (
        KEEPERS,
        lambda w, by: actions.import_claims(
            rows=[StatedUse(software="Mense", body="Borgo")], source_name="List", by=by
        ),
    ),
    "match_names": (
        KEEPERS,
        lambda w, by: actions.match_names(entry=software("Altro", more="usedBy: [Borgo]\n"), by=by),
    ),
    "correct_match": (
        KEEPERS,
        lambda w, by: actions.correct_match(named=names_of(w), body=w.bodies["borgo"], by=by),
    ),
    "contact_body": (
        {"member", "editor", "stranger"} | KEEPERS,
        lambda w, by: actions.contact_body(body=w.bodies["borgo"], subject="Mense", text="How is it?", by=by),
    ),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_is_for_those_who_may_and_is_recorded_in_their_name(world: World, action: str) -> None:
    allowed, call = ACTIONS[action]

    done = {name for name in EVERYBODY if does(call, world, world.people[name])}

    assert done == allowed


def does(call: Callable[[World, User], object], world: World, by: User | AnonymousUser) -> bool:
    """Whether somebody may do it, and is then named in the journal; everything is undone."""
    with transaction.atomic():
        try:
            call(world, by)  # type: ignore[arg-type]
        except NotAllowed:
            is_done = False
        else:
            is_done = Event.objects.filter(by_id=by.pk).exists()
        transaction.set_rollback(True)
    return is_done


def test_every_action_about_claims_is_in_the_matrix() -> None:
    rooms = ("claims", "claims_answers", "claims_imports", "claims_messages", "claims_names")
    found = {
        name
        for name in actions.__all__
        if name[0].islower() and getattr(actions, name).__module__.rpartition(".")[2] in rooms
    }

    assert found - ACTIONS.keys() == {"remind_body"}, "only the worker reminds"


def test_what_a_body_says_itself_holds_for_a_year(world: World) -> None:
    claim = actions.state_use(body=world.bodies["borgo"], draft=draft(world), by=world.person("editor"), at=NOON)

    assert (claim.source, claim.visibility) == (ClaimSource.SELF, Visibility.NETWORK)
    assert claim.expires_on == date(2027, 11, 20)
    assert queries.use_of(claim, date(2027, 11, 20)).standing == Standing.CONFIRMED
    later = queries.use_of(claim, date(2029, 11, 21))
    assert (later.standing, later.unconfirmed_since, later.years) == (Standing.UNCONFIRMED, claim.expires_on, 2)
    assert claim.answers.get().pack == queries.terms().name


def test_saying_the_same_again_confirms_it_anew(world: World) -> None:
    first = actions.state_use(body=world.bodies["borgo"], draft=draft(world), by=None, at=NOON)

    again = actions.state_use(body=world.bodies["borgo"], draft=draft(world), by=None, at=NOON + timedelta(days=100))

    assert again == first
    assert again.expires_on == date(2028, 2, 28)
    assert events(first) == ["use_stated", "claim_confirmed"]


def test_what_a_curator_says_waits_for_the_body(world: World) -> None:
    claim = actions.state_use(body=world.bodies["borgo"], draft=draft(world), by=world.person("curator"), at=NOON)

    assert (claim.source, claim.expires_on) == (ClaimSource.IMPORT, None)
    assert queries.to_do(world.bodies["borgo"]).said == (claim,)


def test_ticking_many_adds_what_is_new_and_leaves_the_rest(world: World) -> None:
    borgo, editor = world.bodies["borgo"], world.person("editor")
    old = world.claim(status=Status.PILOT)
    ended = actions.end_use(claim=world.claim(entry="mappe"), by=editor, at=NOON)
    third = software("Terzo")

    made = actions.state_many(body=borgo, entries=[*world.entries.values(), third], by=editor)
    again = actions.state_many(body=borgo, entries=[*world.entries.values(), third], by=editor)

    assert {claim.entry.name for claim in made} == {"Mappe", "Terzo"}
    assert again == []
    old.refresh_from_db()
    ended.refresh_from_db()
    assert (old.status, ended.status, ended.until) == (Status.PILOT, Status.PRODUCTION, None)


def test_an_ended_use_leaves_the_list_and_stays_in_the_history(world: World) -> None:
    claim = world.claim()

    actions.end_use(claim=claim, until=date(2026, 11, 1), by=world.person("editor"))

    visitor = AnonymousUser()
    assert queries.users_of(visitor, world.entries["mense"], UserSearch(), None).rows == ()
    past = queries.users_of(visitor, world.entries["mense"], UserSearch(status="ended"), None).rows
    assert [row.use.standing for row in past] == [Standing.ENDED]
    assert events(claim) == ["use_stated", "use_ended"]


def test_denying_hides_what_every_other_source_says(world: World) -> None:
    first, second = listed(world), listed(world, source_name="Another list")

    actions.deny_claim(claim=first, by=world.person("editor"), note="Never heard of it.")

    second.refresh_from_db()
    assert second.denied_at is not None
    assert Answer.objects.filter(kind="denied").count() == 2
    assert not queries.claims_for(world.person("administrator")).exists()


def test_what_was_denied_does_not_come_back_from_any_list(world: World) -> None:
    actions.deny_claim(claim=listed(world), by=world.person("editor"))

    again, other = listed(world), listed(world, source_name="Another list")

    assert again.denied_at is not None
    assert other.denied_at is not None


def test_a_body_may_take_its_denial_back(world: World) -> None:
    claim = actions.deny_claim(claim=listed(world), by=world.person("editor"))

    actions.confirm_claim(claim=claim, by=world.person("editor"), at=NOON)

    assert queries.use_of(claim, date(2026, 12, 1)).standing == Standing.CONFIRMED


def test_a_body_ends_and_does_not_deny_what_it_said_itself(world: World) -> None:
    claim = world.claim()

    with pytest.raises(actions.OwnClaim):
        actions.deny_claim(claim=claim, by=world.person("editor"))


def test_a_claim_of_another_body_is_not_changed_by_mistake(world: World) -> None:
    claim = world.claim("altrove")

    with pytest.raises(actions.OtherBody):
        actions.state_use(body=world.bodies["borgo"], draft=draft(world), claim=claim, by=world.person("editor"))


def test_a_confirmed_proposal_is_a_claim_of_the_body(world: World) -> None:
    claim = actions.confirm_proposal(proposal=proposed(world), by=world.person("editor"), at=NOON)

    assert (claim.source, claim.source_name, claim.visibility) == (ClaimSource.SUPPLIER, "Ditta", Visibility.NETWORK)
    assert queries.use_of(claim, date(2026, 12, 1)).standing == Standing.CONFIRMED
    with pytest.raises(actions.AlreadyAnswered):
        actions.deny_proposal(proposal=Proposal.objects.get(), by=world.person("editor"))


def test_a_supplier_asks_once_a_year_whatever_the_answer(world: World) -> None:
    asked = proposed(world)
    actions.deny_proposal(proposal=asked, by=world.person("editor"), at=NOON)
    ask = {"supplier": asked.supplier, "body": asked.body, "entry": asked.entry, "by": None}

    with pytest.raises(actions.AlreadyProposed):
        actions.propose_use(**ask, at=NOON + timedelta(days=300))
    actions.propose_use(**ask, at=NOON + timedelta(days=366))

    assert not queries.waiting_proposals(asked.body).exists()


def test_only_suppliers_and_publishers_propose(world: World) -> None:
    with pytest.raises(actions.NotASupplier):
        actions.propose_use(
            supplier=world.bodies["altrove"], body=world.bodies["borgo"], entry=world.entries["mense"],
            by=world.person("stranger"),
        )  # fmt: skip


def test_a_private_claim_is_its_authors(world: World) -> None:
    claim = world.claim()

    actions.change_visibility(claim=claim, visibility=Visibility.PRIVATE, by=world.person("editor"))

    assert queries.claims_for(world.person("editor")).count() == 1
    assert queries.claims_for(world.person("administrator")).count() == 0
    assert queries.counts(AnonymousUser(), world.entries["mense"]).total.at_least == 0


def test_neighbours_stand_nearest_first(world: World) -> None:
    for name in ("borgo", "altrove"):
        world.claim(name)
    mense, altrove = world.entries["mense"], world.bodies["altrove"]

    seen = queries.users_of(AnonymousUser(), mense, UserSearch(), altrove)

    assert [(row.body.name, round(row.distance_km or 0)) for row in seen.rows] == [("Altrove", 0), ("Borgo", 11)]


def test_the_nearest_of_many_are_those_of_all_compared(world: World) -> None:
    drafts = [
        organisations.BodyDraft(
            uri=f"https://w.example/many/{number}",
            name=f"Many {number}",
            kind="municipality",
            latitude=44 + (number * 37 % 211) / 50,
            longitude=11 + (number * 91 % 223) / 50,
        )
        for number in range(200)
    ]
    bodies = Body.objects.filter(pk__in=[body.pk for body in organisations.register_many(drafts=drafts, by=None)])
    borgo = world.bodies["borgo"]

    found = nearest(bodies, borgo, limit=12)

    distances = by_nearness(bodies.values_list("pk", flat=True), borgo)
    compared = sorted((round(distance or 0), bands is None, pk) for pk, (distance, bands) in distances.items())
    assert [round(distance or 0) for _, distance, _ in found] == [distance for distance, *_ in compared[:12]]


def test_peers_are_compared_by_what_each_has_said(world: World) -> None:
    world.claim("altrove", "mappe")
    world.claim("borgo", "mense")

    compared = queries.compare(AnonymousUser(), world.bodies["borgo"])

    assert [(use.entry.name, use.count) for use in compared.theirs] == [("Mappe", 1)]
    assert [use.entry.name for use in compared.ours] == ["Mense"]
    assert [peer.body.name for peer in compared.peers] == ["Altrove"]


def test_likeness_is_as_computed_by_hand(world: World) -> None:
    for body, entry in (("borgo", "mense"), ("borgo", "mappe"), ("altrove", "mense")):
        world.claim(body, entry)

    found = queries.likenesses_to(AnonymousUser(), world.bodies["borgo"])

    # Mense has two users of the two compared, so it weighs 1/log2(3) = 0.6309; Mappe has one and weighs 1.
    assert found == {world.bodies["altrove"].pk: pytest.approx(0.6309 / 1.6309, abs=1e-4)}


def test_a_body_is_reminded_once_of_what_runs_out(world: World) -> None:
    borgo = world.bodies["borgo"]
    claim = world.claim()
    due = list(queries.expiring_unreminded(date(2027, 11, 1)))

    made = actions.remind_body(body=borgo, claims=due, by=None)
    again = actions.remind_body(body=borgo, claims=due, by=None)

    assert due == [claim]
    assert (len(made), again) == (1, [])
    assert list(queries.expiring_unreminded(date(2027, 11, 2))) == []
    assert list(queries.expiring_unreminded(date(2027, 10, 1))) == []
    assert Reminder.objects.get().due_on == claim.expires_on
    assert set(queries.addresses_of(borgo)) == {"comune@borgo.example", "editor@w.example"}


def test_the_list_of_things_to_do_holds_what_expires_what_others_say_and_what_they_ask(world: World) -> None:
    borgo = world.bodies["borgo"]
    own, said, asked = world.claim(), listed(world, entry="Mappe"), proposed(world)

    soon = queries.to_do(borgo, date(2027, 11, 1))
    late = queries.to_do(borgo, date(2027, 12, 1))

    assert (soon.expiring, soon.expired, soon.said, soon.proposals) == ((own,), (), (said,), (asked,))
    assert (late.expiring, late.expired) == ((), (own,))


def test_a_message_is_kept_without_what_it_says(world: World) -> None:
    actions.contact_body(body=world.bodies["borgo"], subject="Mense", text="Zanzibar", by=world.person("stranger"))

    event = Event.objects.get(name="usage.body_contacted")
    assert "Zanzibar" not in str(event.data)


def test_somebody_who_writes_to_everybody_is_stopped(world: World) -> None:
    ask = {"body": world.bodies["borgo"], "subject": "Mense", "text": "Hello", "by": world.person("stranger")}
    for _ in range(queries.terms().messages_a_day):
        actions.contact_body(**ask)

    with pytest.raises(actions.TooManyMessages):
        actions.contact_body(**ask)


def test_a_body_without_a_mailbox_is_not_written_to(world: World) -> None:
    with pytest.raises(actions.NoMailbox):
        actions.contact_body(body=world.bodies["altrove"], subject="Mense", text="Hello", by=world.person("editor"))


def test_counts_follow_every_change(world: World) -> None:
    entry, told = world.entries["mense"], []
    visitor = AnonymousUser()

    claim = world.claim()
    told.append(queries.counts(visitor, entry).total.named)
    actions.change_visibility(claim=claim, visibility=Visibility.NETWORK, by=None)
    told.append(queries.counts(visitor, entry).total.named)
    actions.change_visibility(claim=claim, visibility=Visibility.PUBLIC, by=None)
    told.append(queries.counts(visitor, entry).total.named)
    actions.end_use(claim=claim, by=None, at=datetime(2026, 12, 1, tzinfo=UTC))
    told.append(queries.counts(visitor, entry).total.named)

    assert told == [1, 0, 1, 0]
