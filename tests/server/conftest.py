"""What tests of the whole program need."""

from collections.abc import Iterator

import pytest

from tests.world import built


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[str]]:
    """The demo world at test size; every test of the module sees it and undoes its own changes."""
    with django_db_blocker.unblock(), built(tmp_path_factory.mktemp("esempia"), "test") as told:
        yield told
