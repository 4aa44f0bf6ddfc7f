"""Programs run side by side: kept running, stopped together, and only once per data folder."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from commonweal.cli import running, stop
from commonweal.cli.running import Family, Program

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)  # commonweal"]


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A data folder, and our signal handlers put back."""
    monkeypatch.setenv("COMMONWEAL_DATA", str(tmp_path))
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield tmp_path
    for number, handler in handlers.items():
        signal.signal(number, handler)


def is_alive(process: int) -> bool:
    """Whether it runs; one that has ended but was not yet asked for its exit code does not."""
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def wait_until_ours(process: int) -> None:
    """A child shows its own command line only once it has begun."""
    while not stop._is_ours(process):
        time.sleep(0.01)


def test_every_program_is_stopped_at_the_end() -> None:
    with Family(address="http://localhost") as family:
        family.start(Program("one", SLEEPER))
        family.start(Program("two", SLEEPER))
        word = running.read_word()
        assert word is not None
        assert all(map(is_alive, word.children))

    assert not any(map(is_alive, word.children))
    assert running.read_word() is None


def test_being_told_to_stop_ends_the_wait() -> None:
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
    started = time.monotonic()

    with Family(address="http://localhost") as family:
        family.start(Program("one", SLEEPER))
        family.wait()

    assert time.monotonic() - started < 5


def test_a_program_that_crashes_once_is_started_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    script = (
        "import pathlib, sys, time; m = pathlib.Path(sys.argv[1]); seen = m.exists(); m.touch(); time.sleep(60 * seen)"
    )
    threading.Timer(4, os.kill, (os.getpid(), signal.SIGTERM)).start()

    with Family(address="http://localhost") as family:
        family.start(Program("one", [sys.executable, "-c", script, str(tmp_path / "mark")]))
        family.wait()

    assert capfd.readouterr().out.count("one ended with code 0") == 1


def test_a_program_that_always_crashes_ends_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: threading.Event().wait(0.05))

    with Family(address="http://localhost") as family:
        family.start(Program("one", [sys.executable, "-c", "print('a fault'); raise SystemExit(3)"]))
        family.wait()

        assert "a fault" in family.last_words("one")


def test_a_second_start_is_told_of_the_first() -> None:
    with running.only_one() as other:
        assert other is None
        with Family(address="http://localhost:8000") as family:
            family.start(Program("one", SLEEPER))
            with running.only_one() as first:
                assert first is not None
                assert first.address == "http://localhost:8000"


def test_stop_ends_the_children_of_one_that_was_killed() -> None:
    family = Family(address="http://localhost")
    family.start(Program("one", SLEEPER))
    word = running.read_word()
    assert word is not None

    wait_until_ours(word.children[0])
    assert stop._end(word.children[0])

    assert family._processes["one"].wait(timeout=5) == -signal.SIGTERM


def test_stop_leaves_processes_that_are_not_ours_alone() -> None:
    assert not stop._end(1)
