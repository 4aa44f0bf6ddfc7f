"""The three actions of a beginner are proposed as a plan of 90 days."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonweal.assessments import actions
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def test_three_actions_stand_thirty_days_apart(client: Client, cast: Cast) -> None:
    draft = AssessmentDraft(instrument="organisation", is_short=True)
    begun = actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)
    nothing = dict.fromkeys(("QA1", "QB1", "QC1", "QE1", "QH1"), AnswerDraft(state="answered", value=0))
    actions.answer_many(respondent=begun.respondents.get(), answers=nothing, by=cast.chiara)
    actions.finish_assessment(assessment=begun, by=cast.chiara)
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(f"/assessments/{begun.pk}/result").content.decode()

    today = timezone.localdate()
    days = [(today + timedelta(days=30 * place)).isoformat() for place in (1, 2, 3)]
    assert [page.count(f'name="due_on" value="{day}"') for day in days] == [1, 1, 1]
    assert page.count('name="due_on"') == 3
