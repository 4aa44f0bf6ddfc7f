"""What two countries ask of their offices, each in two languages, with the source of each statement."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
SAID = {
    ("fr", "en"): (
        "use open source (inbound)",
        "it has to be done (prescriptive)",
        "law, instruction of the government",
    ),
    ("fr", "it"): ("usare open source (in entrata)", "è obbligatorio", "legge, istruzione del governo"),
    ("es", "en"): ("use open source (inbound)", "it has to be done (prescriptive)", "regions and towns"),
    ("es", "it"): ("usare open source (in entrata)", "è obbligatorio", "regioni e comuni"),
}


@pytest.mark.parametrize(("country", "language"), SAID)
def test_a_country_is_read_in_ones_language(client: Client, country: str, language: str) -> None:
    client.cookies["django_language"] = language

    text = client.get(f"/policies/{country}").content.decode()

    assert all(words in text for words in SAID[country, language])
    assert "Linåker and Muto" in text
