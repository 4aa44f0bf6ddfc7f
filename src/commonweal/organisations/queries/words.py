"""Names of countries and bodies in the reader's language."""

from django.utils.translation import get_language

from commonweal.organisations.models import Body
from commonweal.standards import countries


def country_name(code: str) -> str:
    """The country's name in the reader's language; "" for none."""
    return countries.name(code, get_language() or "en")


def name_of(body: Body) -> str:
    """A body's name in the reader's language."""
    return body.name_in(get_language() or "en")
