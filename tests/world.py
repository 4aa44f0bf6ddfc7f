"""The demo world for tests: built once for a module, inside a transaction that is undone after its last test."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction

from commonweal.server import demo


@contextmanager
def built(folder: Path, size: str) -> Iterator[list[str]]:
    """The demo world of a size, with its repositories in a folder; gives what building it reported."""
    told: list[str] = []
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setenv("COMMONWEAL_DATA", str(folder))
        patch.setattr("django.conf.settings.PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        demo.build(report=told.append, size=size)
        yield told
        transaction.set_rollback(True)
