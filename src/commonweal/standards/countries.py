"""Country codes: ISO 3166-1 alpha-2, from the pycountry package, and the user-assigned XK (Kosovo)."""

from functools import lru_cache

import pycountry


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    """Give every two-letter code in upper case."""
    return frozenset(country.alpha_2 for country in pycountry.countries) | {"XK"}
