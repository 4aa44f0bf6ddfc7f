"""Lists of parts are measured against NTIA and BSI, and two of them compared."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commonweal.standards.sbom import (
    Component,
    ExternalReference,
    Format,
    Hash,
    Links,
    QualityReport,
    Sbom,
    StatedLicence,
    Vulnerability,
    compare,
    quality_reports,
    read,
)

GOOD = Component(
    "log",
    "log",
    "2.17.1",
    purl="pkg:maven/org.example/log@2.17.1",
    supplier="Acme",
    contact="https://acme.example",
    licences=(StatedLicence("Apache-2.0"),),
    hashes=(Hash("SHA-512", "ab" * 64),),
    external_references=(ExternalReference("vcs", "https://example.org/log"),),
    properties=(
        ("bsi:component:filename", "log.jar"),
        ("bsi:component:executable", "non-executable"),
        ("bsi:component:archive", "archive"),
        ("bsi:component:structured", "structured"),
    ),
)
APP = replace(GOOD, ref="app", name="app", version="1", purl="pkg:maven/org.example/app@1")
COMPLETE = Sbom(
    Format.CYCLONEDX,
    "1.6",
    "JSON",
    serial="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
    created=datetime(2026, 11, 21, tzinfo=UTC),
    authors=("Aino <aino@example.org>",),
    subject=APP,
    components=(GOOD,),
    dependencies=(Links("app", ("log",)),),
)


def measured(sbom: Sbom) -> dict[str, QualityReport]:
    return {report.id.partition("-")[0]: report for report in quality_reports(sbom)}


def wanting(report: QualityReport) -> set[str]:
    return {element.id for element in report.elements if element.is_met is False and element.need == "required"}


def test_a_complete_list_meets_both_measures() -> None:
    found = measured(COMPLETE)

    assert (found["ntia"].is_met, found["bsi"].is_met) == (True, True)


def test_what_is_missing_is_counted_and_named() -> None:
    bare = Component("x", "x")

    found = measured(replace(COMPLETE, components=(GOOD, bare)))

    assert wanting(found["ntia"]) == {"supplier", "version", "identifier", "dependencies"}
    version = next(element for element in found["ntia"].elements if element.id == "version")
    assert (version.covered, version.total, version.missing) == (2, 3, ("x",))
    assert version.sentence == "1 of 3 components lacks this."


@pytest.mark.parametrize(
    ("changes", "element"),
    [
        ({"version": "1.5"}, "format"),
        ({"authors": ("Aino",)}, "creator"),
        ({"created": None}, "timestamp"),
        ({"vulnerabilities": (Vulnerability("CVE-1", (), {}),)}, "no-vulnerabilities"),
        ({"components": (replace(GOOD, licences=(StatedLicence("my licence", is_name=True),)),)}, "licence"),
        ({"components": (replace(GOOD, hashes=()),)}, "hash"),
        ({"components": (replace(GOOD, contact=None),)}, "component-creator"),
    ],
)
def test_bsi_asks_for_more(changes: dict[str, object], element: str) -> None:
    changed = replace(COMPLETE, **changes)  # type: ignore[arg-type]

    assert wanting(measured(changed)["bsi"]) == {element}


def test_what_was_not_read_is_not_called_missing() -> None:
    found = measured(replace(COMPLETE, format=Format.SPDX, version="3.0.1"))

    assert found["bsi"].is_met is None


def test_files_are_not_asked_for_suppliers() -> None:
    found = measured(replace(COMPLETE, components=(GOOD, Component("f", "f", type="file"))))

    assert found["ntia"].is_met is True


def listing(*parts: Component) -> Sbom:
    return Sbom(Format.CYCLONEDX, "1.6", "JSON", components=parts)


def npm(name: str, version: str, licence: str = "MIT") -> Component:
    licences = (StatedLicence(licence),)
    return Component(f"{name}@{version}", name, version, purl=f"pkg:npm/{name}@{version}", licences=licences)


def test_packages_come_go_and_change_their_version() -> None:
    found = compare(
        listing(npm("a", "1"), npm("b", "1"), npm("c", "1")), listing(npm("b", "2"), npm("c", "1"), npm("d", "1"))
    )

    assert [part.name for part in found.added] == ["d"]
    assert [part.name for part in found.removed] == ["a"]
    assert [(change.before.version, change.after.version) for change in found.changed] == [("1", "2")]
    assert (found.unchanged, found.is_same) == (1, False)


def test_a_changed_licence_is_told_apart_from_a_changed_version() -> None:
    found = compare(listing(npm("a", "1")), listing(npm("a", "1", "BUSL-1.1")))

    assert [(change.has_new_version, change.has_new_licence) for change in found.changed] == [(False, True)]


def test_of_several_versions_the_equal_ones_stay() -> None:
    found = compare(listing(npm("a", "1"), npm("a", "2")), listing(npm("a", "2"), npm("a", "3"), npm("a", "4")))

    assert found.unchanged == 1
    assert [(change.before.version, change.after.version) for change in found.changed] == [("1", "3")]
    assert [part.version for part in found.added] == ["4"]


def test_a_list_is_the_same_as_itself() -> None:
    found = compare(COMPLETE, COMPLETE)

    assert found.is_same
    assert found.unchanged == 1


def test_parts_without_package_urls_are_told_by_type_group_and_name() -> None:
    found = compare(listing(Component("1", "a", "1", group="g")), listing(Component("2", "a", "2", group="g")))

    assert [(change.before.version, change.after.version) for change in found.changed] == [("1", "2")]


@pytest.mark.parametrize(
    ("name", "element", "is_met"),
    [
        ("missingMetadataAuthorEmail", "creator", False),
        ("invalidMetadataAuthorEmail", "creator", False),
        ("validMetadataManufacturerURL", "creator", True),
        ("validMetadataSupplierEmail", "creator", True),
        ("validMetadataTimestamp", "timestamp", True),
        ("missingComponentSupplierEmailAndURL", "component-creator", False),
        ("validComponentAuthorEmail", "component-creator", True),
        ("validComponentManufacturerEmailAndURL", "component-creator", True),
        ("missingComponentVersion", "version", False),
        ("validComponentBsiFilename", "filename", True),
        ("missingComponentBsiFilename", "filename", False),
        ("validComponentBsiExecutable", "executable", True),
        ("validComponentBsiStructured", "structured", True),
        ("missingComponentBsiArchive", "archive", False),
        ("validComponentExtRefDistributionHashSHA512", "hash", True),
        ("validComponentExtRefDistributionIntakeHashSHA512", "hash", True),
        ("validComponentExtRefDistributionHashMD5", "hash", False),
        ("validComponentLicenseExp", "licence", True),
        ("invalidComponentLicenseNoAssertion", "licence", False),
        ("invalidComponentLicenseExpressionNone", "licence", False),
        ("withVulnerabilities", "no-vulnerabilities", False),
        ("validComponentPURL", "identifier", True),
        ("validComponentSourceCodeURL", "source", True),
    ],
)
def test_bsi_is_read_as_another_tool_reads_it(shared_data: Path, name: str, element: str, *, is_met: bool) -> None:
    folder = shared_data / "sboms/tool-test/interlynk-io__sbomqs"
    path = next(folder.glob(f"*bsi__cdx__{name}.cdx16.json"), None)
    if path is None:
        pytest.skip("this file is not at hand")

    sbom, _ = read(path.read_bytes())

    assert sbom is not None
    found = next(each for each in measured(sbom)["bsi"].elements if each.id == element)
    assert found.is_met is is_met, found
