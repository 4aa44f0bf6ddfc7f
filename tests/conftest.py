"""What every test may use: the database, real data beside the project, and the cast."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.cache import caches
from django.utils import translation

from commonweal.server import database, translations
from tests.world import World, build, drop, visited

PROJECT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--regen` rewrites golden files; review the difference before you commit it."""
    parser.addoption("--regen", action="store_true", help="rewrite golden files from what the code gives today")


def pytest_configure() -> None:
    """Compile the translations before the first page reads them."""
    translations.compile_all()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data that nobody here wrote, beside the project; tests that need it are skipped where it is absent."""
    folder = PROJECT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the folder of real data, ../shared/data, which is not here")
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start the private PostgreSQL, unless DATABASE_URL names another; each test process has a database of its own."""
    database.ensure_running()


@pytest.fixture(scope="session")
def finished_world(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The demo world at test size, which takes a while to build; see `world`, through which tests come in."""
    with django_db_blocker.unblock():
        finished = build(tmp_path_factory.mktemp("esempia"), "test")
    yield finished
    with django_db_blocker.unblock():
        drop(finished)


@pytest.fixture(scope="module")
def world(finished_world: World, django_db_blocker: object) -> Iterator[list[str]]:
    """The demo world; every test of the module works in it and undoes its own changes, so not with transaction=True."""
    with django_db_blocker.unblock(), visited(finished_world):
        yield finished_world.told


@pytest.fixture(autouse=True)
def quick_passwords(settings: object) -> None:
    """Hash passwords in no time: every story opens four accounts."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def plain_static_files(settings: object) -> None:
    """Name static files as they lie there: nobody collected and compressed them for the tests."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("whitenoise.")]


@pytest.fixture(autouse=True)
def _nothing_is_left_of_another_test() -> Iterator[None]:
    """No page that was kept, and no language that a page was read in."""
    caches["pages"].clear()
    with translation.override("en"):
        yield


@dataclass(frozen=True)
class Cast:
    """Who is in every story: Aino administers, Bruno curates, Chiara edits for her town, Dragan sees nothing."""

    aino: object
    bruno: object
    chiara: object
    dragan: object
    town: object


@pytest.fixture
def cast(db: None) -> Cast:
    """Four accounts and a town, made by calling actions."""
    from commonweal.organisations import actions
    from commonweal.organisations.roles import Role

    town = actions.register_body(
        draft=actions.BodyDraft(
            uri="https://esempia.example/id/borgo", name="Borgo", kind="municipality", tier="local", country="XX"
        ),
        by=None,
    )

    def account(name: str) -> object:
        return actions.open_account(
            username=name, email=f"{name}@esempia.example", password=name, display_name=name.title(), by=None
        )

    people = {name: account(name) for name in ("aino", "bruno", "chiara", "dragan")}
    actions.grant_role(user=people["aino"], role=Role.ADMINISTRATOR, body=None, by=None)
    actions.grant_role(user=people["bruno"], role=Role.CURATOR, body=None, by=people["aino"])
    actions.grant_role(user=people["chiara"], role=Role.EDITOR, body=town, by=people["aino"])
    return Cast(town=town, **people)
