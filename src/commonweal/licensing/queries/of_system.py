"""The licences of one system, part by part, what they ask of it, and its NOTICE."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from commonweal.components.models import Occurrence, PackageVersion
from commonweal.components.queries import Scope, parts_of_component, read_again, standing_documents
from commonweal.licensing.models import Conclusion, Fulfilment
from commonweal.licensing.queries.judging import Judge
from commonweal.licensing.queries.obligations_pack import duties
from commonweal.licensing.rules import notice
from commonweal.licensing.rules.judging import Judgement, Standing
from commonweal.licensing.rules.obligations import Duty, checklist
from commonweal.licensing.rules.policy import Use
from commonweal.usage.models import System

_ORDER = tuple(Standing)
MOST_HOLDERS = 50
# Type, name and distribution of a package, and a version of it.
Named = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class LicensedPart:
    """A version that a system runs, and what its licence comes to; `conclusion` where an office concluded it."""

    version: PackageVersion
    depth: int | None
    is_optional: bool
    judgement: Judgement
    conclusion: Conclusion | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """What licences ask of a system: `id` in the pack, by which `licences`, as `sources` say, for which parts.

    `fulfilment` is what somebody wrote down; `since` the parts that ask for it only since then; `is_note` where there
    is nothing to do.
    """

    id: str
    licences: tuple[str, ...]
    sources: tuple[str, ...]
    parts: tuple[LicensedPart, ...]
    fulfilment: Fulfilment | None
    since: tuple[LicensedPart, ...]
    is_note: bool = False

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do; of a note there never is."""
        return not self.is_note and (self.fulfilment is None or bool(self.since))

    @property
    def packages(self) -> frozenset[int]:
        """The packages that ask for it, by primary key."""
        return frozenset(part.version.package_id for part in self.parts)


def licensed_parts(scope: Scope, system: System, use: Use) -> list[LicensedPart]:
    """Give the parts of a system with their licences, those not known first; nothing outside the scope."""
    found = _occurrences(scope, system)
    judge = Judge({system.owner_id} if system.owner_id else set())
    judge.learn(row.licence_id for rows in found.values() for row in rows if row.licence_id is not None)
    judged = [(rows, _judged(judge, rows, use, system.owner_id or 0)) for rows in found.values()]
    wanted = {each.conclusion for _, each in judged if each.conclusion is not None}
    conclusions = Conclusion.objects.select_related("body", "by").in_bulk(wanted) if wanted else {}
    parts = [
        LicensedPart(
            version=rows[0].package_version,
            depth=min((row.depth for row in rows if row.depth is not None), default=None),
            is_optional=all(row.is_optional for row in rows),
            judgement=each,
            conclusion=conclusions.get(each.conclusion or 0),
        )
        for rows, each in judged
    ]
    return sorted(parts, key=_place)


def obligations_of(system: System, parts: Iterable[LicensedPart], use: Use) -> list[Obligation]:
    """Give what the licences of the parts ask, open ones first, then as the pack orders them."""
    asking: dict[str, list[LicensedPart]] = {}
    named: dict[str, dict[str, None]] = {}
    stated: dict[str, dict[str, None]] = {}
    for part in parts:
        expression = part.judgement.expression
        if expression is None:
            continue
        for asked in checklist(duties(), expression, use, chosen=part.judgement.verdict.chosen).duties:
            asking.setdefault(asked.id, []).append(part)
            named.setdefault(asked.id, {}).update(dict.fromkeys(asked.licences))
            stated.setdefault(asked.id, {}).update(dict.fromkeys(asked.sources))
    standing = Fulfilment.objects.filter(system=system, ended_at=None).select_related("by")
    done = {each.obligation: each for each in standing}
    found = [
        _obligation(duty, (tuple(named[duty.id]), tuple(stated[duty.id])), asking[duty.id], done.get(duty.id))
        for duty in duties()
        if duty.id in asking
    ]
    return sorted(found, key=lambda each: not each.is_open)


def notice_of(title: str, parts: Iterable[LicensedPart], holders: Mapping[Named, tuple[str, ...]]) -> notice.Notice:
    """Put the NOTICE of a system together; parts whose licence is not known are listed as such."""
    return notice.notice(title, [_noticed(part, holders) for part in parts])


def holders_of(scope: Scope, system: System) -> dict[Named, tuple[str, ...]]:
    """Give who holds the rights of each version, as the standing lists name them; they are read again for it."""
    found: dict[Named, dict[str, None]] = {}
    for document in standing_documents(scope, system):
        sbom = read_again(scope, document)
        for component in sbom.packages if sbom else ():
            lines = [line.strip() for line in (component.copyright or "").splitlines() if line.strip()]
            for part in parts_of_component(component)[:1] if lines else ():
                named = (part.package.type, part.package.name, part.package.distribution, part.version)
                found.setdefault(named, {}).update(dict.fromkeys(lines[:MOST_HOLDERS]))
    return {named: tuple(lines) for named, lines in found.items()}


def _occurrences(scope: Scope, system: System) -> dict[int, list[Occurrence]]:
    rows = Occurrence.objects.filter(system__in=scope.systems(), system=system, is_source=False)
    found: dict[int, list[Occurrence]] = {}
    for row in rows.select_related("package_version__package").order_by("pk"):
        found.setdefault(row.package_version_id, []).append(row)
    return found


def _judged(judge: Judge, rows: Sequence[Occurrence], use: Use, body: int) -> Judgement:
    version = rows[0].package_version
    said = {row.licence_id for row in rows if row.licence_id is not None}
    key = None if version.key is None else bytes(version.key)
    return judge.judge(said, use, body, version.package_id, version.package.type, key)


def _place(part: LicensedPart) -> tuple[object, ...]:
    version = part.version
    key = b"" if version.key is None else bytes(version.key)
    return _ORDER.index(part.judgement.standing), version.package.name, key, version.pk


def _obligation(
    duty: Duty,
    said: tuple[tuple[str, ...], tuple[str, ...]],
    parts: Sequence[LicensedPart],
    fulfilment: Fulfilment | None,
) -> Obligation:
    done = frozenset(fulfilment.packages) if fulfilment else frozenset()
    since = tuple(part for part in parts if part.version.package_id not in done) if fulfilment else ()
    return Obligation(duty.id, said[0], said[1], tuple(parts), fulfilment, since, duty.is_note)


def _noticed(part: LicensedPart, holders: Mapping[Named, tuple[str, ...]]) -> notice.Part:
    package = part.version.package
    return notice.Part(
        name=package.name,
        copyrights=holders.get((package.type, package.name, package.distribution, part.version.version), ()),
        version=part.version.version,
        expression=part.judgement.expression or "",
        stated=part.judgement.said.text,
    )
