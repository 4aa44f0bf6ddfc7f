"""Forms that work without a network: what they hold, and reading them back, whole, cut off or damaged."""

import csv
import io
import re
from base64 import b64encode
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.assessments.documents.offline_form import FormSheet, offline_csv, offline_html
from commonweal.assessments.documents.offline_reading import Expected, ReadForm, number_in, read_form
from commonweal.assessments.queries.instruments import instruments
from commonweal.assessments.rules.instrument import State
from commonweal.assessments.rules.merging import Claim
from tests.assessments.campaign_world import form, line

KEY = "0123456789abcdef"


class Asking:
    """Stands for a campaign where only its key is read."""

    key = KEY


def sheet(instrument: str = "enablement", language: str = "en", *, short: bool = False) -> FormSheet:
    return FormSheet(
        campaign=KEY, title="Three <countries>", host="Office & Co", place="IT", place_name="Italy",
        closes_on=date(2027, 1, 31), instrument=instruments()[instrument], is_short=short, language=language,
    )  # fmt: skip


def read(content: bytes, instrument: str = "enablement") -> ReadForm:
    return read_form(content, Expected(KEY, {"IT", "FR"}, instruments()[instrument], is_short=False))


def told(found: ReadForm) -> dict[str, Claim]:
    return {each.question: each.claim for each in found.said}


@pytest.mark.parametrize("language", ["en", "it", "fr", "de"])
@pytest.mark.parametrize(("instrument", "short", "questions"), [("organisation", True, 13), ("enablement", False, 68)])
@pytest.mark.django_db
def test_the_page_holds_every_question_and_asks_no_address(
    language: str, instrument: str, short: bool, questions: int
) -> None:
    page = offline_html(sheet(instrument, language, short=short))

    assert len(re.findall("<fieldset ", page)) == questions
    assert "Three &lt;countries&gt;" in page
    assert re.findall(r"""(?:src|href|action)=["'](?!#)[^"']*""", page) == []
    assert "default-src 'none'" in page
    assert len(page.encode()) < 100_000  # bytes: a slow line still carries it


@pytest.mark.django_db
def test_the_page_allows_its_own_script_only() -> None:
    page = offline_html(sheet())

    script = page.split("<script>")[1].split("</script>")[0]

    assert f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in page
    assert page.count("<script>") == 1


def test_a_table_filled_in_is_read_back() -> None:
    rows = list(csv.reader(io.StringIO(offline_csv(sheet()))))
    answer, reason = rows[0].index("answer"), rows[0].index("reason")
    filled = {"1.1": "2", "1.4": "12,5 %", "1.6": "yes", "2.1": "?", "3.1": "n/a", "4.1": "about 5"}
    for row in rows[1:]:
        row[answer] = filled.get(row[2], "")
        row[reason] = "no policy yet" if row[2] == "3.1" else ""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)

    found = read(text.getvalue().encode("cp1252"))

    assert told(found) == {
        "1.1": Claim(State.ANSWERED, 2), "1.4": Claim(State.ANSWERED, 12.5), "1.6": Claim(State.ANSWERED, 1),
        "2.1": Claim(State.UNKNOWN), "3.1": Claim(State.INAPPLICABLE),
    }  # fmt: skip
    assert [(each.code, each.question, each.text) for each in found.problems] == [("no_value", "4.1", "about 5")]


def test_a_table_that_was_cut_off_keeps_the_rows_before_and_trusts_no_half_cell() -> None:
    head = "campaign,place,question,answer,reason,end\n"
    whole = f"{KEY},IT,4.1,12,asked,end\n"

    found = read(f"{head}{whole}{KEY},IT,4.3,1".encode())

    assert told(found) == {"4.1": Claim(State.ANSWERED, 12)}
    assert [(each.code, each.question, each.text) for each in found.problems] == [("cut", "4.3", "1")]


def lines(count: int) -> list[str]:
    return [line(Asking, "IT", f"4.{number}", str(number * 10), reason="ü" * number) for number in range(1, count + 1)]


@given(st.integers(0, 400))
def test_a_form_cut_off_anywhere_keeps_every_whole_line(length: int) -> None:
    content = form(*lines(3))
    cut = content[:length]
    whole = [each for each in lines(3) if f"{each}\n".encode() in cut + b"\n" * cut.endswith(each.encode())]

    found = read(cut)

    assert [each.question for each in found.said] == [f"4.{number}" for number in range(1, len(whole) + 1)]
    assert length >= len(content) - 1 or found.problems


@given(st.binary(max_size=300))
def test_nothing_breaks_the_reader(content: bytes) -> None:
    assert isinstance(read(content), ReadForm)
    assert isinstance(read(b"{" + content), ReadForm)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<!DOCTYPE html><html>", "empty_form"),
        (b"name;people\nBorgo;3\n", "no_columns"),
        (form('{"campaign": "other", "place": "IT", "question": "1.1", "answer": "1"}'), "other_campaign"),
        (form(line(Asking, "DE", "1.1", "1")), "other_place"),
        (form(line(Asking, "IT", "99", "1")), "other_question"),
        (form(line(Asking, "IT", "1.1", "9")), "no_value"),
        (form(line(Asking, "IT", "1.4", "101")), "no_value"),
    ],
)
def test_what_cannot_be_read_is_told(content: bytes, code: str) -> None:
    found = read(content)

    assert ([each.code for each in found.problems], found.said) == ([code], ())


def test_what_is_no_address_becomes_a_note() -> None:
    content = form(line(Asking, "IT", "1.1", "1", evidence_url="javascript:alert(1)", evidence_note="seen"))

    said = read(content).said[0]

    assert (said.evidence_url, said.evidence_note) == ("", "seen; javascript:alert(1)")


@pytest.mark.parametrize(
    ("text", "number"), [("1 200", 1200), ("1'200", 1200), ("12,5", 12.5), ("0", 0), ("nan", None), ("", None)]
)
def test_numbers_are_read_as_people_write_them(text: str, number: float | None) -> None:
    assert number_in(text) == number
