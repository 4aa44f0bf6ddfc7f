"""A list that somebody sends, read into what they want to use; it is not kept."""

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from commonweal.screening.models import RequestKind
from commonweal.screening.queries.wanted import Wanted
from commonweal.screening.rules.subjects import Subject, Unclear, subject_from
from commonweal.standards import sbom
from commonweal.standards.licence_names import all_of
from commonweal.standards.problems import Problem

MOST_BYTES, MOST_ROWS, MOST_TOLD = 5_000_000, 2_000, 100
_NOTHING = frozenset({"NOASSERTION", "NONE"})


@dataclass(frozen=True, slots=True)
class Unread:
    """What of a list could not be read, and why; the line is None for a part of a file."""

    line: int | None
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class ReadList:
    """What is wanted, and what could not be read. `problems` are the reader's; `fault` says why all of it failed."""

    wanted: tuple[Wanted, ...] = ()
    unread: tuple[Unread, ...] = ()
    problems: tuple[Problem, ...] = ()
    fault: str = ""


def read_list(file: "UploadedFile[bytes] | None", text: str, use: str) -> ReadList:
    """Read a list, from the file if there is one."""
    if file is None:
        found = _of_lines(text, use)
    elif (file.size or 0) > MOST_BYTES:
        return ReadList(fault=_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1_000_000})
    else:
        found = _of_file(file.read(), file.name or "", use)
    if len(found.wanted) > MOST_ROWS:
        return ReadList(fault=_("The list has more than %(most)s packages.") % {"most": MOST_ROWS})
    return found


def _of_file(content: bytes, name: str, use: str) -> ReadList:
    found, problems = sbom.read(content, name)
    wanted: dict[str, Wanted] = {}
    unread = []
    for component in found.packages if found else ():
        subject = subject_from(component.purl or "")
        if isinstance(subject, Subject) and subject.purl:
            listed = component.licence_expression or stated(component)
            wanted.setdefault(subject.purl, Wanted(RequestKind.USE.value, subject, use, listed_licence=listed))
            continue
        why = _("Its package URL cannot be read.") if component.purl else _("The list gives no package URL for it.")
        unread.append(Unread(None, f"{component.name} {component.version or ''}".strip()[:300], why))
    return ReadList(tuple(wanted.values()), tuple(unread), tuple(problems[:MOST_TOLD]))


def stated(component: sbom.Component) -> str:
    """Give what the list states in words: of what was concluded, if anything was; "" for nothing."""
    concluded = [each for each in component.licences if each.is_concluded]
    return all_of(each.text for each in concluded or component.licences if each.text.upper() not in _NOTHING)


def _of_lines(text: str, use: str) -> ReadList:
    wanted: dict[str, Wanted] = {}
    unread = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        subject = subject_from(line)
        if isinstance(subject, Subject):
            wanted.setdefault(subject.purl or subject.url, Wanted(RequestKind.USE.value, subject, use))
        else:
            unread.append(Unread(number, line.strip()[:300], _why(subject)))
    return ReadList(tuple(wanted.values()), tuple(unread))


def _why(unclear: Unclear) -> str:
    if unclear.choices:
        return _("It does not say of which kind the package is. Write such as: %(example)s") % {
            "example": unclear.choices[0]
        }
    return _("It is no package URL, no kind of package with a name, and no address of a repository.")
