"""The programs that `up` runs: started together, kept running, stopped together."""

import contextlib
import fcntl
import http.client
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from commonweal.server import paths

START_SECONDS = 60
STOP_SECONDS = 40  # more than a worker gives its jobs
CRASHES_ALLOWED = 5
LOG_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Program:
    """A child process to keep running: its name and command line."""

    name: str
    command: list[str]


@dataclass(frozen=True, slots=True)
class Running:
    """What an `up` that runs left word of: its process, its children's, and its address."""

    process: int
    children: tuple[int, ...]
    address: str


class Stopped(Exception):
    """We were told to stop."""


@contextlib.contextmanager
def only_one() -> Iterator[Running | None]:
    """Yield None to the one `up` of this data folder, and word of that one to any other."""
    lock = paths.data_folder() / "up.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield read_word() or Running(0, (), "it is just starting")
            return
        yield None


def read_word() -> Running | None:
    """Word of the running `up`, or of one that was killed."""
    file = _word_file()
    if not file.exists():
        return None
    told = json.loads(file.read_text())
    return Running(told["process"], tuple(told["children"]), told["address"])


class Family:
    """Programs running side by side, kept running inside the `with` block and stopped at its end."""

    def __init__(self, *, address: str) -> None:
        self._programs: list[Program] = []
        self._address = address
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._crashes = 0

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for process in self._processes.values():
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._processes.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
        _word_file().unlink(missing_ok=True)
        return kind is Stopped

    def start(self, program: Program) -> None:
        """Start a program and keep it running from now on."""
        self._programs.append(program)
        self._start(program)

    def answers(self, host: str, port: int) -> bool:
        """Wait until the web server answers a request; False when it does not within a minute."""
        reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (asked there, not bound)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self._restart_the_dead()
            connection = http.client.HTTPConnection(reachable, port, timeout=START_SECONDS)
            try:
                connection.request("GET", "/", headers={"Host": "localhost"})
                connection.getresponse().read()
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
            else:
                return True
            finally:
                connection.close()
        return False

    def wait(self) -> None:
        """Keep the programs running; return only when they crash too often."""
        while self._crashes <= CRASHES_ALLOWED:
            time.sleep(1)
            self._restart_the_dead()

    def last_words(self, name: str) -> str:
        """The end of a program's log."""
        return _log(name).read_text(errors="replace")[-2000:]

    def _start(self, program: Program) -> None:
        log = _log(program.name)
        log.parent.mkdir(parents=True, exist_ok=True)
        mode = "wb" if log.exists() and log.stat().st_size > LOG_BYTES else "ab"
        with log.open(mode) as output:
            self._processes[program.name] = subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches us alone, and we stop them in order
            )
        children = [process.pid for process in self._processes.values()]
        draft = _word_file().with_suffix(".draft")
        draft.write_text(json.dumps({"process": os.getpid(), "children": children, "address": self._address}))
        draft.rename(_word_file())

    def _restart_the_dead(self) -> None:
        for program in self._programs:
            code = self._processes[program.name].poll()
            if code is not None:
                self._crashes += 1
                print(f"{program.name} ended with code {code}; its log is {_log(program.name)}", flush=True)
                if self._crashes <= CRASHES_ALLOWED:
                    time.sleep(1)
                    self._start(program)


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _word_file() -> Path:
    return paths.data_folder() / "up.json"


def _log(name: str) -> Path:
    return paths.data_folder() / "log" / f"{name}.log"
