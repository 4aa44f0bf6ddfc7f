"""An association that watches over two towns, what they run, two weaknesses, and documents that others write."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commonweal.components import actions as components
from commonweal.components.models import Package
from commonweal.components.queries import EVERYTHING
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, User, Visibility
from commonweal.organisations.roles import Role
from commonweal.risk.actions.vex import import_vex
from commonweal.risk.models import AdvisoryName, AffectedPackage, AffectedRange, NameKind, VexImport, Vulnerability
from commonweal.risk.queries import findings
from commonweal.risk.queries.decided import counting_statements
from commonweal.risk.rules.decisions import Standing
from commonweal.standards import versions
from commonweal.usage import actions as usage
from commonweal.usage.models import System
from tests.components.lists import cyclonedx
from tests.components.world import send
from tests.risk.planted import advisory_on

# left-pad before 2.0.0 is weak, under three names.
CVE, ALIAS = "CVE-2026-1000", "GHSA-aaaa-bbbb-cccc"


@dataclass
class VexWorld:
    """Unione watches over Borgo and Valle; Altrove is another's."""

    bodies: dict[str, Body] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    systems: dict[str, System] = field(default_factory=dict)
    weakness: Vulnerability = field(default_factory=Vulnerability)
    package: Package = field(default_factory=Package)

    def standings(self, vulnerability: Vulnerability | None = None) -> dict[str, Standing]:
        """How each system stands; those that are not hit are left out."""
        wanted = vulnerability or self.weakness
        hits = findings.hits(findings.question_of([wanted.pk]), EVERYTHING)
        counting = counting_statements((wanted.pk, hit) for hit in hits)
        names = {system.pk: name for name, system in self.systems.items()}
        return {
            names[hit.system]: statement.standing if (statement := counting.get((wanted.pk, hit))) else Standing.OPEN
            for hit in hits
        }

    def take(self, content: bytes, body: str | None = "borgo", **more: object) -> VexImport:
        """Hand in a document of the vendor that counts at once."""
        known = {"source": "vendor", "source_name": "Ditta", "trust": "apply", "file_name": "vex.json", "by": None}
        return import_vex(body=self.bodies[body] if body else None, content=content, **known | more)  # type: ignore[arg-type]


def build() -> VexWorld:
    """Everything; each town runs left-pad in one system, Borgo in a second as well."""
    world = VexWorld()
    for name in ("unione", "borgo", "valle", "altrove"):
        draft = organisations.BodyDraft(
            uri=f"https://v.example/{name}", name=name.title(), kind="municipality", tier="local", country="IT"
        )
        world.bodies[name] = organisations.register_body(draft=draft, by=None)
        person = organisations.open_account(
            username=name, email=f"{name}@v.example", password=None, display_name=name, by=None
        )
        organisations.grant_role(user=person, role=Role.SECURITY, body=world.bodies[name], by=None)
        world.people[name] = person
    for town in ("borgo", "valle"):
        components.agree_oversight(body=world.bodies[town], overseer=world.bodies["unione"], reason="", by=None)
    for name, body, version in (
        ("portale", "borgo", "1.3.0"),
        ("tributi", "borgo", "1.8.0"),
        ("sito", "valle", "1.3.0"),
        ("altro", "altrove", "1.3.0"),
    ):
        draft_system = usage.SystemDraft(name=name.title(), reference=name[:1].upper(), visibility=Visibility.BODY)
        world.systems[name] = usage.enter_system(body=world.bodies[body], draft=draft_system, by=None)
        runs(world.systems[name], version)
    world.package = Package.objects.get(name="left-pad")
    world.weakness = weak(CVE, world.package, "0.0.0", "2.0.0", ALIAS)
    return world


def runs(system: System, version: str) -> None:
    """Hand in that a system runs a version of left-pad; the list says that it is the system."""
    subject = {"component": {"type": "application", "name": system.name, "version": "1", "bom-ref": "own"}}
    send(system, cyclonedx([("left-pad", version)], metadata=subject))


def weak(name: str, package: Package, low: str, high: str, *aliases: str) -> Vulnerability:
    """A weakness of the versions of a package from one on, up to but without another."""
    found = Vulnerability.objects.create(name=name)
    advisory = advisory_on(found)
    AdvisoryName.objects.create(advisory=advisory, identifier=name.upper(), kind=NameKind.OWN)
    for alias in aliases:
        AdvisoryName.objects.create(advisory=advisory, identifier=alias.upper(), kind=NameKind.ALIAS)
    affected = AffectedPackage.objects.create(advisory=advisory, package=package)
    AffectedRange.objects.create(
        affected=affected,
        vulnerability=found,
        package=package,
        low=versions.key(package.type, low),
        high=versions.key(package.type, high),
        fixed=high,
    )
    return found


def openvex(*statements: Mapping[str, object], name: str = "https://ditta.example/vex/1", version: int = 1) -> bytes:
    """A document in OpenVEX."""
    return json.dumps(
        {
            "@context": "https://openvex.dev/ns/v0.2.0",
            "@id": name,
            "author": "Ditta",
            "timestamp": f"2026-01-{version:02}T00:00:00Z",
            "version": version,
            "statements": list(statements),
        }
    ).encode()


def said(
    *products: str, vulnerability: str = CVE, status: str = "not_affected", parts: Sequence[str] = (), **more: object
) -> dict[str, object]:
    """A statement in OpenVEX about products by their package URLs."""
    reason = {"justification": "vulnerable_code_not_in_execute_path"} if status == "not_affected" else {}
    inside = {"subcomponents": [{"@id": part} for part in parts]} if parts else {}
    named = [{"@id": product, **inside} for product in products]
    return {"vulnerability": {"name": vulnerability}, "products": named, "status": status} | reason | more
