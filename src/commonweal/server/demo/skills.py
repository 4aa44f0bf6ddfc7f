"""What people of Borgo can, what the town needs, and a training that is over."""

from collections.abc import Mapping
from datetime import date, timedelta

from commonweal.organisations.models import Body, User, Visibility
from commonweal.skills import actions
from commonweal.skills.actions import AnswerDraft, CohortDraft, NeedDraft
from commonweal.skills.models import SkillNeed

ASKED = ("read-licence", "write-tender")
# What ten people said of both skills before and after; -1 is no answer.
SAID = ((0, 0, 1, 2), (0, 1, 2, 2), (1, 0, 2, 1), (0, 0, 1, 1), (1, 1, 2, 2), (0, 0, 2, 1), (2, 1, 2, 2), (0, 0, 1, 1),
        (1, 0, -1, -1), (-1, -1, 2, 2))  # fmt: skip


def settle(bodies: Mapping[str, Body], accounts: Mapping[str, User], *, today: date) -> None:
    """Write it all down; once."""
    if SkillNeed.objects.exists():
        return
    borgo, chiara = bodies["borgo"], accounts["chiara"]
    for profile, people in (("buyer", 1), ("clerk", 3)):
        actions.need_profile(body=borgo, profile=profile, people=people, by_on=today + timedelta(days=180), by=chiara)
    actions.add_need(body=borgo, draft=NeedDraft(skill="answer-advisory", level=2, people=1), by=chiara)
    mine = {"write-tender": 1, "read-licence": 0, "keep-inventory": 2, "set-direction": 1, "count-cost": 2}
    actions.state_skills(body=borgo, levels=mine, would_help=False, by=chiara)
    hers = {"answer-advisory": 3, "read-parts": 3, "run-service": 2, "judge-project": 2, "choose-software": 2}
    actions.state_skills(body=borgo, levels=hers, would_help=True, by=accounts["pia"])
    counted = (("keep-inventory", 1, 6), ("report-fault", 2, 5), ("report-fault", 0, 2), ("translate", 2, 1))
    for skill, level, people in counted:
        actions.enter_count(body=borgo, skill=skill, level=level, people=people, by=chiara)
    actions.publish_figures(body=borgo, by=chiara)
    _training(borgo, chiara, today)


def _training(borgo: Body, chiara: User, today: date) -> None:
    draft = CohortDraft(
        title="Appalti aperti in mezza giornata", skills=ASKED, target_count=14, visibility=Visibility.PUBLIC,
        course_url="https://corsi.esempia.example/appalti-aperti", starts_on=today - timedelta(days=30),
        ends_on=today - timedelta(days=30),
    )  # fmt: skip
    cohort = actions.plan_cohort(body=borgo, draft=draft, by=chiara)
    codes = actions.make_codes(cohort=cohort, count=len(SAID), by=chiara)
    for number, (code, said) in enumerate(zip(codes, SAID, strict=True)):
        for moment, levels in (("before", said[:2]), ("after", said[2:])):
            if levels[0] >= 0:
                mark = 3 + number % 3 if moment == "after" else None
                answered = AnswerDraft(moment=moment, levels=dict(zip(ASKED, levels, strict=True)), satisfaction=mark)
                actions.answer_with_code(code=code, draft=answered)
    actions.close_cohort(cohort=cohort, attended_count=11, by=chiara)
    begun = CohortDraft(title="Licenze senza paura", skills=("read-licence",), starts_on=today + timedelta(days=14))
    actions.plan_cohort(body=borgo, draft=begun, by=chiara)
