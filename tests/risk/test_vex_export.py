"""What a body says of vulnerabilities, in three formats, and that it means the same wherever it is read."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from commonweal.components.actions import agree_oversight
from commonweal.components.models import Package
from commonweal.components.queries import EVERYTHING, Scope
from commonweal.organisations.models import Body, BodyKind
from commonweal.risk.actions.deciding import DecisionDraft, decide
from commonweal.risk.actions.vex import import_vex, undo_vex
from commonweal.risk.documents.vex import document_of, product_of, written
from commonweal.risk.models import Decision
from commonweal.risk.queries import findings
from commonweal.risk.queries.decided import counting_statements
from commonweal.risk.queries.told import Part, told_by
from commonweal.risk.rules.decisions import Standing
from commonweal.standards import vex
from commonweal.standards.osv import ecosystems
from commonweal.standards.vex import FORMS
from commonweal.usage.models import System
from tests.components.lists import cyclonedx
from tests.components.world import send
from tests.risk.planted import Planted, plant, run
from tests.risk.vex_world import ALIAS, CVE, VexWorld, build, openvex, said, weak

pytestmark = pytest.mark.django_db
MADE = datetime(2026, 11, 1, tzinfo=UTC)
REASON = DecisionDraft(state="not_affected", justification="requires_configuration", detail="The door is shut.")


@pytest.fixture
def world() -> VexWorld:
    return build()


@pytest.mark.parametrize("form", FORMS)
def test_one_statement_a_part_that_is_understood_alone(world: VexWorld, form: str) -> None:
    borgo = world.bodies["borgo"]
    decide(vulnerability=world.weakness, body=borgo, draft=REASON, by=None)

    document, problems = vex.read(written(told_by(borgo, EVERYTHING), form, made=MADE))

    assert document is not None
    assert [each.severity.value for each in problems if each.severity.value == "error"] == []
    (statement,) = document.singly()
    assert (statement.vulnerability, statement.aliases) == (CVE, (ALIAS,))
    assert str(statement.products[0].purl) == "pkg:npm/left-pad"
    assert statement.detail is not None
    assert statement.detail.endswith("The door is shut.")
    assert document.author == "Borgo"


def test_the_same_is_written_each_time(world: VexWorld) -> None:
    borgo = world.bodies["borgo"]
    decide(vulnerability=world.weakness, body=borgo, draft=REASON, by=None)

    first, second = (written(told_by(borgo, EVERYTHING), "csaf-2.0", made=MADE) for _ in "ab")

    assert first == second


def test_a_newer_export_takes_the_place_of_an_older_one(world: VexWorld) -> None:
    borgo, valle = world.bodies["borgo"], "valle"
    decided = decide(vulnerability=world.weakness, body=borgo, draft=REASON, by=None)
    world.take(written(told_by(borgo, EVERYTHING), "cyclonedx-1.6", made=MADE), body=valle)
    assert world.standings()["sito"] is Standing.CLOSED

    other = DecisionDraft(state="exploitable", response="update")
    decide(vulnerability=world.weakness, body=borgo, draft=other, by=None)
    world.take(written(told_by(borgo, EVERYTHING), "cyclonedx-1.6", made=MADE), body=valle)

    decided.refresh_from_db()
    assert decided.ended_at
    assert world.standings()["sito"] is Standing.OPEN


def test_what_others_said_is_told_only_on_request_and_with_who_said_it(world: VexWorld) -> None:
    borgo = world.bodies["borgo"]
    world.take(openvex(said("pkg:npm/left-pad")))
    decide(vulnerability=world.weakness, body=world.bodies["unione"], draft=REASON, by=None)

    assert told_by(borgo, EVERYTHING).told == ()

    document = document_of(told_by(borgo, EVERYTHING, with_others=True))
    assert {(str(each.products[0].address), each.author) for each in document.statements} == {
        ("pkg:npm/left-pad@1.3.0", "Ditta"),
        ("pkg:npm/left-pad@1.8.0", "Ditta"),
    }


def test_one_system_or_one_vulnerability_is_told_alone(world: VexWorld) -> None:
    borgo, other = world.bodies["borgo"], weak("CVE-2026-2000", world.package, "1.0.0", "2.0.0")
    draft = DecisionDraft(state="resolved", package=world.package, system=world.systems["tributi"])
    decide(vulnerability=world.weakness, body=borgo, draft=draft, by=None)
    decide(vulnerability=other, body=borgo, draft=REASON, by=None)

    only = told_by(borgo, EVERYTHING, vulnerability=other)
    system = told_by(borgo, EVERYTHING, system=world.systems["portale"])

    assert [each.decision.vulnerability for each in only.told] == [other]
    assert [each.decision.vulnerability for each in system.told] == [other]
    (statement,) = document_of(told_by(borgo, EVERYTHING, vulnerability=world.weakness)).statements
    assert statement.products[0].identity == "pkg:npm/left-pad < pkg:generic/Tributi?system=T"


def test_nothing_of_bodies_outside_of_the_scope_is_told(world: VexWorld) -> None:
    unione = world.bodies["unione"]
    second = Package.objects.create(type="npm", name="right-pad", purl="pkg:npm/right-pad")
    send(world.systems["sito"], cyclonedx([("right-pad", "1.0.0")]), part="second")
    both = weak("CVE-2026-3000", second, "0.0.0", "2.0.0")
    affected = world.weakness.advisories.get().affected.get()
    affected.pk = None
    affected.advisory = both.advisories.get()
    affected.save()
    decide(vulnerability=both, body=unione, draft=REASON, by=None)

    for scope in (EVERYTHING, Scope(bodies=frozenset({unione.pk}))):
        names = {each.part.package.name for each in told_by(unione, scope).told}
        # Out of sight, all packages that advisories name are told, whoever runs them.
        assert names == ({"right-pad"} if scope.is_everything else {"right-pad", "left-pad"})


@pytest.mark.parametrize(
    ("kind", "name", "ecosystem"),
    [
        ("deb", "curl", "Debian:12"),
        ("deb", "curl", "Ubuntu:22.04"),
        ("apk", "curl", "Alpine:v3.19"),
        ("rpm", "curl", "Red Hat:9"),
        ("rpm", "curl", "SUSE:15.5"),
        ("apk", "curl", "Wolfi"),
        ("npm", "@babel/core", "npm"),
        ("maven", "org.apache:tika", "Maven"),
    ],
)
def test_a_package_is_found_again_by_its_package_url(kind: str, name: str, ecosystem: str) -> None:
    distribution = ecosystems.distribution_of(ecosystem)
    purl = ecosystems.purl_of(ecosystem, name)
    package = Package(type=kind, name=name, distribution=distribution, purl=str(purl))

    product = product_of(Part(package))

    assert product is not None
    assert product.purl is not None
    assert (*product.purl.identity, ecosystems.distribution(product.purl)) == (*purl.identity, distribution)


def _twin(planted: Planted, body: Body) -> dict[int, int]:
    """A second body that runs exactly the same; its systems by those of the first."""
    twin = Body.objects.create(uri="x:twin", slug="twin", name="Twin", kind=BodyKind.AGENCY)
    by_system = {}
    for system in (each for each in planted.systems if each.owner_id == body.pk):
        copy = System.objects.create(owner=twin, name=system.name, reference=system.reference)
        run(copy, [version for version in planted.versions if (system.pk, version.pk) in planted.runs])
        by_system[system.pk] = copy.pk
    return by_system


def _decide_at_random(planted: Planted, body: Body, chance: random.Random) -> None:
    """Sixty decisions of every kind, each a minute after the one before."""
    until = timezone.localdate() + timedelta(days=90)
    kinds = [
        {"state": "not_affected", "justification": "code_not_present"},
        {"state": "exploitable", "response": "update"},
        {"state": "in_triage"},
        {"state": "resolved"},
        {"state": "false_positive", "detail": "Another library of that name."},
        {"state": "exploitable", "response": "will_not_fix", "owner_words": "Head of IT", "expires_on": until},
    ]
    own = [each for each in planted.systems if each.owner_id == body.pk]
    ranges = ["", "", ">=1.0.0, <2.0.0", "<1.5.0", ">=2.0.0", "1.2.0"]
    for number in range(60):
        package = chance.choice([None, *planted.packages])
        draft = DecisionDraft(
            **chance.choice(kinds),
            package=package,
            versions=chance.choice(ranges) if package else "",
            system=chance.choice([None, None, *own]),
        )
        made = decide(vulnerability=chance.choice(planted.vulnerabilities), body=body, draft=draft, by=None)
        made.decided_at = timezone.now() - timedelta(minutes=100 - number)
        made.save(update_fields=["decided_at"])


def _standings(planted: Planted, body: int) -> dict[tuple[int, int, int], Standing]:
    """How each finding of a body stands, by vulnerability, system and version."""
    found = {}
    for vulnerability in planted.vulnerabilities:
        hits = findings.hits(findings.question_of([vulnerability.pk]), Scope(bodies=frozenset({body})))
        counting = counting_statements((vulnerability.pk, hit) for hit in hits)
        for hit in hits:
            statement = counting.get((vulnerability.pk, hit))
            found[vulnerability.pk, hit.system, hit.version] = statement.standing if statement else Standing.OPEN
    return found


@pytest.mark.parametrize("with_others", [False, True])
def test_read_by_another_body_every_finding_stands_the_same(*, with_others: bool) -> None:
    planted = plant()
    body = max(planted.bodies, key=lambda each: sum(system.owner_id == each.pk for system in planted.systems))
    overseer = next(each for each in planted.bodies if each != body)
    twins = _twin(planted, body)
    _decide_at_random(planted, body, random.Random(7))
    if with_others:
        agree_oversight(body=body, overseer=overseer, reason="", by=None)
        _decide_at_random(planted, overseer, random.Random(8))
        spoken = Decision.objects.filter(body=body).exclude(response="will_not_fix").values_list("pk", flat=True)
        Decision.objects.filter(pk__in=spoken[::3]).update(source="vendor", source_name="Ditta")
    standings = _standings(planted, body.pk)
    wanted = {
        (vulnerability, twins[system], version): each for (vulnerability, system, version), each in standings.items()
    }
    assert len(set(wanted.values())) == 3

    for form in FORMS:
        content = written(told_by(body, EVERYTHING, with_others=with_others), form, made=MADE)
        twin = Body.objects.get(slug="twin")
        taken = import_vex(
            body=twin, content=content, file_name="", source="local", source_name="x", trust="apply", by=None
        )
        assert _standings(planted, twin.pk) == wanted, form
        undo_vex(vex_import=taken, by=None)
