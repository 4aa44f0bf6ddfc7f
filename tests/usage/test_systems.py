"""Systems: entered, changed, ended, joined; what seems to be one, what is open, what is not known."""

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from commonweal.journal.queries import history_of
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Visibility
from commonweal.usage import actions, queries
from commonweal.usage.models import System
from commonweal.usage.rules.duplicates import Reason

pytestmark = pytest.mark.django_db


def enter(cast: object, name: str, **more: object) -> System:
    return actions.enter_system(body=cast.town, draft=actions.SystemDraft(name=name, **more), by=cast.chiara)


def test_a_system_is_entered_with_a_reference_in_order(cast: object) -> None:
    first = enter(cast, "Protocollo  informatico", unit="Segreteria")
    second = enter(cast, "Anagrafe")

    assert (first.name, first.folded_name, first.reference) == (
        "Protocollo informatico",
        "protocollo informatico",
        "S-1",
    )
    assert second.reference == "S-2"
    assert first.visibility == Visibility.BODY
    assert first.author is None
    assert [event.name for event in history_of(first)] == ["usage.system_entered"]


def test_the_same_draft_twice_changes_and_records_nothing(cast: object) -> None:
    system = enter(cast, "Anagrafe")
    draft = actions.SystemDraft(name="Anagrafe", user_count=7)

    for _ in range(2):
        actions.change_system(system=system, draft=draft, by=cast.chiara)

    names = [event.name for event in history_of(system)]
    assert names == ["usage.system_changed", "usage.system_entered"]
    assert history_of(system)[0].data == {"fields": ["user_count"]}


def test_a_reference_is_given_to_one_system_only(cast: object) -> None:
    enter(cast, "Anagrafe", reference="A1")

    with pytest.raises(actions.ReferenceTaken, match="A1"):
        enter(cast, "Protocollo", reference="A1")


def test_a_system_without_a_name_is_refused(cast: object) -> None:
    with pytest.raises(actions.NamelessSystem):
        enter(cast, "  ")


def test_a_system_ends_and_comes_back(cast: object) -> None:
    system = enter(cast, "Anagrafe", since=date(2020, 1, 1))

    with pytest.raises(actions.EndsBeforeItBegan):
        actions.end_system(system=system, on=date(2019, 12, 31), by=cast.chiara)
    actions.end_system(system=system, on=date(2026, 1, 31), by=cast.chiara)
    ended = list(queries.running_systems(cast.chiara, cast.town))
    actions.resume_system(system=system, by=cast.chiara)

    assert ended == []
    assert list(queries.running_systems(cast.chiara, cast.town)) == [system]


def test_a_supplier_is_taken_for_the_one_organisation_of_the_name(cast: object) -> None:
    acme = organisations.register_body(
        draft=organisations.BodyDraft(uri="https://acme.example", name="Acme", kind="company"), by=None
    )

    known, unknown = enter(cast, "A", supplier_name="ACME"), enter(cast, "B", supplier_name="Ditta Rossi")

    assert (known.supplier, known.supplier_name) == (acme, "ACME")
    assert (unknown.supplier, unknown.supplier_words) == (None, "Ditta Rossi")


def test_two_systems_with_the_same_function_are_listed_as_a_duplicate(cast: object) -> None:
    first = enter(cast, "Agenda comunale", functions=["calendars"])
    second = enter(cast, "Planner", functions=["calendars", "communications"])
    enter(cast, "Anagrafe")

    (found,) = queries.duplicates_of(cast.chiara, cast.town)

    assert (found.first, found.second) == (first, second)
    assert (found.reasons, found.functions) == ((Reason.SAME_FUNCTION,), ("calendars",))


def test_systems_named_alike_or_of_the_same_software_are_duplicates(cast: object) -> None:
    enter(cast, "Protocollo informatico 2019", product_name="Folium")
    enter(cast, "Protocollo informatico 2023", product_name="Folium")
    enter(cast, "PROTOCOLLO informatico 2023")

    found = queries.duplicates_of(cast.chiara, cast.town)

    assert [one.reasons for one in found] == [
        (Reason.SAME_NAME,), (Reason.SAME_SOFTWARE, Reason.ALIKE_NAME), (Reason.ALIKE_NAME,),
    ]  # fmt: skip


def test_what_somebody_decided_is_no_duplicate_any_more(cast: object) -> None:
    first, second = enter(cast, "Agenda"), enter(cast, "agenda")

    decision = actions.keep_apart(first=first, second=second, by=cast.chiara, reason="one is for the school")

    assert queries.duplicates_of(cast.chiara, cast.town) == []
    assert list(queries.decisions_of(cast.chiara, cast.town)) == [decision]
    with pytest.raises(actions.AlreadyDecided):
        actions.join_systems(kept=second, other=first, on=date(2026, 1, 1), by=cast.chiara)


def test_joined_systems_keep_what_either_knew_and_lead_to_the_kept_one(cast: object) -> None:
    kept, other, third = enter(cast, "Agenda", unit="Segreteria"), enter(cast, "agenda", user_count=9), enter(cast, "X")
    actions.add_interface(origin=other, draft=actions.InterfaceDraft(target=third), by=cast.chiara)
    actions.add_interface(origin=kept, draft=actions.InterfaceDraft(target=other), by=cast.chiara)
    contract = actions.enter_contract(
        body=cast.town, draft=actions.ContractDraft(title="Care", systems=[other]), by=cast.chiara
    )

    actions.join_systems(kept=kept, other=other, on=date(2026, 1, 1), by=cast.chiara)

    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.unit, kept.user_count, other.ended_on) == ("Segreteria", 9, date(2026, 1, 1))
    assert [(one.origin, one.target) for one in queries.interfaces(cast.chiara, cast.town)] == [(kept, third)]
    assert list(contract.systems.all()) == [kept]


def test_the_share_of_open_source_is_that_of_a_hand_count_of_twenty_systems(cast: object) -> None:
    for number in range(20):
        stated = "yes" if number < 5 else "no" if number < 14 else ""
        functions = {0: ["calendars"], 1: ["calendars", "website-builder"], 2: []}[number % 3]
        enter(cast, f"System number {number}", is_open_source=stated, functions=functions)
    ended = enter(cast, "Old", is_open_source="yes")
    actions.end_system(system=ended, on=date(2026, 1, 1), by=cast.chiara)

    whole, by_function = queries.adoption_of(cast.chiara, cast.town)

    assert (whole.open_count, whole.closed_count, whole.unknown_count) == (5, 9, 6)
    assert whole.share == pytest.approx(5 / 14)
    assert [(one.function, one.open_count, one.closed_count, one.unknown_count) for one in by_function] == [
        ("", 1, 3, 2), ("calendars", 4, 6, 4), ("website-builder", 2, 3, 2),
    ]  # fmt: skip


def test_an_inventory_of_which_nothing_is_known_has_no_share(cast: object) -> None:
    enter(cast, "Anagrafe")

    whole, _ = queries.adoption_of(cast.chiara, cast.town)

    assert (whole.share, whole.unknown_count) == (None, 1)


def test_systems_are_searched_and_filtered(cast: object) -> None:
    registry = enter(
        cast, "Anagrafe", purpose="Residents", criticality="vital", has_open_export="no", unit="Demografici"
    )
    agenda = enter(cast, "Agenda", functions=["calendars"], hosting="cloud")
    actions.add_interface(
        origin=registry, draft=actions.InterfaceDraft(target_name="National register"), by=cast.chiara
    )
    search = queries.SystemSearch()

    def found(**wanted: str) -> list[System]:
        return list(queries.systems(cast.chiara, cast.town, replace(search, **wanted)))

    assert found(text="residents") == [registry]
    assert found(function="calendars") == found(hosting="cloud") == [agenda]
    assert found(criticality="unknown") == found(open_export="unknown") == [agenda]
    assert found(open_export="no") == found(unit="Demografici") == [registry]
    assert found(only="no-interface") == [agenda]
    assert found(open_source="unknown") == [agenda, registry]
    assert found(state="ended") == []


@pytest.mark.parametrize("visibility", Visibility)
def test_only_the_author_of_a_private_system_is_kept(cast: object, visibility: Visibility) -> None:
    system = enter(cast, "Anagrafe", visibility=visibility)

    assert (system.author == cast.chiara) == (visibility == Visibility.PRIVATE)
    assert (system in queries.seen_systems(AnonymousUser())) == (visibility == Visibility.PUBLIC)
