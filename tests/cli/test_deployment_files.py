"""The files for operators name commands, options and settings that exist."""

import argparse
import configparser
import importlib
import re
import shlex

import pytest
import yaml

from commonweal.cli.commands import COMMANDS
from commonweal.server import paths

DEPLOY = paths.PROJECT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
KNOWN = set(re.findall(r"`([A-Z_]+)`", (paths.PROJECT / "docs" / "reference" / "settings.md").read_text()))


def assert_is_a_command(words: list[str]) -> None:
    """Parse the words after `./commonweal` as the command line itself would."""
    assert words[0] in {command.word for command in COMMANDS}
    module = importlib.import_module(f"commonweal.cli.{words[0]}")
    parser = argparse.ArgumentParser(exit_on_error=False)
    module.add_arguments(parser)
    parser.parse_args(words[1:])


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[method-assign, assignment]
    parser.read(DEPLOY / "systemd" / name)
    return parser


@pytest.mark.parametrize("name", [file.name for file in UNITS])
def test_a_unit_runs_a_command_that_exists(name: str) -> None:
    service = unit(name)["Service"]

    for key in ("ExecStartPre", "ExecStart"):
        if line := service.get(key):
            program, *words = shlex.split(line)
            assert program == "/opt/commonweal/commonweal"
            assert_is_a_command(words)


@pytest.mark.parametrize("name", [file.name for file in UNITS])
def test_a_unit_is_kept_from_the_rest_of_the_machine(name: str) -> None:
    service = unit(name)["Service"]

    assert service["User"] == "commonweal"
    assert service["NoNewPrivileges"] == service["ProtectHome"] == "yes"
    assert service["ProtectSystem"] == "strict"


def test_a_unit_gives_workers_longer_to_stop_than_they_give_their_jobs() -> None:
    from commonweal.server.jobs import STOP_SECONDS

    assert int(unit("commonweal-worker@.service")["Service"]["TimeoutStopSec"]) > STOP_SECONDS


def test_the_containers_use_known_settings_and_commands() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())

    assert set(compose["services"]) == {"database", "web", "worker"}
    for name in ("web", "worker"):
        service = compose["services"][name]
        assert set(service["environment"]) <= KNOWN
        if command := service.get("command"):
            assert_is_a_command(command[1:])


def test_the_image_is_built_by_known_instructions_as_a_plain_user() -> None:
    text = re.sub(r"\\\n", " ", (DEPLOY / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]

    instructions = [line.split()[0] for line in lines]
    assert set(instructions) <= {"FROM", "RUN", "USER", "WORKDIR", "COPY", "ENV", "EXPOSE", "VOLUME", "CMD"}
    assert instructions[0] == "FROM"
    assert instructions.index("USER") < instructions.index("CMD")
    for words in re.findall(r"\./commonweal ((?:[a-z]+)(?: --?[\w.-]+(?: [\w.]+)?)*)", text):
        assert_is_a_command(shlex.split(words))


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_passes_on_to_the_port_of_the_web_service(name: str) -> None:
    text = (DEPLOY / name).read_text()

    assert "127.0.0.1:8000" in text
    assert text.count("{") == text.count("}")


def test_the_guide_for_operators_names_known_settings_and_commands() -> None:
    text = (paths.PROJECT / "docs" / "operate" / "production.md").read_text()

    assert set(re.findall(r"COMMONWEAL_[A-Z_]+", text)) <= KNOWN
    for word in re.findall(r"\./commonweal (\w+)", text):
        assert word in {command.word for command in COMMANDS}
