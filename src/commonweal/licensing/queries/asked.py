"""What the policy of a body says to licences that somebody asks about, before anything runs with them.

For contexts above, in plain words: what is asked is no part of a system yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonweal.components.models import Package
from commonweal.components.queries import Part
from commonweal.licensing.queries.concluded import conclusions_for
from commonweal.licensing.queries.judging import OWN_CHOICE, Judge
from commonweal.licensing.queries.policy_pack import standard_policy
from commonweal.licensing.rules.policy import NOT_READ, Policy, Scope, Use
from commonweal.standards.licence_kinds import Kind, kind_of_expression

# For what somebody asks, as they say it: how licences look at it, and whether it is delivered at all.
USES: Mapping[str, tuple[Use, Scope]] = {
    "internal": (Use.INTERNAL, Scope.RUNTIME),
    "service": (Use.SERVICE, Scope.RUNTIME),
    "distributed": (Use.BINARY, Scope.RUNTIME),
    "development": (Use.INTERNAL, Scope.DEVELOPMENT),
}

AskedPolicy = Policy


@dataclass(frozen=True, slots=True)
class AskedVerdict:
    """What the policy says: "allowed", "look" or "refused", about which kind of licence."""

    outcome: str
    kind: Kind
    is_read: bool = True
    is_own_choice: bool = False


def policy_for(body: int | None) -> Policy:
    """The policy of a body; that of the pack where none is named."""
    return standard_policy() if body is None else Judge([body]).policy(body)


def verdict_for(policy: Policy, expression: str, use: str, package_type: str, purl: str) -> AskedVerdict:
    """Say what a policy says to an expression; `use` is one of `USES`."""
    how, scope = USES[use]
    verdict = policy.verdict(expression, how, scope, package_type, purl)
    is_own = bool(verdict.parts) and verdict.parts[0].rule == OWN_CHOICE
    kind = kind_of_expression(verdict.chosen or expression)
    return AskedVerdict(verdict.outcome.value, kind, verdict.sentence != NOT_READ, is_own)


def concluded_for(parts: Sequence[Part], body: int) -> dict[tuple[str, str, str], str]:
    """What a person concluded of these versions, as it reaches a body: the expression by type, name and version."""
    known = conclusions_for([body])
    packages = Package.objects.filter(pk__in=known.by_package) if known.by_package else Package.objects.none()
    numbers = {(each.type, each.name, each.distribution): each.pk for each in packages}
    found = {}
    for part in parts:
        number = numbers.get(part.package.key)
        if number is not None:
            concluded, _near = known.counting(number, part.key, body)
            if concluded is not None:
                found[part.package.type, part.package.name, part.version] = concluded.expression
    return found
