"""What is used most and maintained least, over all organisations.

Use of software in the catalogue is what the viewer may see claimed; what systems run counts within the scope only.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone

from commonweal.catalogue.models import Entry
from commonweal.components.queries import Scope
from commonweal.health.models import LifecycleProduct, PackageFacts
from commonweal.health.queries.lifecycle_runs import CycleRun, Way, runs
from commonweal.health.queries.package_facts import standing_package_facts
from commonweal.health.queries.screening_packs import screening_pack
from commonweal.health.queries.sustainability import answer_of, statements_of
from commonweal.health.queries.sustainability_pack import sustainability_pack
from commonweal.health.rules.phases import Phase
from commonweal.health.rules.ranking import Concern, Use, place, step_of
from commonweal.health.rules.words import Answer, Word
from commonweal.organisations.models import Visibility
from commonweal.organisations.queries import Viewer, visible
from commonweal.usage.queries.claims import claims_for, in_use
from commonweal.usage.queries.contracts import seen_contracts

# So many packages of which no end is known are ranked, deprecated ones first; the rest are used by fewer.
MOST_PACKAGES = 100
_OF_PHASE = {Phase.PAST: Concern.PAST_END, Phase.EXTENDED: Concern.EXTENDED, Phase.SOON: Concern.ENDS_SOON}
_PACKAGES = """
    SELECT p.id, p.purl, count(DISTINCT s.owner_id), count(DISTINCT s.id),
      EXISTS (SELECT 1 FROM health_packagefacts f WHERE f.purl = p.purl AND f.is_deprecated) AS was_deprecated
    FROM components_package p
    JOIN components_packageversion v ON v.package_id = p.id
    JOIN components_occurrence o ON o.package_version_id = v.id AND NOT o.is_source
    JOIN usage_system s ON s.id = o.system_id
    WHERE s.visibility >= %(rung)s AND (s.ended_on IS NULL OR s.ended_on > CURRENT_DATE)
      AND (%(bodies)s::bigint[] IS NULL OR s.owner_id = ANY(%(bodies)s))
      AND NOT EXISTS (SELECT 1 FROM health_lifecyclerange r WHERE r.type = p.type AND r.name = p.name)
    GROUP BY p.id, p.purl ORDER BY was_deprecated DESC, 3 DESC, 4 DESC, p.purl LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class RankedUse:
    """A row of the list; `kind` is software, product or package, `claimed` how many organisations say so themselves."""

    kind: str
    use: Use
    address: str
    step: str
    claimed: int = 0


@dataclass(slots=True)
class _Seen:
    bodies: set[int] = field(default_factory=set)
    claimed: set[int] = field(default_factory=set)
    systems: set[int] = field(default_factory=set)
    concerns: set[Concern] = field(default_factory=set)


def most_used(viewer: Viewer, scope: Scope) -> list[RankedUse]:
    """Everything in use, in the order of the pack."""
    found = runs(scope)
    rows = [*_software(viewer, scope, found), *_products(scope, found), *_packages(scope)]
    steps = sustainability_pack().steps
    return sorted(rows, key=lambda row: (*place(row.use, steps), row.kind, row.address))


def _software(viewer: Viewer, scope: Scope, found: Collection[CycleRun]) -> list[RankedUse]:
    seen: dict[int, _Seen] = defaultdict(_Seen)
    for claimed, owner in in_use(claims_for(viewer)).values_list("entry_id", "owner_id"):
        if owner is not None:
            seen[claimed].bodies.add(owner)
            seen[claimed].claimed.add(owner)
    entry_of: dict[int, int] = {}
    for system, run_there, owner in scope.systems().values_list("pk", "entry_id", "owner_id"):
        if run_there is not None and owner is not None:
            seen[run_there].systems.add(system)
            seen[run_there].bodies.add(owner)
            entry_of[system] = run_there
    for run in found:
        if run.way is Way.SYSTEM and run.system in entry_of and run.phase in _OF_PHASE:
            seen[entry_of[run.system]].concerns.add(_OF_PHASE[run.phase])
    judged = {entry_of[run.system] for run in found if run.way is Way.SYSTEM and run.system in entry_of and run.cycle}
    said = statements_of(seen.keys())
    ended = _with_ended_contract(viewer, entry_of)
    entries = visible(Entry.objects.filter(pk__in=seen), viewer).only("pk", "name", "slug", "is_archived")
    rows = []
    for entry in entries:
        one = seen[entry.pk]
        alive, shared = (answer_of(said.get(entry.pk, ()), word) for word in (Word.ALIVE, Word.SHARED))
        held = {
            Concern.ARCHIVED: entry.is_archived,
            Concern.FORSAKEN: alive is Answer.NO,
            Concern.QUIET: alive is Answer.WATCH,
            Concern.ONE_PERSON: shared is Answer.WATCH,
            Concern.CONTRACT_ENDED: entry.pk in ended,
        }
        one.concerns |= {concern for concern, holds in held.items() if holds}
        if not one.concerns and alive is not Answer.YES and entry.pk not in judged:
            one.concerns.add(Concern.NOTHING_KNOWN)
        rows.append(_row("software", entry.name, entry.get_absolute_url(), one))
    return rows


def _products(scope: Scope, found: Collection[CycleRun]) -> list[RankedUse]:
    owners = dict(scope.systems().filter(pk__in={run.system for run in found}).values_list("pk", "owner_id"))
    seen: dict[int, _Seen] = defaultdict(_Seen)
    for run in found:
        owner = owners.get(run.system)
        if owner is None:
            continue
        one = seen[run.product]
        one.bodies.add(owner)
        one.systems.add(run.system)
        if run.phase in _OF_PHASE:
            one.concerns.add(_OF_PHASE[run.phase])
        elif run.phase is Phase.UNKNOWN:
            one.concerns.add(Concern.NOTHING_KNOWN)
    for one in seen.values():
        # Where something graver is known, that one version is not stated says nothing more.
        if len(one.concerns) > 1:
            one.concerns.discard(Concern.NOTHING_KNOWN)
    products = LifecycleProduct.objects.in_bulk(seen)
    return [_row("product", products[pk].label, products[pk].get_absolute_url(), one) for pk, one in seen.items()]


def _packages(scope: Scope) -> list[RankedUse]:
    if scope.is_empty:
        return []
    asked = {
        "rung": Visibility.BODY.value,
        "bodies": None if scope.is_everything else sorted(scope.bodies),
        "most": MOST_PACKAGES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PACKAGES, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    # Only of packages within the scope: that there are facts tells that somebody has them in a list.
    facts = standing_package_facts(purl for _, purl, *_ in rows)
    found = []
    for pk, purl, bodies, systems, _was_deprecated in rows:
        concerns = _said_by_registry(facts.get(purl))
        step = step_of(concerns, sustainability_pack().steps)
        found.append(RankedUse("package", Use(purl, bodies, systems, concerns), f"/packages/{pk}", step))
    return found


def _said_by_registry(facts: PackageFacts | None) -> frozenset[Concern]:
    if facts is not None and facts.is_deprecated:
        return frozenset({Concern.DEPRECATED})
    if facts is None or facts.last_release_at is None:
        return frozenset({Concern.NOTHING_KNOWN})
    age_days = (timezone.now() - facts.last_release_at).days
    is_old = age_days > screening_pack().screening.old_release_days
    return frozenset({Concern.OLD_RELEASE} if is_old else ())


def _with_ended_contract(viewer: Viewer, entry_of: Mapping[int, int]) -> set[int]:
    """Give the software for which a contract that the viewer sees has ended, and none goes on."""
    today = timezone.localdate()
    rows = seen_contracts(viewer).filter(systems__in=entry_of).values_list("systems", "ends_on", "terminated_on")
    going: set[int] = set()
    ended: set[int] = set()
    for system, ends_on, terminated_on in rows:
        last = min((day for day in (ends_on, terminated_on) if day is not None), default=None)
        (ended if last is not None and last < today else going).add(entry_of[system])
    return ended - going


def _row(kind: str, name: str, address: str, one: _Seen) -> RankedUse:
    use = Use(name, len(one.bodies), len(one.systems), frozenset(one.concerns))
    return RankedUse(kind, use, address, step_of(use.concerns, sustainability_pack().steps), len(one.claimed))
