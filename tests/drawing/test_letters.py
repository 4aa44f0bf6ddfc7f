"""Sheets as files of word processors: what arrives, what of a letterhead stays, and which files are refused."""

import io
import re
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.drawing.letters import Fault, Kind, Letterhead, lettered, plain_letterhead, read_letterhead
from commonweal.drawing.letters.package import packed
from commonweal.drawing.letters.places import FIELD, Edit, Shape, edited, escaped, scan
from commonweal.drawing.letters.plain import file
from commonweal.drawing.letters.reading import TABLE, TEXT, W
from commonweal.drawing.printing import Heading, Point, Points, Sheet, Table

SHEET = Sheet(
    "de",
    "",
    "Beschluss über Öl & <Salz>",
    "Ein Vorspann.",
    (
        Heading("Größe"),
        Points((Point("Erstens.", "weiter", "https://esempia.example"), Point("Zwei"))),
        Heading("Kleines", 3),
        Points((Point("eins"), Point("zwei")), is_numbered=True),
        Table(("Was", "Wer"), (("Prüfen", "Frau Groß"), ("Zahlen", "")), (2, 1)),
    ),
    "",
)
VALUES = {"date": "22. November 2026", "body": "Stadt Groß & Klein"}
MAIN = {Kind.DOCX: "word/document.xml", Kind.ODT: "content.xml"}
both = pytest.mark.parametrize("kind", list(Kind))


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


def changed(kind: Kind, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """A plain letterhead with some of its parts changed."""
    parts = parts_of(file(kind))
    change(parts)
    return packed(parts)


def replacing(path: str, old: str, new: str) -> Callable[[dict[str, bytes]], object]:
    """A change of one part, which has to hold what is replaced."""

    def change(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[path]
        parts[path] = parts[path].replace(old.encode(), new.encode(), 1)

    return change


def letterhead(content: bytes) -> Letterhead:
    """A file that can be one."""
    found = read_letterhead(content)
    assert isinstance(found, Letterhead), found
    return found


def texts(kind: Kind, content: bytes, tag: str) -> list[str]:
    """What the elements of the text with a tag say."""
    root = ElementTree.fromstring(parts_of(content)[MAIN[kind]])
    return ["".join(each.itertext()) for each in root.iter(tag)]


@both
def test_a_sheet_arrives_with_headings_lists_tables_and_umlauts(kind: Kind) -> None:
    made = lettered(SHEET, plain_letterhead(kind), VALUES)

    paragraphs = texts(kind, made, f"{{{W}}}p" if kind is Kind.DOCX else f"{{{TEXT}}}p")
    headings = (
        [text for text in paragraphs if text in {"Beschluss über Öl & <Salz>", "Größe", "Kleines"}]
        if kind is Kind.DOCX
        else texts(kind, made, f"{{{TEXT}}}h")
    )
    assert headings == ["Beschluss über Öl & <Salz>", "Größe", "Kleines"]
    assert "Ein Vorspann." in paragraphs
    assert [text.strip() for text in paragraphs if "weiter" in text] == ["Erstens. weiter https://esempia.example"]
    assert {"eins", "zwei", "Prüfen", "Frau Groß"} <= set(paragraphs)
    assert "{{" not in "".join(paragraphs)


def test_headings_lists_and_tables_have_the_structure_that_screen_readers_tell() -> None:
    docx = parts_of(lettered(SHEET, plain_letterhead(Kind.DOCX), VALUES))
    odt = parts_of(lettered(SHEET, plain_letterhead(Kind.ODT), VALUES))

    document = docx["word/document.xml"].decode()
    assert re.findall(r'pStyle w:val="(Heading\d)"', document) == ["Heading1", "Heading2", "Heading3"]
    assert re.findall(r'numId w:val="(\d)"', document) == ["1", "1", "2", "2"]
    assert document.count("<w:tblHeader/>") == 1
    assert b'w:numFmt w:val="bullet"' in docx["word/numbering.xml"]
    assert b'PartName="/word/numbering.xml"' in docx["[Content_Types].xml"]
    content = ElementTree.fromstring(odt["content.xml"])
    assert len(list(content.iter(f"{{{TEXT}}}list-item"))) == 4
    assert len(list(content.iter(f"{{{TABLE}}}table-header-rows"))) == 1


@both
def test_header_and_footer_take_their_fields_and_all_else_stays_byte_for_byte(kind: Kind) -> None:
    given_parts = {"picture.png": b"\x89PNG\r\n\x1a\n\x00", "docProps/app.xml": b"<a  b='c'></a>\n"}
    before = changed(kind, lambda parts: parts.update(given_parts))

    after = parts_of(lettered(SHEET, letterhead(before), VALUES))

    around = ["word/header1.xml", "word/footer1.xml"] if kind is Kind.DOCX else ["styles.xml"]
    said = b"".join(after[path] for path in around).decode()
    assert "Stadt Groß &amp; Klein" in said
    assert "22. November 2026" in said
    same = parts_of(before).keys() - {MAIN[kind], *around, "[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert same >= {"picture.png", "docProps/app.xml"}
    assert all(after[path] == parts_of(before)[path] for path in same)


@both
def test_the_same_sheet_gives_the_same_bytes(kind: Kind) -> None:
    assert lettered(SHEET, plain_letterhead(kind), VALUES) == lettered(SHEET, plain_letterhead(kind), VALUES)


def test_a_field_that_a_word_processor_cut_into_pieces_is_found() -> None:
    cut = "{{ con</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>tent }}"
    head = "{{</w:t></w:r><w:r><w:t> body</w:t></w:r><w:r><w:t>}}, page</w:t></w:r><w:r><w:t> one"

    def change(parts: dict[str, bytes]) -> None:
        replacing("word/document.xml", "{{ content }}", cut)(parts)
        replacing("word/header1.xml", "{{ body }}", head)(parts)

    after = parts_of(lettered(SHEET, letterhead(changed(Kind.DOCX, change)), VALUES))

    assert "Größe" in after["word/document.xml"].decode()
    said = "".join(ElementTree.fromstring(after["word/header1.xml"]).itertext())
    assert said == "Stadt Groß & Klein, page one"


@both
def test_a_title_of_the_letterhead_stands_once(kind: Kind) -> None:
    path = "word/header1.xml" if kind is Kind.DOCX else "styles.xml"
    titled = letterhead(changed(kind, replacing(path, "{{ body }}", "{{ title }}")))

    after = parts_of(lettered(SHEET, titled, VALUES))

    assert escaped(SHEET.title) in after[path].decode()
    assert escaped(SHEET.title) not in after[MAIN[kind]].decode()


def test_a_paragraph_with_a_picture_or_the_end_of_a_section_stays() -> None:
    section = '<w:pPr><w:sectPr><w:pgSz w:w="1" w:h="2"/></w:sectPr></w:pPr>'
    change = replacing("word/document.xml", '<w:pPr><w:pStyle w:val="Normal"/></w:pPr>', section)

    after = parts_of(lettered(SHEET, letterhead(changed(Kind.DOCX, change)), VALUES))["word/document.xml"].decode()

    assert section in after
    assert after.index("Größe") < after.index(section)
    assert "content" not in after


def test_lists_are_added_to_those_that_a_file_has() -> None:
    own = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7"/>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    override = (
        '<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument'
        '.wordprocessingml.numbering+xml"/></Types>'
    )

    def change(parts: dict[str, bytes]) -> None:
        parts["word/numbering.xml"] = own.encode()
        replacing("[Content_Types].xml", "</Types>", override)(parts)

    after = parts_of(lettered(SHEET, letterhead(changed(Kind.DOCX, change)), VALUES))

    order = re.findall(
        r'<w:(abstractNum|num) [^>]*?w:(?:abstractNumId|numId)="(\d)"', after["word/numbering.xml"].decode()
    )
    assert order == [("abstractNum", each) for each in "789"] + [("num", each) for each in "345"]
    assert re.findall(r'numId w:val="(\d)"', after["word/document.xml"].decode()) == ["4", "4", "5", "5"]


def test_a_file_without_common_styles_still_has_headings() -> None:
    bare = letterhead(changed(Kind.DOCX, lambda parts: parts.pop("word/styles.xml")))

    document = parts_of(lettered(SHEET, bare, VALUES))["word/document.xml"].decode()

    assert re.findall(r'outlineLvl w:val="(\d)"', document) == ["0", "1", "2"]


def test_the_template_that_a_file_was_made_from_is_forgotten() -> None:
    link = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Type="http://x/attachedTemplate" Target="file:///C:/a.dotm" TargetMode="External"/>'
        "</Relationships>"
    )
    own = f'<w:settings xmlns:w="{W}"><w:attachedTemplate/><w:zoom/></w:settings>'
    given_parts = {"word/_rels/settings.xml.rels": link.encode(), "word/settings.xml": own.encode()}

    after = parts_of(lettered(SHEET, letterhead(changed(Kind.DOCX, lambda parts: parts.update(given_parts))), VALUES))

    assert b"dotm" not in after["word/_rels/settings.xml.rels"]
    assert after["word/settings.xml"] == f'<w:settings xmlns:w="{W}"><w:zoom/></w:settings>'.encode()


def outside(kind: str, mode: str = "External") -> Callable[[dict[str, bytes]], object]:
    """A link of the text to something."""
    link = f'<Relationship Id="rX" Type="http://x/{kind}" Target="https://evil.example/x" TargetMode="{mode}"/>'
    return replacing("word/_rels/document.xml.rels", "</Relationships>", f"{link}</Relationships>")


def in_text(element: str, kind: Kind = Kind.DOCX) -> Callable[[dict[str, bytes]], object]:
    """Something more in the text."""
    end = "<w:sectPr>" if kind is Kind.DOCX else "</office:text>"
    return replacing(MAIN[kind], end, element + end)


def odt(element: str) -> Callable[[dict[str, bytes]], object]:
    """Something more in an OpenDocument text."""
    spaces = (
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
    )
    return in_text(element.replace(" ", f" {spaces} ", 1), Kind.ODT)


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
FIELD_CODE = "<w:p><w:r><w:instrText>{}</w:instrText></w:r></w:p>"


@pytest.mark.parametrize(
    ("kind", "change", "fault"),
    [
        (Kind.DOCX, lambda parts: parts.update({"word/vbaProject.bin": b"x"}), Fault.MACROS),
        (Kind.DOCX, replacing("[Content_Types].xml", "document.main", "macroEnabled.main"), Fault.MACROS),
        (Kind.DOCX, outside("vbaProject", "Internal"), Fault.MACROS),
        (Kind.DOCX, outside("image"), Fault.OUTSIDE),
        (Kind.DOCX, outside("oleObject", "Internal"), Fault.EMBEDDED),
        (Kind.DOCX, outside("aFChunk", "Internal"), Fault.EMBEDDED),
        (Kind.DOCX, in_text(FIELD_CODE.format("DDEAUTO c:\\\\cmd.exe")), Fault.OUTSIDE),
        (Kind.DOCX, in_text(FIELD_CODE.format(" INCLUDEPICTURE &quot;https://evil.example&quot; ")), Fault.OUTSIDE),
        (Kind.DOCX, in_text('<w:p><w:fldSimple w:instr="INCLUDETEXT x"/></w:p>'), Fault.OUTSIDE),
        (Kind.DOCX, in_text("<w:altChunk/>"), Fault.EMBEDDED),
        (Kind.DOCX, replacing("word/document.xml", "<w:document", f"{ENTITY}<w:document"), Fault.NOT_READABLE),
        (Kind.DOCX, replacing("word/header1.xml", "<w:hdr", f"{ENTITY}<w:hdr"), Fault.NOT_READABLE),
        (Kind.DOCX, in_text("<w:p/>" * 1_000_000), Fault.TOO_MUCH),
        (Kind.DOCX, in_text("<w:p>" * 300 + "</w:p>" * 300), Fault.TOO_MUCH),
        (Kind.DOCX, in_text("<w:p>"), Fault.NOT_READABLE),
        (Kind.DOCX, replacing("word/document.xml", "{{ content }}", "Dear all"), Fault.NO_PLACE),
        (Kind.DOCX, in_text("<w:p><w:r><w:t>{{content}}</w:t></w:r></w:p>"), Fault.MORE_PLACES),
        (Kind.DOCX, lambda parts: parts.pop("word/document.xml"), Fault.NO_LETTER),
        (Kind.DOCX, lambda parts: parts.update({"../../etc/cron.d/x": b"x"}), Fault.NOT_READABLE),
        (Kind.DOCX, lambda parts: parts.update({"/etc/x": b"x"}), Fault.NOT_READABLE),
        (Kind.DOCX, lambda parts: parts.update({f"a{each}": b"" for each in range(600)}), Fault.TOO_LARGE),
        (Kind.DOCX, lambda parts: parts.update({"bomb": bytes(30_000_000)}), Fault.TOO_LARGE),
        (Kind.ODT, lambda parts: parts.update({"Basic/Standard/Module1.xml": b"<a/>"}), Fault.MACROS),
        (Kind.ODT, odt('<script:event-listener script:language="x"/>'), Fault.MACROS),
        (Kind.ODT, odt('<draw:image xlink:href="https://evil.example/x.png"/>'), Fault.OUTSIDE),
        (Kind.ODT, odt('<draw:image xlink:href="../../etc/passwd"/>'), Fault.OUTSIDE),
        (Kind.ODT, odt('<draw:object xlink:href="./Object 1"/>'), Fault.EMBEDDED),
        (Kind.ODT, replacing("content.xml", "<office:doc", f"{ENTITY}<office:doc"), Fault.NOT_READABLE),
        (Kind.ODT, replacing("META-INF/manifest.xml", "</", "<manifest:encryption-data/></"), Fault.LOCKED),
        (Kind.ODT, replacing("mimetype", ".text", ".spreadsheet"), Fault.NO_LETTER),
    ],
    ids=lambda value: str(value) if isinstance(value, Kind | Fault) else "",
)  # fmt: skip
def test_a_file_that_could_harm_is_refused_with_its_reason(
    kind: Kind, change: Callable[[dict[str, bytes]], object], fault: Fault
) -> None:
    assert read_letterhead(changed(kind, change)) is fault


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.NOT_READABLE),
        (b"Dear all", Fault.NOT_READABLE),
        (file(Kind.DOCX)[:-40], Fault.NOT_READABLE),
        (packed({"a.txt": b"x"}), Fault.NO_LETTER),
        (bytes(6_000_000), Fault.TOO_LARGE),
    ],
    ids=["empty", "text", "cut off", "another archive", "too large"],
)
def test_what_is_no_file_of_a_word_processor_is_refused(content: bytes, fault: Fault) -> None:
    assert read_letterhead(content) is fault


def test_an_encrypted_archive_is_refused() -> None:
    content = bytearray(file(Kind.DOCX))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + place] |= 1

    assert read_letterhead(bytes(content)) is Fault.LOCKED


def test_a_link_that_people_follow_is_no_harm() -> None:
    assert isinstance(read_letterhead(changed(Kind.DOCX, outside("hyperlink"))), Letterhead)
    assert isinstance(read_letterhead(changed(Kind.DOCX, in_text(FIELD_CODE.format(" PAGE ")))), Letterhead)


@settings(deadline=None, max_examples=40)
@given(text=st.text(max_size=60))
def test_whatever_is_written_the_file_can_be_read(text: str) -> None:
    sheet = Sheet(
        "en", text, text, text, (Heading(text), Points((Point(text, text),)), Table((text,), ((text,),), (1,))), text
    )

    for kind in Kind:
        for path, part in parts_of(lettered(sheet, plain_letterhead(kind), {"body": text, "date": text})).items():
            if path.endswith(".xml"):
                assert ElementTree.fromstring(part) is not None


@given(content=st.binary(max_size=300))
def test_reading_a_file_never_raises(content: bytes) -> None:
    assert isinstance(read_letterhead(b"PK\x03\x04" + content), Fault)


def test_places_are_told_by_bytes() -> None:
    xml = '<a x="é>"><p>ü<b>{{ one }}</b></p><p/></a>'.encode()

    found = scan(xml, Shape(paragraphs=frozenset({"p"})))

    whole = [xml[each.element.start : each.element.end].decode() for each in found.paragraphs]
    assert whole == ["<p>ü<b>{{ one }}</b></p>", "<p/>"]
    assert [xml[run.start : run.end].decode() for run in found.paragraphs[0].runs] == ["ü", "{{ one }}"]
    assert FIELD.findall(found.paragraphs[0].text) == ["one"]
    assert edited(xml, [Edit(found.root.inner_end, found.root.inner_end, b"!")]).endswith(b"<p/>!</a>")
