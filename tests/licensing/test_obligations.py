"""What licences ask of those who use the software, by use, with the article."""

import pytest

from commonweal.licensing.documents.sentences import DUTIES
from commonweal.licensing.queries.obligations_pack import duties
from commonweal.licensing.rules.obligations import checklist
from commonweal.licensing.rules.policy import Use
from commonweal.standards.licences import is_valid

NOTICES = {"keep-notices", "include-licence"}
GPL = NOTICES | {"state-changes", "same-licence", "no-further-limits"}


@pytest.mark.parametrize(
    ("expression", "use", "asked"),
    [
        ("MIT", Use.INTERNAL, set()),
        ("MIT", Use.SERVICE, set()),
        ("MIT", Use.BINARY, NOTICES),
        ("0BSD", Use.BINARY, set()),
        ("CC0-1.0", Use.SOURCE, set()),
        ("Zlib", Use.BINARY, set()),
        ("Zlib", Use.SOURCE, NOTICES | {"state-changes"}),
        ("BSD-3-Clause", Use.BINARY, NOTICES | {"no-endorsement"}),
        ("BSD-4-Clause", Use.BINARY, NOTICES | {"no-endorsement", "name-in-advertising"}),
        ("Apache-2.0", Use.INTERNAL, {"patent-peace"}),
        ("Apache-2.0", Use.BINARY, NOTICES | {"keep-notice-file", "state-changes", "no-trademark", "patent-peace"}),
        ("MPL-2.0", Use.BINARY, NOTICES | {"give-source", "same-licence-part", "no-trademark", "patent-peace"}),
        (
            "LGPL-2.1-or-later",
            Use.BINARY,
            NOTICES | {"state-changes", "give-source", "same-licence-part", "allow-replacing", "no-further-limits"},
        ),
        ("GPL-2.0", Use.BINARY, GPL | {"give-source"}),
        ("GPL-2.0", Use.SOURCE, GPL),
        ("GPL-2.0", Use.SERVICE, set()),
        ("GPL-3.0-only", Use.BINARY, GPL | {"give-source", "installation-information", "patent-peace"}),
        ("AGPL-3.0-only", Use.SERVICE, {"network-source"}),
        (
            "EUPL-1.2",
            Use.SERVICE,
            {"state-changes", "same-licence", "network-source", "no-further-limits", "no-trademark"},
        ),
        ("EUPL-1.2", Use.BINARY, GPL | {"give-source", "no-trademark"}),
        ("CC-BY-SA-4.0", Use.SERVICE, {"same-licence", "name-the-author"}),
        ("BUSL-1.1", Use.INTERNAL, {"keep-to-limits"}),
        ("LicenseRef-scancode-commercial-license", Use.INTERNAL, {"keep-to-contract"}),
    ],
)
def test_each_licence_asks_what_its_text_says(expression: str, use: Use, asked: set[str]) -> None:
    found = checklist(duties(), expression, use)

    assert {duty.id for duty in found.duties} == asked
    assert all(duty.sources for duty in found.duties)


def test_of_a_choice_the_way_that_asks_least_is_taken_unless_another_was_chosen() -> None:
    least = checklist(duties(), "GPL-3.0-only OR MIT", Use.BINARY)
    chosen = checklist(duties(), "GPL-3.0-only OR MIT", Use.BINARY, chosen="GPL-3.0-only")

    assert (least.licences, least.has_choice) == (("MIT",), True)
    assert chosen.licences == ("GPL-3.0-only",)


def test_of_a_sum_each_duty_names_its_licences_and_only_their_articles() -> None:
    found = checklist(duties(), "MIT AND GPL-2.0-only", Use.SOURCE)
    keeping = next(duty for duty in found.duties if duty.id == "keep-notices")

    assert keeping.licences == ("MIT", "GPL-2.0-only")
    assert keeping.sources == ("MIT, paragraph 2", "GPL-2.0, 1")


@pytest.mark.parametrize("expression", ["LicenseRef-Town", "NoSuchThing", "see the file"])
def test_what_an_unknown_licence_asks_is_not_known_rather_than_nothing(expression: str) -> None:
    found = checklist(duties(), expression, Use.BINARY)

    assert found.duties == ()
    assert found.unknown == (expression,)


def test_every_duty_of_the_pack_has_a_sentence_and_names_listed_licences() -> None:
    named = {name for duty in duties() for ask in duty.asks for name in ask.licences | ask.without}

    assert {duty.id for duty in duties()} == DUTIES.keys()
    assert [name for name in named if not is_valid(name)] == []
