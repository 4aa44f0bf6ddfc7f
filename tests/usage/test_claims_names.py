"""Names in metadata and in lists, and the bodies they stand for."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from commonweal.catalogue import actions as catalogue
from commonweal.catalogue.models import Entry
from commonweal.journal import actions as journal
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, Identifier
from commonweal.usage import actions, queries
from commonweal.usage.models import ClaimSource, EndReason, NamedUser, Status, UsageClaim
from commonweal.usage.rules import matching
from commonweal.usage.rules.matching import Form, Named, Reason
from commonweal.usage.rules.standing import Standing
from commonweal.usage.rules.use_lists import read_list
from commonweal.usage.tasks.claims import NAMES
from tests.catalogue.findings import finding
from tests.usage.claims_world import NOON, software, town

TODAY = date(2026, 11, 22)
FORMS = [Form("comune di", "municipality"), Form("regione", "region"), Form("kommune", "municipality", is_after=True)]
BORGO = Named(1, "municipality", "IT", ("borgo", "burg"))
TOSCANA = Named(2, "region", "IT", ("toscana",))
PARIS = (Named(3, "municipality", "FR", ("paris",)), Named(4, "municipality", "US", ("paris",)))
BERGEN = Named(5, "municipality", "NO", ("bergen kommune",))
TWINS = (Named(6, "municipality", "IT", ("castro",)), Named(7, "municipality", "IT", ("castro",)))


@pytest.mark.parametrize(
    ("text", "country", "body", "reason"),
    [
        ("borgo", "IT", 1, Reason.EXACT),
        ("burg", "IT", 1, Reason.EXACT),
        ("comune di borgo", "IT", 1, Reason.FORM),
        ("regione toscana", "IT", 2, Reason.FORM),
        ("comune di toscana", "IT", None, Reason.NOBODY),
        ("paris", "FR", 3, Reason.EXACT),
        ("paris", "US", 4, Reason.EXACT),
        ("paris", "DE", None, Reason.SEVERAL),
        ("borgo", "FR", 1, Reason.ABROAD),
        ("bergen", "NO", 5, Reason.FORM),
        ("bergen kommune", "NO", 5, Reason.EXACT),
        ("castro", "IT", None, Reason.SEVERAL),
        ("comune di", "IT", None, Reason.NOBODY),
        ("atlantide", "IT", None, Reason.NOBODY),
    ],
)
def test_a_name_stands_for_one_body_or_none(text: str, country: str, body: int | None, reason: Reason) -> None:
    candidates = [BORGO, TOSCANA, *PARIS, BERGEN, *TWINS]

    match = matching.match(text, candidates, country=country, forms=FORMS)

    assert (match.body, match.reason) == (body, reason)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    ["Borgo", "Comune di Borgo", "BORGO", "Comune di Borgo (c_b012)", "c_b012", "https://w.example/Borgo", "Bourg"],
)
def test_the_register_knows_a_body_by_names_and_codes(text: str) -> None:
    borgo = town("Borgo", names=[("fr", "Bourg", "official")])
    Identifier.objects.create(body=borgo, scheme="ipa", value="c_b012")
    town("Borgo San Lorenzo")

    meant = queries.bodies_meant([(text, "IT")])[text, "IT"]

    assert meant.body == borgo.pk


@pytest.mark.django_db
def test_a_name_of_a_body_that_became_another_means_its_heir() -> None:
    old, new = town("Vecchio"), town("Nuovo")
    organisations.succeed_body(predecessor=old, successor=new, kind="merger", on=date(2024, 1, 1), by=None)

    meant = queries.bodies_meant([("Comune di Vecchio", "IT")])

    assert [match.body for match in meant.values()] == [new.pk]


@pytest.mark.django_db
def test_names_in_metadata_become_unconfirmed_claims_of_the_publisher() -> None:
    borgo = town("Borgo")

    entry = software("Mense", more="usedBy: [Comune di Borgo, Comune di Atlantide]\n")
    named = actions.match_names(entry=entry, by=None, at=NOON)

    assert [(each.body, each.reason) for each in named] == [(borgo, "name-and-kind"), (None, "nobody")]
    claim = UsageClaim.objects.get()
    assert (claim.owner, claim.source, claim.confirmed_at) == (borgo, ClaimSource.OWNER, None)
    assert queries.use_of(claim, TODAY).standing == Standing.UNCONFIRMED


@pytest.mark.django_db
def test_the_follower_reads_what_is_published_and_reads_it_twice_without_harm() -> None:
    town("Borgo")
    software("Mense", more="usedBy: [Borgo]\n")
    journal.number_events()

    journal.advance(NAMES)
    entry = Entry.objects.get()
    actions.match_names(entry=entry, by=None)

    assert UsageClaim.objects.count() == NamedUser.objects.count() == 1


@pytest.mark.django_db
def test_a_name_that_is_gone_ends_its_claim_and_one_that_returns_begins_it_again() -> None:
    town("Borgo")
    entry = software("Mense", more="usedBy: [Borgo]\n")
    actions.match_names(entry=entry, by=None)

    catalogue.publish(finding=finding("Mense", minutes=1), by=None)
    actions.match_names(entry=entry, by=None, at=NOON)
    gone = UsageClaim.objects.get()
    catalogue.publish(finding=finding("Mense", minutes=2, more="usedBy: [Borgo]\n"), by=None)
    actions.match_names(entry=entry, by=None)
    back = UsageClaim.objects.get()

    assert (gone.status, gone.end_reason, gone.until) == (Status.ENDED, EndReason.NOT_NAMED, date(2026, 11, 20))
    assert (back.status, back.end_reason, back.until) == (Status.PRODUCTION, "", None)


@pytest.mark.django_db
def test_what_a_body_confirmed_does_not_end_with_a_name() -> None:
    town("Borgo")
    entry = software("Mense", more="usedBy: [Borgo]\n")
    actions.match_names(entry=entry, by=None)
    actions.confirm_claim(claim=UsageClaim.objects.get(), by=None, at=NOON)

    catalogue.publish(finding=finding("Mense", minutes=1), by=None)
    actions.match_names(entry=entry, by=None, at=NOON)

    assert UsageClaim.objects.get().status == Status.PRODUCTION


@pytest.mark.django_db
def test_a_denied_name_does_not_come_back() -> None:
    town("Borgo")
    entry = software("Mense", more="usedBy: [Borgo]\n")
    actions.match_names(entry=entry, by=None)
    actions.deny_claim(claim=UsageClaim.objects.get(), by=None)

    catalogue.publish(finding=finding("Mense", minutes=1, more="usedBy: [Borgo, Comune di Borgo]\n"), by=None)
    actions.match_names(entry=entry, by=None)

    assert not queries.claims_for(AnonymousUser()).exists()


@pytest.mark.django_db
def test_a_correction_takes_back_what_was_said_of_the_wrong_body() -> None:
    wrong, right = town("Borgo"), town("Altrove")
    entry = software("Mense", more="usedBy: [Borgo]\n")
    named = actions.match_names(entry=entry, by=None)[0]

    actions.correct_match(named=named, body=right, by=None)
    actions.match_names(entry=entry, by=None)

    assert [claim.owner for claim in queries.in_use(queries.claims_for(AnonymousUser()))] == [right]
    assert not queries.claims_for(AnonymousUser()).filter(owner=wrong).exists()
    assert NamedUser.objects.get().reason == Reason.PERSON


@pytest.mark.django_db
def test_the_known_users_of_the_starter_pack_are_matched_the_same_way() -> None:
    catalogue.load_starter(by=None)
    entry = Entry.objects.get(slug="lutece")

    actions.match_names(entry=entry, by=None)

    claim = UsageClaim.objects.get()
    assert (claim.owner.name if claim.owner else "", claim.evidence_url) == (
        "City of Paris",
        "https://opensource.paris.fr",
    )


@pytest.mark.django_db
def test_a_list_is_taken_in_once_and_a_trial_changes_nothing() -> None:
    town("Borgo")
    software("Mense")
    content = b"software;body;since;stated_on\nMense;Comune di Borgo;1900-01-01;2020-05-01\nMense;;;\nNessuno;Borgo;;\n"
    rows, problems = read_list(content)
    ask = {"rows": rows, "source_name": "A list", "country": "IT", "by": None}

    trial = actions.import_claims(**ask, is_trial=True)
    assert not UsageClaim.objects.exists()
    first = actions.import_claims(**ask)
    again = actions.import_claims(**ask)

    assert [row.state.value for row in trial.rows] == [row.state.value for row in first.rows] == ["new", "no-software"]
    assert [row.state.value for row in again.rows] == ["same", "no-software"]
    assert [(problem.line, problem.code) for problem in problems] == [(3, "no-body")]
    claim = UsageClaim.objects.get()
    assert (claim.since, timezone.localdate(claim.stated_at)) == (None, date(2020, 5, 1))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"[]",
        b"[1]",
        b'{"software": [{}]}',
        b"a,b\n1,2\n",
        b"\x00",
        b'{"software": ["x", {"uses": 5}, {"uses": [5]}]}',
        b"software,body,status\nMense,Borgo,soon\n",
        b"software,body\n" + b"x" * 200_000,
    ],
)
def test_a_list_that_cannot_be_read_is_told_and_not_raised(content: bytes) -> None:
    rows, _problems = read_list(content)

    assert rows == []


@pytest.mark.django_db
def test_canadas_list_is_read_with_its_ages(shared_data: Path) -> None:
    content = (shared_data / "usage" / "ca-ore-software-uses.json").read_bytes()
    rows, problems = read_list(content)
    for code in sorted({row.body for row in rows}):
        ministry = town(f"Ministry {code}", kind="agency", country="CA")
        Identifier.objects.create(body=ministry, scheme="ca-ore", value=code)
    catalogue.publish_many(
        findings=[finding(name, url=url) for url, name in sorted({(row.software, row.software_name) for row in rows})],
        by=None,
    )

    outcome = actions.import_claims(rows=rows, source_name="Open Resource Exchange", country="CA", by=None)

    uses = [queries.use_of(claim, TODAY) for claim in UsageClaim.objects.all()]
    started = sum(use["started"].count("1900-01-01") for one in json.loads(content)["software"] for use in one["uses"])
    assert problems == []
    assert len(outcome.claims) == len(uses) == 131
    assert started == 66
    assert sum(use.claim.since is None for use in uses) == started + 1  # one is of the first day of year 1
    assert {use.standing for use in uses} == {Standing.UNCONFIRMED}
    assert sum(use.is_stale for use in uses) == 129
    assert Body.objects.filter(country="CA").count() == 17
