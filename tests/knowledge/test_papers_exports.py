"""Filled checklists and the clauses of a strategy come out in the letterhead of the body, for its own people."""

import io
import zipfile

import pytest
from django.test import Client

from commonweal.assessments import actions as assessments
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft
from commonweal.drawing.letters import Kind
from commonweal.drawing.letters.package import packed
from commonweal.drawing.letters.plain import file
from commonweal.organisations import actions as organisations
from commonweal.strategy import actions as strategy
from commonweal.strategy.actions import ClauseDraft
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
ABOVE = "Piazza della Fontana 1"


@pytest.fixture
def chiara(cast: Cast, client: Client) -> Client:
    """Chiara at the browser; her town has a letterhead of each kind."""
    for kind, part in ((Kind.ODT, "styles.xml"), (Kind.DOCX, "word/header1.xml")):
        with zipfile.ZipFile(io.BytesIO(file(kind))) as archive:
            parts = {each: archive.read(each) for each in archive.namelist()}
        parts[part] = parts[part].replace(b"{{ body }}", ABOVE.encode())
        organisations.keep_letterhead(body=cast.town, name=f"a.{kind}", content=packed(parts), by=cast.chiara)
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    return client


def said_in(client: Client, path: str) -> str:
    """All that a file says."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return "".join(archive.read(each).decode() for each in archive.namelist() if each.endswith(".xml"))


@pytest.mark.parametrize("kind", list(Kind))
def test_a_filled_checklist_comes_out_in_the_letterhead(cast: Cast, chiara: Client, kind: Kind) -> None:
    draft = AssessmentDraft(instrument="purchase", subject_text="Mensa per le scuole")
    begun = assessments.start_assessment(body=cast.town, draft=draft, by=cast.chiara)
    done = {"written": AnswerDraft(state="answered", value=1, evidence_note="Atto 12 è agli atti")}
    assessments.answer_many(respondent=begun.respondents.get(), answers=done, by=cast.chiara)
    assessments.finish_assessment(assessment=begun, by=cast.chiara)

    said = said_in(chiara, f"/assessments/{begun.pk}/result.{kind}")

    assert ABOVE in said
    assert "Mensa per le scuole" in said
    assert "Every answer" in said
    assert Client().get(f"/assessments/{begun.pk}/result.{kind}").status_code == 404


@pytest.mark.parametrize("kind", list(Kind))
def test_clauses_come_out_in_the_letterhead_of_their_people_only(cast: Cast, chiara: Client, kind: Kind) -> None:
    clause = ClauseDraft(document="Regolamento", says="Si pubblica ciò che è nostro")
    strategy.add_clause(body=cast.town, draft=clause, by=cast.chiara)

    said = said_in(chiara, f"/bodies/{cast.town.slug}/strategy/coverage.{kind}")
    of_others = said_in(Client(), f"/bodies/{cast.town.slug}/strategy/coverage.{kind}")

    assert ABOVE in said
    assert "Si pubblica ciò che è nostro" in said
    assert ABOVE not in of_others
    assert "Si pubblica" not in of_others
