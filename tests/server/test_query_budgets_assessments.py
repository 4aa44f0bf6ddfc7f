"""How many queries pages of assessments take, for the editor of a town."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonweal.assessments.models import Assessment
from commonweal.organisations.models import User

pytestmark = pytest.mark.django_db

# Addresses and the most queries for Chiara of Borgo; suggestions read what every other context knows of the town.
BUDGETS = {
    "/bodies/borgo/assessments": 12,
    "/assessments/{begun}": 68,
    "/assessments/{begun}/parts/A": 24,
    "/assessments/{begun}/office": 56,
    "/assessments/{result}/result": 30,
    "/assessments/{result}/result.pdf": 66,
    "/assessments/{result}/result.json": 66,
    "/assessments/{result}/result.csv": 24,
    "/software/mensa-facile/assessments": 14,
    "/readiness/keep?QA1=0": 10,
}


@pytest.mark.parametrize("address", BUDGETS)
def test_pages_of_an_editor_stay_within_their_budget(world: list[str], client: Client, address: str) -> None:
    client.force_login(User.objects.get(username="chiara"), backend="django.contrib.auth.backends.ModelBackend")
    ours = Assessment.objects.filter(owner__slug="borgo", instrument="organisation")
    begun, result = ours.filter(finished_at=None).latest("pk"), ours.filter(finished_at__isnull=False).latest("pk")
    path = address.format(begun=begun.pk, result=result.pk)
    client.get("/software?q=comune")

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)

    assert answer.status_code == 200, path
    assert len(asked) <= BUDGETS[address], f"{len(asked)}\n" + "\n".join(query["sql"][:200] for query in asked)
