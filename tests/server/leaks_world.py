"""A town with secrets, and a country around it that must not learn them: once with the secrets, once without."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from commonweal.catalogue import actions as catalogue
from commonweal.components import actions as components
from commonweal.components.models import Channel, Oversight, Package
from commonweal.health.actions import screening, watch_project
from commonweal.health.models import ManualCheck, Project
from commonweal.licensing import actions as licensing
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, Visibility
from commonweal.organisations.roles import Role
from commonweal.risk import actions as risk
from commonweal.risk.actions.deciding import DecisionDraft, decide
from commonweal.risk.actions.notifying import notify_bodies
from commonweal.risk.actions.vex import import_vex
from commonweal.risk.models import VexImport, Vulnerability
from commonweal.screening.actions import RulingDraft, request_screening, rule
from commonweal.screening.queries.wanted import Wanted
from commonweal.screening.rules.subjects import Subject, subject_from
from commonweal.usage import actions as usage
from commonweal.usage.models import System
from tests.components import world as country
from tests.components.lists import cyclonedx
from tests.health import lifecycle_world as lifecycles

# Nothing that others may see holds any of these.
SECRETS = ("zibaldone", "quadrifoglio", "mistral-9", "rododendro", "falsariga", "ghirigoro", "pinnacolo")
WEAK = "kern"  # a package that an advisory names, so that its name is no secret; who runs it is


@dataclass
class Town:
    """Celata, and what stands in the rows of its secrets by the names that addresses use."""

    country: country.World
    body: Body
    rows: dict[str, object] = field(default_factory=dict)


def build() -> Town:
    """The country of tests.components.world, a town with nothing yet, and advisories that everybody may read."""
    world = country.build()
    draft = organisations.BodyDraft(
        uri="https://w.example/celata", name="Celata", kind="municipality", tier="local", country="IT"
    )
    town = Town(world, organisations.register_body(draft=draft, by=None))
    world.bodies["celata"] = town.body
    officer = organisations.open_account(
        username="officer", email="officer@w.example", password=None, display_name="Officer", by=None
    )
    organisations.grant_role(user=officer, role=Role.SECURITY, body=town.body, by=None)
    world.people["officer"] = officer
    for package, alias in ((WEAK, "CVE-2031-0001"), ("shared", "CVE-2031-0002")):
        local = risk.LocalDraft(
            summary="Something is weak.", package=f"pkg:npm/{package}", fixed="9.0.0", severity="high", aliases=[alias]
        )
        risk.write_advisory(draft=local, by=None)
    town.rows["project"] = watch_project(url="https://w.example/town/forms", by=None).pk
    # That versions of a package are past their end is known to everybody; who runs them is not.
    lifecycles.take_in(
        lifecycles.product(WEAK, {"2": lifecycles.ends(90), "1": lifecycles.ends(-9)}, f"pkg:npm/{WEAK}")
    )
    return town


@contextmanager
def secrets_of(town: Town) -> Iterator[None]:
    """Plant the secrets, and take them away again as if they had never been."""
    with transaction.atomic():
        _plant(town)
        yield
        transaction.set_rollback(True)


def _plant(town: Town) -> None:
    system = _system(town)
    documents = [_list(system, [("kern", "1.0.0"), ("zibaldone", "1.0.0")]), _list(system, _parts())]
    token = components.make_token(body=town.body, name="quadrifoglio", by=town.country.person("officer")).token
    oversight = components.agree_oversight(
        body=town.body, overseer=town.country.bodies["regione"], reason="falsariga", by=None
    )
    vulnerability = Vulnerability.objects.get(name="CVE-2031-0001")
    draft = DecisionDraft(
        state="exploitable",
        response="will_not_fix",
        detail="ghirigoro",
        owner_words="pinnacolo",
        expires_on=timezone.localdate() + timedelta(days=30),
        system=system,
    )
    check = _looked_at(town)
    notices = notify_bodies(vulnerabilities=[vulnerability], bodies=[town.body], by=None)
    _licensed(town, system)
    decision = decide(vulnerability=vulnerability, body=town.body, draft=draft, by=town.country.person("administrator"))
    town.rows |= {
        "system": system.pk,
        "sbom": documents[1].pk,
        "shared": Package.objects.get(name="shared").pk,
        "package": Package.objects.get(name="zibaldone").pk,
        "token": token.pk,
        "oversight": oversight.pk,
        "notice": notices[0].pk,
        "decision": decision.pk,
        "vex": _said(town, system.pk).pk,
        "check": check.pk,
        "request": _asked(town),
    }


def _licensed(town: Town, system: System) -> None:
    """What the town found out about licences, and what it said of them."""
    officer, editor = town.country.person("officer"), town.country.person("administrator")
    found = licensing.ConclusionDraft(expression="LicenseRef-quadrifoglio", reason="ghirigoro")
    for package in Package.objects.filter(name__in=["zibaldone", "shared"]):
        licensing.conclude(package=package, body=town.body, draft=found, by=officer)
    licensing.say_use(system=system, use="service", by=officer)
    licensing.choose_policy(body=town.body, licence="MIT", choice="refused", reason="falsariga", by=editor)
    licensing.fulfil_obligation(
        system=system, obligation="keep-notices", state="met", note="pinnacolo", pack="p", packages=[1], by=officer
    )


def _asked(town: Town) -> int:
    """What the town asked about a part, and what was ruled."""
    subject = subject_from("pkg:npm/zibaldone@1.0.0")
    assert isinstance(subject, Subject)
    officer = town.country.person("officer")
    asked = request_screening(wanted=Wanted("use", subject, "service"), body=town.body, by=officer)
    rule(request=asked, draft=RulingDraft(decided="conditions", conditions="ghirigoro", covers="all"), by=officer)
    return asked.pk


def _looked_at(town: Town) -> ManualCheck:
    """Software that everybody knows of, which the town thinks of, looked at and decided not to take."""
    project = Project.objects.get()
    screening.state_importance(body=town.body, project=project, level=4, is_proposed=True, by=None)
    draft = screening.CheckDraft(answers={"activity": screening.CheckAnswer("longer", note="ghirigoro")})
    review_on = timezone.localdate() + timedelta(days=30)
    course = screening.CourseDraft(course="exclude", reason="pinnacolo", review_on=review_on)
    screening.decide_course(body=town.body, project=project, draft=course, by=None)
    return screening.make_manual_check(body=town.body, project=project, draft=draft, by=None)


def _said(town: Town, system: int) -> VexImport:
    """What the maker of a part says to the town about it."""
    stated = {
        "vulnerability": {"name": "CVE-2031-0002"},
        "products": [{"@id": "pkg:npm/shared@2.0.0"}],
        "status": "under_investigation",
        "status_notes": "ghirigoro",
    }
    document = {
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": f"https://w.example/vex/{system}",
        "author": "Falsariga",
        "timestamp": "2026-01-01T00:00:00Z",
        "version": 1,
        "statements": [stated],
    }
    return import_vex(
        body=town.body,
        content=json.dumps(document).encode(),
        file_name="pinnacolo.json",
        source="vendor",
        source_name="Falsariga",
        trust="apply",
        by=None,
    )


def _system(town: Town) -> System:
    product = catalogue.name_product(name="Rododendro", vendor_name="", functions=[], is_listed=False, by=None)
    draft = usage.SystemDraft(
        name="Sistema quadrifoglio", visibility=Visibility.BODY, criticality="vital", product_name=product.name
    )
    return usage.enter_system(body=town.body, draft=draft, by=None)


def _parts() -> Sequence[tuple[str, str]]:
    return [(WEAK, "1.0.0"), ("zibaldone", "2.0.0"), ("shared", "2.0.0"), ("unmarked", "mistral-9")]


def _list(system: System, parts: Sequence[tuple[str, str]]) -> object:
    needs = {"": [name for name, _version in parts[:1]], parts[0][0]: [name for name, _version in parts[1:]]}
    return components.receive_sbom(
        system=system,
        content=cyclonedx(parts, needs=needs),
        file_name="falsariga.json",
        part="pinnacolo",
        channel=Channel.FILE,
        by=None,
    )


def end_oversight(town: Town) -> None:
    """Celata no longer wants to be watched over."""
    components.end_oversight(oversight=Oversight.objects.get(pk=town.rows["oversight"]), by=None)
