"""Letterheads of no one, for whoever has none of their own and as a start for one: a page of A4 with common styles."""

from commonweal.drawing.letters.package import ODT_TYPE, Kind, packed
from commonweal.drawing.letters.reading import LINKS, MEDIA, OFFICE, STYLE, TEXT, W

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
ML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
HEADINGS = {1: (32, "16pt"), 2: (26, "13pt"), 3: (23, "11.5pt")}  # half points, points


def file(kind: Kind) -> bytes:
    """The file."""
    parts = _docx() if kind is Kind.DOCX else _odt()
    return packed({path: text.encode() for path, text in parts.items()})


def _docx() -> dict[str, str]:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{ML}.{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"), ("styles", "styles"), ("header1", "header"), ("footer1", "footer"),
        )
    )  # fmt: skip
    links = "".join(
        f'<Relationship Id="rId{place}" Type="{R}/{kind}" Target="{name}.xml"/>'
        for place, (kind, name) in enumerate((("styles", "styles"), ("header", "header1"), ("footer", "footer1")), 1)
    )
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{MEDIA}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{LINKS}"><Relationship Id="rId1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{LINKS}">{links}</Relationships>',
        "word/document.xml": f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{_p("content", "Normal")}'
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1134" w:left="1417" '
        'w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>',
        "word/header1.xml": f'{HEAD}<w:hdr xmlns:w="{W}">{_p("body", "Header")}</w:hdr>',
        "word/footer1.xml": f'{HEAD}<w:ftr xmlns:w="{W}">{_p("date", "Footer")}</w:ftr>',
        "word/styles.xml": f'{HEAD}<w:styles xmlns:w="{W}">{_docx_styles()}</w:styles>',
    }


def _p(field: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{{{{ {field} }}}}</w:t></w:r></w:p>'


def _docx_styles() -> str:
    start = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Liberation Sans" w:hAnsi="Liberation Sans" '
        'w:cs="Liberation Sans"/><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    )
    small = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name.lower()}"/><w:basedOn w:val="Normal"/>'
        '<w:rPr><w:sz w:val="18"/></w:rPr></w:style>'
        for name in ("Header", "Footer")
    )
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" '
        f'w:after="120"/><w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr>'
        "</w:style>"
        for level, (size, _points) in HEADINGS.items()
    )
    return start + small + headings


def _odt() -> dict[str, str]:
    spaces = f'xmlns:office="{OFFICE}" xmlns:text="{TEXT}" xmlns:style="{STYLE}" xmlns:fo="{FO}"'
    files = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="text/xml"/>'
        for path in ("content.xml", "styles.xml")
    )
    return {
        "mimetype": ODT_TYPE.decode(),
        "META-INF/manifest.xml": f'{HEAD}<manifest:manifest xmlns:manifest="{MANIFEST}" manifest:version="1.3">'
        '<manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
        f'manifest:media-type="{ODT_TYPE.decode()}"/>'
        f"{files}</manifest:manifest>",
        "content.xml": f'{HEAD}<office:document-content {spaces} office:version="1.3"><office:body><office:text>'
        '<text:p text:style-name="Text_20_body">{{ content }}</text:p>'
        "</office:text></office:body></office:document-content>",
        "styles.xml": f'{HEAD}<office:document-styles {spaces} office:version="1.3">{_odt_styles()}'
        "</office:document-styles>",
    }


def _odt_styles() -> str:
    headings = "".join(
        f'<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" style:family="paragraph" '
        f'style:parent-style-name="Standard" style:default-outline-level="{level}"><style:paragraph-properties '
        'fo:margin-top="0.4cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"/>'
        f'<style:text-properties fo:font-weight="bold" fo:font-size="{points}"/></style:style>'
        for level, (_size, points) in HEADINGS.items()
    )
    return (
        '<office:styles><style:style style:name="Standard" style:family="paragraph"><style:text-properties '
        'fo:font-family="Liberation Sans" fo:font-size="11pt"/></style:style>'
        '<style:style style:name="Text_20_body" style:display-name="Text body" style:family="paragraph" '
        'style:parent-style-name="Standard"><style:paragraph-properties fo:margin-bottom="0.2cm"/></style:style>'
        '<style:style style:name="Header" style:family="paragraph" style:parent-style-name="Standard">'
        '<style:text-properties fo:font-size="9pt"/></style:style>'
        f"{headings}</office:styles><office:automatic-styles>"
        '<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" '
        'fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2.5cm" fo:margin-right="2.5cm"/>'
        '<style:header-style><style:header-footer-properties fo:min-height="0.6cm" fo:margin-bottom="0.5cm"/>'
        '</style:header-style><style:footer-style><style:header-footer-properties fo:min-height="0.6cm" '
        'fo:margin-top="0.5cm"/></style:footer-style></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">'
        '<style:header><text:p text:style-name="Header">{{ body }}</text:p></style:header>'
        '<style:footer><text:p text:style-name="Header">{{ date }}</text:p></style:footer>'
        "</style:master-page></office:master-styles>"
    )
