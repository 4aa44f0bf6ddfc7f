"""Rules of help between bodies: who is proposed to whom, and hours whose balances add up to zero."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from commonweal.skills.rules.hours import Given, Spell, as_hours, balances, both, counts, read_hours
from commonweal.skills.rules.matching import (
    Gap,
    Match,
    Offer,
    Party,
    Reach,
    Want,
    is_meant_for,
    looks_like_a_role,
    matches,
    size_gap,
)

TODAY = date(2026, 11, 22)
SKILLS = ("licences", "procurement")
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
parties = st.builds(
    Party,
    body=st.integers(1, 6),
    name=st.sampled_from("ABC"),
    country=st.sampled_from(["", "IT", "FR"]),
    population=st.none() | st.integers(0, 50_000),
    has_office=st.booleans(),
    circles=st.frozensets(st.sampled_from(["x", "y"])),
    stands=st.booleans(),
)
languages = st.frozensets(st.sampled_from(["it", "fr"]))
offers = st.builds(
    Offer,
    id=st.integers(1, 99),
    party=parties,
    skill=st.sampled_from(SKILLS),
    until=days,
    reach=st.sampled_from(Reach),
    languages=languages,
    has_ended=st.booleans(),
    distance_km=st.none() | st.floats(0, 500),
)
many_offers = st.lists(offers, max_size=8, unique_by=lambda each: each.id)
wants = st.builds(Want, party=parties, skill=st.sampled_from(SKILLS), languages=languages)

BORGO = Party(body=1, name="Borgo", country="IT", population=2_000, circles=frozenset({"anci"}))
WANT = Want(party=BORGO, skill="licences", languages=frozenset({"it"}))


def _offer(number: int, **known: object) -> Offer:
    told = {name: known.pop(name) for name in list(known) if name in Party.__slots__}
    party = Party(**({"body": number + 100, "name": f"Body {number}"} | told))  # type: ignore[arg-type]
    return Offer(**({"id": number, "party": party, "skill": "licences", "until": TODAY} | known))  # type: ignore[arg-type]


def _found(want: Want, *some: Offer) -> list[int]:
    return [each.offer.id for each in matches(want, some, today=TODAY, size_factor=3)]


@given(wants, many_offers)
def test_nobody_is_proposed_itself_a_body_that_ended_another_skill_or_an_offer_that_ran_out(
    want: Want, some: list[Offer]
) -> None:
    for each in matches(want, some, today=TODAY, size_factor=3):
        assert each.offer.party.body != want.party.body
        assert each.offer.party.stands
        assert want.party.stands
        assert each.offer.skill == want.skill
        assert each.offer.until >= TODAY
        assert not each.offer.has_ended
        assert is_meant_for(each.offer.reach, each.offer.party, want.party)


@given(wants, many_offers, st.randoms())
def test_the_order_of_offers_does_not_matter(want: Want, some: list[Offer], chance: object) -> None:
    mixed = list(some)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert matches(want, mixed, today=TODAY, size_factor=3) == matches(want, some, today=TODAY, size_factor=3)


@given(wants, many_offers)
def test_every_offer_that_fits_is_proposed_once(want: Want, some: list[Offer]) -> None:
    alone = [each.id for each in some if _found(want, each)]

    assert sorted(_found(want, *some)) == sorted(alone)


@given(parties, parties, st.integers(0, 100_000))
def test_growing_never_makes_a_giver_less_capable(giver: Party, taker: Party, more: int) -> None:
    order = [Gap.NONE, Gap.UNKNOWN, Gap.LARGER, Gap.OFFICE]
    larger = replace(giver, population=None if giver.population is None else giver.population + more)

    assert order.index(size_gap(larger, taker, 3)) >= order.index(size_gap(giver, taker, 3))


def test_what_is_shared_comes_before_language_country_and_size() -> None:
    shared = _offer(1, circles=frozenset({"anci"}), country="FR", population=100, languages=frozenset({"fr"}))
    speaks = _offer(2, country="FR", population=100, languages=frozenset({"it"}))
    country = _offer(3, country="IT", population=100, languages=frozenset({"fr"}))
    larger = _offer(4, country="FR", population=90_000, languages=frozenset({"fr"}))
    smaller = _offer(5, country="FR", population=100, languages=frozenset({"fr"}))

    assert _found(WANT, smaller, larger, country, speaks, shared) == [1, 2, 3, 4, 5]


def test_what_is_not_known_comes_after_what_holds_and_before_what_does_not() -> None:
    known = {"country": "IT", "languages": frozenset({"it"})}
    larger, unknown, smaller = (
        _offer(1, population=6_000, **known),
        _offer(2, **known),
        _offer(3, population=9, **known),
    )

    assert _found(WANT, smaller, unknown, larger) == [1, 2, 3]


def test_an_office_counts_as_the_more_capable_side_only_where_the_other_has_none() -> None:
    office = Party(body=2, name="Regione", has_office=True)

    assert size_gap(office, BORGO, 3) is Gap.OFFICE
    assert size_gap(office, replace(BORGO, has_office=True), 3) is Gap.UNKNOWN


def test_the_factor_of_size_is_reached_exactly() -> None:
    assert size_gap(Party(body=2, name="A", population=6_000), BORGO, 3) is Gap.LARGER
    assert size_gap(Party(body=2, name="A", population=5_999), BORGO, 3) is Gap.NONE


def test_a_country_that_nobody_knows_is_no_shared_country() -> None:
    nowhere = replace(BORGO, country="")

    assert not is_meant_for(Reach.COUNTRY, replace(nowhere, body=2), nowhere)
    assert matches(WANT, [_offer(1)], today=TODAY, size_factor=3) == (
        Match(_offer(1), frozenset(), frozenset(), None, None, Gap.UNKNOWN),
    )


def test_an_offer_stands_on_its_last_day_and_not_on_the_next() -> None:
    assert _found(WANT, _offer(1, until=TODAY)) == [1]
    assert _found(WANT, _offer(1, until=TODAY - timedelta(days=1))) == []


def test_the_address_of_a_post_is_told_from_that_of_a_person() -> None:
    words = {"info", "ufficio"}

    assert looks_like_a_role("INFO@borgo.example", mailbox="", role_words=words)
    assert looks_like_a_role("ufficio.digitale@borgo.example", mailbox="", role_words=words)
    assert looks_like_a_role("borgo@pec.example", mailbox="borgo@pec.example", role_words=words)
    assert not looks_like_a_role("informatore@borgo.example", mailbox="", role_words=words)
    assert not looks_like_a_role("anna.info@borgo.example", mailbox="", role_words=words)


entries = st.builds(
    Given, st.integers(1, 5), st.integers(6, 9) | st.integers(1, 5), days, st.integers(-600, 600), st.booleans()
).filter(lambda each: each.giver != each.taker)
spells = st.tuples(st.none() | days, st.none() | days).map(lambda pair: Spell(*pair))
pools = st.dictionaries(st.integers(1, 9), st.lists(spells, max_size=2), max_size=9)


@given(st.lists(entries), pools)
def test_the_balances_of_a_pool_add_up_to_zero(some: list[Given], members: dict[int, list[Spell]]) -> None:
    found = balances(some, members)

    assert sum(each.net for each in found) == 0
    assert sum(each.net_open for each in found) == 0
    inside = [each for each in some if counts(each, members)]
    assert sum(each.given + each.given_open for each in found) == sum(each.minutes for each in inside)
    assert {each.body for each in found} == {side for each in inside for side in (each.giver, each.taker)}


@given(st.lists(entries), pools)
def test_an_entry_taken_back_leaves_what_was_before(some: list[Given], members: dict[int, list[Spell]]) -> None:
    back = [replace(each, minutes=-each.minutes) for each in some]

    assert all(
        (each.given, each.taken, each.given_open, each.taken_open) == (0, 0, 0, 0)
        for each in balances([*some, *back], members)
    )


@given(spells, spells, days)
def test_two_times_overlap_on_the_days_that_lie_in_both(first: Spell, second: Spell, day: date) -> None:
    overlap = both(first, second)

    assert (overlap is not None and overlap.holds(day)) == (first.holds(day) and second.holds(day))


@given(st.integers(0, 9_999 * 60))
def test_hours_are_read_as_they_are_written(minutes: int) -> None:
    assert read_hours(as_hours(minutes)) == minutes


def test_hours_that_are_no_whole_minutes_are_not_read() -> None:
    wrong = ("", "-1", "1:60", "1:5", "1.51", "0.01", "٣", "1:٣0", "a", "999999999")

    assert [text for text in wrong if read_hours(text) is not None] == []
    assert (read_hours("0.25"), read_hours(".5"), read_hours("2")) == (15, 30, 120)
