"""`commonweal publiccode` as people and machines call it."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import commonweal
from commonweal.cli.commands import main
from tests.standards.documents import COMPLETE

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(commonweal.__file__).parents[1])}
WRONG = COMPLETE.replace("developmentStatus: stable", "developmentStatus: ripe")
OLD = COMPLETE.replace('"0"', '"0.4"  # old')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"good": COMPLETE, "wrong": WRONG, "old": OLD}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "publiccode.yml").write_text(text)
    (tmp_path / "good" / "other.yml").write_text("a: 1\n")
    return tmp_path


def test_exit_codes_tell_clean_from_wrong_from_unreadable(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publiccode", "check", str(folder / "good")]) == 0
    assert main(["publiccode", "check", str(folder / "old")]) == 0  # a warning is no error
    assert main(["publiccode", "check", str(folder / "wrong")]) == 1
    assert main(["publiccode", "check", str(folder / "wrong"), str(folder / "nowhere.yml")]) == 2

    assert "the file cannot be read: No such file or directory" in capsys.readouterr().out


def test_a_wrong_call_is_told_so() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["publiccode", "check"])

    assert stopped.value.code == 2


def test_json_is_one_array_with_an_object_for_each_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["publiccode", "check", "--format", "json", str(folder)])

    found = json.loads(capsys.readouterr().out)
    assert [Path(entry["file"]).parent.name for entry in found] == ["good", "old", "wrong"]
    assert [entry["version"] for entry in found] == ["0", "0.4", "0"]
    assert [set(entry) for entry in found] == [{"file", "version", "problems"}] * 3
    (problem,) = found[2]["problems"]
    assert set(problem) == {"path", "line", "column", "severity", "message", "rule"}
    assert (problem["path"], problem["line"], problem["column"], problem["severity"]) == (
        "developmentStatus",
        17,
        1,
        "error",
    )


def test_nothing_to_check_is_an_empty_array(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publiccode", "check", "--format", "json", str(tmp_path)]) == 0

    assert json.loads(capsys.readouterr().out) == []


def test_text_names_file_line_column_and_rule(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["publiccode", "check", str(folder / "wrong")])

    output = capsys.readouterr()
    file = folder / "wrong" / "publiccode.yml"
    assert output.out.startswith(f"{file}:17:1: error: developmentStatus: developmentStatus must be one of")
    assert "1 files checked, 1 with errors" in output.err


def test_github_shows_annotations(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["publiccode", "check", "--format", "github", str(folder / "wrong")])

    line = capsys.readouterr().out
    assert line.startswith(f"::error file={folder}/wrong/publiccode.yml,line=17,col=1,title=invalid-value::")


def test_sarif_is_a_log_of_its_version(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["publiccode", "check", "--format", "sarif", str(folder)])

    log = json.loads(capsys.readouterr().out)
    results = log["runs"][0]["results"]
    assert log["version"] == "2.1.0"
    assert [(result["ruleId"], result["level"]) for result in results] == [
        ("outdated", "warning"),
        ("invalid-value", "error"),
    ]


def test_a_file_can_be_judged_by_the_version_it_declares(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publiccode", "check", "--judge", "declared", str(folder / "old")]) == 1

    assert 'unknown field "supports"' in capsys.readouterr().out


def test_the_pictures_that_a_file_names_are_looked_for_when_asked(folder: Path) -> None:
    good = str(folder / "good")
    assert main(["publiccode", "check", "--files", good]) == 1

    (folder / "good" / "docs").mkdir()
    (folder / "good" / "docs" / "logo.svg").write_text("<svg/>")
    (folder / "good" / "docs" / "one.png").write_bytes(b"\x89PNG")

    assert main(["publiccode", "check", "--files", good]) == 0


def test_a_name_that_leads_out_of_the_folder_is_not_followed(folder: Path) -> None:
    (folder / "outside.svg").write_text("<svg/>")
    file = folder / "good" / "publiccode.yml"
    file.write_text(COMPLETE.replace("docs/logo.svg", "../outside.svg").replace("docs/one.png", "../outside.png"))

    assert main(["publiccode", "check", "--files", str(file)]) == 1


def test_the_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRONG.encode())))

    assert main(["publiccode", "check", "-"]) == 1

    assert capsys.readouterr().out.startswith("-:17:1: error:")


def test_many_files_are_checked_in_order_by_several_processes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(260):
        (tmp_path / f"{number:03}.yaml").write_text(WRONG if number % 2 else COMPLETE)

    assert main(["publiccode", "check", "--format", "json", "--jobs", "2", str(tmp_path)]) == 1

    found = json.loads(capsys.readouterr().out)
    assert [Path(entry["file"]).stem for entry in found] == [f"{number:03}" for number in range(260)]
    assert [bool(entry["problems"]) for entry in found] == [bool(number % 2) for number in range(260)]


@pytest.mark.parametrize(("is_terminal", "count", "is_drawn"), [(True, 30, True), (False, 30, False), (True, 3, False)])
def test_a_bar_is_drawn_on_a_terminal_for_many_files(
    is_terminal: bool,
    count: int,
    is_drawn: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for number in range(count):
        (tmp_path / f"{number}.yml").write_text(COMPLETE)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)

    main(["publiccode", "check", "--format", "json", str(tmp_path)])

    output = capsys.readouterr()
    assert (f"] {count}/{count}\n" in output.err) is is_drawn
    assert len(json.loads(output.out)) == count


def test_upgrade_gives_the_file_and_tells_the_changes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publiccode", "upgrade", str(folder / "old")]) == 0

    output = capsys.readouterr()
    assert output.out == COMPLETE.replace('"0"', '"0"  # old')
    assert "publiccodeYmlVersion: '0.4' → '0'" in output.err


def test_of_several_files_only_the_changes_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["publiccode", "upgrade", str(folder)])

    output = capsys.readouterr().out
    assert output.startswith(f"{folder}/old/publiccode.yml:1:0: info: publiccodeYmlVersion: ")
    assert output.count("\n") == 1


def test_upgrade_writes_in_place_only_when_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "old" / "publiccode.yml"

    main(["publiccode", "upgrade", "--format", "json", str(file)])
    assert file.read_text() == OLD
    (entry,) = json.loads(capsys.readouterr().out)
    assert [change["path"] for change in entry["changes"]] == ["publiccodeYmlVersion"]

    main(["publiccode", "upgrade", "--write", str(file)])
    assert file.read_text() == entry["content"]
    assert list(file.parent.iterdir()) == [file]


def test_upgrade_repairs_first_when_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "wrong" / "publiccode.yml"
    file.write_text(COMPLETE.replace("localisationReady: true", "localisationReady: yes"))

    assert main(["publiccode", "upgrade", str(file)]) == 1
    assert main(["publiccode", "upgrade", "--repair", str(file)]) == 0

    assert "localisationReady: true" in capsys.readouterr().out


def test_a_new_file_lists_what_is_still_to_do_and_never_overwrites(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "publiccode.yml"

    assert main(["publiccode", "new", str(file), "--name", "My Desk", "--license", "MIT"]) == 0
    assert main(["publiccode", "new", str(file), "--name", "Other"]) == 2

    text = file.read_text()
    assert "name: My Desk\n" in text
    assert "# Still to do: url: url is a required field\n" in text
    assert "exists already" in capsys.readouterr().err


def test_the_eu_check_gives_its_reasons(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "wrong" / "publiccode.yml"

    assert main(["publiccode", "eu", str(folder / "good")]) == 0
    capsys.readouterr()
    assert main(["publiccode", "eu", "--format", "json", str(file)]) == 1

    (entry,) = json.loads(capsys.readouterr().out)
    assert (entry["answer"], entry["reasons"][0]["path"]) == ("no", "developmentStatus")


def test_neither_django_nor_a_database_is_needed(folder: Path) -> None:
    code = (
        "import sys; from commonweal.cli.commands import main;"
        f"main(['publiccode', 'check', {str(folder / 'good')!r}]); print('django' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=ENVIRONMENT)

    assert done.stdout == "False\n"


def test_an_early_end_of_the_reader_is_no_crash(folder: Path) -> None:
    module = [sys.executable, "-m", "commonweal.cli", "publiccode", "check", str(folder)]
    shell = " ".join(module) + " | true"

    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False, env=ENVIRONMENT)

    assert "Traceback" not in done.stderr
