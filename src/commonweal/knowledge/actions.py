"""What curators do with guidance and papers: write an edition, take up an earlier one, go back to what is shipped."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.knowledge import permissions
from commonweal.knowledge.documents.sentences import sentence_of
from commonweal.knowledge.models import GuideEdition
from commonweal.knowledge.permissions import Permission
from commonweal.knowledge.queries.guides import guide_of, standing_edition
from commonweal.knowledge.queries.packs import guidance_pack
from commonweal.knowledge.queries.shipped import shipped
from commonweal.knowledge.rules.guides import Guide, Shelf, read_guide, written
from commonweal.organisations.models import User

WRITING_LOCK = 0x6775696465  # "guide": the advisory lock of whoever writes a page


class GuideUnreadable(Exception):
    """What was written is no page; `sentences` say what is wrong, fit for whoever wrote it."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class EditedMeanwhile(Exception):
    """Somebody else wrote an edition since the page was opened."""


class NothingChanged(Exception):
    """The page says this already."""


class NoEdition(Exception):
    """There is no edition that could be taken away."""


class UnknownLanguage(Exception):
    """The program does not speak this language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDraft:
    """A page as it is to read. `began_from` is the number of the edition that was opened, 0 for the shipped page."""

    guide: Guide
    note: str = ""
    began_from: int = 0


@transaction.atomic
def edit_page(*, draft: EditionDraft, by: User | None) -> GuideEdition:
    """Write an edition of a page, or a page of one's own; it stands at once, and the one before stays in the history.

    Raises NotAllowed, UnknownLanguage, GuideUnreadable, EditedMeanwhile, NothingChanged.
    """
    permissions.require(by, Permission.WRITE_GUIDANCE)
    slug, language, shelf = draft.guide.slug, draft.guide.language, draft.guide.shelf
    if language not in dict(settings.LANGUAGES):
        raise UnknownLanguage(_("Choose from the list."))
    standing = _lock(slug, language, shelf)
    if draft.began_from != (standing.number if standing else 0):
        raise EditedMeanwhile(
            _("Somebody changed this page since you opened it. Look at the history, then write anew.")
        )
    text = written(replace(draft.guide, dated=timezone.localdate()))
    guide = _readable(text, slug, language, shelf)
    before = guide_of(standing) if standing else shipped(shelf).get((slug, language))
    if before is not None and _in_order(replace(before, dated=guide.dated)) == _in_order(guide):
        raise NothingChanged(_("Nothing was changed."))
    edition = _write(guide, text, standing, by, note=draft.note)
    journal.record("knowledge.page_edited", subject=edition, by=by, data=_told(edition))
    return edition


@transaction.atomic
def restore_edition(*, edition: GuideEdition, by: User | None) -> GuideEdition:
    """Take up the words of an earlier edition as a new one.

    Raises NotAllowed, NothingChanged, GuideUnreadable.
    """
    permissions.require(by, Permission.WRITE_GUIDANCE)
    shelf = Shelf(edition.shelf)
    standing = _lock(edition.slug, edition.language, shelf)
    if standing is not None and standing.text == edition.text:
        raise NothingChanged(_("This is the page that stands."))
    guide = _readable(edition.text, edition.slug, edition.language, shelf)
    restored = _write(guide, edition.text, standing, by, restores=edition)
    told = _told(restored) | {"restores": edition.number}
    journal.record("knowledge.page_restored", subject=restored, by=by, data=told)
    return restored


@transaction.atomic
def end_edition(*, slug: str, language: str, by: User | None, shelf: Shelf = Shelf.GUIDANCE) -> GuideEdition:
    """Go back to the shipped page, or take a page of one's own off; the editions stay in the history.

    Raises NotAllowed, NoEdition.
    """
    permissions.require(by, Permission.WRITE_GUIDANCE)
    standing = _lock(slug, language, shelf)
    if standing is None:
        raise NoEdition(_("This is the page that came with the program already."))
    _end(standing, by)
    journal.record("knowledge.edition_ended", subject=standing, by=by, data=_told(standing))
    return standing


def _in_order(guide: Guide) -> Guide:
    """The page with what forms send in an order of their own in one order."""
    return replace(guide, readers=tuple(sorted(guide.readers)), tools=tuple(sorted(guide.tools)))


def _readable(text: str, slug: str, language: str, shelf: Shelf) -> Guide:
    guide, faults = read_guide(text, slug, language, guidance_pack().vocabulary, shelf=shelf)
    if guide is None:
        raise GuideUnreadable([sentence_of(fault) for fault in faults])
    return guide


def _lock(slug: str, language: str, shelf: Shelf) -> GuideEdition | None:
    """The edition that stands; until the transaction ends nobody else writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITING_LOCK])
    return standing_edition(slug, language, shelf)


def _write(
    guide: Guide,
    text: str,
    standing: GuideEdition | None,
    by: User | None,
    *,
    note: str = "",
    restores: GuideEdition | None = None,
) -> GuideEdition:
    if standing is not None:
        _end(standing, by)
    of_page = GuideEdition.objects.filter(shelf=guide.shelf, slug=guide.slug, language=guide.language)
    beside = shipped(guide.shelf).get((guide.slug, guide.language))
    return GuideEdition.objects.create(
        shelf=guide.shelf,
        slug=guide.slug,
        language=guide.language,
        number=(of_page.aggregate(last=Max("number"))["last"] or 0) + 1,
        text=text,
        note=note.strip(),
        shipped_version=beside.version if beside else None,
        restores=restores,
        made_by=by,
        made_at=timezone.now(),
    )


def _end(standing: GuideEdition, by: User | None) -> None:
    standing.ended_by, standing.ended_at = by, timezone.now()
    standing.save(update_fields=["ended_by", "ended_at"])


def _told(edition: GuideEdition) -> dict[str, object]:
    told = {"slug": edition.slug, "language": edition.language, "number": edition.number}
    return told if edition.shelf == Shelf.GUIDANCE else told | {"shelf": edition.shelf}
