"""Publishing findings."""

from dataclasses import replace

import pytest

from commonweal.catalogue import actions, queries
from commonweal.catalogue.models import Entry, Record, Revision, SearchWord
from commonweal.catalogue.permissions import NotAllowed
from commonweal.journal.models import Event
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Visibility
from tests.catalogue.findings import finding
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def events() -> list[str]:
    return list(Event.objects.filter(name__startswith="catalogue.").order_by("id").values_list("name", flat=True))


def test_a_finding_becomes_an_entry_with_its_text_and_an_event() -> None:
    publication = actions.publish(finding=finding(), by=None)

    entry = publication.entry
    assert publication.outcome == "published"
    assert entry is not None
    assert (entry.name, entry.slug, entry.licence, entry.openness) == (
        "Mense facili",
        "mense-facili",
        "EUPL-1.2",
        "open",
    )
    assert entry.texts.get().short_description == "Gestione delle mense scolastiche"
    assert entry.provenance["licence"]["source"] == "harvest:1"
    assert events() == ["catalogue.entry_published"]


def test_the_same_finding_again_changes_only_when_it_was_seen() -> None:
    actions.publish(finding=finding(), by=None)

    again = actions.publish(finding=finding(minutes=5), by=None)

    assert again.outcome == "unchanged"
    assert events() == ["catalogue.entry_published"]
    assert Record.objects.get().seen_at == finding(minutes=5).seen_at


def test_a_changed_finding_keeps_what_was_said_before() -> None:
    actions.publish(finding=finding(), by=None)

    publication = actions.publish(finding=finding(licence="MIT", minutes=5), by=None)

    assert publication.outcome == "changed"
    assert publication.entry is not None
    assert publication.entry.licence == "MIT"
    assert Revision.objects.get().document["legal"]["license"] == "EUPL-1.2"
    assert events() == ["catalogue.entry_published", "catalogue.entry_changed"]


def test_an_unreadable_file_leaves_the_last_good_version_in_place() -> None:
    actions.publish(finding=finding(), by=None)

    broken = actions.publish(finding=finding(raw="{", document=None, minutes=5), by=None)
    still = actions.publish(finding=finding(raw="{{", document=None, minutes=6), by=None)

    assert (broken.outcome, still.outcome) == ("broken", "unchanged")
    entry = Entry.objects.get()
    assert (entry.name, entry.is_broken) == ("Mense facili", True)
    assert events() == ["catalogue.entry_published", "catalogue.entry_broken"]


def test_a_repaired_file_is_good_again() -> None:
    actions.publish(finding=finding(), by=None)
    actions.publish(finding=finding(raw="{", document=None, minutes=5), by=None)

    repaired = actions.publish(finding=finding(minutes=10), by=None)

    assert repaired.outcome == "changed"
    assert not Entry.objects.get().is_broken


def test_an_unreadable_file_of_something_unknown_is_rejected() -> None:
    publication = actions.publish(finding=finding(raw="{", document=None), by=None)

    assert publication.outcome == "rejected"
    assert publication.entry is None
    assert not Entry.objects.exists()
    assert events() == []


def test_two_spellings_of_an_address_are_one_entry() -> None:
    first = actions.publish(finding=finding(url="https://GitHub.com/Borgo/mense.git"), by=None)
    second = actions.publish(finding=finding(url="https://github.com/borgo/mense", source="catalogue:it"), by=None)

    assert first.entry == second.entry
    assert queries.find_by_url("git@github.com:borgo/Mense.git") == first.entry


def test_components_of_a_repository_are_entries_of_their_own() -> None:
    one = finding(name="Portal", url="https://git.example/borgo/all", component_path="portal")
    two = finding(name="Portal", url="https://git.example/borgo/all", component_path="engine")

    published = actions.publish_many(findings=[one, two], by=None)

    slugs = {publication.entry.slug for publication in published if publication.entry is not None}
    assert len(slugs) == 2


def test_the_lower_precedence_wins_a_field_and_the_other_stays_beside_it() -> None:
    actions.publish(finding=finding(licence="MIT", source="pack:starter", precedence=60), by=None)
    actions.publish(finding=finding(licence="EUPL-1.2", minutes=1), by=None)

    entry = Entry.objects.get()
    assert entry.licence == "EUPL-1.2"
    assert entry.provenance["licence"]["alternatives"][0]["value"] == "MIT"


def test_a_dropped_record_leaves_what_the_others_say() -> None:
    actions.publish(finding=finding(licence="MIT", source="pack:starter", precedence=60), by=None)
    publication = actions.publish(finding=finding(minutes=1), by=None)
    assert publication.entry is not None

    actions.drop_record(entry=publication.entry, source="harvest:1", at=finding(minutes=2).seen_at, by=None)

    assert Entry.objects.get().licence == "MIT"


def test_an_entry_without_sources_retires_and_returns_when_it_is_found_again() -> None:
    entry = actions.publish(finding=finding(), by=None).entry
    assert entry is not None

    actions.drop_record(entry=entry, source="harvest:1", at=finding(minutes=2).seen_at, by=None)
    gone = entry.retirements.get()
    returned = actions.publish(finding=finding(minutes=3), by=None)

    assert gone.returned_at is None
    assert returned.outcome == "returned"
    assert events() == ["catalogue.entry_published", "catalogue.entry_retired", "catalogue.entry_returned"]


def test_what_a_person_retired_does_not_return_by_itself(cast) -> None:
    entry = actions.publish(finding=finding(), by=None).entry
    assert entry is not None
    actions.retire(entry=entry, reason="a test", at=finding(minutes=1).seen_at, by=cast.bruno)

    actions.publish(finding=finding(licence="MIT", minutes=2), by=None)

    assert entry not in queries.entries_for(cast.dragan)
    assert queries.entry_for(cast.dragan, "mense-facili") == entry


def test_a_moved_entry_is_found_at_both_addresses(cast) -> None:
    entry = actions.publish(finding=finding(url="https://git.example/borgo/old"), by=None).entry
    assert entry is not None

    actions.move(entry=entry, to_url="https://git.example/borgo/new", by=cast.bruno)

    assert queries.find_by_url("https://git.example/borgo/old") == entry
    assert queries.find_by_url("https://git.example/borgo/new") == entry
    again = actions.publish(finding=finding(url="https://git.example/borgo/old", minutes=4, licence="MIT"), by=None)
    assert again.entry == entry


def test_two_entries_do_not_share_an_address(cast) -> None:
    one = actions.publish(finding=finding("One"), by=None).entry
    two = actions.publish(finding=finding("Two"), by=None).entry
    assert one is not None
    assert two is not None

    with pytest.raises(actions.AddressTaken):
        actions.move(entry=one, to_url=two.url, by=cast.bruno)


def test_a_technical_fork_of_a_listed_entry_stands_in_no_list(cast) -> None:
    original = "https://git.example/borgo/mense"
    document = finding(url=original).document
    fork = finding(url="https://git.example/other/mense", document=document)

    copy = actions.publish(finding=fork, by=None).entry
    alone = list(queries.entries_for(cast.dragan))
    actions.publish(finding=finding(url=original), by=None)

    assert alone == [copy]
    assert [entry.url for entry in queries.entries_for(cast.dragan)] == [original]
    assert copy is not None
    assert copy.relations.get().kind == "fork"


def test_a_variant_names_its_origin(cast) -> None:
    actions.publish(finding=finding("Origin"), by=None)
    variant = finding("Variant", more="isBasedOn: https://git.example/borgo/origin\n")

    entry = actions.publish(finding=variant, by=None).entry

    assert entry is not None
    relation = entry.relations.select_related("other").get()
    assert relation.kind == "variant"
    assert relation.other is not None
    assert relation.other.name == "Origin"


def test_only_verified_publishers_are_called_public_sector(cast) -> None:
    entry = actions.publish(finding=finding(publisher=cast.town), by=None).entry
    before = queries.entries_for(cast.dragan).get().is_public_sector
    organisations.verify_body(body=cast.town, method="register", by=cast.aino)

    after = queries.entries_for(cast.dragan).get()

    assert (before, after.is_public_sector) == (False, True)
    assert after == entry
    assert after.country == "XX"


def test_a_document_names_its_publisher_by_uri(cast) -> None:
    named = finding(more="organisation: {uri: https://esempia.example/id/borgo}\n")

    entry = actions.publish(finding=named, by=None).entry

    assert entry is not None
    assert entry.publisher == cast.town


def test_a_document_cannot_call_itself_public_sector(cast) -> None:
    organisations.verify_body(body=cast.town, method="register", by=cast.aino)
    claim = finding(more="organisation: {uri: https://esempia.example/id/borgo}\n")
    actions.publish(finding=claim, by=None)
    claimed = queries.entries_for(cast.dragan).get()

    actions.publish(finding=replace(claim, source="harvest:2", publisher=cast.town), by=None)

    assert claimed.publisher == cast.town
    assert not claimed.is_public_sector
    assert queries.entries_for(cast.dragan).get().is_public_sector


def test_nobody_publishes_for_a_body_that_is_not_theirs(cast) -> None:
    with pytest.raises(NotAllowed):
        actions.publish(finding=finding(publisher=cast.town), by=cast.dragan)

    assert actions.publish(finding=finding(publisher=cast.town), by=cast.chiara).outcome == "published"


def test_answers_come_in_the_order_of_the_findings() -> None:
    names = ["Gamma", "Alpha", "Beta"]

    published = actions.publish_many(findings=[finding(name) for name in names], by=None)

    assert [publication.entry.name for publication in published if publication.entry] == names


def test_what_returns_without_a_change_is_among_what_changed_since(db: None) -> None:
    entry = actions.publish(finding=finding(), by=None).entry
    actions.drop_record(entry=entry, source="harvest:1", at=finding(minutes=10).seen_at, by=None)

    actions.publish(finding=finding(minutes=20), by=None)

    entry.refresh_from_db()
    assert entry.changed_at == finding(minutes=20).seen_at


def test_what_moved_is_among_what_changed_since(db: None) -> None:
    entry = actions.publish(finding=finding(), by=None).entry

    moved = actions.move(entry=entry, to_url="https://git.example/borgo/elsewhere", by=None)

    assert moved.changed_at > finding().seen_at


def test_who_let_go_of_an_entry_says_no_more_when_another_finds_it(db: None) -> None:
    entry = actions.publish(finding=finding(), by=None).entry
    actions.drop_record(entry=entry, source="harvest:1", at=finding(minutes=10).seen_at, by=None)
    other = finding(
        minutes=20, source="harvest:2", source_name="Another catalogue", precedence=40, short="Mense e menu",
        url=entry.url,
    )  # fmt: skip

    assert actions.publish(finding=other, by=None).outcome == "returned"

    assert list(entry.records.values_list("source", flat=True)) == ["harvest:2"]
    assert entry.texts.get().short_description == "Mense e menu"


def test_confirming_moves_when_a_good_record_was_seen_and_nothing_else(cast: Cast) -> None:
    entry = actions.publish(finding=finding(), by=None).entry
    before = (entry.changed_at, Event.objects.count())
    later = finding(minutes=30).seen_at

    with pytest.raises(NotAllowed):
        actions.confirm_seen(entries=[entry.pk], source="harvest:1", at=later, by=cast.dragan)
    assert actions.confirm_seen(entries=[entry.pk], source="harvest:1", at=later, by=cast.bruno) == 1
    assert actions.confirm_seen(entries=[entry.pk], source="harvest:2", at=later, by=cast.bruno) == 0

    record = entry.records.get()
    entry.refresh_from_db()
    assert (record.seen_at, record.good_at) == (later, later)
    assert (entry.changed_at, Event.objects.count()) == before


def test_confirming_a_broken_record_leaves_when_it_was_good(db: None) -> None:
    entry = actions.publish(finding=finding(), by=None).entry
    actions.publish(finding=finding(minutes=10, document=None, raw="["), by=None)

    actions.confirm_seen(entries=[entry.pk], source="harvest:1", at=finding(minutes=30).seen_at, by=None)

    record = entry.records.get()
    assert (record.good_at, record.seen_at) == (finding().seen_at, finding(minutes=30).seen_at)


def test_words_of_what_is_hidden_are_not_offered_as_corrections(db: None) -> None:
    actions.publish(finding=finding("Protocollo", short="Zampognaro", visibility=Visibility.NETWORK), by=None)

    assert not SearchWord.objects.filter(word__in=["protocollo", "zampognaro"]).exists()
