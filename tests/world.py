"""The demo world for tests: built once for a test process, in a database of its own beside that of the other tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from commonweal.journal.models import Event
from commonweal.server import demo


@dataclass(frozen=True)
class World:
    """A finished demo world: its database, the folder of its repositories, and what building it reported."""

    database: str
    folder: Path
    told: list[str]


def build(folder: Path, size: str) -> World:
    """Build the demo world of a size in a copy of the test database, which has no rows.

    One that a killed run left behind makes way.
    """
    empty = connection.settings_dict["NAME"]
    world = World(f"{empty}_world", folder, [])
    connection.close()  # what somebody works in cannot be copied
    drop(world)
    _say(f'CREATE DATABASE "{world.database}" TEMPLATE "{empty}"')
    with pytest.MonkeyPatch.context() as patch, _inside(world), connection.cursor() as cursor:
        patch.setattr("django.conf.settings.PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        cursor.execute("SET synchronous_commit TO off")  # nobody misses what a crash of the machine loses
        demo.build(report=world.told.append, size=size)
        cursor.execute("ANALYZE")
    return world


@contextmanager
def visited(world: World) -> Iterator[None]:
    """Work in the world, and leave it as it was: fails when something that was done there is not undone."""
    with _inside(world):
        before = Event.objects.count()
        yield
        if Event.objects.count() != before:
            pytest.fail("a test changed the demo world for good: only tests that are undone may use `world`")


def drop(world: World) -> None:
    """Drop its database, if it is there."""
    _say(f'DROP DATABASE IF EXISTS "{world.database}" WITH (FORCE)')


@contextmanager
def _inside(world: World) -> Iterator[None]:
    """Every connection that is opened in the meantime leads to its database, every path to its folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMMONWEAL_DATA", str(world.folder))
        patch.setitem(connection.settings_dict, "NAME", world.database)
        connection.close()
        try:
            yield
        finally:
            connection.close()


def _say(statement: str) -> None:
    """Say it from outside of all databases of the tests."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
