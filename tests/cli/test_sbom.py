"""`commonweal sbom` as people and machines call it."""

import io
import json
from pathlib import Path

import pytest

from commonweal.cli.commands import main

OLD = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "components": [
        {"type": "library", "name": "log", "version": "1", "purl": "pkg:npm/log@1", "bom-ref": "a"},
        {"type": "library", "name": "gone", "version": "1", "purl": "pkg:npm/gone@1", "bom-ref": "b"},
    ],
}
NEW = {
    **OLD,
    "components": [
        {
            "type": "library",
            "name": "log",
            "version": "2",
            "purl": "pkg:npm/log@2",
            "licenses": [{"license": {"id": "MIT"}}],
        }
    ],
}
WRONG = {**OLD, "components": [{"type": "liberry", "name": "x"}]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, document in {"old": OLD, "new": NEW, "wrong": WRONG}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document))
    (tmp_path / "broken.json").write_text("{")
    return tmp_path


def test_exit_codes_tell_clean_from_wrong_from_unreadable(folder: Path) -> None:
    assert main(["sbom", "check", str(folder / "old.json")]) == 0
    assert main(["sbom", "check", str(folder / "wrong.json")]) == 1
    assert main(["sbom", "check", str(folder / "old.json"), str(folder / "broken.json")]) == 2
    assert main(["sbom", "check", str(folder / "nowhere.json")]) == 2


def test_a_check_names_the_place_and_measures_the_list(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["sbom", "check", str(folder / "wrong.json")])

    shown = capsys.readouterr().out
    assert "error: components[0].type: " in shown
    assert "CycloneDX 1.6 JSON, 1 components, 0 dependencies" in shown
    assert "NTIA minimum elements: not met" in shown
    assert "no  version (required): 1 of 1 components lacks this." in shown


def test_a_measure_can_be_required(folder: Path) -> None:
    assert main(["sbom", "check", "--require", "ntia", str(folder / "old.json")]) == 1


def test_json_is_one_array_with_an_object_for_each_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["sbom", "check", "--format", "json", str(folder / "old.json"), str(folder / "broken.json")])

    good, broken = json.loads(capsys.readouterr().out)
    assert (good["format"], good["version"], good["components"]) == ("CycloneDX", "1.6", 2)
    assert [report["id"] for report in good["quality"]] == ["ntia-2021", "bsi-tr-03183-2-2.1.0"]
    assert [problem["rule"] for problem in broken["problems"]] == ["json-syntax"]


def test_the_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(OLD).encode())))

    assert main(["sbom", "check", "-"]) == 0
    assert "-: CycloneDX 1.6" in capsys.readouterr().out


def test_a_diff_tells_what_came_went_and_changed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["sbom", "diff", str(folder / "old.json"), str(folder / "new.json")])

    assert code == 1
    assert capsys.readouterr().out.splitlines() == [
        "- gone 1",
        "~ log 1 → 2, licence unknown → MIT",
        "0 added, 1 removed, 1 changed, 0 unchanged",
    ]


def test_a_diff_of_the_same_list_is_clean_and_of_a_broken_one_is_not(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sbom", "diff", "--format", "json", str(folder / "old.json"), str(folder / "old.json")]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == 2
    assert main(["sbom", "diff", str(folder / "old.json"), str(folder / "broken.json")]) == 2
    assert "not JSON" in capsys.readouterr().err


def test_a_lock_file_is_converted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "requirements.txt").write_text("django==5.2\n")

    code = main(["sbom", "convert", "--to", "spdx-2.3", str(tmp_path / "requirements.txt")])

    assert code == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["spdxVersion"], document["packages"][0]["name"]) == ("SPDX-2.3", "django")


def test_a_conversion_can_go_into_a_file(folder: Path) -> None:
    target = folder / "out.json"

    assert main(["sbom", "convert", "--to", "spdx-3.0.1", "--output", str(target), str(folder / "old.json")]) == 0
    assert main(["sbom", "check", str(target)]) == 0
    assert main(["sbom", "convert", str(folder / "broken.json")]) == 2
