"""A small world of packages, systems and vulnerabilities, planted row by row, and what is true in it."""

import random
from dataclasses import dataclass, field

from django.utils import timezone

from commonweal.components.models import (
    Channel,
    Occurrence,
    Package,
    PackageVersion,
    SbomContent,
    SbomDocument,
)
from commonweal.organisations.models import Body, BodyKind
from commonweal.risk.models import (
    Advisory,
    AdvisorySource,
    AffectedPackage,
    AffectedRange,
    FeedKind,
    Vulnerability,
)
from commonweal.risk.queries.findings import Hit
from commonweal.standards import versions
from commonweal.usage.models import System


@dataclass
class Planted:
    """A small world of our own making, and what is true in it."""

    bodies: list[Body] = field(default_factory=list)
    systems: list[System] = field(default_factory=list)
    packages: list[Package] = field(default_factory=list)
    versions: list[PackageVersion] = field(default_factory=list)
    runs: set[tuple[int, int]] = field(default_factory=set)
    ranges: list[AffectedRange] = field(default_factory=list)
    vulnerabilities: list[Vulnerability] = field(default_factory=list)

    @property
    def everybody(self) -> set[int]:
        """All bodies, by primary key."""
        return {body.pk for body in self.bodies}

    def affected(self, vulnerability: Vulnerability) -> set[int]:
        """The versions that the vulnerability's ranges hold, asked one by one."""
        return {
            version.pk
            for version in self.versions
            for each in self.ranges
            if each.vulnerability == vulnerability
            and each.package == version.package
            and version.key is not None
            and each.low <= version.key < each.high
        }

    def hits(self, vulnerability: Vulnerability, bodies: set[int]) -> list[Hit]:
        """Who runs them, asked one by one."""
        affected = self.affected(vulnerability)
        owners = {system.pk: system.owner_id for system in self.systems}
        return sorted(
            Hit(system, version, owners[system])
            for system, version in self.runs
            if version in affected and owners[system] in bodies
        )


def _content() -> SbomContent:
    return SbomContent.objects.get_or_create(digest="0" * 64, defaults={"compressed": b"", "size": 0})[0]


def run(system: System, found: list[PackageVersion], part: str = "") -> None:
    document = SbomDocument.objects.create(
        system=system, part=part, content=_content(), format="test", received_at=timezone.now(), channel=Channel.FILE
    )
    Occurrence.objects.bulk_create(
        [Occurrence(system=system, package_version=each, document=document) for each in found]
    )


def advisory_on(vulnerability: Vulnerability) -> Advisory:
    source, _ = AdvisorySource.objects.get_or_create(slug="planted", defaults={"name": "Planted", "kind": FeedKind.OSV})
    return Advisory.objects.create(
        source=source,
        identifier=f"A-{vulnerability.pk}",
        vulnerability=vulnerability,
        digest="",
        seen_at=timezone.now(),
    )


def plant() -> Planted:
    """Five bodies, 20 systems, 6 packages in 12 versions each, 15 vulnerabilities; the same each time."""
    chance = random.Random(5)
    world = Planted()
    for number in range(5):
        world.bodies.append(
            Body.objects.create(uri=f"x:{number}", slug=f"body-{number}", name=f"Body {number}", kind=BodyKind.AGENCY)
        )
    for number in range(6):
        package = Package.objects.create(type="npm", name=f"part-{number}", purl=f"pkg:npm/part-{number}")
        world.packages.append(package)
        for version in sorted(
            {f"{chance.randrange(4)}.{chance.randrange(9)}.{chance.randrange(3)}" for _ in range(12)}
        ):
            key = versions.key("npm", version)
            world.versions.append(PackageVersion.objects.create(package=package, version=version, key=key))
    for number in range(20):
        body = chance.choice(world.bodies)
        system = System.objects.create(owner=body, name=f"System {number}", reference=f"S{number}")
        world.systems.append(system)
        found = chance.sample(world.versions, 8)
        run(system, found[:5], "front")
        run(system, found[3:], "back")
        world.runs |= {(system.pk, each.pk) for each in found}
    for number in range(15):
        vulnerability = Vulnerability.objects.create(name=f"CVE-2026-{number:04}")
        world.vulnerabilities.append(vulnerability)
        advisory = advisory_on(vulnerability)
        for package in chance.sample(world.packages, 2):
            affected = AffectedPackage.objects.create(advisory=advisory, package=package)
            low, high = sorted(
                versions.key("npm", f"{chance.randrange(5)}.{chance.randrange(9)}.0") or b"" for _ in "lh"
            )
            if low < high:
                world.ranges.append(
                    AffectedRange.objects.create(
                        affected=affected, vulnerability=vulnerability, package=package, low=low, high=high, fixed="9"
                    )
                )
    return world
