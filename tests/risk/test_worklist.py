"""The worklist: what comes first, what remains after decisions, and by when."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from commonweal.components.models import Occurrence
from commonweal.components.queries import EVERYTHING, NOTHING, Scope
from commonweal.risk.models import AdvisorySource, AffectedPackage, Decision, Exploitation, FeedKind, Vulnerability
from commonweal.risk.queries import findings
from commonweal.risk.queries.worklist import Task, worklist
from commonweal.risk.rules.decisions import Standing
from tests.risk.planted import Planted, plant

pytestmark = pytest.mark.django_db
JANUARY, NOVEMBER = datetime(2026, 1, 5, 12, tzinfo=UTC), datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def planted() -> Planted:
    """The planted world."""
    return plant()


def _decide(vulnerability: Vulnerability, **facts: object) -> Decision:
    today = timezone.localdate()
    given = {"state": "not_affected", "source": "local", "decided_at": timezone.now(), "valid_from": today}
    return Decision.objects.create(vulnerability=vulnerability, **given | facts)


def _task(vulnerability: Vulnerability, scope: Scope = EVERYTHING) -> Task:
    return next(task for task in worklist(scope) if task.vulnerability == vulnerability)


def _most_hit(planted: Planted) -> Vulnerability:
    return max(planted.vulnerabilities, key=lambda each: len(planted.hits(each, planted.everybody)))


def test_everything_is_open_while_nobody_decided(planted: Planted) -> None:
    tasks = worklist(EVERYTHING)

    assert {task.vulnerability.pk for task in tasks} == {each.vulnerability for each in findings.tally(EVERYTHING)}
    assert all(task.open == task.findings and task.standing is Standing.OPEN for task in tasks)
    assert worklist(NOTHING) == []


def test_the_exploited_comes_first_then_the_forecast_then_the_severity(planted: Planted) -> None:
    last, middle, first = (task.vulnerability for task in worklist(EVERYTHING)[:3])
    Vulnerability.objects.filter(pk=first.pk).update(exploited_on=timezone.localdate(), band="low", score=2)
    Vulnerability.objects.filter(pk=middle.pk).update(forecast=0.4, band="low", score=3)
    Vulnerability.objects.filter(pk=last.pk).update(band="critical", score=10)

    found = [task.vulnerability for task in worklist(EVERYTHING)[:3]]

    assert found == [first, middle, last]


def test_what_one_body_decides_closes_its_own_findings_alone(planted: Planted) -> None:
    vulnerability = _most_hit(planted)
    before = _task(vulnerability)
    body = planted.hits(vulnerability, planted.everybody)[0].body
    own = len(planted.hits(vulnerability, {body}))
    _decide(vulnerability, body_id=body)

    after = _task(vulnerability)

    assert (after.closed, after.open) == (own, before.findings - own)
    assert _task(vulnerability, Scope(bodies=frozenset({body}))).standing is Standing.CLOSED


def test_an_accepted_risk_is_neither_open_nor_closed(planted: Planted) -> None:
    vulnerability = _most_hit(planted)
    until = timezone.localdate() + timedelta(days=30)
    _decide(vulnerability, state="exploitable", response="will_not_fix", expires_on=until, owner_words="Head of IT")

    task = _task(vulnerability)

    assert (task.open, task.closed, task.accepted) == (0, 0, task.findings)
    assert task.standing is Standing.ACCEPTED
    assert task.due is None


def _known(planted: Planted, vulnerability: Vulnerability, *, listed: datetime, told: datetime) -> None:
    """Let the lists and the advisory have been here since two moments."""
    Occurrence.objects.filter(package_version__in=planted.affected(vulnerability)).update(since=listed)
    AffectedPackage.objects.filter(advisory__vulnerability=vulnerability).update(known_at=told)


@pytest.mark.parametrize(("listed", "told"), [(JANUARY, NOVEMBER), (NOVEMBER, JANUARY)])
def test_the_deadline_counts_from_when_list_and_advisory_were_both_here(
    planted: Planted, listed: datetime, told: datetime
) -> None:
    vulnerability = _most_hit(planted)
    Vulnerability.objects.filter(pk=vulnerability.pk).update(band="high", score=8)
    _known(planted, vulnerability, listed=listed, told=told)

    task = _task(vulnerability)

    assert task.due == NOVEMBER.date() + timedelta(days=30)
    assert task.is_overdue(task.due + timedelta(days=1))
    assert not task.is_overdue(task.due)


def test_what_others_ran_before_says_nothing_about_my_deadline(planted: Planted) -> None:
    vulnerability = _most_hit(planted)
    _known(planted, vulnerability, listed=NOVEMBER, told=JANUARY)
    body = planted.hits(vulnerability, planted.everybody)[0].body
    alone = Scope(bodies=frozenset({body}))
    before = _task(vulnerability, alone).due

    Occurrence.objects.exclude(system__owner=body).update(since=JANUARY)

    assert _task(vulnerability, alone).due == before


def test_the_list_of_the_exploited_sets_the_day_where_it_is_earlier(planted: Planted) -> None:
    vulnerability = _most_hit(planted)
    Vulnerability.objects.filter(pk=vulnerability.pk).update(band="high", score=8, exploited_on=NOVEMBER.date())
    _known(planted, vulnerability, listed=NOVEMBER, told=NOVEMBER)
    source = AdvisorySource.objects.create(slug="kev", name="KEV", kind=FeedKind.KEV)
    due = NOVEMBER.date() + timedelta(days=5)
    Exploitation.objects.create(source=source, identifier=vulnerability.name, added_on=NOVEMBER.date(), due_on=due)

    assert _task(vulnerability).due == due
