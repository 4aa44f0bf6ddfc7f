"""What people say, take back, need and publish; and trainings."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from commonweal.journal.models import Event
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import User, Visibility
from commonweal.organisations.roles import Role
from commonweal.skills import actions
from commonweal.skills.actions import AnswerDraft, CohortDraft, NeedDraft
from commonweal.skills.models import (
    Cohort,
    Participant,
    SkillCount,
    SkillFigures,
    SkillNeed,
    SkillStatement,
    StatedLevel,
)
from commonweal.skills.queries.cohorts import counted
from commonweal.skills.queries.known import SkillsKnown, skills_known
from commonweal.skills.queries.needs import inventory_of
from commonweal.skills.queries.statements import people_of
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def _say(cast: Cast, **levels: int) -> SkillStatement:
    said = {skill.replace("_", "-"): level for skill, level in levels.items()}
    return actions.state_skills(body=cast.town, levels=said, would_help=True, by=cast.chiara)


def _colleagues(cast: Cast, count: int) -> list[User]:
    people = []
    for number in range(count):
        one = organisations.open_account(
            username=f"p{number}", email=f"p{number}@b.example", password=None, display_name=f"P{number}", by=None
        )
        organisations.grant_role(user=one, role=Role.MEMBER, body=cast.town, by=None)
        people.append(one)
    return people


def _events() -> list[str]:
    return list(Event.objects.filter(name__startswith="skills.").order_by("pk").values_list("name", flat=True))


def test_saying_it_anew_erases_what_was_said_before(cast: Cast) -> None:
    first = _say(cast, teach=1)

    second = _say(cast, teach=2)

    first.refresh_from_db()
    assert first.ended_at is not None
    assert not first.would_help
    assert not first.levels.exists()
    assert second.levels.get().level == 2
    assert _events() == ["skills.skills_stated", "skills.skills_stated"]


def test_taking_back_erases_at_once_and_twice_changes_nothing(cast: Cast) -> None:
    statement = _say(cast, teach=3)

    actions.withdraw_statement(statement=statement, by=cast.chiara)
    again = actions.withdraw_statement(statement=statement, by=cast.chiara)

    assert again.ended_at is not None
    assert not StatedLevel.objects.exists()
    assert people_of(cast.chiara, cast.town, timezone.localdate()) == []
    assert _events() == ["skills.skills_stated", "skills.statement_withdrawn"]


def test_the_journal_is_never_told_what_was_said(cast: Cast) -> None:
    _say(cast, teach=3)

    assert Event.objects.get(name="skills.skills_stated").data == {"body": cast.town.pk}


@pytest.mark.parametrize("levels", [{}, {"knitting": 1}, {"teach": 4}, {"teach": -1}])
def test_a_statement_is_of_the_catalogue(cast: Cast, levels: dict[str, int]) -> None:
    with pytest.raises((actions.NothingSaid, actions.UnknownSkill)):
        actions.state_skills(body=cast.town, levels=levels, would_help=False, by=cast.chiara)


def test_who_has_left_is_counted_no_more(cast: Cast) -> None:
    _say(cast, teach=3)
    role = cast.chiara.assignments.get(body=cast.town)

    organisations.withdraw_role(assignment=role, by=cast.aino)

    assert people_of(cast.aino, cast.town, timezone.localdate()) == []
    assert skills_known(cast.town) is None


def test_the_gap_list_of_a_town_counted_by_hand(cast: Cast) -> None:
    _say(cast, teach=3, read_licence=1)
    actions.enter_count(body=cast.town, skill="teach", level=1, people=3, by=cast.chiara)
    for skill, people in (("teach", 2), ("read-licence", 1), ("translate", 1)):
        actions.add_need(body=cast.town, draft=NeedDraft(skill=skill, level=2, people=people), by=cast.chiara)

    found = inventory_of(cast.chiara, cast.town, timezone.localdate())

    assert found is not None
    assert [(row.need.skill, row.gap.held, row.gap.missing) for row in found.rows] == [
        ("read-licence", 0, 1), ("translate", 0, None), ("teach", 1, 1)
    ]  # fmt: skip
    assert (found.missing, found.unknown) == (2, 1)


def test_what_was_said_two_years_ago_is_old(cast: Cast) -> None:
    statement = _say(cast, teach=3)
    actions.add_need(body=cast.town, draft=NeedDraft(skill="teach", level=2, people=1), by=cast.chiara)
    SkillStatement.objects.filter(pk=statement.pk).update(said_at=timezone.now() - timedelta(days=740))

    found = inventory_of(cast.chiara, cast.town, timezone.localdate())

    assert found is not None
    assert (found.rows[0].gap.held_old, found.rows[0].gap.missing) == (1, None)
    assert people_of(cast.chiara, cast.town, timezone.localdate())[0].is_old


def test_a_new_count_takes_the_place_of_the_old_one(cast: Cast) -> None:
    for people in (3, 5):
        actions.enter_count(body=cast.town, skill="teach", level=1, people=people, by=cast.chiara)

    assert [(each.people, each.ended_at is None) for each in SkillCount.objects.order_by("pk")] == [
        (3, False),
        (5, True),
    ]
    ended = actions.end_count(count=SkillCount.objects.get(ended_at=None), by=cast.chiara)
    assert actions.end_count(count=ended, by=cast.chiara).ended_at == ended.ended_at
    assert _events() == ["skills.count_entered", "skills.count_entered", "skills.count_ended"]


def test_two_roles_are_not_added_up(cast: Cast) -> None:
    actions.need_profile(body=cast.town, profile="buyer", people=2, by_on=date(2030, 1, 1), by=cast.chiara)
    actions.need_profile(body=cast.town, profile="lead", people=1, by=cast.chiara)

    both = SkillNeed.objects.get(skill="choose-software", level=2, ended_at=None)

    assert (both.people, both.by_on) == (2, date(2030, 1, 1))
    assert not SkillNeed.objects.filter(skill="keep-inventory", level=1).exists()  # the buyers do it alone


def test_the_same_need_twice_changes_nothing(cast: Cast) -> None:
    draft = NeedDraft(skill="teach", level=2, people=1)
    first = actions.add_need(body=cast.town, draft=draft, by=cast.chiara)

    assert actions.add_need(body=cast.town, draft=draft, by=cast.chiara) == first
    assert _events() == ["skills.need_added"]
    actions.end_need(need=first, by=cast.chiara)
    actions.end_need(need=first, by=cast.chiara)
    assert _events() == ["skills.need_added", "skills.need_ended"]


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (NeedDraft(skill="teach", level=0, people=1), actions.NeedsNobody),
        (NeedDraft(skill="teach", level=1, people=0), actions.NoPeople),
        (NeedDraft(skill="knitting", level=1, people=1), actions.UnknownSkill),
    ],
)
def test_a_need_asks_for_somebody(cast: Cast, draft: NeedDraft, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        actions.add_need(body=cast.town, draft=draft, by=cast.chiara)
    with pytest.raises(actions.UnknownProfile):
        actions.need_profile(body=cast.town, profile="wizard", people=1, by=cast.chiara)


def test_figures_are_published_in_sizes_from_five_people_up(cast: Cast) -> None:
    for one in _colleagues(cast, 4):
        actions.state_skills(body=cast.town, levels={"teach": 2}, would_help=False, by=one)
    with pytest.raises(actions.NothingToPublish):
        actions.publish_figures(body=cast.town, by=cast.chiara)
    _say(cast, teach=0, translate=3)

    shown = actions.publish_figures(body=cast.town, by=cast.chiara)

    assert shown.figures == [{"skill": "teach", "said": 5, "alone": 0}]


def test_figures_stand_still_while_people_speak_and_are_not_published_daily(cast: Cast) -> None:
    actions.enter_count(body=cast.town, skill="teach", level=2, people=9, by=cast.chiara)
    shown = actions.publish_figures(body=cast.town, by=cast.chiara)
    _say(cast, teach=2)
    with pytest.raises(actions.PublishedLately):
        actions.publish_figures(body=cast.town, by=cast.chiara)
    actions.take_back_figures(figures=shown, by=cast.chiara)
    with pytest.raises(actions.PublishedLately):
        actions.publish_figures(body=cast.town, by=cast.chiara)
    SkillFigures.objects.update(published_at=timezone.now() - timedelta(days=31))

    again = actions.publish_figures(body=cast.town, by=cast.chiara)

    assert shown.figures == [{"skill": "teach", "said": 5, "alone": 5}]
    assert again.figures == [{"skill": "teach", "said": 10, "alone": 10}]


def test_contexts_above_learn_a_day_and_no_small_number(cast: Cast) -> None:
    nothing = skills_known(cast.town)
    _say(cast, teach=2)
    few = skills_known(cast.town)
    actions.enter_count(body=cast.town, skill="teach", level=1, people=4, by=cast.chiara)
    actions.enter_count(body=cast.town, skill="translate", level=1, people=2, by=cast.chiara)

    assert nothing is None
    assert few == SkillsKnown(timezone.localdate(), None)
    assert skills_known(cast.town) == SkillsKnown(timezone.localdate(), 5)


def _cohort(cast: Cast, **more: object) -> Cohort:
    draft = CohortDraft(**({"title": "Licences", "skills": ("read-licence", "teach")} | more))
    return actions.plan_cohort(body=cast.town, draft=draft, by=cast.chiara)


def _answer(moment: str, satisfaction: int | None = None, **levels: int) -> AnswerDraft:
    return AnswerDraft(moment=moment, levels=levels, satisfaction=satisfaction)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"title": " "}, actions.NamelessCohort),
        ({"skills": ()}, actions.NoSkills),
        ({"skills": ("knitting",)}, actions.NoSkills),
        ({"starts_on": date(2030, 2, 1), "ends_on": date(2030, 1, 1)}, actions.EndsBeforeItStarts),
        ({"visibility": Visibility.PRIVATE}, actions.NeverPrivate),
    ],
)
def test_a_training_is_clear(cast: Cast, more: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        _cohort(cast, **more)


def test_only_digests_of_codes_are_kept_and_each_opens_one_place(cast: Cast) -> None:
    cohort = _cohort(cast)

    codes = actions.make_codes(cohort=cohort, count=3, by=cast.chiara)

    kept = set(Participant.objects.values_list("code_digest", flat=True))
    assert len(set(codes)) == len(kept) == 3
    assert not kept & set(codes)
    typed = f" {codes[0][:4]}-{codes[0][4:]}".lower()
    answered = actions.answer_with_code(code=typed, draft=_answer("before", teach=1))
    assert answered.participant.cohort == cohort
    with pytest.raises(actions.UnknownCode):
        actions.answer_with_code(code="AAAA", draft=_answer("before", teach=1))
    with pytest.raises(actions.TooManyCodes):
        actions.make_codes(cohort=cohort, count=201, by=cast.chiara)


def test_each_answers_once_before_and_once_after(cast: Cast) -> None:
    cohort = _cohort(cast)
    actions.answer(cohort=cohort, draft=_answer("after", 4, teach=2), by=cast.chiara)

    with pytest.raises(actions.AnsweredBefore):
        actions.answer(cohort=cohort, draft=_answer("after", teach=3), by=cast.chiara)
    with pytest.raises(actions.BeforeIsOver):
        actions.answer(cohort=cohort, draft=_answer("before", teach=0), by=cast.chiara)

    assert counted(cast.chiara, cohort).outcome.changes[1].pairs == 0
    assert counted(cast.chiara, cohort).outcome.changes[1].unknown == 1


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (_answer("before"), actions.NothingSaid),
        (_answer("before", translate=1), actions.UnknownSkill),
        (_answer("before", 3, teach=1), actions.NoSatisfaction),
        (_answer("after", 6, teach=1), actions.NoSatisfaction),
    ],
)
def test_an_answer_is_to_what_was_asked(cast: Cast, draft: AnswerDraft, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        actions.answer(cohort=_cohort(cast), draft=draft, by=cast.chiara)


def test_skills_stay_once_somebody_answered(cast: Cast) -> None:
    cohort = _cohort(cast)
    changed = actions.change_cohort(cohort=cohort, draft=CohortDraft(title="Teach", skills=("teach",)), by=cast.chiara)
    actions.answer(cohort=changed, draft=_answer("before", teach=1), by=cast.chiara)

    with pytest.raises(actions.SkillsAnswered):
        actions.change_cohort(cohort=changed, draft=CohortDraft(title="Teach", skills=("translate",)), by=cast.chiara)


def test_closing_ties_answers_to_nobody(cast: Cast) -> None:
    cohort = _cohort(cast)
    code = actions.make_codes(cohort=cohort, count=1, by=cast.chiara)[0]
    actions.answer(cohort=cohort, draft=_answer("before", teach=1), by=cast.chiara)

    closed = actions.close_cohort(cohort=cohort, attended_count=2, by=cast.chiara)

    assert not Participant.objects.filter(user__isnull=False).exists()
    with pytest.raises(actions.UnknownCode):
        actions.answer_with_code(code=code, draft=_answer("before", teach=1))
    with pytest.raises(actions.CohortClosed):
        actions.answer(cohort=closed, draft=_answer("after", teach=1), by=cast.chiara)
    with pytest.raises(actions.CohortClosed):
        actions.make_codes(cohort=closed, count=1, by=cast.chiara)
    actions.close_cohort(cohort=closed, attended_count=9, by=cast.chiara)
    assert Cohort.objects.get().attended_count == 2
    assert _events().count("skills.cohort_closed") == 1


def test_an_answer_is_taken_back_by_whoever_gave_it(cast: Cast) -> None:
    cohort = _cohort(cast)
    code = actions.make_codes(cohort=cohort, count=1, by=cast.chiara)[0]
    given = actions.answer_with_code(code=code, draft=_answer("before", teach=1))

    actions.withdraw_answers(participant=given.participant, code=code, by=None)

    assert not given.participant.answers.exists()
    assert (
        Event.objects.filter(name__in=("skills.answered", "skills.answers_withdrawn"), by_id__isnull=False).count() == 0
    )
