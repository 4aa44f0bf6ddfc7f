"""What facets and their values are called."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonweal.catalogue.models import Kind
from commonweal.catalogue.queries import vocabulary
from commonweal.organisations.models import Body, Tier
from commonweal.standards import countries
from commonweal.standards import language as tags

FACET_NAMES: Mapping[str, Promise] = {
    "category": _("What it does"),
    "scope": _("Field of work"),
    "licence": _("Licence"),
    "openness": _("Open source"),
    "language": _("Language"),
    "platform": _("Runs on"),
    "publisher": _("Published by"),
    "country": _("Country"),
    "tier": _("Level of government"),
    "status": _("State of development"),
    "maintenance": _("Maintenance"),
    "kind": _("Kind"),
    "activity": _("Last activity"),
}
FIXED: Mapping[str, Mapping[str, Promise | str]] = {
    "openness": {"open": _("open source"), "not-open": _("not open source"), "unknown": _("unknown")},
    "tier": {choice.value: choice.label for choice in Tier},
    "kind": {choice.value: choice.label for choice in Kind},
    "activity": {
        "quarter": _("in the last three months"),
        "year": _("in the last year"),
        "older": _("longer ago"),
        "archived": _("archived"),
        "unknown": _("unknown"),
    },
}


def value_name(facet: str, value: str, language: str) -> str:
    """What a value is called; publishers are looked up together by `publisher_names`."""
    if facet in FIXED:
        return str(FIXED[facet].get(value, value))
    if facet == "country":
        return countries.name(value, language)
    if facet == "language":
        return tags.name(value, language)
    return vocabulary.label(facet, value, language)


def publisher_names(values: Iterable[str]) -> dict[str, str]:
    """The names of bodies by their slug; a publisher without a page is called as it is written."""
    return dict(Body.objects.filter(slug__in=list(values)).values_list("slug", "name"))
