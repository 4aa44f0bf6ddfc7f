"""Every number on paper is in the JSON, named by the place it comes from, and the JSON says what SQL counts.

Nothing is left over on either side: a digit that is wrong, missing or too much on paper is a difference here.
"""

import io
import json
import re
from collections import Counter
from datetime import UTC, date, datetime
from functools import reduce
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils.formats import date_format
from pypdf import PdfReader

from commonweal.assessments import actions
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft
from commonweal.assessments.documents.campaign_print import country_sheet
from commonweal.assessments.documents.country_report import country_report
from commonweal.assessments.documents.report import ReportDocument
from commonweal.assessments.documents.sheet import sheet_of
from commonweal.assessments.models import Assessment
from commonweal.assessments.queries.advice_packs import advice_pack
from commonweal.assessments.queries.campaigns import filled
from commonweal.assessments.queries.instruments import instruments
from commonweal.drawing.printing import printed
from commonweal.strategy import actions as strategy
from tests.assessments.campaign_world import COUNTRIES, campaign, form, line, office, take
from tests.assessments.test_golden_reports import BODIES, WITHOUT, answers
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

Report = dict[str, Any]


def kept(cast: Cast, name: str) -> Assessment:
    """The assessment of a made-up body as one of Borgo, with a worry on file that has numbers in it."""
    body = BODIES[name]
    draft = AssessmentDraft(instrument="organisation", is_short=body.is_short)
    assessment = actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)
    drafts = {
        question: AnswerDraft(
            state=given.state.value,
            value=given.value,
            reason=given.reason,
            evidence_note="Minutes of the council" if given.has_evidence else "",
        )
        for question, given in answers(body).items()
    }
    actions.answer_many(respondent=assessment.respondents.get(), answers=drafts, by=cast.chiara)
    facts = {key: value for key, value in body.facts.items() if key in advice_pack().facts}
    actions.say_facts(assessment=assessment, facts=facts, by=cast.chiara)
    actions.finish_assessment(assessment=assessment, by=cast.chiara)
    worry = strategy.raise_concern(body=cast.town, fear="The 14 schools lose 3 days", by=cast.chiara)
    strategy.answer_concern(concern=worry, answer="It took 2.5 hours in 2025.", by=cast.chiara)
    return assessment


def numbers(*texts: object) -> list[str]:
    """Every group of digits, each as it is read aloud."""
    return [found for text in texts for found in re.findall(r"\d+(?:[.,]\d+)*", str(text))]


def on_paper(content: bytes) -> tuple[Counter[str], int]:
    """The groups of digits in the text of a PDF, and how many pages it has."""
    pages = PdfReader(io.BytesIO(content)).pages
    return Counter(numbers(" ".join(page.extract_text() for page in pages))), len(pages)


def plain(value: float | None) -> str:
    """A figure of the JSON as paper has it; nothing for what is not known."""
    return "" if value is None else f"{value:g}"


def accounted(report: Report, pages: int) -> dict[str, list[str]]:
    """Where each number on paper comes from in the JSON."""
    made_on = datetime.fromisoformat(report["made_at"]).date()
    packs = [f"{report['instrument']} {report['version']}", report["advice"]["pack"], *report["office"]["packs"]]
    foot = numbers(*packs, "CC0-1.0", settings.SITE_URL)
    return {
        "title": numbers(report["title"], report["about"]),
        "lead": numbers(date_format(made_on), *_coverage(report), report["whole_words"]),
        "what holds it back": numbers(*(one[key] for one in report["held_by"][:3] for key in ("asked", "answer"))),
        "the way": numbers(report["office"]["because"], *(report["office"]["way"][key] for key in ("says", "next"))),
        "actions": [each for place, one in enumerate(report["advice"]["given"], 1) for each in _action(place, one)],
        "scale": ["0", "4"],
        "parts": [each for part in report["parts"] for each in _part(report, part)],
        "foot": foot * pages,
        "pages": numbers(*(f"{page} / {pages}" for page in range(1, pages + 1))) if pages > 1 else [],
        **(_paper(report) if report["concerns"] is not None else {}),
        **({} if report["is_short"] else {"answers": _answers(report)}),
    }


def _paper(report: Report) -> dict[str, list[str]]:
    office = report["office"]
    checks = [one for way in (*office["ways"], *office["additions"]) for one in (*way["every"], *way["one_of"])]
    figures = [plain(check["value"]) for check in checks if check["value_words"][:1].isdigit()]
    return {
        "concerns": numbers(*(one[key] for one in report["concerns"] for key in ("fear", "answer", "evidence_url"))),
        "to find out": numbers(office["archetype_missing"], *office["to_find_out"]),
        "ways": numbers(*(way["name"] for way in (*office["ways"], *office["additions"]))),
        "comparisons": numbers(*(check[key] for check in checks for key in ("asked", "needed"))) + figures,
        "who is near": numbers(*(one[key] for one in report["near"] for key in ("name", "sentence"))),
        "day of the files": numbers(date_format(date.fromisoformat(report["looked_up_on"]))),
    }


def _coverage(of: Report) -> list[str]:
    return [plain(of["coverage"]["answered"]), plain(of["coverage"]["applicable"])]


def _action(place: int, action: Report) -> list[str]:
    address = settings.SITE_URL if action["guidance"] else ""
    return numbers(place, action["do"], plain(action["days"]), action["who"], address, action["guidance"])


def _part(report: Report, part: Report) -> list[str]:
    if not part["coverage"]["applicable"]:
        return numbers(part["key"], part["name"], part["level_words"])
    level = [] if part["level"] is None else [plain(part["level"])]
    named = numbers(part["key"], part["name"], part["level_words"].removeprefix(f"{part['level']}: "))
    if report["is_short"]:
        return [*named, *level, *_coverage(part)]
    between = [part["mean_least"], part["mean_most"]]
    is_open = part["coverage"]["answered"] and between[0] != between[1]
    shown = [part["mean"]] if part["mean"] is not None else between if is_open else []
    return [*named, *level, *map(plain, shown), *_coverage(part), plain(part["coverage"]["with_evidence"])]


def _answers(report: Report) -> list[str]:
    return numbers(*(one[key] for one in report["answers"] for key in ("question", "asked", "answer", "reason")))


def all_of(report: Report, pages: int) -> Counter[str]:
    return Counter(each for found in accounted(report, pages).values() for each in found)


@pytest.mark.parametrize("name", sorted(BODIES))
def test_every_number_on_paper_is_in_the_json_by_name(client: Client, cast: Cast, name: str) -> None:
    assessment = kept(cast, name)
    client.force_login(cast.chiara)

    found, pages = on_paper(client.get(f"/assessments/{assessment.pk}/result.pdf").content)
    report = client.get(f"/assessments/{assessment.pk}/result.json").json()

    assert found == all_of(report, pages)
    assert found.total() > 80


def test_every_number_on_the_page_of_the_council_is_in_its_json(client: Client) -> None:
    said = "&".join(
        f"{question}={plain(given.value) or given.state.value}" for question, given in answers(BODIES["town"]).items()
    )
    address = f"{said}&name=Borgo&who=town&capacity=0.2&covered=1"

    found, pages = on_paper(client.get(f"/readiness.pdf?{address}").content)

    assert pages == 1
    assert found == all_of(client.get(f"/readiness.json?{address}").json(), pages)


def test_a_wrong_digit_anywhere_on_paper_is_seen(client: Client, cast: Cast) -> None:
    assessment = kept(cast, "town")
    client.force_login(cast.chiara)
    true: Report = client.get(f"/assessments/{assessment.pk}/result.json").json()
    wrong: dict[str, tuple[list[str | int], str, object]] = {
        "coverage": (["coverage"], "answered", true["coverage"]["answered"] + 1),
        "level": (["parts", 0], "level_words", "4: measured and improved"),
        "days": (["advice", "given", 0], "days", 77),
        "threshold": (["office", "ways", 0, "every", 1], "needed", "below 4"),
        "concern": (["concerns", 0], "answer", "It took 2.6 hours in 2025."),
        "version": ([], "version", "2026.11.23"),
    }

    for name, (path, key, value) in wrong.items():
        planted = json.loads(json.dumps(true))
        reduce(lambda at, step: at[step], path, planted)[key] = value
        found, pages = on_paper(printed(sheet_of(ReportDocument(**planted)), at=datetime(2026, 11, 22, tzinfo=UTC)))
        assert found != all_of(true, pages), name


@pytest.mark.parametrize("name", sorted(BODIES))
def test_the_figures_of_the_json_are_those_that_sql_counts(client: Client, cast: Cast, name: str) -> None:
    assessment = kept(cast, name)
    client.force_login(cast.chiara)
    gates = [question.id for question in instruments()["organisation"].questions if question.is_gate]

    report = client.get(f"/assessments/{assessment.pk}/result.json").json()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT substr(question, 2, 1), count(*) FILTER (WHERE state <> 'inapplicable'), count(value),"
            " count(*) FILTER (WHERE state = 'answered' AND evidence_note <> ''),"
            " round(avg(value)::numeric, 2)::float, min(value) FILTER (WHERE question = ANY(%s)),"
            " count(*) FILTER (WHERE question = ANY(%s) AND state = 'unknown')"
            " FROM assessments_answer a JOIN assessments_respondent r ON r.id = a.respondent_id"
            " WHERE r.assessment_id = %s GROUP BY 1",
            [gates, gates, assessment.pk],
        )
        counted = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(
            "SELECT question, value FROM assessments_answer a JOIN assessments_respondent r ON r.id = a.respondent_id"
            " WHERE r.assessment_id = %s AND value IS NOT NULL",
            [assessment.pk],
        )
        values = dict(cursor.fetchall())

    assert {one["question"]: one["value"] for one in report["answers"] if one["value"] is not None} == values
    for part in report["parts"]:
        applicable, answered, shown, mean, least, unknown = counted[part["id"]]
        told = part["coverage"]
        assert (told["applicable"], told["answered"], told["with_evidence"]) == (applicable, answered, shown)
        assert part["mean"] in (mean, None)
        assert part["level"] == (None if unknown and least != 0 else least)
    assert report["coverage"]["answered"] == len(values)
    for action in report["advice"]["given"] + report["advice"]["later"]:
        assert (action["value"], action["gap"]) == (values[action["question"]], 4 - values[action["question"]])
        assert action["priority"] == round(action["gap"] * action["weight"] / action["days"], 2)
    assert not any(one["reason"] not in ("", WITHOUT) for one in report["answers"])


def of_a_country(report: Report, pages: int) -> dict[str, list[str]]:
    """Where each number on the paper of a country comes from in the JSON."""
    plan, baseline = report["plan"], date_format(date.fromisoformat(report["baseline_on"]))
    steps = [*plan["steps"], *plan["left_over"]]
    months = [{each["starts"], each["ends"]} - {None} for each in steps]
    areas = [(each["id"], each["name"], each["cell"]) for each in report["areas"]]
    return {
        "title": numbers(report["campaign"], report["host"], report["place_name"]),
        "known": numbers(*(report[key] for key in ("known", "asked", "with_evidence")), baseline),
        "areas": numbers(
            *(each for name, words, cell in areas for each in (name, words, cell["words"])),
            *(cell[key] for _name, _words, cell in areas for key in ("answered", "applicable")),
        ),
        "plan": numbers("24 months", plain(plan["people"]), plan["pack"]),
        "steps": numbers(*(each[key] for each in steps for key in ("do", "result", "who"))),
        "months": numbers(*(each for found in months for each in found)),
        "why": numbers(*(each for step in steps for each in step["because"])),
        "people each month": numbers(*(f"{month} {plain(load)}" for month, load in enumerate(plan["load"], 1))),
        "indicators": numbers(*(each[key] for each in report["indicators"] for key in ("id", "ask", "words"))),
        "evidence": numbers(*(each for row in report["indicators"] for each in row["evidence"])),
        "foot": numbers(report["instrument"], date_format(date.fromisoformat(report["made_on"]))) * pages,
        "pages": numbers(*(f"{page} / {pages}" for page in range(1, pages + 1))),
    }


def test_every_number_on_the_paper_of_a_country_is_in_its_json(cast: Cast) -> None:
    of = office(cast)
    made = campaign(of, COUNTRIES)
    lines = [line(made, "IT", "1.1", "1", evidence_url="https://law.example/19"), line(made, "IT", "4.1", "5")]
    take(made, form(*lines), of.olga)
    found = filled(made)
    place = next(each for each in found.places if each.invitation.code == "IT")
    told = country_report(found, place, made_on=date(2026, 11, 22), people=2.5)

    counted, pages = on_paper(printed(country_sheet(told), at=datetime(2026, 11, 22, tzinfo=UTC)))
    report = json.loads(json.dumps(told.as_json(), default=str))
    by_place = of_a_country(report, pages)
    wrong = of_a_country(report | {"known": report["known"] + 1}, pages)

    assert counted == Counter(each for found in by_place.values() for each in found)
    assert counted != Counter(each for found in wrong.values() for each in found)
