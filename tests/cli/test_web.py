"""Where the web server listens."""

import socket

import pytest

from commonweal.cli import web
from commonweal.cli.commands import Refusal


@pytest.fixture
def taken() -> int:
    """A port somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_gives_way_to_the_next_free_one(taken: int) -> None:
    assert web.free_port("127.0.0.1", taken) > taken


def test_no_free_port_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "is_free", lambda host, port: False)

    with pytest.raises(Refusal, match="Ports 8000 to 8049 are all taken"):
        web.free_port("127.0.0.1", 8000)
