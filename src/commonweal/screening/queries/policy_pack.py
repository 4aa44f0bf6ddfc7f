"""The pack of the policy: what holds in this installation."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from commonweal.screening.rules.policy import Policy
from commonweal.screening.rules.reasons import Lane
from commonweal.standards.cvss import Band
from commonweal.standards.packs import Pack, head_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "screening-policy.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPack(Pack):
    """The policy with what people read of it."""

    policy: Policy


@cache
def policy_pack() -> PolicyPack:
    """What holds in this installation."""
    pack = yaml.safe_load(PACK.read_text())
    head = Pack(**head_of(pack))
    lanes = {use: {name: Lane(lane) for name, lane in of.items()} for use, of in pack["lanes"].items()}
    policy = Policy(
        name=head.name,
        lanes=lanes,
        fits={answer: Lane(lane) for answer, lane in pack["fits"].items()},
        approve_up_to=Band(pack["approve_up_to"]),
        unknown_band_counts_as=Band(pack["unknown_band_counts_as"]),
        may_be_unknown=frozenset(pack["may_be_unknown"]),
        takes_stated_licence=pack["takes_stated_licence"],
        ends_soon_days=pack["ends_soon_days"],
        working_days=pack["working_days"],
        ruling_holds_days=pack["ruling_holds_days"],
        small_fix_hours=pack["small_fix_hours"],
        **{name: Lane(pack[name]) for name in _LANES},
    )
    return PolicyPack(**head_of(pack), policy=policy)


_LANES = ("exploited", "malicious", "stopped_at_gate", "past_end_of_life", "word_no")
