"""How many queries pages of security take, for the officer who watches over 250 towns."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonweal.components.models import Package, SbomDocument
from commonweal.organisations.models import User

pytestmark = pytest.mark.django_db

# Addresses and the most queries for Nils, who watches over the towns of the association.
BUDGETS = {
    "/": 16,
    "/hit": 10,
    "/hit?q=CVE-2021-44228": 34,
    "/hit?q=log4j-core": 22,
    "/hit?q=Vistalinea Sala": 36,
    "/hit.csv?q=CVE-2021-44228": 30,
    "/hit/tell?q=CVE-2021-44228": 32,
    "/vulnerabilities/CVE-2021-44228": 37,
    "/security": 62,
    "/security/worklist": 38,
    "/security/worklist.csv": 25,
    "/bodies/borgo/security": 90,
    "/end-of-life/due?days=365": 20,
    "/end-of-life/due.csv": 16,
    "/end-of-life/debian?below=13": 32,
    "/sustainability": 30,
    "/bodies/borgo/sustainability": 24,
    "/systems/{system}/sustainability": 34,
    "/bodies/borgo/components": 22,
    "/systems/{system}/security": 46,
    "/systems/{system}/components": 16,
    "/sboms/{sbom}": 13,
    "/systems/{system}/licences": 40,
    "/systems/{system}/notice": 25,
    "/bodies/borgo/licences": 40,
    "/bodies/borgo/licences.csv": 25,
    "/licences/unknown": 30,
    "/packages/{package}/licence": 25,
    "/packages/{package}": 15,
    "/advisory-sources": 12,
}


@pytest.mark.parametrize("address", BUDGETS)
def test_pages_of_an_officer_stay_within_their_budget(world: list[str], client: Client, address: str) -> None:
    client.force_login(User.objects.get(username="nils"), backend="django.contrib.auth.backends.ModelBackend")
    document = SbomDocument.objects.filter(system__owner__slug="borgo", part="").earliest("pk")
    package = Package.objects.get(name__endswith="log4j-core")
    path = address.format(system=document.system_id, sbom=document.pk, package=package.pk)
    client.get("/software?q=comune")

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)

    assert answer.status_code == 200, path
    assert len(asked) <= BUDGETS[address], "\n".join(query["sql"][:300] for query in asked)
