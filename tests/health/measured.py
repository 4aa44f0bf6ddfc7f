"""The figures of the baselines: windows are counted back from the last commit, every domain is an organisation."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from commonweal.connectors.git_history import history_of
from commonweal.health.rules.counting import commits, figures
from commonweal.health.rules.tally import Window
from tests.health.histories import NOW, raw_domains


def measured(place: Path, now: datetime = NOW) -> dict[str, Any]:
    """Count what a baseline tells, but for what needs names."""
    with history_of(place) as history:
        tags = history.tags()
        work = raw_domains(history.glances(), now)
    ever = figures(work, None)
    found: dict[str, Any] = {
        "commits_all": len(work.commits) + work.merges + work.by_bots,
        "commits_nomerge": len(work.commits) + work.by_bots,
        "bot_commits": work.by_bots,
        "authors_email": ever.active_authors,
        "caf50_email": ever.absence_factor,
        "caf80_email": ever.core_size,
        "elephant50_domain": ever.elephant_factor or 0,
        "tags": len(tags),
    }
    if work.first and work.last:
        year = figures(work, Window(work.last, 365))
        found |= {
            "commits_365d_before_head": year.commits,
            "authors_365d": year.active_authors,
            "caf50_365d": year.absence_factor,
            "commits_90d": commits(work, Window(work.last, 90)),
        }
    return found


def unlike(found: dict[str, Any], baseline: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Give what differs: ours, theirs."""
    return {key: (value, baseline[key]) for key, value in found.items() if value != baseline[key]}
