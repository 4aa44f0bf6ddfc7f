"""What campaigns come to: gaps, before and after, the plan of 24 months, and equal numbers wherever they are shown."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given as holding
from hypothesis import strategies as st

from commonweal.assessments.documents.campaign_export import export_csv, export_rows
from commonweal.assessments.documents.campaign_print import campaign_sheet, country_sheet
from commonweal.assessments.documents.campaign_report import CampaignReport, campaign_report
from commonweal.assessments.documents.country_report import CountryReport, country_report
from commonweal.assessments.models import Answer, Campaign
from commonweal.assessments.queries.campaigns import filled
from commonweal.assessments.queries.plan_pack import FaultyPlan, plan_pack, plan_pack_from
from commonweal.assessments.rules.before_after import Turn, changes
from commonweal.assessments.rules.country_plan import MONTHS, Need, plan
from commonweal.assessments.rules.gaps import level_spread, spread
from commonweal.assessments.rules.instrument import Given, State
from commonweal.drawing.printing import Sheet, Table, Text, printed
from tests.assessments.campaign_world import COUNTRIES, Office, campaign, form, line, office, take
from tests.conftest import Cast

TODAY = date(2026, 11, 22)
NO_KNOWLEDGE = Given(State.UNKNOWN)


def value(number: float) -> Given:
    return Given(State.ANSWERED, number)


GIVEN = st.one_of(
    st.none(), st.just(NO_KNOWLEDGE), st.just(Given(State.INAPPLICABLE, reason="x")), st.integers(0, 4).map(value)
)


@holding(st.lists(GIVEN, max_size=12))
def test_counts_sum_to_the_places_and_unknown_is_never_zero(given: list[Given | None]) -> None:
    counted = spread(given)

    assert counted.known + counted.unknown + counted.inapplicable == len(given)
    assert sum(times for _value, times in counted.values) == counted.known
    assert counted.unknown >= sum(each is None for each in given)


def test_a_place_without_a_score_is_not_known_at_any_level() -> None:
    assert (level_spread([None, None]).unknown, level_spread([None]).low) == (2, 0)


@pytest.mark.parametrize(
    ("before", "after", "turn", "difference"),
    [
        (value(1), value(3), Turn.HIGHER, 2),
        (value(3), value(1), Turn.LOWER, -2),
        (value(2), value(2), Turn.SAME, 0),
        (None, value(2), Turn.NOW_KNOWN, None),
        (value(2), None, Turn.NO_LONGER_KNOWN, None),
        (None, None, Turn.NOT_KNOWN, None),
        (Given(State.INAPPLICABLE, reason="x"), value(2), Turn.NOT_KNOWN, None),
    ],
)
def test_a_difference_is_told_only_where_both_are_known(
    before: Given | None, after: Given | None, turn: Turn, difference: float | None
) -> None:
    change = changes(["1.1"], {"1.1": before} if before else {}, {"1.1": after} if after else {})[0]

    assert (change.turn, change.difference) == (turn, difference)


@holding(
    st.dictionaries(st.sampled_from(("1.1", "2.1", "4.1", "4.4", "7.1", "8.1", "13.1", "14.1")), st.integers(0, 4)),
    st.sampled_from((0.5, 1.0, 2.0, 3.0, 6.0)),
)
def test_no_month_takes_more_people_than_there_are_and_nothing_is_dropped(
    values: dict[str, int], people: float
) -> None:
    given = {key: value(each) for key, each in values.items()}

    made = plan(plan_pack().steps, given, people=people)

    ends = {each.step.id: each.ends or 0 for each in made.planned}
    assert max(made.load) <= people
    assert all((each.starts or 0) > ends.get(before, 0) for each in made.planned for before in each.step.after)
    assert all(1 <= (each.starts or 0) <= (each.ends or 0) <= MONTHS for each in made.planned)
    left_over = {each.step.id for each in made.left_over}
    assert all(left_over.isdisjoint(each.step.after) for each in made.planned)
    waiting = [each for each in made.planned if each.need is Need.FIND_OUT]
    assert all((each.starts or 0) > ends["find-out"] for each in waiting)
    needed = {each.step.id for each in plan(plan_pack().steps, given, people=100).planned}
    assert {each.step.id for each in (*made.planned, *made.left_over)} == needed


def test_a_gap_asks_for_a_step_a_good_value_does_not_and_unknown_waits_for_finding_out() -> None:
    steps = [step for step in plan_pack().steps if step.id in {"policy-in", "platform", "network"}]
    known = {"1.1": value(0), "14.1": value(1)}

    made = plan([replace(step, after=()) for step in steps], known, people=3)

    told = {each.step.id: (each.need, each.because) for each in made.planned}
    assert told == {
        "policy-in": (Need.GAP, (("1.1", 0, 2),)),
        "network": (Need.FIND_OUT, (("8.1", None, 1),)),
    }


def test_the_money_after_the_plan_is_settled_by_month_18() -> None:
    made = plan(plan_pack().steps, {}, people=3)

    assert {each.step.id: each.ends for each in made.planned}["funding"] == 18


def test_a_step_before_itself_is_a_fault_of_the_pack() -> None:
    step = {"id": "a", "area": "", "do": {}, "result": {}, "who": "lead", "months": 1, "people": 1, "after": ["b"]}

    with pytest.raises(FaultyPlan):
        plan_pack_from({"pack": "x", "version": "1", "roles": {"lead": {}}, "steps": [step]})


@pytest.fixture
def three(cast: Cast) -> tuple[Office, Campaign]:
    """Italy, France and Germany, of which two answered."""
    of = office(cast)
    made = campaign(of, COUNTRIES)
    lines = [line(made, "IT", "1.1", "1", evidence_url="https://law.example/1"), line(made, "IT", "4.1", "5")]
    take(made, form(*lines, line(made, "FR", "1.1", "3"), line(made, "FR", "1.4", "40")), of.olga)
    return of, made


def reports(made: Campaign) -> tuple[CampaignReport, CountryReport]:
    """The report of the campaign, and of Italy."""
    found = filled(made)
    italy = next(place for place in found.places if place.invitation.code == "IT")
    return campaign_report(found, conflicts=0, made_on=TODAY), country_report(found, italy, made_on=TODAY)


def table(sheet: Sheet, column: str) -> Table:
    """The table on a sheet that has a column."""
    return next(part for part in sheet.parts if isinstance(part, Table) and column in part.columns)


@pytest.mark.django_db
def test_numbers_on_paper_in_json_in_the_export_and_in_the_database_are_the_same(
    three: tuple[Office, Campaign],
) -> None:
    _of, made = three
    whole, italy = reports(made)

    told = json.loads(json.dumps(whole.as_json(), default=str))
    kept = {key: Answer.objects.filter(question=key, state="answered").count() for key in ("1.1", "1.4", "4.1", "14.1")}
    printed_rows = {row[0]: row for row in table(campaign_sheet(whole), "Least").rows}
    export = list(csv.DictReader(io.StringIO(export_csv(export_rows(filled(made))))))

    assert {each["id"]: each["known"] for each in told["indicators"] if each["id"] in kept} == kept
    assert {key: int(printed_rows[key][2]) for key in kept} == kept
    assert {key: sum(row["indicator"] == key and row["value"] != "" for row in export) for key in kept} == kept
    assert len(export) == 3 * 68
    assert {each.words for each in italy.indicators if each.id not in {"1.1", "4.1"}} == {"nobody answered"}
    assert printed_rows["1.1"][4:] == ("1", "1", "3")
    assert (italy.known, len(italy.unknown)) == (2, 66)
    assert {row[0]: row[2] for row in table(country_sheet(italy), "Value").rows}["4.1"] == "5"


@pytest.mark.django_db
def test_both_reports_are_printed_as_accessible_pdf(three: tuple[Office, Campaign]) -> None:
    whole, italy = reports(three[1])

    for sheet in (campaign_sheet(whole), country_sheet(italy)):
        content = printed(sheet, at=datetime(2026, 11, 22, tzinfo=UTC))
        assert content.startswith(b"%PDF-")
        assert b"pdfuaid" in content


@pytest.mark.django_db
def test_the_plan_asks_as_the_indicator_does_and_waits_where_nothing_is_known(three: tuple[Office, Campaign]) -> None:
    _whole, italy = reports(three[1])

    assert italy.plan is not None
    steps = {each.id: each for each in (*italy.plan.steps, *italy.plan.left_over)}

    assert steps["policy-in"].because == ("How far is the policy on using open source? Drafted; needed: Adopted",)
    assert (steps["network"].need, steps["network"].because) == (
        "find_out",
        ("How many networks, platforms or events are there?",),
    )
    assert italy.plan.funding_month == 18


@pytest.mark.django_db
def test_a_year_later_the_same_indicators_are_compared_with_the_baseline(three: tuple[Office, Campaign]) -> None:
    of, before = three
    later = replace(COUNTRIES, title="A year later", baseline_on=date(2027, 11, 1), follows=before)
    made = campaign(of, later)
    take(made, form(line(made, "IT", "1.1", "3"), line(made, "IT", "8.1", "2")), of.olga)
    found, earlier = filled(made, only="IT"), filled(before, only="IT")

    report = country_report(
        found, found.places[0], made_on=TODAY, before=earlier.places[0], before_on=before.baseline_on
    )

    after_a_change = replace(report, before_instrument="enablement 2025.11.22")
    assert report.is_same_version
    assert Text("The questions were changed in between: compare with care.") in country_sheet(after_a_change).parts
    told = {each.id: (each.turn, each.difference) for each in report.changed}
    assert [each.difference_words for each in report.changed] == ["+2", "not known", "not known"]
    assert told == {"1.1": ("higher", 2), "4.1": ("no_longer_known", None), "8.1": ("now_known", None)}
    assert report.before_on == date(2026, 11, 1)


@pytest.mark.django_db
def test_forty_towns_need_no_more_queries_than_two(cast: Cast) -> None:
    of = office(cast, towns=40)
    made = campaign(of)
    lines = [line(made, body.slug, "QA1", str(number % 5)) for number, body in enumerate(of.towns)]
    take(made, form(*lines), of.olga)

    with CaptureQueriesContext(connection) as counted:
        found = filled(made)
        report = campaign_report(found, conflicts=0, made_on=TODAY)

    assert (report.places, report.begun, len(counted)) == (40, 40, 3)
    assert sum(count for _level, count in report.dimensions[0].levels) == 40
