"""What browsers get of the front-end packages, and how npm's lock stays free of addresses."""

import json
from pathlib import Path

import pytest

from commonweal.server import front_end, paths


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A data folder, and a node_modules with a line in every file that is served."""
    monkeypatch.setenv("COMMONWEAL_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("COMMONWEAL_NODE_MODULES", str(tmp_path / "node_modules"))
    for path in front_end.sources():
        file = tmp_path / "node_modules" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f".from-{file.stem} {{}}")
    return tmp_path / "node_modules"


def test_only_the_listed_files_are_served(packages: Path) -> None:
    (packages / "htmx.org" / "dist" / "extra.js").touch()

    front_end.gather()

    served = {path.name for path in front_end.folder().iterdir() if not path.name.startswith(".")}
    assert served == set(front_end.FILES) | set(front_end.STYLE_SHEETS)


def test_components_are_joined_in_their_cascade_layer(packages: Path) -> None:
    front_end.gather()

    joined = (front_end.folder() / "designsystemet.css").read_text()
    assert joined.startswith(front_end.LAYERS)
    assert "@layer ds.components{.from-button {}}" in joined


def test_gathering_again_does_nothing(packages: Path) -> None:
    assert front_end.gather()
    assert not front_end.gather()


def test_every_listed_file_is_in_the_packages() -> None:
    if not paths.node_modules().is_dir():
        pytest.skip("needs the front-end packages: ./commonweal setup")

    missing = [path for path in front_end.sources() if not (paths.node_modules() / path).exists()]

    assert not missing


def test_the_lock_has_hashes_and_names_no_host() -> None:
    packages = json.loads((paths.PROJECT / "package-lock.json").read_text())["packages"]

    assert all("resolved" not in package for package in packages.values())
    assert all("integrity" in package for name, package in packages.items() if name)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-npm.lock"])
def test_the_locks_of_python_packages_name_no_host(name: str) -> None:
    text = (paths.PROJECT / name).read_text()

    assert "://" not in text
    assert "--hash=sha256:" in text
