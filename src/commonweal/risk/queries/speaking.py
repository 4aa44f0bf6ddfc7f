"""Why this one counts: all who speak of a vulnerability in a system, in the order in which they count."""

from dataclasses import dataclass
from itertools import zip_longest

from django.utils import timezone

from commonweal.components.models import PackageVersion
from commonweal.components.queries import Scope
from commonweal.risk.models import Decision, Vulnerability
from commonweal.risk.queries import findings
from commonweal.risk.queries.decided import keys_of, overseers_by_body, statements_about
from commonweal.risk.rules.decisions import Difference, Situation, Standing, difference, ranked
from commonweal.usage.models import System


@dataclass(frozen=True, slots=True)
class Voice:
    """A decision that speaks of a finding; `difference` is why it counts before the next, None for the last."""

    decision: Decision
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A version that is hit, and who speaks of it: the first counts; without any it is open."""

    version: PackageVersion
    voices: tuple[Voice, ...]
    standing: Standing


def voices_about(vulnerability: Vulnerability, system: System) -> list[Finding]:
    """Give the versions of a system that the vulnerability hits, with all who speak of them."""
    scope = Scope(bodies=frozenset({system.owner_id or 0}))
    hits = [hit for hit in findings.hits(findings.question_of([vulnerability.pk]), scope) if hit.system == system.pk]
    statements = statements_about([vulnerability.pk], scope.bodies).get(vulnerability.pk, [])
    overseers = overseers_by_body([statements])
    keys = keys_of({hit.version for hit in hits})
    versions = PackageVersion.objects.select_related("package").in_bulk([hit.version for hit in hits])
    spoken = Decision.objects.select_related("body", "system", "package", "by").in_bulk(
        [each.id for each in statements]
    )
    found = []
    for hit in hits:
        situation = Situation(hit.system, hit.body, overseers(hit.body), *keys[hit.version])
        order = ranked(statements, situation, timezone.localdate())
        voices = tuple(
            Voice(spoken[each.id], difference(each, after, situation) if after else None)
            for each, after in zip_longest(order, order[1:])
        )
        found.append(Finding(versions[hit.version], voices, order[0].standing if order else Standing.OPEN))
    return found
