"""What the platform knows itself of a country: its offices, its stewards, its software and how well that is described.

Only what is on file here counts, as far as who asks may see it, so a person decides whether it stands for the country.
"""

from collections.abc import Callable, Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonweal.assessments.models import Assessment
from commonweal.assessments.queries.known_facts import KnownFact, descriptions_of
from commonweal.catalogue.queries import entries_for
from commonweal.organisations.models import Archetype, Office
from commonweal.organisations.queries import Viewer, visible

STEWARDS = frozenset({Archetype.ASSOCIATION, Archetype.CIVIL_SOCIETY})


def country_facts(viewer: Viewer, assessment: Assessment, keys: Iterable[str]) -> Mapping[str, KnownFact]:
    """Those of the facts asked for that are known of the country of an assessment; none for any other subject."""
    if assessment.subject != "country":
        return {}
    found = (_OF_COUNTRIES[key](viewer, assessment.country) for key in sorted(set(keys)) if key in _OF_COUNTRIES)
    return {fact.key: fact for fact in found if fact is not None}


def _offices_standing(viewer: Viewer, country: str) -> KnownFact | None:
    count = len(_standing(viewer, country))
    if not count:
        return None
    sentence = ngettext(
        "The directory names %(count)s office of this country that is open.",
        "The directory names %(count)s offices of this country that are open.",
        count,
    )
    return KnownFact("offices_standing", 1, sentence % {"count": count}, _directory(country), count=count)


def _stewards_standing(viewer: Viewer, country: str) -> KnownFact | None:
    count = sum(office.archetype in STEWARDS for office in _standing(viewer, country))
    if not count:
        return None
    sentence = ngettext(
        "The directory names %(count)s office of this country that belongs to an association or to civil society.",
        "The directory names %(count)s offices of this country that belong to associations or to civil society.",
        count,
    )
    return KnownFact("stewards_standing", 1, sentence % {"count": count}, _directory(country), count=count)


def _products_here(viewer: Viewer, country: str) -> KnownFact | None:
    count = entries_for(viewer).filter(country=country).count()
    if not count:
        return None
    sentence = ngettext(
        "This catalogue holds %(count)s piece of software that organisations of this country publish.",
        "This catalogue holds %(count)s pieces of software that organisations of this country publish.",
        count,
    )
    return KnownFact("products_here", 1, sentence % {"count": count}, _catalogue(country), count=count)


def _entries_faultless(viewer: Viewer, country: str) -> KnownFact | None:
    """Of 1 to 5, one more for each full quarter of the software with a description file without errors."""
    own = list(entries_for(viewer).filter(country=country).values_list("pk", flat=True))
    if not own:
        return None
    _described, faultless = descriptions_of(own)
    sentence = _(
        "Of %(all)s programs of this country in the catalogue, %(good)s have a description file without errors."
    )
    said = {"all": len(own), "good": len(faultless)}
    return KnownFact("entries_faultless", 1 + 4 * len(faultless) // len(own), sentence % said, _catalogue(country))


def _standing(viewer: Viewer, country: str) -> list[Office]:
    return [office for office in visible(Office.objects.filter(country=country), viewer) if not office.is_closed]


def _directory(country: str) -> str:
    return f"{reverse('offices')}?country={country}"


def _catalogue(country: str) -> str:
    return f"{reverse('search')}?country={country}"


_OF_COUNTRIES: Mapping[str, Callable[[Viewer, str], KnownFact | None]] = {
    "offices_standing": _offices_standing,
    "stewards_standing": _stewards_standing,
    "products_here": _products_here,
    "entries_faultless": _entries_faultless,
}
