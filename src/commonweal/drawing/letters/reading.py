"""Which files can be letterheads: a place for the text, and nothing that runs, fetches or hides."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from commonweal.drawing.letters.package import TYPES, Fault, Kind, Parts, Unfit
from commonweal.drawing.letters.places import EVERY, FIELD, Edit, Paragraph, Scan, Shape, edited, replaced, scan

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
MEDIA = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
SCRIPT = "urn:oasis:names:tc:opendocument:xmlns:script:1.0"
META = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
HREF = "http://www.w3.org/1999/xlink href"

MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PLACE = "content"

DOCX_SHAPE = Shape(
    paragraphs=frozenset({f"{W} p"}),
    texts=frozenset({f"{W} t"}),
    more=frozenset({f"{W} drawing", f"{W} pict", f"{W} object", f"{W} sectPr"}),
    noted=frozenset({f"{W} pStyle"}),
)
ODT_SHAPE = Shape(
    paragraphs=frozenset({f"{TEXT} p", f"{TEXT} h"}),
    more=frozenset({f"{DRAW} {each}" for each in ("frame", "custom-shape", "line", "rect", "g", "control")}),
    noted=frozenset({f"{OFFICE} automatic-styles", f"{OFFICE} body"}),
)
# What a field of a text may not do: fetch, or run something.
FETCHING = re.compile(r"\b(DDE|DDEAUTO|INCLUDE\w*|LINK|IMPORT|DATABASE|MACROBUTTON|RD)\b", re.IGNORECASE)
INSTRUCTIONS = Shape(
    paragraphs=frozenset({f"{W} p"}),
    texts=frozenset({f"{W} instrText"}),
    noted=frozenset({f"{W} fldSimple", f"{W} altChunk", f"{W} object"}),
)
PROGRAMS, PROGRAM_FOLDERS = ("vbaProject.bin", "vbaData.xml"), ("Basic/", "Scripts/")
HARMLESS_LINK, OWN_TEMPLATE = "/hyperlink", "/attachedTemplate"
EMBEDDING = ("/oleObject", "/package", "/aFChunk", "/control", "/subDocument")
ODT_EMBEDDED = frozenset(f"{DRAW} {each}" for each in ("object", "object-ole", "plugin", "applet", "floating-frame"))
ODT_FETCHING = frozenset(
    {f"{TEXT} section-source", f"{OFFICE} dde-source", f"{TEXT} dde-connection-decl", f"{TABLE} table-source"}
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A file into which sheets can be written; `main` is its part with the text."""

    kind: Kind
    parts: Parts
    main: str

    def place(self) -> Paragraph:
        """The paragraph that the text takes the place of."""
        return _place(scan(self.parts[self.main], shape_of(self.kind)))

    def has(self, field: str) -> bool:
        """Whether a field stands anywhere in the text, above it or below it."""
        paragraphs = (
            each for path in texts_of(self) for each in scan(self.parts[path], shape_of(self.kind)).paragraphs
        )
        return any(found[1] == field for each in paragraphs for found in FIELD.finditer(each.text))


def shape_of(kind: Kind) -> Shape:
    """How texts of a kind are built."""
    return DOCX_SHAPE if kind is Kind.DOCX else ODT_SHAPE


def texts_of(letterhead: Letterhead) -> list[str]:
    """The parts in which fields are filled: the text, and what stands above and below it on every page."""
    if letterhead.kind is Kind.ODT:
        return ["content.xml", "styles.xml"]
    folder = letterhead.main.rpartition("/")[0]
    around = (f"{folder}/header", f"{folder}/footer")
    return [letterhead.main, *(path for path in letterhead.parts if path.startswith(around) and path.endswith(".xml"))]


def filled(letterhead: Letterhead, path: str, values: Mapping[str, str], body: bytes) -> list[Edit]:
    """What to change in a part: its fields, and the text instead of the paragraph with its place.

    A paragraph with the place that also holds a picture, or ends a section, stays behind the text, empty.
    """
    place = letterhead.place() if path == letterhead.main else None
    start = place.element.start if place is not None else None
    found = scan(letterhead.parts[path], shape_of(letterhead.kind)).paragraphs
    edits = [edit for each in found if each.element.start != start for edit in replaced(each, values)]
    if place is None:
        return edits
    if not place.holds_more:
        return [*edits, Edit(place.element.start, place.element.end, body)]
    return [*edits, Edit(place.element.start, place.element.start, body), *replaced(place, {PLACE: ""})]


def read(kind: Kind, parts: Parts) -> Letterhead:
    """The letterhead that a file is. Raises Unfit."""
    _require_no_programs(parts)
    kept = _without_own_template(kind, parts)
    for path, part in kept.items():
        if part and path.endswith((".xml", ".rels")):  # word processors keep empty files of settings
            _require_quiet(kind, path, part)
    letterhead = Letterhead(kind, kept, "content.xml" if kind is Kind.ODT else _main_of(kept))
    letterhead.place()
    return letterhead


def _place(found: Scan) -> Paragraph:
    places = [each for each in found.paragraphs if f"{{{{{PLACE}}}}}" == each.text.replace(" ", "")]
    if len(places) != 1:
        raise Unfit(Fault.MORE_PLACES if places else Fault.NO_PLACE)
    return places[0]


def _main_of(parts: Parts) -> str:
    overrides = _noted(parts[TYPES], f"{MEDIA} Override")
    found = [each["PartName"].lstrip("/") for each in overrides if each.get("ContentType") == MAIN_TYPE]
    if len(found) != 1 or found[0] not in parts:
        raise Unfit(Fault.NO_LETTER)
    return found[0]


def _require_no_programs(parts: Parts) -> None:
    if any(path.endswith(PROGRAMS) or path.startswith(PROGRAM_FOLDERS) for path in parts):
        raise Unfit(Fault.MACROS)
    if b"macroEnabled" in parts.get(TYPES, b""):
        raise Unfit(Fault.MACROS)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Unfit(Fault.LOCKED)


def _require_quiet(kind: Kind, path: str, part: bytes) -> None:
    """Nothing in a part may run or fetch. Raises Unfit."""
    if path.endswith(".rels"):
        for link in _noted(part, f"{LINKS} Relationship"):
            _require_inside(link)
    elif kind is Kind.DOCX:
        _require_quiet_fields(part)
    else:
        for element in scan(part, Shape(noted=frozenset({EVERY}))).noted:
            _require_quiet_element(element.name, element.attributes)


def _require_inside(link: Mapping[str, str]) -> None:
    kind = link.get("Type", "")
    if kind.endswith("/vbaProject"):
        raise Unfit(Fault.MACROS)
    if kind.endswith(EMBEDDING):
        raise Unfit(Fault.EMBEDDED)
    if link.get("TargetMode", "").casefold() == "external" and not kind.endswith(HARMLESS_LINK):
        raise Unfit(Fault.OUTSIDE)


def _require_quiet_fields(part: bytes) -> None:
    found = scan(part, INSTRUCTIONS)
    if any(each.name != f"{W} fldSimple" for each in found.noted):
        raise Unfit(Fault.EMBEDDED)
    said = [each.text for each in found.paragraphs] + [each.attributes.get(f"{W} instr", "") for each in found.noted]
    if any(FETCHING.search(re.sub(r'"[^"]*"', "", each)) for each in said):
        raise Unfit(Fault.OUTSIDE)


def _require_quiet_element(name: str, attributes: Mapping[str, str]) -> None:
    if name in {f"{SCRIPT} event-listener", f"{OFFICE} script"}:
        raise Unfit(Fault.MACROS)
    if name in ODT_EMBEDDED:
        raise Unfit(Fault.EMBEDDED)
    address = attributes.get(HREF, "")
    leads_out = ":" in address or address.startswith(("/", "..", "\\"))
    if name in ODT_FETCHING or (leads_out and name not in {f"{TEXT} a", f"{DRAW} a"}):
        raise Unfit(Fault.OUTSIDE)


def _without_own_template(kind: Kind, parts: Parts) -> Parts:
    """The parts without the way to the template that a file was once made from, which programs would follow."""
    kept = dict(parts)
    if kind is Kind.ODT:
        if "meta.xml" in kept:
            kept["meta.xml"] = _without(kept["meta.xml"], f"{META} template")
        return kept
    for path in (each for each in parts if each.endswith("settings.xml.rels")):
        kept[path] = _without(parts[path], f"{LINKS} Relationship", OWN_TEMPLATE)
    for path in (each for each in parts if each.endswith("/settings.xml")):
        kept[path] = _without(parts[path], f"{W} attachedTemplate")
    return kept


def _without(part: bytes, name: str, type_ends: str = "") -> bytes:
    found = scan(part, Shape(noted=frozenset({name}))).noted
    dropped = [each for each in found if each.attributes.get("Type", "").endswith(type_ends)]
    return edited(part, [Edit(each.start, each.end, b"") for each in dropped])


def _noted(part: bytes, name: str) -> list[Mapping[str, str]]:
    return [each.attributes for each in scan(part, Shape(noted=frozenset({name}))).noted]
