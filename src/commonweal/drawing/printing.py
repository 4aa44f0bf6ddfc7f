"""Documents to print: a sheet of headings, texts, tables and drawings becomes a tagged PDF.

What people wrote reaches the page as data, never as Typst markup, so that it cannot run anything. The page reads
only its own folder and fetches nothing. Source: Typst 0.15; PDF/UA-1 is ISO 14289-1.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

import typst

PAGE = Path(__file__).with_name("sheet.typ")
ACCESSIBLE: Final = "ua-1"


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of what follows, on a page of its own where it is said; the title of the sheet is level 1."""

    text: str
    level: int = 2
    is_on_new_page: bool = False
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a quiet one is smaller."""

    text: str
    is_quiet: bool = False
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Point:
    """One of a list: what matters, what is to be said of it, and where there is more."""

    title: str
    text: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list, numbered where the order says something."""

    points: tuple[Point, ...]
    is_numbered: bool = False
    kind: str = "points"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns; `shares` are the widths of the columns beside each other."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing, and the words for who cannot see it."""

    svg: str
    words: str
    kind: str = "drawing"


Part = Heading | Text | Points | Table | Drawing


@dataclass(frozen=True, slots=True)
class Beside:
    """Two columns."""

    left: tuple[Part, ...]
    right: tuple[Part, ...]
    kind: str = "beside"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: its language, a line above its title, the title, a line below it, its parts, and its foot."""

    language: str
    above: str
    title: str
    lead: str
    parts: tuple[Part | Beside, ...]
    foot: str


def printed(sheet: Sheet, *, at: datetime) -> bytes:
    """The sheet as PDF/UA, said to be made at that time; the same input always gives the same bytes.

    Letters for which this machine has no typeface come out as boxes, and then the file does not call itself PDF/UA.
    """
    said = json.dumps(asdict(sheet))
    try:
        return _compiled(said, at, ACCESSIBLE)
    except typst.TypstError:
        # The standard forbids boxes. A fault of the page itself is raised again here.
        return _compiled(said, at, None)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


def _compiled(said: str, at: datetime, standard: Literal["ua-1"] | None) -> bytes:
    with TemporaryDirectory() as nothing:  # where packages would be looked for before they are fetched
        compiler = typst.Compiler(
            PAGE, root=str(PAGE.parent), font_paths=_fonts(), package_path=nothing, package_cache_path=nothing
        )
        made = compiler.compile(
            format="pdf", sys_inputs={"said": said}, pdf_standards=standard, timestamp=int(at.timestamp())
        )
    if not isinstance(made, bytes):
        raise TypeError(made)
    return made
