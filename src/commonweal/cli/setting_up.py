"""The steps from a fresh checkout to a running installation; each is skipped when nothing changed since."""

import contextlib
import fcntl
import hashlib
import importlib
import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from commonweal.cli import environment
from commonweal.server import database, front_end, paths, translations

Report = Callable[[str], None]
MIGRATION_LOCK = 0x6D696772  # "migr"


@dataclass(frozen=True, slots=True)
class Step:
    """A part of setting up: what it is called, and a function that says whether it had anything to do."""

    title: str
    do: Callable[[Report], bool]
    needs_database: bool = False


def set_up(*, with_demo: bool, with_database: bool = True) -> None:
    """Do every step that is not done yet, telling each with its number and seconds.

    Several processes may ask at once: one does the steps, the others wait and find them done.
    """
    with _alone():
        for number, step in enumerate(STEPS, start=2):
            if (step.do == _build_demo and not with_demo) or (step.needs_database and not with_database):
                continue
            label = f"{number}/{environment.STEPS} {step.title}"
            started = time.monotonic()
            if step.do(_reporter(label)):
                _say(f"{label}: done in {time.monotonic() - started:.1f} s")


def migrate(report: Report) -> bool:
    """Apply what migrations the database lacks; return whether there were any.

    Raises DatabaseUnavailable.
    """
    database.ensure_running()
    _start_django()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise database.DatabaseUnavailable(f"The database that DATABASE_URL names does not answer: {error}") from error
    with _alone_in_the_database():
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if pending:
            report(f"{len(pending)} changes")
            call_command("migrate", verbosity=0, interactive=False)
    return bool(pending)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Hold this machine's lock of whoever sets up."""
    lock = paths.data_folder() / "setup.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _alone_in_the_database() -> Iterator[None]:
    """Hold the database's lock of whoever migrates it, from whichever machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def _fetch_front_end(report: Report) -> bool:
    fetched = front_end.fetch()
    gathered = front_end.gather()
    return fetched or gathered


def _start_database(report: Report) -> bool:
    if not database.is_private() or database.is_running():
        return False
    database.ensure_running()
    return True


def _compile_translations(report: Report) -> bool:
    return translations.compile_all() > 0


def _collect_static_files(report: Report) -> bool:
    """Copy, compress and name by content every static file; skipped while their paths, sizes and times are the same."""
    _start_django()
    root = Path(settings.STATIC_ROOT)
    stamp = root.with_name("static-collected")
    wanted = _static_sources_digest()
    if stamp.exists() and stamp.read_text() == wanted and root.exists():
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(wanted)
    return True


def _build_demo(report: Report) -> bool:
    """Build the fictional country and harvest its sources, once per database."""
    _start_django()
    world = demo_world()
    stamp = paths.data_folder() / "demo-built"
    here = _database_identity()
    if world is None or (stamp.exists() and stamp.read_text() == here):
        return False
    try:
        world.build(report=report, size="demo")
    except world.InUse as refusal:
        report(str(refusal))
        return False
    stamp.write_text(here)
    return True


def demo_world() -> ModuleType | None:
    """The module that builds the demo world, where this distribution has one."""
    if importlib.util.find_spec("commonweal.server.demo") is None:
        return None
    module = importlib.import_module("commonweal.server.demo")
    return module if hasattr(module, "build") else None


STEPS = (
    Step("Front-end packages", _fetch_front_end),
    Step("Database", _start_database, needs_database=True),
    Step("Tables", migrate, needs_database=True),
    Step("Translations", _compile_translations),
    Step("Static files", _collect_static_files),
    Step("Demo world", _build_demo, needs_database=True),
)


def _start_django() -> None:
    if not apps.ready:
        django.setup()


def _static_sources_digest() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _database_identity() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier, (SELECT oid FROM pg_database WHERE datname = current_database())"
            " FROM pg_control_system()"
        )
        row = cursor.fetchone()
    return " ".join(map(str, row or ()))


def _reporter(label: str) -> Report:
    return lambda text: _say(f"{label}: {text}")


def _say(text: str) -> None:
    print(text, file=sys.stdout, flush=True)
