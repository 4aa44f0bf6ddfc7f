"""Products with cycles, and systems that run them, for tests of ends of life."""

from datetime import date, timedelta

from django.utils import timezone

from commonweal.components import actions as components
from commonweal.components.models import Channel
from commonweal.health.actions.lifecycle_intake import Counts, take_in_lifecycles
from commonweal.health.actions.lifecycles import (
    finish_lifecycle_reading,
    open_lifecycle_source,
    start_lifecycle_reading,
)
from commonweal.organisations.models import Body, Visibility
from commonweal.standards.endoflife import Cycle, Ending, Identifier, Product
from commonweal.standards.endoflife.model import Scheme
from commonweal.usage import actions as usage
from commonweal.usage.models import System
from tests.components.lists import cyclonedx, debian


def day(days: int) -> date:
    """A day so many days from today."""
    return timezone.localdate() + timedelta(days=days)


def product(name: str, cycles: dict[str, Ending], *purls: str, label: str = "", extended: int | None = None) -> Product:
    """A product with these cycles, whose support is extended by so many days where that is given."""
    return Product(
        name=name,
        label=label or name.title(),
        category="database",
        identifiers=tuple(Identifier(Scheme.PURL, purl) for purl in purls),
        cycles=tuple(
            Cycle(
                each,
                released=day(-900),
                eol=end,
                extended=Ending(day=day(extended)) if extended is not None else Ending(),
            )
            for each, end in cycles.items()
        ),
    )


def ends(days: int) -> Ending:
    """An end so many days from today."""
    return Ending(day=day(days))


KERN = product(
    "kern",
    {"10": ends(400), "9": ends(30), "8": ends(-10), "7": Ending(has_ended=True)},
    "pkg:npm/kern",
    label="Kern DB",
)
LINUX = product("debian", {"12": ends(300), "11": ends(-50)}, label="Debian")
HTTP = product("nginx", {"1.22": ends(-700), "1.28": ends(500)}, "pkg:deb/debian/nginx")


def take_in(*products: Product, is_whole: bool = True) -> Counts:
    """Take in products as the source would give them."""
    source = open_lifecycle_source(by=None)
    reading = start_lifecycle_reading(source=source, is_import=True, by=None)
    counts = take_in_lifecycles(source=source, products=products, is_whole=is_whole, reading=reading, by=None)
    finish_lifecycle_reading(reading=reading, by=None)
    return counts


def system(body: Body, name: str, *, version: str = "", criticality: str = "", product: str = "") -> System:
    """A system of a body that is shown within the body."""
    draft = usage.SystemDraft(
        name=name, version=version, criticality=criticality, product_name=product, visibility=Visibility.BODY
    )
    return usage.enter_system(body=body, draft=draft, by=None)


def runs(found: System, *parts: tuple[str, str]) -> None:
    """The system is made of these npm packages."""
    components.receive_sbom(
        system=found, content=cyclonedx(parts), file_name="list.json", part="", channel=Channel.FILE, by=None
    )


def runs_debian(found: System, *purls: str) -> None:
    """The system is made of these packages of Debian."""
    components.receive_sbom(
        system=found, content=debian(*purls), file_name="list.json", part="debian", channel=Channel.FILE, by=None
    )
