"""The ZIP archives that word processors write, read with bounds and written again.

Source: .ZIP File Format Specification 6.3; ECMA-376 part 2 (Open Packaging Conventions); OpenDocument 1.3 part 2.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from enum import StrEnum

MOST_BYTES, MOST_UNPACKED_BYTES, MOST_PARTS = 5_000_000, 25_000_000, 500
MIMETYPE, TYPES = "mimetype", "[Content_Types].xml"
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
ENCRYPTED = 0x1  # of the flags of a part
UTF8_MARK = b"\xef\xbb\xbf"

Parts = Mapping[str, bytes]


class Kind(StrEnum):
    """What a file is."""

    DOCX = "docx"
    ODT = "odt"


class Fault(StrEnum):
    """Why a file cannot be a letterhead."""

    TOO_LARGE = "too-large"
    NOT_READABLE = "not-readable"
    NO_LETTER = "no-letter"
    LOCKED = "locked"
    MACROS = "macros"
    OUTSIDE = "outside"
    EMBEDDED = "embedded"
    TOO_MUCH = "too-much"
    NO_PLACE = "no-place"
    MORE_PLACES = "more-places"


class Unfit(Exception):
    """A file that we do not take, and why; never leaves this package."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


# What the readers of ZIP raise for files that are damaged or made to harm.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    ValueError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
)


def unpacked(content: bytes) -> Parts:
    """The parts of an archive by their paths, in their order. Raises Unfit."""
    if len(content) > MOST_BYTES:
        raise Unfit(Fault.TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = [each for each in archive.infolist() if not each.is_dir()]
            _require_harmless(infos)
            # The reader gives no more of a part than the size that its entry states.
            return {each.filename: archive.read(each).removeprefix(UTF8_MARK) for each in infos}
    except DAMAGED:
        raise Unfit(Fault.NOT_READABLE) from None


def packed(parts: Parts) -> bytes:
    """An archive of the parts; OpenDocument wants its type first and not compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(parts, key=lambda each: each != MIMETYPE):
            entry = zipfile.ZipInfo(path)
            entry.compress_type = zipfile.ZIP_STORED if path == MIMETYPE else zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[path])
    return made.getvalue()


def kind_of(parts: Parts) -> Kind:
    """Which word processor's file it is. Raises Unfit."""
    if parts.get(MIMETYPE, b"").strip() == ODT_TYPE and {"content.xml", "styles.xml"} <= parts.keys():
        return Kind.ODT
    if TYPES in parts:
        return Kind.DOCX
    raise Unfit(Fault.NO_LETTER)


def _require_harmless(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MOST_PARTS or sum(each.file_size for each in infos) > MOST_UNPACKED_BYTES:
        raise Unfit(Fault.TOO_LARGE)
    if any(each.flag_bits & ENCRYPTED for each in infos):
        raise Unfit(Fault.LOCKED)
    paths = [each.filename for each in infos]
    if len(set(paths)) != len(paths) or any(map(_leads_out, paths)):
        raise Unfit(Fault.NOT_READABLE)


def _leads_out(path: str) -> bool:
    return path.startswith("/") or "\\" in path or ":" in path or ".." in path.split("/") or "\0" in path
