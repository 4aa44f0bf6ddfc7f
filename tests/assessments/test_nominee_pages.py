"""The pages of a product as a digital public good: what is seen, and the file for the registry."""

import pytest
from django.test import Client

from commonweal.assessments import actions
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft
from commonweal.assessments.models import Assessment
from tests.assessments.test_dpg import product
from tests.conftest import Cast


@pytest.fixture
def assessment(cast: Cast) -> Assessment:
    """A self-check by Chiara's town, with the goals named."""
    draft = AssessmentDraft(instrument="dpg", entry=product())
    begun = actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)  # type: ignore[arg-type]
    respondent = begun.respondents.get()
    yes = AnswerDraft(state="answered", value=1, evidence_note="3 and 11")
    actions.answer(respondent=respondent, question="1.1", draft=yes, by=cast.chiara)  # type: ignore[arg-type]
    return begun


def test_the_page_tells_what_is_seen_and_offers_the_file(cast: Cast, assessment: Assessment, client: Client) -> None:
    client.force_login(cast.chiara)  # type: ignore[arg-type]

    page = client.get(f"/assessments/{assessment.pk}/nominee")
    file = client.get(f"/assessments/{assessment.pk}/nominee.json")

    assert page.status_code == 200
    assert "Its licence is one that the registry accepts for its kind." in page.text
    assert "Download the nominee (JSON)" in page.text
    assert "0 of 9 parts are met" in page.text
    assert file["Content-Disposition"] == 'attachment; filename="mense-facili.json"'
    assert [goal["SDGNumber"] for goal in file.json()["SDGs"]] == [3, 11]


def test_the_file_of_a_finished_check_follows_what_was_frozen(
    cast: Cast, assessment: Assessment, client: Client
) -> None:
    actions.finish_assessment(assessment=assessment, by=cast.chiara)  # type: ignore[arg-type]
    client.force_login(cast.chiara)  # type: ignore[arg-type]

    file = client.get(f"/assessments/{assessment.pk}/nominee.json")

    assert [goal["SDGNumber"] for goal in file.json()["SDGs"]] == [3, 11]


@pytest.mark.parametrize("page", ["nominee", "nominee.json"])
def test_who_may_not_see_the_assessment_finds_nothing(
    page: str, cast: Cast, assessment: Assessment, client: Client
) -> None:
    client.force_login(cast.dragan)  # type: ignore[arg-type]

    assert client.get(f"/assessments/{assessment.pk}/{page}").status_code == 404


def test_another_instrument_has_no_nominee(cast: Cast, client: Client) -> None:
    draft = AssessmentDraft(instrument="governance", entry=product())
    other = actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)  # type: ignore[arg-type]
    client.force_login(cast.chiara)  # type: ignore[arg-type]

    assert client.get(f"/assessments/{other.pk}/nominee").status_code == 404
