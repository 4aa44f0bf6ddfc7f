"""The pages of who answers for safety: what they show, to whom, and what may be done there."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonweal.components.models import Package
from commonweal.risk.actions.counting import count_day
from commonweal.risk.actions.deciding import DecisionDraft, decide
from commonweal.risk.models import AffectedPackage, AffectedRange, Decision, Vulnerability
from commonweal.risk.permissions import NotAllowed
from commonweal.standards import versions
from tests.components.lists import cyclonedx
from tests.components.world import EVERYBODY, SECRET, SEES, SENDS, World, build, send
from tests.risk.planted import advisory_on

pytestmark = pytest.mark.django_db
WITH_SCOPE = SEES | {"other_guard", "stranger", "company_guard", "trader", "region_editor"}
TRIAGE = {"state": "not_affected", "justification": "code_not_reachable"}


def weakness(name: str, *packages: str, below: str = "9", **facts: object) -> Vulnerability:
    """A vulnerability of packages in all versions below one, known since today."""
    found = Vulnerability.objects.create(name=name, summary=f"About {packages[0]}", **facts)
    advisory = advisory_on(found)
    for each in packages:
        package, _ = Package.objects.get_or_create(type="npm", name=each, distribution="", purl=f"pkg:npm/{each}")
        affected = AffectedPackage.objects.create(advisory=advisory, package=package)
        AffectedRange.objects.create(
            affected=affected,
            vulnerability=found,
            package=package,
            low=versions.key("npm", "0.0.0-0"),
            high=versions.key("npm", below),
            fixed=below,
        )
    return found


@pytest.fixture
def world() -> Iterator[World]:
    """Two towns whose systems run what three vulnerabilities affect, one of them only at Borgo."""
    built = build()
    today = timezone.localdate()
    weakness("CVE-2026-1001", f"{SECRET}-a", band="critical", score=9.8, exploited_on=today, below="2.0.0")
    weakness("CVE-2026-1002", "shared", band="medium", score=5.0, forecast=0.4)
    weakness("CVE-2026-1003", f"{SECRET}-b", band="low", score=2.0)
    return built


def named(name: str) -> Vulnerability:
    return Vulnerability.objects.get(name=name)


def pages(world: World) -> dict[str, str]:
    return {
        "worklist": "/security/worklist",
        "csv": "/security/worklist.csv",
        "system": f"/systems/{world.systems['portale'].pk}/security",
        "body": "/bodies/borgo/security",
    }


def test_only_those_who_see_the_parts_see_what_hits_them(world: World) -> None:
    for person in EVERYBODY:
        client = world.client(person)

        found = {name: client.get(path) for name, path in pages(world).items()}

        if person in SEES:
            assert {answer.status_code for answer in found.values()} == {200}
            assert all("CVE-2026-1001" in found[name].content.decode() for name in ("worklist", "csv", "system"))
        else:
            assert found["system"].status_code == found["body"].status_code == 404
            assert all("CVE-2026-1001" not in answer.content.decode() for answer in found.values())


def test_the_page_of_security_tells_of_ones_own_or_explains(world: World) -> None:
    for person in EVERYBODY:
        page = world.client(person).get("/security").content.decode()

        assert ("CVE-2026-1001" in page) is (person in SEES)
        assert (SECRET in page) is (person in SEES)
        assert ("attacker where to strike" in page) is (person not in WITH_SCOPE)


def test_another_towns_numbers_are_not_in_mine(world: World) -> None:
    for path in ("/security", "/security/worklist", "/security/worklist.csv"):
        page = world.client("other_guard").get(path).content.decode()

        assert "CVE-2026-1002" in page
        assert "CVE-2026-1001" not in page
        assert "Borgo" not in page


def test_a_body_outside_the_scope_is_asked_for_in_vain(world: World) -> None:
    page = world.client("other_guard").get("/security/worklist?body=borgo&standing=all").content.decode()

    assert "CVE-2026-" not in page


def test_nobody_decides_for_others(world: World) -> None:
    borgo, pk = world.bodies["borgo"], named("CVE-2026-1001").pk

    for person in EVERYBODY:
        client = world.client(person)
        client.post("/security/worklist", TRIAGE | {"pick": pk, "body": borgo.pk})
        client.post(f"/systems/{world.systems['portale'].pk}/security", TRIAGE | {"pick": pk})

        made = Decision.objects.filter(body=borgo, ended_at=None)
        assert made.filter(system=None).exists() is (person in {"editor", "guard"}), person
        assert made.exclude(system=None).exists() is (person in SENDS), person
        assert not Decision.objects.exclude(body=borgo).exists(), person
        made.update(ended_at=timezone.now())


def test_only_who_may_decide_takes_a_decision_back(world: World) -> None:
    borgo, pk = world.bodies["borgo"], named("CVE-2026-1001")

    for person in EVERYBODY:
        decision = decide(vulnerability=pk, body=borgo, draft=DecisionDraft(**TRIAGE), by=None)
        answer = world.client(person).post(f"/decisions/{decision.pk}/end", {"back": "//elsewhere.example"})

        decision.refresh_from_db()
        assert (decision.ended_at is not None) is (person in SENDS), person
        if person in SENDS:
            assert answer["Location"] == "/security"
        elif person != "anonymous":
            assert answer.status_code == (403 if person in SEES else 404), person


def test_the_worklist_says_why_each_stands_where_it_stands(world: World) -> None:
    page = world.client("guard").get("/security/worklist").content.decode()

    order = [page.index(f"CVE-2026-100{number}</a>") for number in (1, 2, 3)]
    assert order == sorted(order)
    assert "known to be exploited since" in page
    assert "40 % likely to be exploited within 30 days" in page
    assert "fixed in 2.0.0" in page
    assert "risk-priority" in page


NARROWED = {
    "exploited=yes": {1},
    "band=medium": {2},
    "q=shared": {2},
    "q=cve-2026-1003": {3},
    "overdue=yes": set(),
    "fix=no": set(),
    "fix=yes": {1, 2, 3},
    "criticality=vital": set(),
    "criticality=high": {1, 2, 3},
    "standing=closed": set(),
    "standing=all&body=borgo": {1, 2, 3},
}


def test_the_worklist_is_narrowed_on_the_page_and_in_the_table(world: World) -> None:
    client = world.client("guard")

    for narrowed, expected in NARROWED.items():
        page = client.get(f"/security/worklist?{narrowed}").content.decode()
        rows = client.get(f"/security/worklist.csv?{narrowed}").content.decode().splitlines()[1:]

        assert {number for number in (1, 2, 3) if f"CVE-2026-100{number}</a>" in page} == expected, narrowed
        assert {int(row.split(",")[1][-1]) for row in rows} == expected, narrowed


def test_many_are_decided_at_once_and_it_is_undone(world: World) -> None:
    client, borgo = world.client("guard"), world.bodies["borgo"]
    ticks = [named("CVE-2026-1001").pk, named("CVE-2026-1002").pk]

    answer = client.post("/security/worklist?band=", TRIAGE | {"pick": ticks, "body": borgo.pk}, follow=True)
    closed = client.get("/security/worklist?standing=closed").content.decode()
    client.post("/security/undo")

    assert "2 decisions were written down." in answer.content.decode()
    assert "CVE-2026-1001</a>" in closed
    assert "CVE-2026-1002</a>" in closed
    assert Decision.objects.filter(ended_at=None).count() == 0
    assert Decision.objects.filter(ended_by=world.person("guard")).count() == 2


INCOMPLETE = (
    ({"pick": []}, "Tick at least one"),
    ({"justification": ""}, "Say why you are not affected"),
    ({"state": "exploitable", "justification": "", "response": "will_not_fix"}, "Say who answers"),
    ({"body": ""}, "This field is required"),
)


def test_of_what_was_ticked_all_is_decided_or_nothing(world: World) -> None:
    ticks = [named("CVE-2026-1001").pk, named("CVE-2026-1002").pk]

    for change, problem in INCOMPLETE:
        given = TRIAGE | {"pick": ticks, "body": world.bodies["borgo"].pk} | change
        answer = world.client("guard").post("/security/worklist", given)

        assert answer.status_code == 422
        assert problem in answer.content.decode()
        assert answer.content.decode().count('" checked>') == len(given["pick"])
        assert not Decision.objects.exists()


def test_a_decision_for_one_system_leaves_the_others_open(world: World) -> None:
    client, pk = world.client("guard"), world.systems["portale"].pk

    answer = client.post(
        f"/systems/{pk}/security", TRIAGE | {"pick": named("CVE-2026-1001").pk, "detail": "never run"}, follow=True
    ).content.decode()
    work = client.get("/security/worklist").content.decode()

    assert "never run" in answer
    assert "2 open findings" in answer
    assert "CVE-2026-1001</a>" in work
    assert "1 open, 0 accepted, 1 settled" in work


def test_what_an_overseer_said_is_told_with_a_way_to_overrule_it(world: World) -> None:
    decide(
        vulnerability=named("CVE-2026-1001"), body=world.bodies["regione"], draft=DecisionDraft(**TRIAGE), by=None
    )  # fmt: skip

    on_body = world.client("guard").get("/bodies/borgo/security").content.decode()
    on_system = world.client("guard").get(f"/systems/{world.systems['casa'].pk}/security").content.decode()

    assert "said by Regione" in on_body
    assert "overrule it" in on_body
    assert "said by Regione" in on_system
    assert "said by" not in world.client("other_guard").get("/bodies/altrove/security").content.decode()


def test_an_accepted_risk_is_shown_before_its_end_and_opens_again_after_it(world: World) -> None:
    soon = timezone.localdate() + timedelta(days=20)
    draft = DecisionDraft(state="exploitable", response="will_not_fix", owner_words="Head of IT", expires_on=soon)
    decision = decide(vulnerability=named("CVE-2026-1001"), body=world.bodies["borgo"], draft=draft, by=None)
    client = world.client("guard")

    before = client.get("/security").content.decode()
    is_open_before = "CVE-2026-1001</a>" in client.get("/security/worklist").content.decode()
    Decision.objects.filter(pk=decision.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    after = client.get("/security/worklist").content.decode()

    assert "Decisions that end within 30 days" in before
    assert "Head of IT" in before
    assert not is_open_before
    assert "CVE-2026-1001</a>" in after
    assert "its last day has passed" in client.get(f"/systems/{world.systems['casa'].pk}/security").content.decode()


def test_a_day_is_counted_once_and_again_the_same(world: World) -> None:
    today = timezone.localdate()

    first = {each.body.slug: each for each in count_day(day=today, by=None)}
    count_day(day=today, by=None)

    assert (first["borgo"].open_findings, first["borgo"].exploited, first["altrove"].open_findings) == (3, 1, 1)
    assert type(first["borgo"]).objects.count() == len(first) == 2
    assert "Day by day, as a table" in world.client("guard").get("/security").content.decode()
    with pytest.raises(NotAllowed):
        count_day(day=today, by=world.person("guard"))


def test_where_no_list_is_there_a_day_counts_nothing_instead_of_nought(world: World) -> None:
    world.systems["altro"].sboms.update(replaced_at=timezone.now())
    world.systems["altro"].occurrences.all().delete()

    counted = {each.body.slug: each for each in count_day(day=timezone.localdate(), by=None)}

    assert (counted["altrove"].systems_with_sbom, counted["altrove"].open_findings) == (0, None)
    page = world.client("other_guard").get("/security").content.decode()
    assert "grey: not known" in page
    assert "1 system without a list of its parts." in page
    assert "green" not in page.partition('id="light-pack"')[0]


def test_the_queries_do_not_grow_with_what_is_found(world: World) -> None:
    client, counted = world.client("guard"), {}
    paths = ["/security", *pages(world).values()]

    for many in (False, True):
        if many:
            parts = [(f"part-{number}", "1.0.0") for number in range(30)]
            send(world.systems["portale"], cyclonedx(parts), part="more")
            for number in range(30):
                weakness(f"CVE-2026-2{number:03}", f"part-{number}", band="high", score=8)
        for path in paths:
            client.get(path)
            with CaptureQueriesContext(connection, ) as queries:  # fmt: skip
                assert client.get(path).status_code == 200
            counted.setdefault(path, []).append(len(queries))

    assert all(few == more for few, more in counted.values()), counted
    assert max(few for few, _ in counted.values()) < 70, counted
