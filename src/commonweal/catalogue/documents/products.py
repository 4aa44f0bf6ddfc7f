"""Products and what could stand in for them, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.catalogue.documents.cards import Card, Label, card, label
from commonweal.catalogue.models import Alternative, Entry, Product
from commonweal.catalogue.queries import StandIn, best_text


@dataclass(frozen=True, slots=True)
class StatementView:
    """Who says that an entry could stand in, where and when."""

    pk: int
    source: str
    address: str
    stated_on: date | None
    pack: str


@dataclass(frozen=True, slots=True)
class StandInView:
    """What could stand in for a product, and who says so."""

    entry: Entry
    card: Card
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product, what could stand in for it, and what else serves its purpose."""

    product: Product
    functions: tuple[Label, ...]
    stand_ins: tuple[StandInView, ...]
    others: tuple[Card, ...]

    @property
    def entries(self) -> list[Entry]:
        """The entries that could stand in."""
        return [one.entry for one in self.stand_ins]


def product_view(product: Product, stand_ins: Sequence[StandIn], others: Sequence[Entry], language: str) -> ProductView:
    """A product's page in the reader's language."""
    return ProductView(
        product=product,
        functions=function_labels(product, language),
        stand_ins=tuple(
            StandInView(
                one.entry,
                card(one.entry, best_text(one.entry, language), language),
                tuple(_statement(each) for each in one.statements),
            )
            for one in stand_ins
        ),
        others=tuple(card(entry, best_text(entry, language), language) for entry in others),
    )


def function_labels(product: Product, language: str) -> tuple[Label, ...]:
    """What a product is for, in words."""
    return tuple(label("category", value, language) for value in product.functions)


def _statement(statement: Alternative) -> StatementView:
    return StatementView(statement.pk, statement.source, statement.source_url, statement.stated_on, statement.pack)
