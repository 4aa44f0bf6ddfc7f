"""Initiatives as lists show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.organisations.queries import name_of
from commonweal.strategy.documents.words import sentence_of
from commonweal.strategy.models import Initiative
from commonweal.strategy.queries.initiatives import Watched
from commonweal.strategy.views.keeping import owner_of


@dataclass(frozen=True, slots=True)
class Row:
    """An initiative with the name of its body and what is the matter, in sentences."""

    initiative: Initiative
    body_name: str
    alarms: tuple[str, ...]


def rows_of(found: Iterable[Watched]) -> list[Row]:
    """Initiatives as a list shows them."""
    return [
        Row(each.initiative, name_of(owner_of(each.initiative)), tuple(map(sentence_of, each.alarms))) for each in found
    ]
