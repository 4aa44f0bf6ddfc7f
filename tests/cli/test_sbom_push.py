"""`commonweal sbom push` against a real installation on this machine, and against everything else it may meet."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from commonweal.cli.commands import main
from commonweal.components import actions
from commonweal.components.models import SbomDocument
from tests.browser.conftest import live_server
from tests.components.lists import cyclonedx
from tests.components.world import World, build

__all__ = ["live_server"]

SECRET = "cw_" + "x" * 43


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bom.json"
    path.write_bytes(cyclonedx())
    return path


class Fake(BaseHTTPRequestHandler):
    """Answers what the test says, and remembers who asked."""

    status, body, location = 200, b"{}", ""
    seen: list[dict[str, str]] = []

    def do_POST(self) -> None:
        """Take the file."""
        self.rfile.read(int(self.headers["content-length"]))
        self.seen.append({**self.headers, "path": self.path})
        self.send_response(self.status)
        if self.location:
            self.send_header("location", self.location)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def fake() -> Iterator[str]:
    """Another program at an address of this machine."""
    server = HTTPServer(("127.0.0.1", 0), Fake)
    Fake.status, Fake.body, Fake.location = 200, b"{}", ""
    Fake.seen.clear()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def push(*words: object) -> int:
    return main(["sbom", "push", *map(str, words)])


@pytest.mark.django_db(transaction=True)
def test_a_build_server_hands_in_a_list_and_then_the_same(
    live_server: object, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world: World = build()
    secret = actions.make_token(body=world.bodies["borgo"], name="ci", by=world.person("editor")).secret
    (tmp_path / "token").write_text(f"{secret}\n")
    call = (file, "--url", live_server.url, "--body", "borgo", "--create", "--name", "Nuovo",
            "--token-file", tmp_path / "token")  # fmt: skip

    first, told = push(*call), capsys.readouterr().out
    second, again = push(*call), capsys.readouterr().out

    document = SbomDocument.objects.get(system__name="Nuovo")
    assert (first, second) == (0, 0)
    assert "taken in; 3 components, 3 can be looked up" in told
    assert f"/sboms/{document.pk}" in told
    assert "was there already" in again
    assert document.file_name == "bom.json"


@pytest.mark.django_db(transaction=True)
def test_what_the_installation_refuses_is_said_with_its_reasons(
    live_server: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world: World = build()
    made = actions.make_token(body=world.bodies["borgo"], name="ci", by=world.person("editor"))
    monkeypatch.setenv("COMMONWEAL_TOKEN", made.secret)
    (tmp_path / "no.json").write_text("{")
    system = world.systems["portale"].pk

    unreadable, why = push(tmp_path / "no.json", "--url", live_server.url, "--system", system), capsys.readouterr().err
    elsewhere = push(tmp_path / "no.json", "--url", live_server.url, "--system", world.systems["altro"].pk)
    no_system = capsys.readouterr().err
    actions.revoke_token(token=made.token, by=None)
    revoked, gone = push(tmp_path / "no.json", "--url", live_server.url, "--system", system), capsys.readouterr().err

    assert (unreadable, elsewhere, revoked) == (1, 1, 1)
    assert "still stands" in why
    assert "error:" in why
    assert "no such system" in no_system
    assert "revoked" in gone
    assert made.secret not in why + no_system + gone


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Name the system"),
        (("--body", "borgo"), "Name the system"),
        (("--create", "--body", "borgo"), "--create needs"),
        (("--system", "1", "--token-file", "/nowhere/token"), "cannot be read"),
    ],
)
def test_a_wrong_call_is_told_before_anything_is_sent(
    fake: str, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...], said: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("COMMONWEAL_TOKEN", SECRET)

    code = push(file, "--url", fake, *words)

    assert (code, Fake.seen) == (2, [])
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("token", ["", "two words", "ünicode", "a\nb"])
def test_without_a_token_nothing_is_sent(
    fake: str, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], token: str
) -> None:
    monkeypatch.setenv("COMMONWEAL_TOKEN", token)

    assert push(file, "--url", fake, "--system", "1") == 2
    assert Fake.seen == []
    assert "token" in capsys.readouterr().err


@pytest.mark.parametrize(
    "url", ["http://code.example", "ftp://127.0.0.1", "https://me:secret@127.0.0.1", "nonsense", ""]
)
def test_the_token_never_travels_where_it_could_be_read(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    monkeypatch.setenv("COMMONWEAL_TOKEN", SECRET)

    assert push(file, "--url", url, "--system", "1") == 2
    assert SECRET not in capsys.readouterr().err


def test_the_token_does_not_follow_a_redirect(
    fake: str, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMMONWEAL_TOKEN", SECRET)
    Fake.status, Fake.location = 302, f"{fake}/elsewhere"

    code = push(file, "--url", fake, "--system", "1")

    assert (code, [seen["path"].partition("?")[0] for seen in Fake.seen]) == (2, ["/api/v1/sboms"])
    assert "another address" in capsys.readouterr().err


def test_the_token_goes_into_the_header_and_nowhere_else(
    fake: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMONWEAL_TOKEN", SECRET)

    push(file, "--url", f"{fake}/", "--system", "7", "--part", "app")

    (seen,) = Fake.seen
    assert seen["authorization"] == f"Bearer {SECRET}"
    assert seen["path"] == "/api/v1/sboms?system=7&part=app&file_name=bom.json"


@pytest.mark.parametrize(("status", "body", "code"), [(500, b"oops", 2), (404, b"<html>", 1), (200, b"[1]", 0)])
def test_answers_of_strangers_break_nothing(
    fake: str, file: Path, monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, code: int
) -> None:
    monkeypatch.setenv("COMMONWEAL_TOKEN", SECRET)
    Fake.status, Fake.body = status, body

    assert push(file, "--url", fake, "--system", "1") == code


def test_orders_to_the_terminal_are_not_passed_on(
    fake: str, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMMONWEAL_TOKEN", SECRET)
    Fake.status, Fake.body = 422, json.dumps({"detail": "\x1b[2J", "problems": [{"message": "\x07"}, 3]}).encode()

    assert push(file, "--url", fake, "--system", "1") == 1
    assert "\x1b" not in capsys.readouterr().err


def test_nobody_there_is_told_as_such(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMMONWEAL_TOKEN", SECRET)

    assert push(file, "--url", "http://127.0.0.1:9", "--system", "1") == 2
    assert "cannot be reached" in capsys.readouterr().err
