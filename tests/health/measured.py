"""The figures of the baselines: windows are counted back from the last commit, every domain is an organisation.

Its last day is that of programs too, and the authors of its vitality are those of merges besides.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from commonweal.connectors.git_history import history_of
from commonweal.health.rules.claims import italian_vitality
from commonweal.health.rules.counting import absence_factor, commits, figures
from commonweal.health.rules.tally import Window
from tests.health.histories import NOW, raw_domains


def measured(place: Path, now: datetime = NOW) -> dict[str, Any]:
    """Count what a baseline tells, but for what needs names."""
    with history_of(place) as history:
        tags = history.tags()
        every = list(history.glances())
    work = raw_domains(every, now)
    ever = figures(work, None)
    single = [each for each in every if not each.is_merge]
    moments = [each.seconds for each in single if each.seconds is not None]
    by_domain = Counter({name: len(moments) for name, moments in work.by_organisation.items() if name})
    found: dict[str, Any] = {
        "commits_all": len(work.commits) + work.merges + work.by_bots,
        "commits_nomerge": len(work.commits) + work.by_bots,
        "bot_commits": work.by_bots,
        "authors_email": ever.active_authors,
        "caf50_email": ever.absence_factor,
        "caf80_email": ever.core_size,
        "elephant50_domain": ever.elephant_factor or 0,
        "tags": len(tags),
        "top_domains": [[name, count] for name, count in by_domain.most_common(3)],
    }
    if moments:
        first, last = (datetime.fromtimestamp(moment, UTC) for moment in (min(moments), max(moments)))
        found |= {
            "last": last.date().isoformat(),
            "it_vitality_floor_if_no_activity": italian_vitality(
                authors=len({each.author.mail for each in every}),
                changes_a_day=0,
                releases_a_day=0,
                age_days=(last - first).days,
            ),
        }
    if work.first and work.last:
        year = figures(work, Window(work.last, 365))
        found |= {
            "first": work.first.date().isoformat(),
            "commits_365d_before_head": year.commits,
            "authors_365d": year.active_authors,
            "caf50_365d": year.absence_factor,
            "commits_90d": commits(work, Window(work.last, 90)),
        }
    return found


def unlike(found: dict[str, Any], baseline: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Give what differs: ours, theirs."""
    return {key: (value, baseline[key]) for key, value in found.items() if value != baseline[key]}


def recounted(place: Path) -> dict[str, int]:
    """Count what the list of histories tells of each: every commit counts there, those of programs and merges too."""
    with history_of(place) as history:
        every = list(history.glances())
        tags = len(history.tags())
    by_mail = Counter(each.author.mail for each in every)
    return {
        "commits": len(every),
        "merges": sum(1 for each in every if each.is_merge),
        "bot_commits": sum(1 for each in every if each.author.name.endswith("[bot]")),
        "authors": len(by_mail),
        "half_commits_by": absence_factor(by_mail.values()),
        "tags": tags,
    }
