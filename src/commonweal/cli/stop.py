"""`./commonweal stop`."""

import argparse
import os
import signal
import time
from pathlib import Path

from commonweal.cli import running
from commonweal.server import database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace) -> int:
    """End `up` and, if it was killed, the children it left; then the private database."""
    word = running.read_word()
    if word is not None:
        if not _end(word.process):
            end_orphans()
        print("Web server and workers are stopped.")
    if database.is_private():
        database.stop()
        print("The private database is stopped.")
    return 0


def end_orphans() -> None:
    """End the children of an `up` that was killed before it could."""
    word = running.read_word()
    for child in word.children if word is not None else ():
        _end(child)


def _end(process: int) -> bool:
    """Ask the process to end and wait for it; False when it is not there or not one of ours."""
    if not _is_ours(process):
        return False
    os.kill(process, signal.SIGTERM)
    deadline = time.monotonic() + running.STOP_SECONDS + 5
    while time.monotonic() < deadline and _is_ours(process):
        time.sleep(0.1)
    return True


def _is_ours(process: int) -> bool:
    """Whether the number still names a process of ours, and not one that was given it later."""
    try:
        return b"commonweal" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False
