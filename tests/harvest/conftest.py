"""Sources of local repositories and the walk through them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from commonweal.connectors.http import Client, ClientSettings
from commonweal.harvest import actions
from commonweal.harvest.actions import SourceDraft
from commonweal.harvest.models import Run, Source
from commonweal.harvest.tasks import harvest

Walk = Callable[[Source], Run]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the repositories of the test lie."""
    place = tmp_path / "git"
    place.mkdir()
    return place


@pytest.fixture
def source(db: None, folder: Path) -> Source:
    """A source of local repositories."""
    draft = SourceDraft(driver="local_git", url=str(folder), name="Borgo's repositories")
    return actions.add_source(draft=draft, by=None)


@pytest.fixture
def walk() -> Walk:
    """Harvest a source with a client that may reach fakes on this machine."""

    def walked(source: Source) -> Run:
        settings = ClientSettings(allow_private=frozenset({"127.0.0.1"}), rate_per_second=10_000, burst=10_000)
        with Client(settings, sleep=lambda seconds: None) as client:
            return harvest(source=source, by=None, client=client, chance=0.5)

    return walked
