"""`./commonweal up` from nothing to a page, and what is left afterwards."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonweal.cli import running, web
from commonweal.server import database, paths

START_SECONDS = 240
COMMAND = [sys.executable, "-m", "commonweal.cli"]


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A data folder of its own, with a private database."""
    if not paths.node_modules().is_dir():
        pytest.skip("needs the front-end packages: ./commonweal setup")
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="cw-") as folder:
        Path(folder).chmod(0o755)
        patch.delenv("DATABASE_URL", raising=False)
        patch.setenv("COMMONWEAL_DATA", folder)
        patch.setenv("PYTHONPATH", str(paths.PROJECT / "src"))
        yield Path(folder)
        subprocess.run([*COMMAND, "stop"], check=False, capture_output=True)


def start() -> tuple[subprocess.Popen[str], int]:
    port = web.free_port("127.0.0.1", 8700)
    command = [*COMMAND, "up", "--no-demo", "--port", str(port), "--processes", "1"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    wait_for_page(port)
    return process, port


def wait_for_page(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=30).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"no page within {START_SECONDS} s")


def wait_for_worker() -> running.Running:
    """Word of `up` once its worker is started too."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        word = running.read_word()
        if word is not None and len(word.children) == 2:
            return word
        time.sleep(0.1)
    pytest.fail("no worker within 30 s")


def is_alive(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_it_serves_pages_says_where_and_stops_all_it_started(data: Path) -> None:
    up, port = start()
    word = wait_for_worker()
    again = subprocess.run([*COMMAND, "up"], capture_output=True, text=True, check=False)

    up.send_signal(signal.SIGINT)
    said, _ = up.communicate(timeout=60)

    assert up.returncode == 0, said
    assert f"Commonweal runs: http://localhost:{port}" in said
    assert f"Commonweal runs already: http://localhost:{port}" in again.stdout
    assert not any(map(is_alive, word.children))
    assert not database.is_running()


def test_a_killed_one_leaves_nothing_that_the_next_does_not_end(data: Path) -> None:
    killed, _ = start()
    orphans = wait_for_worker().children
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()

    up, _ = start()

    assert not any(map(is_alive, orphans))
    wait_for_worker()
    subprocess.run([*COMMAND, "stop"], check=True, capture_output=True)
    up.communicate(timeout=60)
    assert not database.is_running()
