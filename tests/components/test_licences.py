"""What lists say of licences is kept as they say it: declared, concluded, or only detected in files."""

import json

import pytest

from commonweal.components import actions, tasks
from commonweal.components.models import Channel, LicenceStatement, Occurrence
from commonweal.components.rules.contents import LicenceWords, parts_of
from commonweal.standards.sbom import read
from commonweal.usage import actions as usage
from commonweal.usage.models import System

SPDX = {
    "spdxVersion": "SPDX-2.3",
    "dataLicense": "CC0-1.0",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": "Portale",
    "documentNamespace": "https://borgo.example/portale",
    "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: t"]},
    "hasExtractedLicensingInfos": [{"licenseId": "LicenseRef-1", "name": "House licence", "extractedText": "Do."}],
    "packages": [
        {
            "SPDXID": "SPDXRef-qs",
            "name": "qs",
            "versionInfo": "6.10.3",
            "downloadLocation": "NOASSERTION",
            "licenseDeclared": "BSD-3-Clause",
            "licenseConcluded": "NOASSERTION",
            "licenseInfoFromFiles": ["MIT", "LicenseRef-1", "NOASSERTION"],
            "externalRefs": [
                {
                    "referenceCategory": "PACKAGE-MANAGER",
                    "referenceType": "purl",
                    "referenceLocator": "pkg:npm/qs@6.10.3",
                }
            ],
        }
    ],
}
TAGS = """SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: Portale
DocumentNamespace: https://borgo.example/portale
Creator: Tool: t
Created: 2026-01-01T00:00:00Z
PackageName: qs
SPDXID: SPDXRef-qs
PackageVersion: 6.10.3
PackageDownloadLocation: NOASSERTION
PackageLicenseConcluded: MIT
PackageLicenseInfoFromFiles: MIT
PackageLicenseInfoFromFiles: ISC
ExternalRef: PACKAGE-MANAGER purl pkg:npm/qs@6.10.3
"""
XML = """<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components><component type="library">
<name>qs</name><version>6.10.3</version><licenses><license><name>New BSD</name></license></licenses>
<purl>pkg:npm/qs@6.10.3</purl><evidence><identity><field>purl</field></identity>
<licenses><license><id>MIT</id></license></licenses></evidence></component></components></bom>"""


def part(name: str, *licences: object, detected: list[object] | None = None) -> dict[str, object]:
    purl = f"pkg:npm/{name}@1.0.0"
    found = {"type": "library", "name": name, "version": "1.0.0", "bom-ref": purl, "purl": purl, "licenses": licences}
    return found if detected is None else found | {"evidence": {"licenses": detected}}


def listed(*parts: dict[str, object]) -> bytes:
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": parts}).encode()


def said(content: bytes | str, name: str = "bom.json") -> LicenceWords | None:
    sbom, _ = read(content.encode() if isinstance(content, str) else content, name)
    assert sbom is not None
    return parts_of(sbom)[0].licence


def identified(licence: str, **more: str) -> dict[str, object]:
    return {"license": {"id": licence, **more}}


def test_declared_concluded_and_detected_stay_apart() -> None:
    concluded = identified("ISC", acknowledgement="concluded")

    words = said(listed(part("qs", identified("MIT"), concluded, detected=[identified("Zlib"), identified("0BSD")])))

    assert words == LicenceWords(declared="MIT", concluded="ISC", detected="Zlib\n0BSD")


def test_a_list_that_says_nothing_is_not_taken_to_say_anything() -> None:
    words = said(listed(part("qs")))

    assert words is None


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (json.dumps(SPDX), "bom.spdx.json", LicenceWords("BSD-3-Clause", "", "MIT\nHouse licence")),
        (TAGS, "bom.spdx", LicenceWords("", "MIT", "MIT\nISC")),
        (XML, "bom.xml", LicenceWords("New BSD", "", "MIT")),
    ],
    ids=["SPDX", "SPDX tags", "CycloneDX XML"],
)
def test_each_format_tells_what_was_detected(content: str, name: str, words: LicenceWords) -> None:
    found = said(content, name)

    assert found == words


def test_a_part_named_twice_has_what_both_say() -> None:
    words = said(listed(part("qs", identified("MIT")), part("qs", identified("ISC"))))

    assert words == LicenceWords(declared="MIT\nISC")


@pytest.fixture
def portal(cast: object) -> System:
    """A system of Borgo."""
    return usage.enter_system(body=cast.town, draft=usage.SystemDraft(name="Portale"), by=cast.chiara)


def sent(system: System, content: bytes) -> object:
    return actions.receive_sbom(
        system=system, content=content, file_name="bom.json", part="", channel=Channel.API, by=None
    )


@pytest.mark.django_db
def test_what_many_parts_say_alike_is_stored_once(portal: System) -> None:
    sent(portal, listed(part("qs", identified("MIT")), part("ms", identified("MIT")), part("he")))

    found = Occurrence.objects.filter(system=portal).values_list("package_version__package__name", "licence__declared")
    assert set(found) == {("qs", "MIT"), ("ms", "MIT"), ("he", None)}
    assert LicenceStatement.objects.count() == 1


@pytest.mark.django_db
def test_a_text_longer_than_an_index_takes_is_kept(portal: System) -> None:
    long = " AND ".join(f"LicenseRef-{number}" for number in range(400))

    sent(portal, listed(part("qs", {"expression": long})))

    assert Occurrence.objects.get(system=portal).licence.declared == long


@pytest.mark.django_db
def test_lists_of_before_are_read_again_once(portal: System) -> None:
    document = sent(portal, listed(part("qs", identified("MIT")), part("he")))
    Occurrence.objects.filter(system=portal).update(licence=None)
    del document.counted["licence_statements"]
    document.save()

    tasks.read_licences(0)

    found = Occurrence.objects.filter(system=portal).values_list("package_version__package__name", "licence__declared")
    assert set(found) == {("qs", "MIT"), ("he", None)}
    document.refresh_from_db()
    assert document.counted["licence_statements"] == 1
