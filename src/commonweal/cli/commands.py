"""The table of commands, and what happens when one is called."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from commonweal.server.postgres import DatabaseUnavailable


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its word, what it does in plain words, and whether it takes every argument as it stands."""

    word: str
    summary: str
    passes_through: bool = False


# A new command is one line here and one module of the same name beside this one.
COMMANDS = (
    Command("up", "Set everything up, then run web server and workers until Ctrl-C"),
    Command("test", "Run all checks and tests; with arguments, run pytest with them", passes_through=True),
    Command("setup", "Do what 'up' does, without starting anything"),
    Command("web", "Run the web server"),
    Command("worker", "Run a worker: it does the jobs that wait in the database"),
    Command("administrator", "Say who runs the installation; opens the account where there is none"),
    Command("starter", "Load the offices and the software that come with the program"),
    Command("harvest", "Walk through sources now and bring the catalogue up to date"),
    Command("migrate", "Bring the database's tables up to date"),
    Command("backup", "Write database, keys and uploads into one file"),
    Command("restore", "Read back what 'backup' wrote"),
    Command("stop", "Stop what 'up' started, and the private database"),
    Command("publiccode", "Check, upgrade or write publiccode.yml files"),
    Command("sbom", "Check, compare, convert or hand in lists of software parts (SBOMs) and lock files"),
    Command("advisories", "Read what is known of vulnerabilities, over the network or from files; say how fresh it is"),
    Command("health", "Say whether software is maintained, by its history; read when releases come to their end"),
    Command("risk", "Say whether a release may go out, by what is known of its parts (a gate for build servers)"),
    Command("licence", "Say what a licence means and asks, whether two go together, which to choose; write our NOTICE"),
    Command("screening", "Say whether a library may be used, by what is known of it and by the policy"),
    Command("manage", "Call one of Django's own commands", passes_through=True),
)


class Module(Protocol):
    """What the module of a command offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; return the exit code."""


class Refusal(Exception):
    """A command cannot do what was asked; the message tells the user why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Call the command that the arguments name; without any, list the commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.server.settings")
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in ("-h", "--help", "help"):
        print(_overview())
        return 0
    command = next((command for command in COMMANDS if command.word == words[0]), None)
    if command is None:
        print(f"There is no command '{words[0]}'.\n\n{_overview()}", file=sys.stderr)
        return 2
    try:
        return _call(command, words[1:])
    except (Refusal, DatabaseUnavailable) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _call(command: Command, words: list[str]) -> int:
    module = cast("Module", importlib.import_module(f"commonweal.cli.{command.word}"))
    parser = argparse.ArgumentParser(prog=f"./commonweal {command.word}", description=f"{command.summary}.")
    if command.passes_through:
        return module.run(argparse.Namespace(arguments=words))
    module.add_arguments(parser)
    return module.run(parser.parse_args(words))


def _overview() -> str:
    width = max(len(command.word) for command in COMMANDS)
    lines = [f"  {command.word:<{width}}  {command.summary}." for command in COMMANDS]
    return "\n".join(
        ["Usage: ./commonweal COMMAND", "", *lines, "", "./commonweal COMMAND --help tells a command's own options."]
    )
