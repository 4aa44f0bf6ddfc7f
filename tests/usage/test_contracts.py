"""Contracts: what is entered, where they stand on a day, what they cost, and when notice is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.journal.queries import history_of
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Visibility
from commonweal.usage import actions, queries
from commonweal.usage.models import Contract, SupplierProfile
from commonweal.usage.rules.money import NotMoney, UnclearMoney, read_cents, written_cents
from commonweal.usage.rules.notice import Standing, State, Terms, shift_months, standing
from commonweal.usage.rules.spending import Part, Payment, cents_in_year, spending

TODAY = date(2026, 6, 15)


def enter(cast: object, title: str = "Care", **more: object) -> Contract:
    return actions.enter_contract(body=cast.town, draft=actions.ContractDraft(title=title, **more), by=cast.chiara)


@pytest.mark.parametrize(("text", "mark", "cents"), [
    ("12345", "", 1234500), ("12345.6", "", 1234560), ("12345,67", "", 1234567), ("12.345,67", ".", 1234567),
    ("12,345.67", ",", 1234567), ("12.345", ",", 1234500), ("12,345", ".", 1234500), ("1.234.567", "", 123456700),
    ("1'234.50", "", 123450), ("1\u202f234,50 €", "", 123450), ("EUR 0,05", "", 5), ("0", "", 0), ("0.5", ".", 50),
])  # fmt: skip
def test_sums_are_read_as_people_write_them(text: str, mark: str, cents: int) -> None:
    assert read_cents(text, mark) == cents


@pytest.mark.parametrize(
    ("text", "mark"), [("12.345", ""), ("12.345", "."), ("12,345", ","), ("1,234.567", "."), ("0,500", ".")]
)
def test_a_sum_that_may_be_two_is_refused(text: str, mark: str) -> None:
    with pytest.raises(UnclearMoney):
        read_cents(text, mark)


@pytest.mark.parametrize("text", ["", "free", "-5", "1.2.3", "12.34.567,8", "5 apples", "1e5", "٣"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(NotMoney):
        read_cents(text)


@given(st.integers(0, 10**15))
def test_a_written_sum_is_read_again(cents: int) -> None:
    for mark in ("", ",", "."):
        assert read_cents(written_cents(cents), mark) == cents


def test_a_contract_before_its_day_for_notice() -> None:
    terms = Terms(starts_on=date(2025, 1, 1), ends_on=date(2026, 12, 31), notice_on=date(2026, 9, 30))

    assert standing(terms, TODAY) == Standing(
        state=State.NOTICE_DUE, ends_on=date(2026, 12, 31), notice_on=date(2026, 9, 30)
    )


def test_a_missed_day_for_notice_of_a_contract_that_prolongs_itself_comes_again() -> None:
    terms = Terms(ends_on=date(2026, 7, 31), notice_on=date(2026, 4, 30), renewal="automatic", renewal_months=12)

    assert standing(terms, TODAY) == Standing(
        state=State.NOTICE_PASSED, ends_on=date(2026, 7, 31), missed_on=date(2026, 4, 30),
        notice_on=date(2027, 4, 30), is_computed=True,
    )  # fmt: skip


def test_a_contract_that_prolonged_itself_has_computed_dates() -> None:
    terms = Terms(ends_on=date(2023, 12, 31), notice_on=date(2023, 9, 30), renewal="automatic", renewal_months=12)

    assert standing(terms, TODAY) == Standing(
        state=State.NOTICE_DUE, ends_on=date(2026, 12, 31), notice_on=date(2026, 9, 30), has_prolonged=True,
        is_computed=True,
    )  # fmt: skip


def test_a_contract_that_prolonged_itself_by_unknown_months_has_no_dates() -> None:
    terms = Terms(ends_on=date(2023, 12, 31), notice_on=date(2023, 9, 30), renewal="automatic")

    assert standing(terms, TODAY) == Standing(state=State.RUNNING, has_prolonged=True)


@pytest.mark.parametrize("renewal", ["", "none", "option"])
def test_a_contract_that_does_not_prolong_itself_ends(renewal: str) -> None:
    assert standing(Terms(ends_on=date(2026, 1, 1), renewal=renewal), TODAY).state is State.ENDED


def test_a_terminated_contract_asks_for_no_notice() -> None:
    terms = Terms(ends_on=date(2026, 12, 31), notice_on=date(2026, 9, 30), terminated_on=date(2026, 8, 31))

    assert standing(terms, TODAY) == Standing(state=State.TERMINATED, ends_on=date(2026, 8, 31))


def test_a_contract_without_dates_is_not_known() -> None:
    assert standing(Terms(), TODAY).state is State.UNKNOWN
    assert standing(Terms(starts_on=date(2020, 1, 1)), TODAY).state is State.RUNNING


DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))


@given(DAYS, DAYS, DAYS, st.integers(1, 60))
def test_a_next_day_for_notice_never_lies_behind(ends: date, notice: date, on: date, months: int) -> None:
    terms = Terms(ends_on=max(ends, notice), notice_on=min(ends, notice), renewal="automatic", renewal_months=months)

    found = standing(terms, on)

    assert found.ends_on is not None
    assert found.notice_on is not None
    assert found.ends_on >= on
    assert found.notice_on >= on
    assert found.missed_on is None or found.missed_on < on
    assert found.has_prolonged == (terms.ends_on is not None and terms.ends_on < on)


@given(DAYS, st.integers(0, 600))
def test_the_end_of_a_month_stays_the_end_of_a_month(day: date, months: int) -> None:
    later = shift_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    if (day + timedelta(days=1)).month != day.month:
        assert (later + timedelta(days=1)).month != later.month


def payment(supplier: str, cents: int | None, **more: object) -> Payment:
    return Payment(**{"supplier": supplier, "name": supplier, "currency": "EUR", "cents": cents} | more)


def test_concentration_is_that_of_the_hand() -> None:
    (found,) = spending(
        [payment("a", 5000), payment("b", 3000), payment("c", 1500), payment("a", 500), payment("d", None)],
        caught_from=75,
    )

    assert found.total_cents == 10_000
    assert [(one.name, one.cents, one.share) for one in found.suppliers] == [
        ("a", 5500, 0.55), ("b", 3000, 0.3), ("c", 1500, 0.15),
    ]  # fmt: skip
    assert found.top_share == 0.55
    assert found.hhi == pytest.approx(0.55**2 + 0.3**2 + 0.15**2)
    assert found.unknown_cost_count == 1


def test_a_single_supplier_is_a_concentration_of_one_and_ten_equal_ones_of_a_tenth() -> None:
    (alone,) = spending([payment("a", 7)], caught_from=75)
    (ten,) = spending([payment(str(n), 100) for n in range(10)], caught_from=75)

    assert (alone.hhi, ten.hhi) == (1.0, pytest.approx(0.1))


def test_currencies_are_never_mixed() -> None:
    found = spending([payment("a", 100), payment("a", 100, currency="CHF")], caught_from=75)

    assert [(one.currency, one.total_cents, one.hhi) for one in found] == [("CHF", 100, 1.0), ("EUR", 100, 1.0)]


def test_the_caught_share_weighs_by_money_and_keeps_the_unknown_apart() -> None:
    (found,) = spending([
        payment("a", 600, lock_in=75.0), payment("b", 200, lock_in=74.9), payment("c", 900),
        payment("d", None, lock_in=90),
    ], caught_from=75)  # fmt: skip

    assert found.caught == Part(600, 200, 900)
    assert found.caught.share == 0.75
    assert Part(0, 0, 5).share is None


def test_a_sum_of_nothing_has_no_shares() -> None:
    (found,) = spending([payment("a", 0)], caught_from=75)

    assert (found.hhi, found.top_share) == (None, None)


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 10**9)), min_size=1))
def test_shares_sum_to_one_and_concentration_lies_between(paid: list[tuple[str, int]]) -> None:
    (found,) = spending([payment(name, cents) for name, cents in paid], caught_from=75)

    if found.total_cents:
        assert sum(one.share for one in found.suppliers) == pytest.approx(1)
        assert found.hhi is not None
        assert 1 / len(found.suppliers) - 1e-9 <= found.hhi <= 1 + 1e-9


@pytest.mark.parametrize(("starts", "ends", "cents"), [
    (None, None, 36500), (date(2026, 1, 1), date(2026, 12, 31), 36500), (date(2026, 12, 31), None, 100),
    (date(2026, 7, 1), None, 18400), (date(2027, 1, 1), None, 0), (None, date(2025, 12, 31), 0),
])  # fmt: skip
def test_a_yearly_cost_counts_by_days(starts: date | None, ends: date | None, cents: int) -> None:
    assert cents_in_year(36500, starts, ends, 2026) == cents


@pytest.mark.django_db
def test_the_same_contract_twice_changes_and_records_nothing(cast: object) -> None:
    contract = enter(cast)
    draft = actions.ContractDraft(title="Care", yearly_cost_cents=100, clauses=["sbom"])

    for _ in range(2):
        actions.change_contract(contract=contract, draft=draft, by=cast.chiara)

    assert contract.reference == "C-1"
    assert [event.name for event in history_of(contract)] == ["usage.contract_changed", "usage.contract_entered"]
    assert history_of(contract)[0].data == {"fields": ["clauses", "yearly_cost_cents"]}


@pytest.mark.django_db
@pytest.mark.parametrize(("facts", "refusal"), [
    ({"title": " "}, actions.NamelessContract),
    ({"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)}, actions.EndsBeforeItBegan),
    ({"ends_on": date(2026, 1, 1), "notice_on": date(2026, 2, 1)}, actions.NoticeAfterTheEnd),
    ({"yearly_cost_cents": -1}, actions.NegativeCost),
    ({"visibility": Visibility.PUBLIC}, actions.NeverPublic),
])  # fmt: skip
def test_what_cannot_be_is_refused(cast: object, facts: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        enter(cast, **({"title": "Care"} | facts))

    assert not Contract.objects.exists()


@pytest.mark.django_db
def test_a_contract_covers_systems_of_its_own_body_only(cast: object) -> None:
    twin = organisations.register_body(
        draft=organisations.BodyDraft(uri="https://twin.example", name="Twin", kind="municipality"), by=None
    )
    foreign = actions.enter_system(body=twin, draft=actions.SystemDraft(name="F"), by=None)

    with pytest.raises(actions.SystemOfAnotherBody):
        enter(cast, systems=[foreign])


@pytest.mark.django_db
def test_notices_are_due_in_order_and_computed_where_a_contract_prolonged_itself(cast: object) -> None:
    near = enter(cast, "near", notice_on=TODAY + timedelta(days=30))
    today = enter(cast, "today", notice_on=TODAY)
    enter(cast, "far", notice_on=TODAY + timedelta(days=400))
    enter(cast, "passed", notice_on=TODAY - timedelta(days=1))
    enter(cast, "ended", notice_on=TODAY + timedelta(days=5), terminated_on=TODAY + timedelta(days=40))
    enter(cast, "private", notice_on=TODAY, visibility=Visibility.PRIVATE)
    again = enter(
        cast, "again", ends_on=date(2023, 12, 31), notice_on=date(2023, 7, 31), renewal="automatic", renewal_months=12
    )

    found = queries.notices_due(cast.town, on=TODAY, within_days=60)

    assert [one.contract for one in found] == [today, near, again]
    assert found[-1].standing.notice_on == date(2026, 7, 31)
    assert found[-1].standing.is_computed
    assert list(queries.bodies_with_contracts()) == [cast.town]


@pytest.mark.django_db
def test_spending_counts_what_runs_in_the_year_and_what_is_local_and_small(cast: object) -> None:
    def firm(name: str, **more: object) -> object:
        draft = organisations.BodyDraft(uri=f"https://{name}.example", name=name, kind="company", **more)
        return organisations.register_body(draft=draft, by=None)

    cast.town.latitude, cast.town.longitude = 45.0, 9.0
    cast.town.save()
    near, far = firm("near", country="XX", latitude=45.1, longitude=9.1), firm("far", country="YY")
    SupplierProfile.objects.create(body=near, is_small=True)
    enter(cast, "a", supplier_name="near", yearly_cost_cents=3000)
    enter(cast, "b", supplier_name="far", yearly_cost_cents=1000, ends_on=date(2026, 12, 31))
    enter(cast, "c", supplier_name="Ditta", yearly_cost_cents=6000)
    enter(cast, "over", supplier_name="far", yearly_cost_cents=9999, ends_on=date(2025, 12, 31))
    enter(cast, "prolonged", supplier_name="far", ends_on=date(2025, 12, 31), renewal="automatic")

    (found,) = queries.spending_of(cast.chiara, cast.town, 2026)

    assert far is not None
    assert (found.total_cents, found.unknown_cost_count) == (10_000, 1)
    assert found.local == Part(3000, 1000, 6000)
    assert found.small == Part(3000, 0, 7000)
    assert found.suppliers[0].name == "Ditta"


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


@pytest.mark.django_db
def test_a_calendar_has_stable_events_with_reminders(cast: object) -> None:
    from datetime import UTC, datetime

    from commonweal.usage import documents

    contract = enter(
        cast,
        "Pflege der Straßenkataster, Ämter; und vieles mehr, was eine lange Zeile braucht",
        ends_on=date(2026, 12, 31),
        notice_on=date(2026, 9, 30),
        supplier_name="Größe & Söhne",
    )
    dated = queries.dated_contracts(cast.chiara, cast.town, TODAY)

    text = documents.calendar_of(dated, name="Borgo", host="ex.example", now=datetime(2026, 6, 15, 8, tzinfo=UTC))

    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert lines[-1] == ""
    whole = unfolded(text)
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == 2
    assert f"UID:contract-{contract.pk}-notice@ex.example" in whole
    assert "DTSTART;VALUE=DATE:20260930" in whole
    assert "DTEND;VALUE=DATE:20261001" in whole
    assert [line for line in whole if line.startswith("TRIGGER")] == ["TRIGGER:-P90D", "TRIGGER:-P30D", "TRIGGER:-P7D"]
    assert any(r"Straßenkataster\, Ämter\; und" in line for line in whole)
