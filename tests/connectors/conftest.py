"""A client for loopback servers, to which waiting takes no time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from commonweal.connectors.http import Client, ClientSettings


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client_for(clock: Clock) -> Iterator[Callable[..., Client]]:
    """Make a client that may reach the named loopback servers."""
    made: list[Client] = []

    def make(*allowed: str, **settings: object) -> Client:
        chosen = ClientSettings(allow_private=frozenset(allowed), **settings)  # type: ignore[arg-type]
        client = Client(
            chosen,
            clock=clock,
            wall_clock=lambda: 1_700_000_000.0 + clock.now,
            sleep=clock.sleep,
            chance=lambda: 0.5,
        )
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()
