"""Decisions: what is written down, what stands in whose place, and what is refused with a sentence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonweal.components.models import Package
from commonweal.journal.models import Event
from commonweal.organisations import actions as organisations
from commonweal.risk.actions.deciding import DecisionDraft, NotDecidable, decide, decide_many, end_decision, end_many
from commonweal.risk.models import Decision, Vulnerability
from commonweal.risk.permissions import NotAllowed
from commonweal.standards import versions
from commonweal.usage import actions as usage
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
NOT_AFFECTED = DecisionDraft(state="not_affected", justification="code_not_reachable")


@pytest.fixture
def weakness(db: None) -> Vulnerability:
    """A vulnerability."""
    return Vulnerability.objects.create(name="CVE-2026-1234")


def _acceptance(**changes: object) -> DecisionDraft:
    until = timezone.localdate() + timedelta(days=90)
    facts = {"state": "exploitable", "response": "will_not_fix", "owner_words": "Head of IT", "expires_on": until}
    return DecisionDraft(**facts | changes)


def test_a_decision_is_kept_with_who_and_when(cast: Cast, weakness: Vulnerability) -> None:
    decision = decide(vulnerability=weakness, body=cast.town, draft=NOT_AFFECTED, by=cast.chiara)

    assert (decision.by, decision.body, decision.source) == (cast.chiara, cast.town, "local")
    assert Event.objects.get(name="risk.decision_made").data["state"] == "not_affected"


def test_a_second_one_about_the_same_stands_in_place_of_the_first(cast: Cast, weakness: Vulnerability) -> None:
    first = decide(vulnerability=weakness, body=cast.town, draft=NOT_AFFECTED, by=cast.chiara)

    second = decide(vulnerability=weakness, body=cast.town, draft=_acceptance(), by=cast.chiara)

    assert list(Decision.objects.filter(ended_at=None)) == [second]
    first.refresh_from_db()
    assert first.ended_by == cast.chiara


def test_one_about_a_range_stands_beside_one_about_everything(cast: Cast, weakness: Vulnerability) -> None:
    package = Package.objects.create(type="npm", name="left-pad", purl="pkg:npm/left-pad")
    whole = decide(vulnerability=weakness, body=cast.town, draft=NOT_AFFECTED, by=cast.chiara)
    draft = DecisionDraft(state="resolved", package=package, versions=">=1.2.0, <1.3.0")

    part = decide(vulnerability=weakness, body=cast.town, draft=draft, by=cast.chiara)

    assert set(Decision.objects.filter(ended_at=None)) == {whole, part}
    assert part.low == versions.key("npm", "1.2.0")
    assert part.high == versions.key("npm", "1.3.0")


@pytest.mark.parametrize(
    "draft",
    [
        DecisionDraft(state="whatever"),
        DecisionDraft(state="not_affected"),
        DecisionDraft(state="resolved", justification="code_not_present"),
        DecisionDraft(state="resolved", response="pray"),
        DecisionDraft(state="resolved", versions="1.0"),
        DecisionDraft(state="exploitable", response="will_not_fix", owner_words="Head of IT"),
    ],
)
def test_what_contradicts_itself_is_refused(cast: Cast, weakness: Vulnerability, draft: DecisionDraft) -> None:
    with pytest.raises(NotDecidable, match=r"\.$"):
        decide(vulnerability=weakness, body=cast.town, draft=draft, by=cast.chiara)

    assert not Decision.objects.exists()


def test_an_accepted_risk_needs_somebody_who_answers_for_it_and_a_last_day(cast: Cast, weakness: Vulnerability) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    for draft in (_acceptance(owner_words=" "), _acceptance(expires_on=None), _acceptance(expires_on=yesterday)):
        with pytest.raises(NotDecidable):
            decide(vulnerability=weakness, body=cast.town, draft=draft, by=cast.chiara)

    assert decide(vulnerability=weakness, body=cast.town, draft=_acceptance(), by=cast.chiara).expires_on


def test_nobody_decides_for_another_body_or_its_systems(cast: Cast, weakness: Vulnerability) -> None:
    other = organisations.register_body(
        draft=organisations.BodyDraft(uri="x:valle", name="Valle", kind="municipality", tier="local", country="XX"),
        by=None,
    )
    system = usage.enter_system(body=other, draft=usage.SystemDraft(name="Tax"), by=None)

    with pytest.raises(NotAllowed):
        decide(vulnerability=weakness, body=other, draft=NOT_AFFECTED, by=cast.chiara)
    with pytest.raises(NotAllowed):
        decide(vulnerability=weakness, body=None, draft=NOT_AFFECTED, by=cast.chiara)
    draft = DecisionDraft(state="resolved", system=system)
    with pytest.raises(NotDecidable):
        decide(vulnerability=weakness, body=cast.town, draft=draft, by=cast.chiara)


def test_of_many_all_are_decided_or_none(cast: Cast, weakness: Vulnerability) -> None:
    other = Vulnerability.objects.create(name="CVE-2026-4321")

    made = decide_many(vulnerabilities=[weakness, other], body=cast.town, draft=NOT_AFFECTED, by=cast.chiara)

    assert {each.vulnerability for each in made} == {weakness, other}
    with pytest.raises(NotDecidable):
        decide_many(vulnerabilities=[weakness] * 501, body=cast.town, draft=NOT_AFFECTED, by=cast.chiara)


def test_a_decision_taken_back_stays_on_file(cast: Cast, weakness: Vulnerability) -> None:
    decision = decide(vulnerability=weakness, body=cast.town, draft=NOT_AFFECTED, by=cast.chiara)

    end_decision(decision=decision, by=cast.chiara)
    end_decision(decision=decision, by=cast.chiara)

    assert Decision.objects.get().ended_by == cast.chiara
    assert Event.objects.filter(name="risk.decision_ended").count() == 1
    with pytest.raises(NotAllowed):
        end_decision(decision=decision, by=cast.dragan)


def test_undone_decisions_give_way_to_those_whose_place_they_took(cast: Cast, weakness: Vulnerability) -> None:
    other = Vulnerability.objects.create(name="CVE-2026-4321")
    first = decide(vulnerability=weakness, body=cast.town, draft=_acceptance(), by=cast.chiara)
    made = decide_many(vulnerabilities=[weakness, other], body=cast.town, draft=NOT_AFFECTED, by=cast.chiara)

    end_many(decisions=made, by=cast.chiara)

    assert list(Decision.objects.filter(ended_at=None)) == [first]
