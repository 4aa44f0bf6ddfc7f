"""The pages and papers that come with the program."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from commonweal.knowledge.queries.packs import guidance_pack
from commonweal.knowledge.rules.guides import Guide, Shelf, read_guide

FOLDER = Path(__file__).resolve().parent.parent
DEFAULT = "en"
Key = tuple[str, str]  # slug and language


class GuidanceFaulty(Exception):
    """A page that we ship cannot be read: a mistake of ours; the message says which and why."""


@cache
def shipped(shelf: Shelf = Shelf.GUIDANCE) -> Mapping[Key, Guide]:
    """Every shipped page of a shelf by slug and language.

    Raises GuidanceFaulty.
    """
    guides = [_read(path, shelf) for path in sorted((FOLDER / shelf).glob("*/*.md"))]
    return {(guide.slug, guide.language): guide for guide in guides}


def shipped_slugs(shelf: Shelf = Shelf.GUIDANCE) -> frozenset[str]:
    """The pages there are in English, by slug; what other packs name must be among them."""
    return frozenset(slug for slug, language in shipped(shelf) if language == DEFAULT)


def _read(path: Path, shelf: Shelf) -> Guide:
    vocabulary = guidance_pack().vocabulary
    guide, faults = read_guide(path.read_text(), path.stem, path.parent.name, vocabulary, shelf=shelf)
    if guide is None:
        raise GuidanceFaulty(f"{path.parent.name}/{path.name}: {faults}")
    return guide
