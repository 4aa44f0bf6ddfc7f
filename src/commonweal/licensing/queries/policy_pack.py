"""The pack of rules that holds where an office wrote none of its own."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from commonweal.licensing.rules.policy import Policy, Rule, rule_from
from commonweal.standards.packs import Pack, head_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "licence-policy.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPack(Pack):
    """What packs/licence-policy.yaml says."""

    rules: tuple[Rule, ...]


@cache
def policy_pack() -> PolicyPack:
    """What holds in this installation."""
    pack = yaml.safe_load(PACK.read_text())
    return PolicyPack(
        **head_of(pack),
        rules=tuple(rule_from(each) for each in pack["rules"]),
    )


@cache
def standard_policy() -> Policy:
    """The policy of the pack; it remembers, so that there is one."""
    return Policy(policy_pack().name, policy_pack().rules)


def policy_of(rules: tuple[Rule, ...], name: str) -> Policy:
    """An office's own rules in front of those of the pack."""
    return Policy(f"{name}, {policy_pack().name}", (*rules, *policy_pack().rules))
