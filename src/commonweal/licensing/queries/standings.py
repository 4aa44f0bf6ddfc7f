"""How systems stand with their licences, counted in the database for many at once, and so what their lights show."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from commonweal.components.models import PackageVersion
from commonweal.components.queries import Scope
from commonweal.licensing.models import Fulfilment
from commonweal.licensing.queries.judging import Judge
from commonweal.licensing.queries.obligations_pack import duties
from commonweal.licensing.queries.uses import judged_as, uses_of
from commonweal.licensing.rules.judging import Judgement, Standing
from commonweal.licensing.rules.lights import Facts
from commonweal.licensing.rules.obligations import checklist
from commonweal.licensing.rules.policy import Use
from commonweal.licensing.rules.statements import Origin
from commonweal.organisations.models import Visibility

IN_SCOPE = """
    s.visibility >= %(rung)s AND (s.ended_on IS NULL OR s.ended_on > CURRENT_DATE)
      AND (%(bodies)s::bigint[] IS NULL OR s.owner_id = ANY(%(bodies)s))
      AND (%(systems)s::bigint[] IS NULL OR s.id = ANY(%(systems)s))
"""
# A version counts once for each system; what several of its lists say of it is taken together (the judge takes each
# once). Source packages of distributions are left out: what was built from them stands beside them.
RUN = f"""
    SELECT o.system_id, s.owner_id, o.package_version_id AS version_id,
        array_agg(o.licence_id) FILTER (WHERE o.licence_id IS NOT NULL) AS said
    FROM components_occurrence o JOIN usage_system s ON s.id = o.system_id
    WHERE NOT o.is_source AND {IN_SCOPE} GROUP BY o.system_id, s.owner_id, o.package_version_id
"""  # noqa: S608  fixed text
_COUNTED = f"""
    WITH run AS ({RUN})
    SELECT run.system_id, run.owner_id, run.said, p.type,
        CASE WHEN v.package_id = ANY(%(concluded)s::bigint[]) THEN v.id END AS single, count(*),
        CASE WHEN run.system_id = ANY(%(fulfilled)s::bigint[]) THEN array_agg(DISTINCT v.package_id) END
    FROM run JOIN components_packageversion v ON v.id = run.version_id JOIN components_package p ON p.id = v.package_id
    GROUP BY run.system_id, run.owner_id, run.said, p.type, single
"""  # noqa: S608  fixed text
_LISTS = f"""
    SELECT s.id, count(d.id), min(LEAST(d.made_at, d.received_at)),
        CASE WHEN bool_and(d.counted ? 'with_purl')
            THEN sum((d.counted->>'components')::int - (d.counted->>'with_purl')::int) END
    FROM usage_system s LEFT JOIN components_sbomdocument d ON d.system_id = s.id AND d.replaced_at IS NULL
    WHERE {IN_SCOPE} GROUP BY s.id
"""  # noqa: S608  fixed text


@dataclass(slots=True)
class _Tally:
    """What is counted of one system; `asked` are the packages that ask for each duty, None where not needed."""

    standings: dict[Standing, int] = field(default_factory=lambda: defaultdict(int))
    detected: int = 0
    asked: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


def facts_by_system(scope: Scope, systems: Collection[int] | None = None) -> dict[int, Facts]:
    """Give what is known of each system within the scope, or of those named by primary key."""
    lists = asked(_LISTS, scope, systems)
    wanted = [row[0] for row in lists]
    uses, done = uses_of(wanted), fulfilled(wanted)
    tallies = _tallies(scope, systems, uses, done)
    return {row[0]: _facts(row, tallies.get(row[0], _Tally()), uses.get(row[0]), done.get(row[0], {})) for row in lists}


def fulfilled(systems: Collection[int]) -> dict[int, dict[str, frozenset[int]]]:
    """Give the packages for which each obligation of a system is done, by system and obligation."""
    found: dict[int, dict[str, frozenset[int]]] = defaultdict(dict)
    for each in Fulfilment.objects.filter(system__in=systems, ended_at=None):
        found[each.system_id][each.obligation] = frozenset(each.packages)
    return dict(found)


@lru_cache(maxsize=20_000)
def duties_of(expression: str, use: Use, chosen: str) -> tuple[str, ...]:
    """What an expression asks to do for a use, by name."""
    tasks = [duty for duty in duties() if not duty.is_note]
    return tuple(each.id for each in checklist(tasks, expression, use, chosen=chosen).duties)


def asked(query: str, scope: Scope, systems: Collection[int] | None, **more: list[int]) -> list[tuple[Any, ...]]:
    """Ask the database within the scope; nothing at all for an empty one."""
    if scope.is_empty:
        return []
    named: dict[str, int | list[int] | None] = {
        **more,
        "rung": Visibility.BODY.value,
        "bodies": None if scope.is_everything else sorted(scope.bodies),
        "systems": None if systems is None else sorted(systems),
    }
    with connection.cursor() as cursor:
        cursor.execute(query, named)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _tallies(
    scope: Scope, systems: Collection[int] | None, uses: Mapping[int, Use], done: Mapping[int, object]
) -> dict[int, _Tally]:
    judge = Judge(None if scope.is_everything else scope.bodies)
    concluded = sorted(judge.conclusions.by_package)
    rows = asked(_COUNTED, scope, systems, concluded=concluded, fulfilled=sorted(done))
    judge.learn({pk for row in rows for pk in row[2] or ()})
    versions = {row[4] for row in rows if row[4] is not None}
    keys = {each.pk: each for each in PackageVersion.objects.filter(pk__in=versions)} if versions else {}
    found: dict[int, _Tally] = defaultdict(_Tally)
    for system, owner, said, kind, version, count, packages in rows:
        one = keys.get(version)
        package, key = (one.package_id, None if one.key is None else bytes(one.key)) if one else (0, None)
        use = judged_as(uses.get(system))
        judged = judge.judge(said or (), use, owner or 0, package, kind, key)
        _add(found[system], judged, count, use, packages)
    return found


def _add(tally: _Tally, judged: Judgement, count: int, use: Use, packages: Sequence[int] | None) -> None:
    tally.standings[judged.standing] += count
    if is_only_detected(judged):
        tally.detected += count
    if judged.expression is not None:
        for duty in duties_of(judged.expression, use, judged.verdict.chosen):
            # 0 is no package: where nothing was fulfilled it does not matter which ones ask.
            tally.asked[duty].update(packages or (0,))


def is_only_detected(judged: Judgement) -> bool:
    """Whether it is allowed by nothing but what a tool found in files."""
    is_allowed = judged.standing is Standing.ALLOWED
    return is_allowed and judged.conclusion is None and judged.said.origin is Origin.DETECTED


def _facts(row: tuple[Any, ...], tally: _Tally, use: Use | None, done: Mapping[str, frozenset[int]]) -> Facts:
    _, lists, oldest, unnamed = row
    return Facts(
        systems=1,
        unlisted=int(not lists),
        uses_not_said=int(bool(lists) and use is None),
        oldest_list=timezone.localtime(oldest).date() if oldest else None,
        parts=sum(tally.standings.values()),
        unknown=tally.standings[Standing.UNKNOWN],
        refused=tally.standings[Standing.REFUSED],
        look=tally.standings[Standing.LOOK],
        detected=tally.detected,
        unnamed=unnamed if lists else None,
        obligations=sum(not packages <= done.get(duty, frozenset()) for duty, packages in tally.asked.items()),
    )
