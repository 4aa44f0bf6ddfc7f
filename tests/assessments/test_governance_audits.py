"""The audits that OS2 published keep the level they state; where lights alone do not say so, it is told by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from commonweal.assessments.queries.instruments import instrument
from commonweal.assessments.rules.instrument import Given, Instrument, State
from commonweal.assessments.rules.scoring import score
from tests.assessments.reading_audits import EXPLAINED, RED, Audit, audits

# Audit: its level by lights alone, the red at or below the stated level with which the auditor kept the product there
# all the same (that its reason was accepted we infer; no audit writes it), and what holds it there.
BY_HAND: dict[str, tuple[int | None, tuple[str, ...], tuple[str, ...]]] = {
    "os2faktor": (1, (), ("F14", "F18", "F20", "S4", "G6", "G8", "G9")),
    "os2autoproces": (None, ("F4",), ("F20", "G8", "G9")),
    "os2-skadesøkonomi": (None, ("F4", "F11"), ("G5", "G8", "G9")),
}


@pytest.fixture
def published(shared_data: Path) -> dict[str, Audit]:
    return audits(shared_data)


@pytest.fixture
def governance() -> Instrument:
    found = instrument("governance")
    assert found is not None
    return found


def test_every_audit_lights_each_of_the_43_requirements_at_our_level(
    published: dict[str, Audit], governance: Instrument
) -> None:
    levels = {each.id: each.level for each in governance.questions}

    assert len(published) == 4
    assert all(audit.levels == levels for audit in published.values())


@pytest.mark.parametrize("name", BY_HAND)
def test_an_audit_keeps_the_level_it_states(name: str, published: dict[str, Audit], governance: Instrument) -> None:
    audit = published[name]
    by_lights, accepted, held_by = BY_HAND[name]

    alone = score(governance, audit.given)
    decided = score(governance, with_accepted(audit.given, accepted))

    assert alone.level == by_lights
    assert (decided.level, decided.held_by) == (audit.stated, held_by)


@pytest.mark.parametrize("name", BY_HAND)
def test_what_was_accepted_is_every_red_at_or_below_the_stated_level(
    name: str, published: dict[str, Audit], governance: Instrument
) -> None:
    audit = published[name]
    assert audit.stated is not None

    red = tuple(
        each.id
        for each in governance.questions
        if audit.given[each.id].value == RED and audit.levels[each.id] <= audit.stated
    )

    assert red == BY_HAND[name][1]


def test_an_audit_that_states_no_level_has_that_of_its_lights(
    published: dict[str, Audit], governance: Instrument
) -> None:
    audit = published["os2-test"]

    found = score(governance, audit.given)

    assert (audit.stated, found.level) == (None, 1)
    assert sum(each.state is State.INAPPLICABLE for each in audit.given.values()) == 4


def with_accepted(given: dict[str, Given], accepted: tuple[str, ...]) -> dict[str, Given]:
    """The same lights, with red whose reason was accepted."""
    return given | {each: replace(given[each], value=EXPLAINED) for each in accepted}
