"""When what the systems of Esempia run comes to its end."""

from collections.abc import Iterator
from typing import Any

import yaml

from commonweal.health.actions.lifecycle_intake import take_in_lifecycles
from commonweal.health.actions.lifecycles import (
    finish_lifecycle_reading,
    open_lifecycle_source,
    start_lifecycle_reading,
)
from commonweal.server.demo.repositories import PACKS
from commonweal.standards.endoflife import Cycle, Ending, Identifier, Product
from commonweal.standards.endoflife.model import Scheme


def settle() -> None:
    """Take in ends of life; once, since the same again changes nothing."""
    source = open_lifecycle_source(by=None)
    if source.readings.exists():
        return
    reading = start_lifecycle_reading(source=source, is_import=True, by=None)
    take_in_lifecycles(source=source, products=_products(), is_whole=True, reading=reading, by=None)
    finish_lifecycle_reading(reading=reading, by=None)


def _products() -> Iterator[Product]:
    pack: dict[str, Any] = yaml.safe_load((PACKS / "security" / "lifecycles.yaml").read_text())
    for name, (label, category, purls, cycles) in pack["products"].items():
        yield Product(
            name=name,
            label=label,
            category=category,
            identifiers=tuple(Identifier(Scheme.PURL, purl) for purl in purls),
            cycles=tuple(_cycle(*row) for row in cycles),
        )


def _cycle(name: str, released: Any, end: Any, extended: Any, latest: str) -> Cycle:
    eol = Ending(day=end) if end else Ending(has_ended=False)
    return Cycle(name, released=released, eol=eol, extended=Ending(day=extended), latest=latest)
