"""`commonweal risk gate` as a build server calls it: real processes, a real server, a token."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from commonweal.cli.commands import main
from commonweal.components import actions as components
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, User
from commonweal.organisations.roles import Role
from commonweal.risk.actions.deciding import DecisionDraft, decide, end_decision
from commonweal.risk.models import Vulnerability
from tests.browser.conftest import live_server
from tests.cli.test_sbom_push import Fake, fake
from tests.components.lists import cyclonedx
from tests.conftest import PROJECT
from tests.risk.feeds_world import affected, source, take_in, told

__all__ = ["fake", "live_server"]


def commonweal(*words: object, secret: str = "", content: bytes = b"") -> subprocess.CompletedProcess[str]:
    """Call the program as a process of its own, on the database of the test."""
    place = connection.settings_dict
    url = f"postgresql://{place['USER']}@/{place['NAME']}?host={quote(place['HOST'], safe='')}"
    known = os.environ | {"DATABASE_URL": url, "PYTHONPATH": str(PROJECT / "src"), "COMMONWEAL_TOKEN": secret}
    call = [sys.executable, "-m", "commonweal.cli", *map(str, words)]
    done = subprocess.run(call, cwd=PROJECT, env=known, input=content, capture_output=True, check=False, timeout=120)
    return subprocess.CompletedProcess(call, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def town(transactional_db: None) -> tuple[Body, User]:
    """A town with an editor, and an advisory with a fix."""
    draft = organisations.BodyDraft(uri="x:borgo", name="Borgo", kind="municipality", tier="local", country="XX")
    body = organisations.register_body(draft=draft, by=None)
    editor = organisations.open_account(username="e", email="e@x.example", password=None, display_name="E", by=None)
    organisations.grant_role(user=editor, role=Role.EDITOR, body=body, by=None)
    hit = affected(("introduced", "0"), ("fixed", "1.3.1"), package="left-pad", ecosystem="npm")
    take_in(source(), told("CVE-2026-1", hit, database_specific={"severity": "HIGH"}))
    return body, editor


def test_a_build_is_stopped_until_somebody_mends_or_decides(
    live_server: object, town: tuple[Body, User], tmp_path: Path
) -> None:
    body, editor = town
    secret = components.make_token(body=body, name="build", by=editor).secret
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_bytes(cyclonedx([("left-pad", "1.3.0")]))
    new.write_bytes(cyclonedx([("left-pad", "1.3.1")]))
    to = ("--url", live_server.url)

    pushed = commonweal(
        "sbom", "push", old, *to, "--body", body.slug, "--create", "--name", "Portal", "--format", "json", secret=secret
    )
    system = json.loads(pushed.stdout)["system"]
    stopped = commonweal("risk", "gate", old, *to, "--system", system, secret=secret)
    mended = commonweal("risk", "gate", new, *to, "--system", system, "--strict", secret=secret)
    until = timezone.localdate() + timedelta(days=30)
    draft = DecisionDraft(state="exploitable", response="will_not_fix", owner_words="Head of IT", expires_on=until)
    decision = decide(vulnerability=Vulnerability.objects.get(), body=body, draft=draft, by=editor)
    decided = commonweal("risk", "gate", old, *to, "--system", system, secret=secret)
    end_decision(decision=decision, by=editor)
    taken_back = commonweal("risk", "gate", "-", *to, "--system", system, secret=secret, content=old.read_bytes())

    assert pushed.returncode == 0, pushed.stderr
    assert stopped.returncode == 1, stopped.stderr
    assert "update left-pad to 1.3.1" in stopped.stdout
    assert (mended.returncode, mended.stdout.split(":")[0]) == (0, "The gate is open"), mended.stderr
    assert decided.returncode == 0, decided.stderr
    assert "Head of IT answers for it" in decided.stdout
    assert taken_back.returncode == 1, taken_back.stderr


def test_it_asks_the_database_of_this_machine_without_an_address(town: tuple[Body, User], tmp_path: Path) -> None:
    lock = tmp_path / "package-lock.json"
    packages = {"": {"name": "portal"}, "node_modules/left-pad": {"version": "1.3.0"}}
    lock.write_text(json.dumps({"name": "portal", "lockfileVersion": 3, "packages": packages}))

    done = commonweal("risk", "gate", lock, "--format", "sarif", "--output", tmp_path / "gate.sarif")

    written = json.loads((tmp_path / "gate.sarif").read_text())
    assert done.returncode == 1, done.stderr
    assert written["runs"][0]["results"][0]["ruleId"] == "CVE-2026-1"
    assert "The gate is closed" in done.stdout


def gate(*words: object) -> int:
    return main(["risk", "gate", *map(str, words)])


@pytest.fixture
def bom(tmp_path: Path) -> Path:
    path = tmp_path / "bom.json"
    path.write_bytes(cyclonedx())
    return path


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"{}"),
        (200, b"<html>"),
        (200, b'{"outcome": "fail", "parts": 3}'),
        (200, b'{"outcome": "fine"}'),
        (401, b"{}"),
        (500, b"oops"),
    ],
)
def test_an_answer_that_is_none_is_not_taken_for_one(
    fake: str, bom: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], status: int, body: bytes
) -> None:
    monkeypatch.setenv("COMMONWEAL_TOKEN", "cw_" + "x" * 43)
    Fake.status, Fake.body = status, body

    code = gate(bom, "--url", fake)

    assert code == 2
    assert capsys.readouterr().err


def test_what_others_wrote_gives_no_orders_to_the_terminal(
    fake: str, bom: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMMONWEAL_TOKEN", "cw_" + "x" * 43)
    evil = "x\x1b[2J\n::error::y"
    finding = {
        "name": "CVE-1", "aliases": [], "summary": evil, "url": "", "severity": "high", "score": 7.5, "decision": None,
        "exploited_since": None, "forecast": None, "affected": [evil], "fixed_in": "", "outcome": "fail", "rule": "",
        "because": evil,
    }  # fmt: skip
    part = {"name": evil, "version": "1", "purl": "pkg:npm/x@1", "outcome": "fail", "do": evil, "findings": [finding]}
    answer = {
        "outcome": "fail", "pack": evil, "advisories_as_of": None, "unjudged": [], "parts": [part],
        "counts": {"parts": 1, "affected": 1, "failing": 1, "unjudged": 0},
    }  # fmt: skip
    Fake.status, Fake.body = 200, json.dumps(answer).encode()

    codes = {form: gate(bom, "--url", fake, "--format", form) for form in ("text", "github")}

    shown = capsys.readouterr().out
    assert set(codes.values()) == {1}
    assert "\x1b" not in shown
    assert not [line for line in shown.splitlines() if line.startswith("::error::y")]


def test_a_call_that_is_wrong_is_code_2(
    bom: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("COMMONWEAL_TOKEN", raising=False)

    codes = [
        gate(tmp_path / "nowhere.json"),
        gate(bom, "--url", "https://code.example.org"),
        gate(bom, "--url", "ftp://code.example.org"),
    ]

    assert codes == [2, 2, 2]
    assert "COMMONWEAL_TOKEN" in capsys.readouterr().err
