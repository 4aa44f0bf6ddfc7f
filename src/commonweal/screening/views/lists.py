"""A list that somebody sends, read into what they want to use; it is not kept."""

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from commonweal.screening.models import RequestKind
from commonweal.screening.queries.wanted import Wanted
from commonweal.screening.rules.subjects import Subject, subject_from
from commonweal.standards import sbom

MOST_BYTES, MOST_ROWS = 5_000_000, 2_000


def read_list(file: "UploadedFile[bytes] | None", text: str, use: str) -> tuple[list[Wanted], str]:
    """Give what is wanted, and in words what could not be read, "" where all could."""
    if file is not None:
        if (file.size or 0) > MOST_BYTES:
            return [], _("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1_000_000}
        wanted, unread = _of_file(file.read(), file.name or "", use)
    else:
        wanted, unread = _of_lines(text, use)
    if len(wanted) > MOST_ROWS:
        return [], _("The list has more than %(most)s packages.") % {"most": MOST_ROWS}
    return wanted, _("Not read: %(number)s.") % {"number": unread} if unread else ""


def _of_file(content: bytes, name: str, use: str) -> tuple[list[Wanted], int]:
    found, _problems = sbom.read(content, name)
    wanted: dict[str, Wanted] = {}
    unread = 0
    for component in found.packages if found else ():
        subject = subject_from(component.purl or "")
        if isinstance(subject, Subject) and subject.purl:
            licence = component.licence_expression or ""
            wanted.setdefault(subject.purl, Wanted(RequestKind.USE.value, subject, use, listed_licence=licence))
        else:
            unread += 1
    return list(wanted.values()), unread


def _of_lines(text: str, use: str) -> tuple[list[Wanted], int]:
    wanted: dict[str, Wanted] = {}
    unread = 0
    for line in filter(None, (each.strip() for each in text.splitlines())):
        subject = subject_from(line)
        if isinstance(subject, Subject):
            wanted.setdefault(subject.purl or subject.url, Wanted(RequestKind.USE.value, subject, use))
        else:
            unread += 1
    return list(wanted.values()), unread
