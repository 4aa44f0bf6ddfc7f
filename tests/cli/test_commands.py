"""The list of commands, and how a command is found and refused."""

import argparse
import importlib
import re

import pytest

from commonweal.cli import commands
from commonweal.cli.commands import COMMANDS, Command, main
from commonweal.server import paths


def test_no_argument_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0

    listed = capsys.readouterr().out
    assert all(f"  {command.word} " in listed and command.summary in listed for command in COMMANDS)


def test_a_word_that_is_no_command_is_refused_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["upp"]) == 2

    assert "There is no command 'upp'." in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.word)
def test_every_command_has_its_module(command: Command) -> None:
    module = importlib.import_module(f"commonweal.cli.{command.word}")

    module.add_arguments(argparse.ArgumentParser())
    assert callable(module.run)


def test_a_refusal_is_one_message_and_exit_code_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(options: argparse.Namespace) -> int:
        raise commands.Refusal("The port is taken.")

    monkeypatch.setattr(importlib.import_module("commonweal.cli.stop"), "run", refuse)

    assert main(["stop"]) == 1
    assert capsys.readouterr().err == "The port is taken.\n"


def test_the_setting_up_steps_are_numbered_to_their_last() -> None:
    from commonweal.cli import environment, setting_up

    assert len(setting_up.STEPS) + 1 == environment.STEPS


def test_every_setting_is_in_the_reference() -> None:
    sources = [*paths.PACKAGE.rglob("*.py"), paths.PROJECT / "commonweal"]
    used = {name for file in sources for name in re.findall(r"\bCOMMONWEAL_[A-Z_]+\b", file.read_text())}
    reference = (paths.PROJECT / "docs" / "reference" / "settings.md").read_text()

    missing = sorted(name for name in used if f"`{name}`" not in reference)

    assert not missing, f"write these into docs/reference/settings.md: {missing}"
