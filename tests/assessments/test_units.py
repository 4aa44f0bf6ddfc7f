"""Culture is answered by department, not by body: two departments, two results, for their own house only."""

import pytest
from django.test import Client

from commonweal.assessments import actions
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft, RespondentDraft
from commonweal.assessments.models import Assessment
from commonweal.assessments.queries.results import score_of
from commonweal.organisations.models import Visibility
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
CULTURE = ("QB1", "QB2", "QB3", "QB4", "QB5")


def finished(cast: Cast, *, visibility: int = Visibility.BODY, **units: float) -> Assessment:
    """Everybody gives one answer to the questions on culture, each for a department."""
    draft = AssessmentDraft(instrument="organisation", visibility=visibility)
    begun = actions.start_assessment(body=cast.town, draft=draft, by=None)
    for name, value in units.items():
        person = RespondentDraft(name=name, unit=name.replace("_", " "))
        said = AnswerDraft(state="answered", value=value, evidence_note="Talk of 3 May")
        respondent = actions.join(assessment=begun, draft=person, by=None)
        actions.answer_many(respondent=respondent, answers=dict.fromkeys(CULTURE, said), by=None)
    actions.finish_assessment(assessment=begun, by=None)
    begun.refresh_from_db()
    return begun


def read(client: Client, address: str) -> dict[str, object]:
    return client.get(address).json()


def test_two_departments_have_two_results_beside_that_of_the_house(client: Client, cast: Cast) -> None:
    mine = finished(cast, Registry=1.0, Library=4.0)
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")

    units = read(client, f"/assessments/{mine.pk}/result.json")["units"]
    page = client.get(f"/assessments/{mine.pk}/result").content.decode()

    culture = {unit["unit"]: part for unit in units for part in unit["parts"] if part["id"] == "B"}
    assert {unit: (part["level"], part["mean"]) for unit, part in culture.items()} == {
        "Registry": (1, 1.0),
        "Library": (4, 4.0),
    }
    whole = score_of(mine.result).dimension("B")
    assert whole is not None
    assert (whole.level, whole.mean) == (1, 1.0)
    assert "By department" in page
    assert '<th scope="col">Registry</th><th scope="col">Library</th>' in page


def test_one_department_has_none_however_its_name_is_written(client: Client, cast: Cast) -> None:
    mine = finished(cast, Town_library=1.0, town_Library=3.0)

    assert mine.result.content["units"] == []


def test_what_a_department_did_not_answer_is_not_known_of_it(cast: Cast) -> None:
    mine = finished(cast, Registry=1.0, Library=4.0)

    (registry, _library) = mine.result.content["units"]
    strategy = next(part for part in registry["score"]["dimensions"] if part["id"] == "A")
    assert (strategy["level"], strategy["mean"], strategy["coverage"]["answered"]) == (None, None, 0)


def test_who_is_not_of_the_house_reads_no_department(client: Client, cast: Cast) -> None:
    shown = finished(cast, visibility=Visibility.PUBLIC, Registry=1.0, Library=4.0)

    assert read(client, f"/assessments/{shown.pk}/result.json")["units"] == []
    assert "By department" not in client.get(f"/assessments/{shown.pk}/result").content.decode()


def test_who_is_not_of_the_house_reads_who_answers_by_role_only(client: Client, cast: Cast) -> None:
    draft = AssessmentDraft(
        instrument="organisation",
        visibility=Visibility.PUBLIC,
        respondent=RespondentDraft(role="buyer", unit="Library"),
    )
    begun = actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)
    address = f"/assessments/{begun.pk}"

    outside = client.get(address).content.decode()
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    inside = client.get(address).content.decode()

    assert "<li>purchasing</li>" in outside
    assert "Library" not in outside
    assert "<li>Chiara, purchasing, Library</li>" in inside
