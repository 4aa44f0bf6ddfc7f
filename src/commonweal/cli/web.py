"""`./commonweal web`."""

import argparse
import os
import socket
import sys

from commonweal.cli.commands import Refusal
from commonweal.server import database

FIRST_PORT = 8000
TRIED_PORTS = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=FIRST_PORT, help=f"port to listen on ({FIRST_PORT})")
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="processes that answer requests (2)")


def run(options: argparse.Namespace) -> int:
    """Become the web server."""
    if not is_free(options.host, options.port):
        raise Refusal(f"Port {options.port} is taken: choose another with --port.")
    database.ensure_running()
    os.execv(sys.executable, command(options.host, options.port, options.processes))


def command(host: str, port: int, processes: int) -> list[str]:
    """The command line of the web server."""
    listen = ["--host", host, "--port", str(port)]
    limits = ["--workers", str(processes), "--blocking-threads", "4", "--workers-kill-timeout", "5"]
    log = ["--log-level", "warning", "--respawn-failed-workers"]
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", *listen, *limits, *log,
        "commonweal.server.wsgi:application",
    ]  # fmt: skip


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on.

    Raises Refusal when there is none among the next fifty.
    """
    for port in range(wanted, wanted + TRIED_PORTS):
        if is_free(host, port):
            return port
    raise Refusal(f"Ports {wanted} to {wanted + TRIED_PORTS - 1} are all taken: choose another with --port.")


def is_free(host: str, port: int) -> bool:
    """Whether we could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
