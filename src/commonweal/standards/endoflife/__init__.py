"""When releases of products come to their end, as endoflife.date publishes it.

Sources: endoflife.date API v1 (OpenAPI document, schema 1.2.0), `products/full`; endoflife-date/endoflife.date,
front matter of `products/*.md` (CONTRIBUTING.md). One product, or all of them in one document.
"""

from commonweal.standards.endoflife.feeds import Entry, read_folder, read_many
from commonweal.standards.endoflife.model import Cycle, Ending, Identifier, Product
from commonweal.standards.endoflife.reader import read, read_front_matter, written

__all__ = [
    "Cycle",
    "Ending",
    "Entry",
    "Identifier",
    "Product",
    "read",
    "read_folder",
    "read_front_matter",
    "read_many",
    "written",
]
