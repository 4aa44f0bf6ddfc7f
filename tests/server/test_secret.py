"""The secret key: made once, the same for all, read by its owner only."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from commonweal.server import secret


def test_a_key_is_made_once(tmp_path: Path) -> None:
    first = secret.read_or_create(tmp_path / "var" / "secret-key")

    assert len(first) >= 50
    assert secret.read_or_create(tmp_path / "var" / "secret-key") == first


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    secret.read_or_create(tmp_path / "secret-key")

    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_several_that_start_at_once_get_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret.read_or_create(tmp_path / "secret-key"), range(32)))

    assert len(keys) == 1
