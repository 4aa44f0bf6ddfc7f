"""The pack of rules that holds where an office wrote none of its own."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from commonweal.licensing.rules.policy import Policy, Rule, rule_from

PACK = Path(__file__).resolve().parent.parent / "packs" / "licence-policy.yaml"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a judgement comes from."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class PolicyPack:
    """What packs/licence-policy.yaml says; `name` is the pack with its version."""

    name: str
    title: str
    note: str
    sources: tuple[Source, ...]
    rules: tuple[Rule, ...]


@cache
def policy_pack() -> PolicyPack:
    """What holds in this installation."""
    pack = yaml.safe_load(PACK.read_text())
    return PolicyPack(
        name=f"{pack['pack']} {pack['version']}",
        title=pack["title"],
        note=pack["note"].strip(),
        sources=tuple(Source(each["title"], each.get("url", "")) for each in pack["sources"]),
        rules=tuple(rule_from(each) for each in pack["rules"]),
    )


@cache
def standard_policy() -> Policy:
    """The policy of the pack; it remembers, so that there is one."""
    return Policy(policy_pack().name, policy_pack().rules)


def policy_of(rules: tuple[Rule, ...], name: str) -> Policy:
    """An office's own rules in front of those of the pack."""
    return Policy(f"{name}, {policy_pack().name}", (*rules, *policy_pack().rules))
