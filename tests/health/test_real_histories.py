"""Real histories of the public sector, made into repositories again, give the figures others measured on them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from commonweal.connectors.git_history import history_of
from commonweal.health.rules.counting import absence_factor
from tests.health.histories import replayed
from tests.health.measured import measured, recounted, unlike

# benchmarks/git_facts.py goes through all 104.
MOST_COMMITS = 2_000
# The smaller ones that have a baseline.
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


def test_real_histories_give_the_counts_told_of_them(shared_data: Path, tmp_path: Path) -> None:
    with (shared_data / "git" / "manifest.csv").open() as file:
        told = [row for row in csv.DictReader(file) if int(row["commits"]) <= MOST_COMMITS]

    wrong = {}
    for row in told:
        log = shared_data / "git" / row["log"]
        found = recounted(replayed(log, tmp_path / log.stem))
        if different := {key: (count, row[key]) for key, count in found.items() if count != int(row[key])}:
            wrong[row["repo"]] = different

    assert len(told) == 80
    assert wrong == {}


def test_the_counts_of_other_tools_are_met(shared_data: Path, tmp_path: Path) -> None:
    oracles = json.loads((shared_data / "practice" / "test-oracles.json").read_text())["oracles"]
    known = {each["metric"]: each["expected"] for each in oracles if "expected" in each}
    pydriller = known["pydriller non-merge on same"]
    perceval = known["perceval git on publiccodenet/standard@d7c76d3"]
    place = replayed(shared_data / "git" / "logs" / "publiccodenet__standard.jsonl.gz", tmp_path / "one.git")

    with history_of(place) as history:
        every = list(history.commits())
    single = [commit for commit in every if not commit.is_merge]
    of_all = Counter(commit.author.mail for commit in every)

    assert len(single) == pydriller["commits"] == 1131
    assert len({commit.author.mail for commit in single}) == pydriller["authors"] == 27
    # perceval reads every ref, of which six commits are not in the history of the branch that is here.
    assert len(every) == perceval["commits"] - 6
    assert absence_factor(of_all.values()) == perceval["caf"] == 2
