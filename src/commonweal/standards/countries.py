"""Country codes: ISO 3166-1 alpha-2, from the pycountry package, and the user-assigned XK (Kosovo)."""

from functools import lru_cache

import pycountry

from commonweal.standards import language as tags

DEMO_COUNTRY = {"XX": "Esempia"}  # ISO leaves XX to its users; ours is the fictional country of the demo world


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    """Give every two-letter code in upper case."""
    return frozenset(country.alpha_2 for country in pycountry.countries) | {"XK"}


def name(code: str, language: str) -> str:
    """Give a country's name in a language, from the Unicode CLDR; the code itself where there is none.

    >>> name("DE", "it"), name("QZ", "en"), name("", "en")
    ('Germania', 'QZ', '')
    """
    if not code:
        return ""
    return DEMO_COUNTRY.get(code) or str(tags.locale(language).territories.get(code, code))
