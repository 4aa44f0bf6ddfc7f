"""Measures and problems of lists in the reader's words; the readers themselves speak English only."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonweal.standards.sbom import Element, QualityReport

MEASURES: dict[str, Promise] = {
    "ntia": gettext_lazy("the minimum elements of the NTIA (United States)"),
    "bsi": gettext_lazy("TR-03183-2 of the BSI (Germany)"),
}
ELEMENTS: dict[str, Promise] = {
    "supplier": gettext_lazy("who supplies each part"),
    "name": gettext_lazy("a name for each part"),
    "version": gettext_lazy("the version of each part"),
    "identifier": gettext_lazy("a package URL or CPE for each part, by which it is found elsewhere"),
    "dependencies": gettext_lazy("which part needs which"),
    "author": gettext_lazy("who made the list"),
    "timestamp": gettext_lazy("when the list was made"),
    "creator": gettext_lazy("who made the list, with an address"),
    "format": gettext_lazy("a format that this measure accepts"),
    "no-vulnerabilities": gettext_lazy("no statements on vulnerabilities inside the list"),
    "component-creator": gettext_lazy("who made each part, with an address"),
    "filename": gettext_lazy("the file name of each part"),
    "licence": gettext_lazy("the licence of each part"),
    "hash": gettext_lazy("a SHA-512 hash for each part"),
    "executable": gettext_lazy("whether each part can be run"),
    "archive": gettext_lazy("whether each part is an archive"),
    "structured": gettext_lazy("whether each part has a known structure"),
    "uri": gettext_lazy("an address of the list itself"),
    "source": gettext_lazy("where the source code of each part lies"),
    "download": gettext_lazy("where each part can be downloaded"),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """An element of a measure in words."""

    title: str
    is_met: bool | None
    is_required: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """A measure in words."""

    title: str
    source: str
    is_met: bool | None
    elements: list[Measured]


def report_words(name: str, report: QualityReport) -> Report:
    """A measure with its elements, those missing first."""
    elements = [
        Measured(str(ELEMENTS.get(each.id, each.title)), each.is_met, each.need == "required", _sentence(each))
        for each in report.elements
    ]
    ordered = sorted(elements, key=lambda each: (not each.is_required, {False: 0, None: 1, True: 2}[each.is_met]))
    return Report(str(MEASURES.get(name, report.title)), report.source, report.is_met, ordered)


def _sentence(element: Element) -> str:
    if element.covered is None:
        return _("In this format it is not assessed.")
    missing = element.total - element.covered
    if element.total <= 1:
        return _("It is missing.") if missing else _("It is there.")
    if not missing:
        return _("All parts have it.")
    words = {"missing": missing, "total": element.total}
    return (
        ngettext("%(missing)s of %(total)s part lacks it.", "%(missing)s of %(total)s parts lack it.", element.total)
        % words
    )
