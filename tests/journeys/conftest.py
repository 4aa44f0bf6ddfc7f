"""Journeys: a real browser, a real worker in a process of its own, and a git host on this machine."""

import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import connection

from tests.browser.conftest import axe, axe_source, chromium, live_server, page
from tests.conftest import PROJECT

__all__ = ["axe", "axe_source", "chromium", "live_server", "page"]


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """A worker as `./commonweal worker` starts it, on the database of the test."""
    place = connection.settings_dict
    url = f"postgresql://{place['USER']}@/{place['NAME']}?host={quote(place['HOST'], safe='')}"
    process = subprocess.Popen(
        [sys.executable, "-m", "commonweal.cli", "worker", "--concurrency", "1"],
        cwd=PROJECT,
        env=os.environ
        | {"DATABASE_URL": url, "PYTHONPATH": str(PROJECT / "src"), "COMMONWEAL_PRIVATE_HOSTS": "127.0.0.1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield
    process.terminate()
    process.wait(30)
