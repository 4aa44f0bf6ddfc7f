"""Which licence fits: the cases that public bodies meet, with the licences that each may choose from."""

from itertools import product

import pytest

from commonweal.licensing.documents import advice_sentences as words
from commonweal.licensing.queries.advice_pack import advice_for, advice_pack
from commonweal.licensing.rules.advice import Publisher, What, Wish
from commonweal.standards.licences import is_valid

FREE = {"is_for_closed": True, "come_back": False}


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        pytest.param(Wish(), ["EUPL-1.2", "GPL-3.0-or-later"], id="a new program of a city"),
        pytest.param(
            Wish(what=What.LIBRARY, **FREE), ["Apache-2.0", "MIT", "BSD-3-Clause"], id="a library meant for everybody"
        ),
        pytest.param(
            Wish(what=What.LIBRARY, is_for_closed=True), ["MPL-2.0", "LGPL-3.0-or-later"], id="a library that improves"
        ),
        pytest.param(Wish(is_service=True), ["EUPL-1.2", "AGPL-3.0-or-later"], id="a service whose changes come back"),
        pytest.param(Wish(what=What.DOCUMENTATION, **FREE), ["CC-BY-4.0", "CC0-1.0"], id="documentation"),
        pytest.param(Wish(what=What.DATA, **FREE), ["CC-BY-4.0", "CC0-1.0"], id="an open data set"),
        pytest.param(Wish(built_on=("GPL-3.0-only",)), ["GPL-3.0-only"], id="a fork of GPL-3.0-only code"),
        pytest.param(
            Wish(built_on=("MIT", "AGPL-3.0-or-later"), is_service=True),
            ["AGPL-3.0-or-later"],
            id="with parts under AGPL",
        ),
        pytest.param(
            Wish(plugs_into="GPL-2.0-only"), ["EUPL-1.2", "GPL-2.0-only"], id="a plug-in to a GPL-2.0 program"
        ),
        pytest.param(Wish(built_on=("Apache-2.0", "GPL-2.0-only")), [], id="Apache-2.0 and GPL-2.0 in one work"),
        pytest.param(Wish(what=What.FONTS), ["OFL-1.1"], id="fonts"),
        pytest.param(Wish(what=What.IMAGES, **FREE), ["CC-BY-4.0", "CC0-1.0"], id="images"),
        pytest.param(Wish(what=What.HARDWARE), ["CERN-OHL-S-2.0"], id="a hardware design"),
        pytest.param(Wish(what=What.STANDARD, **FREE), ["CC-BY-4.0", "CC0-1.0"], id="a schema"),
        pytest.param(
            Wish(publisher=Publisher.INSTITUTION, is_funded=True, needs_patents=True, **FREE),
            ["EUPL-1.2", "Apache-2.0"],
            id="software of an institution of the Union, with patents",
        ),
        pytest.param(Wish(publisher=Publisher.OTHER), ["GPL-3.0-or-later", "EUPL-1.2"], id="outside the Union"),
        pytest.param(Wish(built_on=("EUPL-1.2", "GPL-2.0-only")), ["GPL-2.0-only"], id="EUPL and GPL-2.0 in one work"),
        pytest.param(
            Wish(built_on=("MIT OR GPL-2.0-only",)), ["EUPL-1.2", "GPL-3.0-or-later"], id="a part that lets choose"
        ),
    ],
)
def test_a_case_of_a_public_body_gets_the_licences_it_may_choose_from(wish: Wish, expected: list[str]) -> None:
    advice = advice_for(wish)

    assert [each.licence for each in advice.recommended][: len(expected)] == expected
    assert advice.is_impossible is (not expected)
    # What is proposed beyond is only what somebody has to look at first.
    assert all(each.cells for each in advice.recommended[len(expected) :])


def test_a_choice_among_copyleft_licences_still_holds_the_whole() -> None:
    advice = advice_for(
        Wish(built_on=("GPL-2.0-only OR GPL-3.0-only",), publisher=Publisher.INSTITUTION, needs_patents=True)
    )

    assert [each.licence for each in advice.recommended] == ["GPL-3.0-only"]


def test_where_nothing_fits_each_licence_says_what_stands_against_it() -> None:
    advice = advice_for(Wish(built_on=("Apache-2.0", "GPL-2.0-only")))

    against = {each.licence: {cell.inbound for cell in each.cells} for each in advice.discarded}
    assert against["GPL-2.0-only"] == {"Apache-2.0"}
    assert against["EUPL-1.2"] == {"GPL-2.0-only"}


def test_what_is_not_known_to_fit_comes_last_and_says_what_to_look_at() -> None:
    advice = advice_for(Wish(built_on=("LGPL-3.0-only",)))

    assert {each.licence: [cell.answer.value for cell in each.cells] for each in advice.recommended}["EUPL-1.2"] == [
        "check"
    ]
    assert advice.recommended[0].cells == ()


def test_a_licence_that_cannot_be_read_stops_the_advice() -> None:
    advice = advice_for(Wish(built_on=("my own licence",)))

    assert (advice.recommended, advice.unread, advice.is_impossible) == ((), ("my own licence",), False)


def test_every_key_of_the_pack_has_its_sentence() -> None:
    pack = advice_pack().pack

    assert {rule.id for rule in pack.rules} | {"forced"} == words.REASONS.keys()
    assert {key for keys in pack.strengths.values() for key in keys} == words.STRENGTHS.keys()
    assert {note for note, _when in pack.notes} == words.NOTES.keys()


def test_every_licence_of_the_pack_is_listed_and_something_speaks_for_it() -> None:
    pack = advice_pack().pack
    recommended = {licence for rule in pack.rules for licence in rule.recommend}

    assert [name for name in recommended | pack.strengths.keys() | pack.without_patents if not is_valid(name)] == []
    assert recommended <= pack.strengths.keys()


@pytest.mark.parametrize("what", What)
@pytest.mark.parametrize("publisher", Publisher)
@pytest.mark.parametrize(("closed", "back", "service"), list(product((True, False), repeat=3)))
def test_every_wish_gets_a_licence(what: What, publisher: Publisher, closed: bool, back: bool, service: bool) -> None:
    wish = Wish(what=what, publisher=publisher, is_for_closed=closed, come_back=back, is_service=service)

    assert advice_for(wish).recommended
