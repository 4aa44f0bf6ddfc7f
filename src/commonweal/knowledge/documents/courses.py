"""Courses as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonweal.knowledge.documents.words import language_name
from commonweal.knowledge.queries.packs import OutsideCourse, guidance_pack, in_language

MINUTES = 60


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course; what is not known says so."""

    id: str
    title: str
    provider: str
    address: str
    about: str
    languages: str
    length: str
    cost: str
    readers: str
    seen: date


def course_rows(courses: Iterable[OutsideCourse], language: str) -> list[CourseRow]:
    """Courses in the order in which they are given."""
    readers = guidance_pack().readers
    return [
        CourseRow(
            id=each.id,
            title=each.title,
            provider=each.provider,
            address=each.url,
            about=in_language(each.about, language),
            languages=", ".join(map(language_name, each.languages)),
            length=length_of(each.minutes),
            cost={True: _("free"), False: _("has a price"), None: _("price not known")}[each.is_free],
            readers=", ".join(in_language(readers[one].names, language) for one in each.readers),
            seen=each.seen,
        )
        for each in courses
    ]


def length_of(minutes: int | None) -> str:
    """How long a course is; in words where nobody says.

    >>> length_of(45), length_of(840), length_of(None)
    ('45 minutes', '14 hours', 'length not known')
    """
    if minutes is None:
        return _("length not known")
    if minutes <= 2 * MINUTES:
        return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
    hours = round(minutes / MINUTES)
    return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}
