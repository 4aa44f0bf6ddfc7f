"""Steps of taking in: giving advisories the row of the vulnerability that they speak of."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.risk.models import Advisory, AdvisoryName, NameKind, Vulnerability
from commonweal.risk.rules.grouping import Group, Member, grouped

JOINING = (NameKind.OWN, NameKind.ALIAS)
# What points to a vulnerability and simply goes along when two rows become one.
_FOLLOWING = ("risk_advisory", "risk_affectedrange", "risk_listedversion", "risk_decision")
_MERGE_NOTICES = """
    INSERT INTO risk_notice_vulnerabilities (notice_id, vulnerability_id)
    SELECT DISTINCT notice_id, %(keeps)s FROM risk_notice_vulnerabilities
    WHERE vulnerability_id = ANY(%(absorbs)s) ON CONFLICT DO NOTHING
"""


def group(arriving: Sequence[Member], by: User | None) -> tuple[dict[int, int], set[int], set[int]]:
    """Join what arrives with what is there; give the vulnerability of each advisory, and those that were touched.

    Last come all of which anything may have changed, those that are gone too.

    Advisories that arrive carry their new names; rows that exist already are moved where they now belong.
    """
    members, rows = _neighbourhood(arriving)
    groups = grouped(members, rows)
    _clear_names(groups, rows)
    keys = _kept_or_new(groups)
    for each, key in zip(groups, keys, strict=True):
        if each.absorbs:
            _merge(key, each, rows, by)
    homes = {member: key for each, key in zip(groups, keys, strict=True) for member in each.members}
    before = {member.key: member.group for member in members}
    _move({key: home for key, home in homes.items() if before[key] is not None and before[key] != home})
    for each, key in zip(groups, keys, strict=True):
        if each.leaves is not None:
            _part(key, each, by)
    return homes, set(keys), {*keys, *rows}


def _neighbourhood(arriving: Sequence[Member]) -> tuple[list[Member], dict[int, str]]:
    """Give all advisories of every vulnerability that the arriving ones could touch, and the rows of these."""
    names = {name for member in arriving for name in member.names}
    sharing = AdvisoryName.objects.filter(identifier__in=names, kind__in=JOINING)
    rows = set(sharing.values_list("advisory__vulnerability_id", flat=True))
    rows |= {member.group for member in arriving if member.group is not None}
    spelt = names | {member.identifier for member in arriving}
    rows |= set(Vulnerability.objects.filter(name__in=spelt).values_list("pk", flat=True))
    known = dict(Vulnerability.objects.filter(pk__in=rows).values_list("pk", "name"))
    came = {member.key for member in arriving}
    stored: dict[int, tuple[str, int, set[str]]] = {}
    triples = AdvisoryName.objects.filter(advisory__vulnerability_id__in=rows, kind__in=JOINING).values_list(
        "advisory_id", "advisory__identifier", "advisory__vulnerability_id", "identifier"
    )
    for key, identifier, row, name in triples:
        stored.setdefault(key, (identifier, row, set()))[2].add(name)
    there = [
        Member(key, identifier, frozenset(held), row)
        for key, (identifier, row, held) in stored.items()
        if key not in came
    ]
    return [*there, *arriving], known


def _clear_names(groups: Iterable[Group], rows: Mapping[int, str]) -> None:
    """Free the names that will change their row, since a name is unique at every moment."""
    kept = {each.keeps: each.name for each in groups}
    changing = [row for row, name in rows.items() if kept.get(row) != name]
    if changing:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE risk_vulnerability SET name = '~' || id WHERE id = ANY(%s)", [changing])


def _kept_or_new(groups: Sequence[Group]) -> list[int]:
    """Give the primary key of each group's row, with its name."""
    made = iter(Vulnerability.objects.bulk_create([Vulnerability(name=each.name) for each in groups if not each.keeps]))
    kept = [(each.keeps, each.name) for each in groups if each.keeps]
    _run(
        """
        UPDATE risk_vulnerability SET name = kept.name
        FROM unnest(%(keys)s::bigint[], %(names)s::text[]) AS kept (id, name)
        WHERE risk_vulnerability.id = kept.id AND risk_vulnerability.name <> kept.name
        """,
        {"keys": [key for key, _ in kept], "names": [name for _, name in kept]},
    )
    return [each.keeps or next(made).pk for each in groups]


def _merge(keeps: int, group: Group, rows: Mapping[int, str], by: User | None) -> None:
    """Let one row take over others with all that was decided, seen and told about them."""
    absorbs = list(group.absorbs)
    values = {"keeps": keeps, "absorbs": absorbs}
    for table in _FOLLOWING:
        _run(f"UPDATE {table} SET vulnerability_id = %(keeps)s WHERE vulnerability_id = ANY(%(absorbs)s)", values)  # noqa: S608
    _run(_MERGE_NOTICES, values)
    merged = [rows[row] for row in absorbs]
    Vulnerability.objects.filter(pk__in=absorbs).delete()
    row = Vulnerability.objects.get(pk=keeps)
    journal.record("risk.vulnerabilities_merged", subject=row, by=by, data={"name": row.name, "merged": merged})


def _move(homes: Mapping[int, int]) -> None:
    """Give advisories, and the ranges that repeat it, their new vulnerability."""
    if not homes:
        return
    values: dict[str, Any] = {"members": list(homes), "homes": list(homes.values())}
    homes_table = "unnest(%(members)s::bigint[], %(homes)s::bigint[]) AS home (advisory_id, vulnerability_id)"
    _run(
        f"UPDATE risk_advisory SET vulnerability_id = home.vulnerability_id FROM {homes_table} "  # noqa: S608
        "WHERE risk_advisory.id = home.advisory_id",
        values,
    )
    for table in ("risk_affectedrange", "risk_listedversion"):
        _run(
            f"UPDATE {table} SET vulnerability_id = home.vulnerability_id FROM {homes_table} "  # noqa: S608
            f"JOIN risk_affectedpackage affected ON affected.advisory_id = home.advisory_id "
            f"WHERE {table}.affected_id = affected.id",
            values,
        )


def _part(new: int, group: Group, by: User | None) -> None:
    """Tell that advisories left a vulnerability; decisions stay with the name they were made about."""
    row = Vulnerability.objects.get(pk=new)
    identifiers = list(Advisory.objects.filter(pk__in=group.members).values_list("identifier", flat=True))
    data = {"name": row.name, "left": group.leaves, "advisories": identifiers}
    journal.record("risk.vulnerability_split", subject=row, by=by, data=data)


def _run(statement: str, values: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
