"""The gate for programs: who may ask what, in which forms, and what a hostile file costs."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonweal.components import actions as components
from commonweal.components.models import Package
from commonweal.organisations import actions as organisations
from commonweal.risk.actions.deciding import DecisionDraft, decide
from commonweal.risk.models import Vulnerability
from commonweal.usage import actions as usage
from commonweal.usage.models import System
from tests.components.lists import cyclonedx
from tests.conftest import Cast
from tests.risk.feeds_world import affected, source, take_in, told

pytestmark = pytest.mark.django_db
GATE = "/api/v1/risk/gate"
HIT, FINE = "pkg:pypi/demo@1.2", "pkg:pypi/demo@1.3"


@pytest.fixture
def system(cast: Cast) -> System:
    """A system of Borgo, and one vulnerability with a fix."""
    hit = affected(("introduced", "1.0"), ("fixed", "1.3"))
    take_in(source(), told("CVE-2026-1", hit, summary="It leaks.", database_specific={"severity": "HIGH"}))
    return usage.enter_system(body=cast.town, draft=usage.SystemDraft(name="Portal"), by=cast.chiara)


@pytest.fixture
def secret(cast: Cast, system: System) -> str:
    return components.make_token(body=cast.town, name="Build", by=cast.chiara).secret


def ask(content: object, secret: str = "", query: str = "", **headers: str) -> tuple[int, dict]:
    """Send bytes, or a list of purls; give status and document."""
    sent = content if isinstance(content, bytes) else json.dumps({"purls": content}).encode()
    extra = {"authorization": f"Bearer {secret}"} if secret else {}
    answer = Client().post(
        GATE + query,
        sent,
        content_type="application/octet-stream",
        headers=extra | {k.title(): v for k, v in headers.items()},
    )
    return answer.status_code, answer.json()


def test_a_program_is_told_what_stops_its_release_and_what_to_do(secret: str) -> None:
    status, document = ask(cyclonedx([("demo", "1.2"), ("fine", "1.0")], kind="pypi"), secret)

    (part,) = document["parts"]
    (finding,) = part["findings"]
    assert (status, document["outcome"], document["body"]) == (200, "fail", "borgo")
    assert part["do"] == "update demo to 1.3"
    assert (finding["name"], finding["fixed_in"], finding["severity"]) == ("CVE-2026-1", "1.3", "high")
    assert finding["affected"] == ["from 1.0 up to, but not 1.3"]
    assert finding["url"].endswith("/vulnerabilities/CVE-2026-1")
    assert document["counts"] == {"parts": 2, "affected": 1, "failing": 1, "unjudged": 0}


def test_a_visitor_may_ask_about_what_is_published(system: System) -> None:
    assert ask([HIT])[1]["outcome"] == "fail"
    assert ask([FINE])[1]["outcome"] == "pass"


def test_a_visitor_learns_nothing_of_any_body(cast: Cast, system: System) -> None:
    assert ask([HIT], query="?body=borgo")[0] == 401
    assert ask([HIT], query="?body=nowhere")[0] == 401
    assert ask([HIT], query=f"?system={system.pk}")[0] == 401
    assert ask(cyclonedx())[0] == 401


def test_a_decision_is_told_to_its_body_alone(cast: Cast, system: System, secret: str) -> None:
    until = timezone.localdate() + timedelta(days=30)
    draft = DecisionDraft(state="exploitable", response="will_not_fix", owner_words="Head of IT", expires_on=until)
    decide(vulnerability=Vulnerability.objects.get(), body=cast.town, draft=draft, by=cast.chiara)

    ours, visitors = ask([HIT], secret)[1], ask([HIT])[1]

    assert ours["outcome"] == "pass"
    assert ours["parts"][0]["findings"][0]["decision"]["owner"] == "Head of IT"
    assert visitors["outcome"] == "fail"
    assert visitors["parts"][0]["findings"][0]["decision"] is None
    assert "Head of IT" not in json.dumps(visitors)


def test_a_token_speaks_of_its_own_body_alone(cast: Cast, secret: str) -> None:
    draft = organisations.BodyDraft(uri="x:altrove", name="Altrove", kind="municipality", tier="local", country="XX")
    other = organisations.register_body(draft=draft, by=None)
    theirs = usage.enter_system(body=other, draft=usage.SystemDraft(name="Theirs"), by=None)

    hidden = ask([HIT], secret, f"?system={theirs.pk}")

    assert hidden == ask([HIT], secret, "?system=999999999")
    assert hidden[0] == 404
    assert ask([HIT], secret, "?body=altrove") == ask([HIT], secret, "?body=nowhere")
    assert ask([HIT], secret, "?body=altrove")[0] == 404


def test_people_who_are_signed_in_may_ask_for_what_they_see(cast: Cast, system: System) -> None:
    statuses = {}
    for person in (cast.aino, cast.bruno, cast.chiara, cast.dragan):
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        body = json.dumps({"purls": [HIT]})
        answer = client.post(f"{GATE}?system={system.pk}", body, content_type="application/json")
        statuses[person.username] = answer.status_code

    assert statuses == {"aino": 200, "bruno": 404, "chiara": 200, "dragan": 404}


def test_a_secret_that_opens_nothing_is_told_so(secret: str) -> None:
    assert ask([HIT], "cw_wrong")[0] == 401


def test_nothing_that_was_asked_is_kept(secret: str) -> None:
    ask(cyclonedx([("never-heard-of", "1.0")], kind="pypi"), secret)

    assert not Package.objects.filter(name="never-heard-of").exists()


def test_it_comes_as_sarif_for_code_hosts(secret: str) -> None:
    status, document = ask([HIT, "nonsense"], secret, "?file_name=requirements.txt", accept="application/sarif+json")

    results = document["runs"][0]["results"]
    assert (status, document["version"]) == (200, "2.1.0")
    assert [(each["ruleId"], each["level"]) for each in results] == [
        ("CVE-2026-1", "error"),
        ("cannot-be-judged", "warning"),
    ]
    assert results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "requirements.txt"
    assert "update demo to 1.3" in results[0]["message"]["text"]


def test_strictness_and_where_to_fail_may_be_asked_for(secret: str) -> None:
    assert ask([FINE, "pkg:npm/unknown"], secret)[1]["outcome"] == "warn"
    assert ask([FINE, "pkg:npm/unknown"], secret, "?strict=1")[1]["outcome"] == "fail"
    assert ask([HIT], secret, "?fail_on=critical")[1]["outcome"] == "warn"
    assert ask([HIT], secret, "?fail_on=whatever")[0] == 422


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"{}", 422),
        (b"\x00\xff" * 1000, 422),
        (b"[" * 100_000, 422),
        (b'{"purls":' + b"[" * 100_000, 400),
        (b'{"purls": []}', 400),
        (b'{"purls": [1]}', 400),
        (b'{"purls": "pkg:npm/x@1"}', 400),
        (json.dumps({"purls": ["pkg:npm/x@1"] * 5_001}).encode(), 413),
        (json.dumps({"purls": ["pkg:npm/" + "x" * 3_000]}).encode(), 413),
        (b" " * 25_000_001, 413),
    ],
)
def test_what_cannot_be_answered_is_refused_as_a_problem(secret: str, content: bytes, status: int) -> None:
    found, document = ask(content, secret)

    assert (found, document["status"]) == (status, status)
    assert document["detail"]


@pytest.mark.parametrize(
    "text",
    ["pkg:npm/a%00b@1", "pkg:npm/x@%00", "pkg:npm/\ud800@1", "pkg:npm/" + "x" * 900 + "@1", "pkg:deb//@", "%" * 99],
)
def test_odd_names_cannot_be_judged_and_break_nothing(secret: str, text: str) -> None:
    status, document = ask([FINE, text], secret)

    assert (status, document["outcome"], document["counts"]["unjudged"]) == (200, "warn", 1)
