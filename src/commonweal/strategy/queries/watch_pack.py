"""The pack of the fragility watch: from when on something is an alarm."""

from dataclasses import dataclass
from functools import cache

from commonweal.strategy.queries.packs import WordedPack, head_of, read_pack
from commonweal.strategy.rules.alarms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPack(WordedPack):
    """What packs/watch.yaml says."""

    terms: Terms
    plan_months: int
    plan_gap_months: int
    team_months: int
    team_missing_days: int


@cache
def watch_pack() -> WatchPack:
    """What holds in this installation."""
    pack = read_pack("watch")
    terms = Terms(int(pack["funding_days"]), int(pack["plan_month"]), int(pack["least_people"]))
    return WatchPack(
        **head_of(pack),
        terms=terms,
        plan_months=int(pack["plan_months"]),
        plan_gap_months=int(pack["plan_gap_months"]),
        team_months=int(pack["team_months"]),
        team_missing_days=int(pack["team_missing_days"]),
    )
