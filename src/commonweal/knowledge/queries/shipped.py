"""The pages that come with the program."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from commonweal.knowledge.queries.packs import guidance_pack
from commonweal.knowledge.rules.guides import Guide, read_guide

FOLDER = Path(__file__).resolve().parent.parent / "guidance"
DEFAULT = "en"
Key = tuple[str, str]  # slug and language


class GuidanceFaulty(Exception):
    """A page that we ship cannot be read: a mistake of ours; the message says which and why."""


@cache
def shipped() -> Mapping[Key, Guide]:
    """Every shipped page by slug and language.

    Raises GuidanceFaulty.
    """
    guides = [_read(path) for path in sorted(FOLDER.glob("*/*.md"))]
    return {(guide.slug, guide.language): guide for guide in guides}


def shipped_slugs() -> frozenset[str]:
    """The pages there are in English, by slug; what other packs name must be among them."""
    return frozenset(slug for slug, language in shipped() if language == DEFAULT)


def _read(path: Path) -> Guide:
    guide, faults = read_guide(path.read_text(), path.stem, path.parent.name, guidance_pack().vocabulary)
    if guide is None:
        raise GuidanceFaulty(f"{path.parent.name}/{path.name}: {faults}")
    return guide
