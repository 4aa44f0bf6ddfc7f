"""`./commonweal up`: set up, then run web server and workers until told to stop."""

import argparse
import os
import sys

from commonweal.cli import running, setting_up, setup, stop, web
from commonweal.cli.commands import Refusal
from commonweal.server import database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to set up, where to listen, and how many processes."""
    setup.add_demo_argument(parser)
    web.add_arguments(parser)
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="worker processes (1)")
    parser.add_argument("--concurrency", type=int, default=4, metavar="N", help="jobs each does at the same time (4)")


def run(options: argparse.Namespace) -> int:
    """Set up what is not, start what is needed, say where it is, and wait."""
    with running.only_one() as other:
        if other is not None:
            print(f"Commonweal runs already: {other.address}  (./commonweal stop ends it)")
            return 0
        stop.end_orphans()
        stops_database = database.is_private() and not database.is_running()
        try:
            setting_up.set_up(with_demo=options.demo)
            return _serve(options)
        finally:
            if stops_database:
                database.stop()


def _serve(options: argparse.Namespace) -> int:
    port = web.free_port(options.host, options.port)
    if port != options.port:
        print(f"Port {options.port} is taken, so this is port {port}.")
    everywhere = ("127.0.0.1", "0.0.0.0", "::1", "::")  # noqa: S104 (compared, not bound)
    shown = "localhost" if options.host in everywhere else options.host
    os.environ.setdefault("COMMONWEAL_URL", f"http://{shown}:{port}")
    address = os.environ["COMMONWEAL_URL"]
    with running.Family(address=address) as family:
        family.start(running.Program("web", web.command(options.host, port, options.processes)))
        if not family.answers(options.host, port):
            raise Refusal(f"The web server did not start:\n{family.last_words('web')}")
        _greet(address, with_logins=options.demo)
        for number in range(1, options.workers + 1):  # only now: the first page comes sooner
            family.start(running.Program(f"worker-{number}", _worker_command(options.concurrency)))
        family.wait()
        return 1
    return 0  # told to stop


def _worker_command(concurrency: int) -> list[str]:
    """The command line of a worker."""
    return [sys.executable, "-m", "commonweal.cli", "worker", "--concurrency", str(concurrency)]


def _greet(address: str, *, with_logins: bool) -> None:
    print(f"\nCommonweal runs: {address}")
    if with_logins:
        for user, password, who in getattr(setting_up.demo_world(), "LOGINS", ()):
            print(f"  log in as {user} with {password}: {who}")
    print("Ctrl-C stops it.", flush=True)
