"""What somebody may be about to type."""

from dataclasses import dataclass
from urllib.parse import urlencode

from commonweal.catalogue import rules
from commonweal.catalogue.models import SearchDocument
from commonweal.catalogue.queries import vocabulary
from commonweal.catalogue.queries.entries import entries_for
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer

SHORTEST_PREFIX = 2
MOST_OF_A_KIND = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text, where it leads, and whether it is a category, a need, an entry or a publisher."""

    text: str
    url: str
    kind: str


def suggestions(viewer: Viewer, prefix: str, language: str) -> list[Suggestion]:
    """Categories and needs by their names, entries and bodies by the words of theirs, that begin so."""
    begun = " ".join(rules.words(prefix))
    if len(begun) < SHORTEST_PREFIX:
        return []
    return [*_categories(begun, language), *_needs(begun, language), *_entries(viewer, begun), *_bodies(prefix.strip())]


def _categories(begun: str, language: str) -> list[Suggestion]:
    found = [
        Suggestion(label, f"/software?{urlencode({'category': term.id})}", "category")
        for term in vocabulary.terms("category").values()
        for label in [vocabulary.label("category", term.id, language)]
        if _begins(label, begun)
    ]
    return found[:MOST_OF_A_KIND]


def _needs(begun: str, language: str) -> list[Suggestion]:
    names = (name for concept in vocabulary.concepts() for tag, name in concept.names if tag == language)
    found = dict.fromkeys(name for name in names if _begins(name, begun))
    return [Suggestion(name, f"/software?{urlencode({'q': name})}", "need") for name in list(found)[:MOST_OF_A_KIND]]


def _entries(viewer: Viewer, begun: str) -> list[Suggestion]:
    """Names with a word that begins so, by the trigram index, those whose first word it is before the others."""
    likely = SearchDocument.objects.filter(is_listed=True, folded_name__regex=rf"\m{begun}").order_by("-quality")
    ids = list(likely.values_list("entry_id", flat=True)[: MOST_OF_A_KIND * 4])
    found = sorted(
        entries_for(viewer).filter(pk__in=ids), key=lambda entry: not rules.fold(entry.name).startswith(begun)
    )
    return [Suggestion(entry.name, entry.get_absolute_url(), "entry") for entry in found[:MOST_OF_A_KIND]]


def _bodies(prefix: str) -> list[Suggestion]:
    found = Body.objects.filter(name__istartswith=prefix, published__isnull=False).distinct()[:MOST_OF_A_KIND]
    return [Suggestion(body.name, body.get_absolute_url(), "publisher") for body in found]


def _begins(name: str, begun: str) -> bool:
    folded = " ".join(rules.words(name))
    return folded.startswith(begun) or f" {begun}" in folded
