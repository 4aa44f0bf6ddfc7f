"""What the registry of a package advises, as a reason; none where nothing of concern is known.

Registries are asked only about packages in lists of components, so that there are facts tells that somebody has the
package. Hence they count only for who sees a system that runs it.
"""

from collections.abc import Sequence

from commonweal.components.models import Package
from commonweal.health.models import PackageFacts
from commonweal.health.queries.package_facts import standing_package_facts
from commonweal.screening.queries.wanted import Asker, Wanted, part_of
from commonweal.screening.rules.reasons import Colour, Lane, Perspective, Reason


def registry_reasons(wanted: Sequence[Wanted], asker: Asker) -> list[list[Reason]]:
    """Give the reasons for each."""
    parts = [part_of(each) for each in wanted]
    purls = {part.package.purl for part in parts if part is not None}
    if not purls or asker.scope.is_empty:
        return [[] for _ in wanted]
    running = Package.objects.filter(purl__in=purls, versions__occurrences__system__in=asker.scope.systems())
    facts = standing_package_facts(running.values_list("purl", flat=True))
    return [_reasons(facts.get(part.package.purl), part.version) if part else [] for part in parts]


def _reasons(facts: PackageFacts | None, version: str) -> list[Reason]:
    if facts is None:
        return []
    found = []
    if facts.is_deprecated:
        found.append(_reason("health.deprecated_why" if facts.advice else "health.deprecated", facts))
    if version and version in facts.withdrawn:
        found.append(_reason("health.taken_back", facts))
    return found


def _reason(sentence: str, facts: PackageFacts) -> Reason:
    said: dict[str, str | int] = {"advice": facts.advice} if facts.advice else {}
    as_of = facts.seen_at.date().isoformat()
    return Reason(Perspective.HEALTH, Colour.AMBER, Lane.PERSON, sentence, said, "registry", as_of)
