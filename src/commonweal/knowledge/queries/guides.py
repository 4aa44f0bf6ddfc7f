"""Pages as readers see them: the edition that stands, else the shipped page; in their language or another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from commonweal.knowledge.models import GuideEdition
from commonweal.knowledge.queries.packs import guidance_pack
from commonweal.knowledge.queries.shipped import DEFAULT, Key, shipped
from commonweal.knowledge.rules.finding import GuideWish, rank
from commonweal.knowledge.rules.guides import Guide, Shelf, read_guide


@dataclass(frozen=True, slots=True)
class Version:
    """A page in one language: what is shown, the edition it comes from, and what is shipped beside it."""

    guide: Guide
    edition: GuideEdition | None
    shipped: Guide | None

    @property
    def has_newer_shipped(self) -> bool:
        """Whether a newer page was shipped since the edition was written."""
        if self.edition is None or self.shipped is None:
            return False
        return self.shipped.version > (self.edition.shipped_version or 0)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page for a reader, and in which other languages there is one."""

    version: Version
    asked: str
    languages: tuple[str, ...]
    original: Guide | None

    @property
    def guide(self) -> Guide:
        """What is read."""
        return self.version.guide

    @property
    def is_in_another_language(self) -> bool:
        """Whether there is none in the language asked for."""
        return self.guide.language != self.asked

    @property
    def is_behind(self) -> bool:
        """Whether the English page has changed since this translation."""
        if self.guide.follows is None or self.original is None:
            return False
        return self.original.version > self.guide.follows


def guide_shown(slug: str, language: str, shelf: Shelf = Shelf.GUIDANCE) -> Shown | None:
    """A page in the language, else in English, else in whichever there is."""
    return _shown(_versions(shelf, slug), slug, language)


def guides_shown(language: str, wish: GuideWish | None = None, shelf: Shelf = Shelf.GUIDANCE) -> list[Shown]:
    """The pages that fit, the nearest first, then by task and title."""
    wish = wish or GuideWish()
    versions = _versions(shelf)
    found = [_shown(versions, slug, language) for slug in dict.fromkeys(slug for slug, _language in versions)]
    ranked = [(rank(each.guide, wish), each) for each in found if each is not None]
    order = list(guidance_pack().tasks)
    return [
        each
        for place, each in sorted(
            ((place, each) for place, each in ranked if place is not None),
            key=lambda pair: (pair[0], order.index(pair[1].guide.task), pair[1].guide.title.casefold()),
        )
    ]


def guides_named(slugs: Iterable[str], language: str, shelf: Shelf = Shelf.GUIDANCE) -> dict[str, Guide]:
    """Those of the pages that there are, in the language or in English."""
    versions = _versions(shelf)
    found = ((slug, _shown(versions, slug, language)) for slug in slugs)
    return {slug: each.guide for slug, each in found if each is not None}


def shipped_guide(slug: str, language: str, shelf: Shelf = Shelf.GUIDANCE) -> Guide | None:
    """A shipped page in the language or in English; asks no database."""
    guides = shipped(shelf)
    return guides.get((slug, language)) or guides.get((slug, DEFAULT))


def editions_of(slug: str, language: str, shelf: Shelf = Shelf.GUIDANCE) -> list[GuideEdition]:
    """What was written of a page, newest first, with who wrote it."""
    found = GuideEdition.objects.filter(shelf=shelf, slug=slug, language=language)
    return list(found.select_related("made_by", "ended_by", "restores").order_by("-number"))


def standing_edition(slug: str, language: str, shelf: Shelf = Shelf.GUIDANCE) -> GuideEdition | None:
    """The edition that stands, also where it can no longer be read."""
    return GuideEdition.objects.filter(shelf=shelf, slug=slug, language=language, ended_at__isnull=True).first()


def guide_of(edition: GuideEdition) -> Guide | None:
    """What an edition says; None where it no longer can be read, since a task or tool that it names is gone."""
    return _read(edition.text, edition.slug, edition.language, Shelf(edition.shelf))


def _versions(shelf: Shelf, slug: str | None = None) -> Mapping[Key, Version]:
    """What is shown of each page and language."""
    standing = GuideEdition.objects.filter(shelf=shelf, ended_at__isnull=True)
    if slug is not None:
        standing = standing.filter(slug=slug)
    found = {key: Version(guide, None, guide) for key, guide in shipped(shelf).items() if slug in (None, key[0])}
    for edition in standing:
        guide = guide_of(edition)
        if guide is not None:
            key = (edition.slug, edition.language)
            found[key] = Version(guide, edition, shipped(shelf).get(key))
    return found


def _shown(versions: Mapping[Key, Version], slug: str, language: str) -> Shown | None:
    languages = tuple(sorted(each for of, each in versions if of == slug))
    if not languages:
        return None
    chosen = next((each for each in (language, DEFAULT) if each in languages), languages[0])
    original = versions.get((slug, DEFAULT))
    return Shown(versions[slug, chosen], language, languages, original.guide if original else None)


@lru_cache(maxsize=500)
def _read(text: str, slug: str, language: str, shelf: Shelf) -> Guide | None:
    return read_guide(text, slug, language, guidance_pack().vocabulary, shelf=shelf)[0]
