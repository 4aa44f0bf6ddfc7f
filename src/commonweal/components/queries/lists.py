"""Lists as they were received: what they say, how good they are, what changed, and how a part comes in."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from commonweal.components.models import SbomDocument
from commonweal.components.queries.scope import Scope
from commonweal.components.rules import contents
from commonweal.components.rules.ways import ways
from commonweal.standards import purl as purls
from commonweal.standards.sbom import Comparison, Component, QualityReport, Sbom, compare, quality_reports, read
from commonweal.usage.models import System

MOST_WAYS, MOST_MEANT = 20, 5
# What takes longer to read than a page may take; the file itself can still be had.
LARGEST_READ_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Way:
    """How a part comes in, step by step; `is_from_the_system` where the list tells what the system asks for."""

    steps: tuple[Component, ...]
    is_from_the_system: bool


def standing_documents(scope: Scope, system: System) -> QuerySet[SbomDocument]:
    """The lists that stand for a system, by part."""
    return _seen(scope).filter(system=system, replaced_at=None).order_by("part")


def documents_of(scope: Scope, system: System) -> QuerySet[SbomDocument]:
    """Every list that a system ever had, newest first."""
    return _seen(scope).filter(system=system)


def lists_without_licences() -> QuerySet[SbomDocument]:
    """The standing lists that came in before what they say of licences was kept; for the worker."""
    return SbomDocument.objects.filter(replaced_at=None).exclude(counted__has_key="licence_statements").order_by("pk")


def sbom_document(scope: Scope, pk: int) -> SbomDocument | None:
    """One list."""
    return _seen(scope).filter(pk=pk).first()


def before(scope: Scope, document: SbomDocument) -> SbomDocument | None:
    """The list that stood for the same part before this one."""
    older = _seen(scope).filter(system_id=document.system_id, part=document.part, pk__lt=document.pk)
    return older.order_by("-pk").first()


def content_of(scope: Scope, document: SbomDocument) -> bytes:
    """The bytes as they came; none where they may not be seen."""
    found = _seen(scope).filter(pk=document.pk).values_list("content__compressed", flat=True).first()
    return zlib.decompress(bytes(found)) if found else b""


def read_again(scope: Scope, document: SbomDocument) -> Sbom | None:
    """What the list says; None where it is too large for a page, or may not be seen."""
    if document.content.size > LARGEST_READ_BYTES:
        return None
    return read(content_of(scope, document), document.file_name)[0]


def quality_of(sbom: Sbom) -> tuple[QualityReport, ...]:
    """What each measure says of it."""
    return quality_reports(sbom)


def difference(scope: Scope, older: SbomDocument, newer: SbomDocument) -> Comparison | None:
    """What changed between two lists of one system; None where either is too large for a page."""
    first, second = read_again(scope, older), read_again(scope, newer)
    return compare(first, second) if first and second and older.system_id == newer.system_id else None


def unreadable_parts(sbom: Sbom, most: int) -> list[Component]:
    """The first components in which no advisory can be looked up: no package URL, or no version that has an order."""
    found = (component for component in sbom.packages if not contents.is_assessable(component))
    return [component for component, _ in zip(found, range(most), strict=False)]


def ways_to(sbom: Sbom, wanted: str) -> list[Way]:
    """The shortest ways by which a part comes in, by its package URL, with or without version, or its name.

    One way for each thing that the system itself asks for; where the list does not tell that, one from each part that
    nothing else asks for.
    """
    by_ref = {component.ref: component for component in sbom.packages}
    found = []
    for meant in list(_meant(sbom, wanted))[:MOST_MEANT]:
        steps, is_from_the_system = _steps(sbom, meant.ref)
        ends = [[by_ref[ref] for ref in way if ref in by_ref] for way in steps]
        found += [Way(tuple(way), is_from_the_system) for way in ends]
    return found[:MOST_WAYS]


def _steps(sbom: Sbom, target: str) -> tuple[list[tuple[str, ...]], bool]:
    needs = {links.ref: links.to for links in sbom.dependencies}
    asked = needs.get(sbom.subject.ref, ()) if sbom.subject else ()
    found = ways({ref: to for ref, to in needs.items() if not sbom.subject or ref != sbom.subject.ref}, asked, target,
                 most=MOST_WAYS)  # fmt: skip
    if found:
        return found, True
    reached = {to for each in needs.values() for to in each}
    roots = [ref for ref in needs if ref not in reached and (not sbom.subject or ref != sbom.subject.ref)]
    return ways(needs, roots, target, most=MOST_WAYS), False


def _meant(sbom: Sbom, wanted: str) -> Iterator[Component]:
    purl = purls.read(wanted)[0] if wanted.startswith("pkg:") else None
    for component in sbom.packages:
        own = component.package_url
        if purl is None:
            names = {component.name.casefold(), own.full_name.casefold() if own else ""}
            is_meant = wanted.strip().casefold() in names
        else:
            is_meant = own is not None and own.identity == purl.identity
            is_meant = is_meant and purl.version in (None, own.version if own else None, component.version)
        if is_meant:
            yield component


def _seen(scope: Scope) -> QuerySet[SbomDocument]:
    found = SbomDocument.objects.filter(system__in=scope.systems())
    return found.select_related("system__owner", "received_by", "content").defer("content__compressed")
