"""Where in the XML of a file its paragraphs and other elements stand, by bytes, so that all else can be left as it is.

Source: XML 1.0 as expat reads it. What declares entities is refused, and so is what is too deep or too much.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from commonweal.drawing.letters.package import Fault, Unfit

MOST_ELEMENTS, DEEPEST = 100_000, 200
EVERY = "*"
FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
# A tag to its end; a > may stand in a value.
TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")


@dataclass(frozen=True, slots=True)
class Shape:
    """What to look for, by names such as "namespace name".

    `texts` hold the text of paragraphs (none: the paragraph and all in it); `more` shows that a paragraph holds more
    than text; `noted` elements are told with their places, every one where EVERY is among them.
    """

    paragraphs: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    more: frozenset[str] = frozenset()
    noted: frozenset[str] = frozenset()


@dataclass(slots=True)
class Run:
    """A piece of text without any tag in it."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Element:
    """An element with its attributes, from its first byte to the one after its last.

    `inner_end` is where its end tag begins; the end where it has none.
    """

    name: str
    attributes: Mapping[str, str]
    start: int
    inner_end: int = 0
    end: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether it is one tag."""
        return self.inner_end == self.end


@dataclass(slots=True)
class Paragraph:
    """A paragraph with its runs; text boxes make paragraphs within paragraphs."""

    element: Element
    runs: list[Run] = field(default_factory=list)
    noted: list[Element] = field(default_factory=list)
    holds_more: bool = False

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found: paragraphs in the order of their ends, noted elements in the order of their beginnings."""

    root: Element
    paragraphs: tuple[Paragraph, ...]
    noted: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes to put in the place of others."""

    start: int
    end: int
    by: bytes


def scan(xml: bytes, shape: Shape) -> Scan:
    """Read a part of a file. Raises Unfit."""
    return _Scanner(xml, shape).read()


def edited(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with what is to be replaced replaced; edits do not overlap."""
    parts, last = [], 0
    for edit in sorted(edits, key=lambda each: each.start):
        parts += [xml[last : edit.start], edit.by]
        last = edit.end
    return b"".join([*parts, xml[last:]])


def escaped(text: str) -> str:
    """A text as XML holds it; what XML cannot hold is left out."""
    kept = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def replaced(paragraph: Paragraph, values: Mapping[str, str]) -> list[Edit]:
    """What to put in place of the fields of a paragraph, over the runs on which they stand; the look of each stays."""
    texts, begins = [], 0
    spans = []
    for run in paragraph.runs:
        spans.append((begins, begins + len(run.text)))
        texts.append(run.text)
        begins += len(run.text)
    for found in reversed(list(FIELD.finditer(paragraph.text))):
        if found[1] not in values:
            continue
        said = values[found[1]]
        for place, (start, end) in enumerate(spans):
            cut_from, cut_to = max(start, found.start()), min(end, found.end())
            if cut_from < cut_to:
                texts[place] = texts[place][: cut_from - start] + said + texts[place][cut_to - start :]
                said = ""
    changed = zip(paragraph.runs, texts, strict=True)
    return [Edit(run.start, run.end, escaped(text).encode()) for run, text in changed if run.text != text]


class _Scanner:
    """Follows the events of the reader, which tells where in the bytes it is."""

    def __init__(self, xml: bytes, shape: Shape) -> None:
        self.xml, self.shape = xml, shape
        self.open: list[Element] = []
        self.paragraphs_open: list[Paragraph] = []
        self.run: Run | None = None
        self.root: Element | None = None
        self.paragraphs: list[Paragraph] = []
        self.noted: list[Element] = []
        self.count = 0
        self.reader = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self.reader.StartElementHandler = self.begins
        self.reader.EndElementHandler = self.ends
        self.reader.CharacterDataHandler = self.says
        self.reader.StartDoctypeDeclHandler = self.refuses
        self.reader.CommentHandler = self.pauses
        self.reader.ProcessingInstructionHandler = self.pauses
        self.reader.StartCdataSectionHandler = self.pauses
        self.reader.EndCdataSectionHandler = self.pauses

    def read(self) -> Scan:
        """Read it all."""
        try:
            self.reader.Parse(self.xml, True)  # noqa: FBT003  the name is the library's
        except expat.ExpatError:
            raise Unfit(Fault.NOT_READABLE) from None
        if self.root is None:
            raise Unfit(Fault.NOT_READABLE)
        return Scan(self.root, tuple(self.paragraphs), tuple(self.noted))

    def begins(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.pauses()
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) > DEEPEST:
            raise Unfit(Fault.TOO_MUCH)
        element = Element(name, attributes, self.reader.CurrentByteIndex)
        self.root = self.root or element
        self.open.append(element)
        if name in self.shape.noted or EVERY in self.shape.noted:
            self.noted.append(element)
            for paragraph in self.paragraphs_open[-1:]:
                paragraph.noted.append(element)
        if name in self.shape.more:
            for paragraph in self.paragraphs_open:
                paragraph.holds_more = True
        if name in self.shape.paragraphs:
            self.paragraphs_open.append(Paragraph(element))

    def ends(self, name: str) -> None:
        """An element ends."""
        self.pauses()
        element = self.open.pop()
        element.inner_end = element.end = self.reader.CurrentByteIndex
        # Of a tag that is beginning and end at once the reader tells where it ends, of another where it begins.
        if self.xml[element.end - 2 : element.end] != b"/>" or self._tag_end(element.start) != element.end:
            element.end = self._tag_end(element.inner_end)
        if name in self.shape.paragraphs:
            self.paragraphs.append(self.paragraphs_open.pop())

    def _tag_end(self, start: int) -> int:
        tag = TAG.match(self.xml, start)
        return tag.end() if tag else start

    def says(self, text: str) -> None:
        """Text; the reader gives it in pieces."""
        if not self.paragraphs_open or (self.shape.texts and self.open[-1].name not in self.shape.texts):
            return
        if self.run is None:
            self.run = Run(self.reader.CurrentByteIndex, 0, "")
            self.paragraphs_open[-1].runs.append(self.run)
        self.run.text += text

    def pauses(self, *_what: object) -> None:
        """The text is over."""
        if self.run is not None:
            self.run.end = self.reader.CurrentByteIndex
            self.run = None

    def refuses(self, *_what: object) -> None:
        """Entities are declared."""
        raise Unfit(Fault.NOT_READABLE)
