"""Real histories of the public sector, made into repositories again, give the figures others measured on them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commonweal.connectors.git_history import history_of
from tests.health.histories import replayed
from tests.health.measured import measured, unlike

# The smaller ones that have a baseline; benchmarks/git_facts.py goes through all 104.
REPOSITORIES = (
    "AgID/pat",
    "MinBZK/regelrecht",
    "OS2borgerPC/os2borgerpc-admin-site",
    "cityvizor/cityvizor",
    "codegouvfr/sill",
    "italia/developers-italia-api",
    "kiesraad/abacus",
    "publiccodenet/standard",
    "suitenumerique/docs",
)


@pytest.mark.parametrize("name", REPOSITORIES)
def test_the_figures_of_a_real_history_match(name: str, shared_data: Path, tmp_path: Path) -> None:
    known = json.loads((shared_data / "practice" / "git-health-baselines.json").read_text())["repos"]
    baseline = next(each for each in known if each["repo"] == name)
    log = shared_data / "git" / "logs" / f"{name.replace('/', '__')}.jsonl.gz"

    found = measured(replayed(log, tmp_path / "one.git"))

    assert unlike(found, baseline) == {}


def test_the_count_of_another_tool_is_met(shared_data: Path, tmp_path: Path) -> None:
    oracles = json.loads((shared_data / "practice" / "test-oracles.json").read_text())["oracles"]
    known = next(each["expected"] for each in oracles if each["metric"] == "pydriller non-merge on same")
    place = replayed(shared_data / "git" / "logs" / "publiccodenet__standard.jsonl.gz", tmp_path / "one.git")

    with history_of(place) as history:
        found = [commit for commit in history.commits() if not commit.is_merge]

    assert len(found) == known["commits"] == 1131
    assert len({commit.author.mail for commit in found}) == known["authors"] == 27
