"""What to do next: each rule where it holds and where it does not, the order, the cap, and what is not known."""

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.assessments.queries.advice_packs import advice_pack
from commonweal.assessments.queries.instruments import instrument
from commonweal.assessments.rules.instrument import Given, State
from commonweal.assessments.rules.recommending import Advice, recommend

# However busy the machine is.
UNHURRIED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PACK = advice_pack()
MANY = 5.0  # full-time people: no cap
Known = Mapping[str, float]
NOTHING: Known = MappingProxyType({})

# Each rule of the table: answers and facts for which it holds, then for which it just does not.
CASES: list[tuple[str, Known, Known, Known, Known]] = [
    ("write-a-statement", {"QA1": 0}, {}, {"QA1": 1}, {}),
    ("aims-into-actions", {"QA1": 1, "QA2": 0}, {}, {"QA1": 0, "QA2": 0}, {}),
    ("name-a-contact", {"QA4": 0}, {"join_first": 1}, {"QA4": 0}, {"join_first": 0}),
    ("half-a-post", {"QA4": 0, "QA1": 2}, {"capacity": 3}, {"QA4": 0, "QA1": 2}, {"capacity": 2.9}),
    ("desk-on-the-intranet", {"QB1": 0}, {}, {"QB1": 1}, {}),
    ("skills-form", {"QB2": 0}, {"staff": 21}, {"QB2": 0}, {"staff": 20}),
    ("three-courses", {"QB3": 1, "QB2": 2}, {}, {"QB3": 2, "QB2": 2}, {}),
    ("contribution-rule", {"QB4": 0}, {"has_developers": 1}, {"QB4": 0}, {"has_developers": 0}),
    ("ten-fears", {"QB5": 0}, {}, {"QB5": 1}, {}),
    ("look-first", {"QC1": 0}, {}, {"QC1": 1}, {}),
    ("file-the-search", {"QC1": 1, "QC2": 0}, {}, {"QC1": 0, "QC2": 0}, {}),
    ("cost-sheet", {"QC3": 0}, {}, {"QC3": 1}, {}),
    ("insert-clauses", {"QC4": 0}, {}, {"QC4": 1}, {}),
    ("supplier-evidence", {"QC5": 0}, {"buys_oss_services": 1}, {"QC5": 0}, {"buys_oss_services": 0}),
    ("list-custom-software", {"QD1": 0}, {}, {"QD1": 1}, {}),
    ("release-checklist", {"QD1": 2, "QD3": 1}, {}, {"QD1": 1, "QD3": 1}, {}),
    ("answer-in-two-days", {"QD4": 1}, {"outside_contributors": 1}, {"QD4": 1}, {"outside_contributors": 0}),
    ("send-one-change-back", {"QD5": 0, "QB4": 2}, {"forks": 1}, {"QD5": 0, "QB4": 2}, {"forks": 0}),
    ("scan-licences", {"QE1": 0}, {}, {"QE1": 1}, {}),
    ("review-ownership", {"QE3": 0}, {}, {"QE3": 1}, {}),
    ("watch-five-services", {"QF1": 1}, {}, {"QF1": 2}, {}),
    ("security-contact", {"QF3": 0}, {"publishes_code": 1}, {"QF3": 0}, {"publishes_code": 0}),
    ("steward-file", {"QF4": 0}, {}, {"QF4": 1}, {}),
    ("screen-health", {"QG1": 0}, {}, {"QG1": 1}, {}),
    ("decide-on-flagged", {"QG1": 1}, {"flagged_products": 1}, {"QG1": 1}, {"flagged_products": 0}),
    ("support-the-critical", {"QG3": 0}, {"critical_caf_one": 1}, {"QG3": 0}, {"critical_caf_one": 0}),
    ("begin-inventory", {"QH1": 0}, {}, {"QH1": 1}, {}),
    ("describe-products", {"QH2": 0, "QD1": 2}, {}, {"QH2": 0, "QD1": 1}, {}),
    ("publish-what-you-use", {"QH3": 0}, {}, {"QH3": 1}, {}),
    ("contact-the-like", {"QI1": 0}, {"shared_needs": 1}, {"QI1": 0}, {"shared_needs": 0}),
    ("offer-a-use-case", {"QI4": 0}, {"capacity": 0.9}, {"QI4": 0}, {"capacity": 1}),
    ("budget-line", {"QJ1": 0}, {}, {"QJ1": 1}, {}),
    ("choose-a-formula", {"QJ2": 0}, {"joint_project": 1}, {"QJ2": 0}, {"joint_project": 0}),
    ("publish-the-report", {"QK1": 0}, {}, {"QK1": 1}, {}),
    ("use-the-code-place", {"QL1": 0}, {}, {"QL1": 1}, {}),
    ("one-policy", {"QM1": 0}, {}, {"QM1": 1}, {}),
]
# What was begun, a step further: each question of the short form at 1 or 2.
FURTHER: list[tuple[str, Known, Known, Known, Known]] = [
    ("put-in-writing", {"QA1": 2}, {}, {"QA1": 3}, {}),
    ("tell-all-whom-to-call", {"QB1": 2}, {}, {"QB1": 3}, {}),
    ("look-every-time", {"QC1": 2}, {}, {"QC1": 3}, {}),
    ("publish-as-a-rule", {"QD1": 2}, {}, {"QD1": 3}, {}),
    ("complete-the-licences", {"QE1": 2}, {}, {"QE1": 3}, {}),
    ("know-within-a-day", {"QF1": 2}, {}, {"QF1": 3}, {}),
    ("look-up-the-others", {"QG1": 2}, {}, {"QG1": 3}, {}),
    ("fill-the-list", {"QH1": 2}, {}, {"QH1": 3}, {}),
    ("agree-in-writing", {"QI1": 2}, {}, {"QI1": 3}, {}),
    ("fix-the-budget", {"QJ1": 2}, {}, {"QJ1": 3}, {}),
    ("report-every-year", {"QK1": 2}, {}, {"QK1": 3}, {}),
    ("open-the-place", {"QL1": 2}, {}, {"QL1": 3}, {}),
    ("join-the-policies", {"QM1": 2}, {}, {"QM1": 3}, {}),
]
ALL = CASES + FURTHER
IDS = [case[0] for case in ALL]


def _given(answers: Known) -> dict[str, Given]:
    return {question: Given(State.ANSWERED, float(value)) for question, value in answers.items()}


def _advice(answers: Known, facts: Known = NOTHING, weights: Known = NOTHING) -> Advice:
    return recommend(PACK.rules, _given(answers), {"capacity": MANY, **facts}, weights, {})


def _rules(advice: Advice) -> list[str]:
    return [each.rule for each in advice.recommended]


def test_the_table_has_every_rule() -> None:
    assert [rule.id for rule in PACK.rules.rules] == IDS
    assert (len(CASES), len(FURTHER)) == (36, 13)


@pytest.mark.parametrize(("rule", "answers", "facts", "no_answers", "no_facts"), ALL, ids=IDS)
def test_a_rule_recommends_where_it_holds_and_only_there(
    rule: str, answers: Known, facts: Known, no_answers: Known, no_facts: Known
) -> None:
    holds = _advice(answers, facts)
    does_not = _advice(no_answers, no_facts)

    assert rule in _rules(holds)
    assert rule not in _rules(does_not)


@pytest.mark.parametrize(("rule", "answers", "facts", "no_answers", "no_facts"), ALL, ids=IDS)
def test_what_does_not_apply_and_what_is_not_known_recommend_nothing(
    rule: str, answers: Known, facts: Known, no_answers: Known, no_facts: Known
) -> None:
    about = PACK.rules.rules[IDS.index(rule)].about
    known = {"capacity": MANY, **facts}

    inapplicable = recommend(PACK.rules, _given(answers) | {about: Given(State.INAPPLICABLE)}, known, {}, {})
    unknown = recommend(PACK.rules, _given(answers) | {about: Given(State.UNKNOWN)}, known, {}, {})

    for advice in (inapplicable, unknown):
        assert rule not in _rules(advice)
    assert rule not in {each.rule for each in inapplicable.unsure}
    assert about in {question for each in unknown.unsure if each.rule == rule for question in each.questions}


def test_a_fact_that_nobody_knows_recommends_nothing_and_is_named() -> None:
    advice = recommend(PACK.rules, _given({"QB4": 0}), {"capacity": MANY}, {}, {})

    assert "contribution-rule" not in _rules(advice)
    assert next(each for each in advice.unsure if each.rule == "contribution-rule").facts == ("has_developers",)


def test_the_arithmetic_is_gap_by_weight_by_days() -> None:
    (action,) = _advice({"QF1": 1}, weights={"security": 2.0}).recommended

    assert (action.value, action.gap, action.aim, action.weight, action.days) == (1.0, 3.0, "security", 2.0, 2.0)
    assert action.priority == 3.0 * 2.0 / 2.0


def test_days_grow_with_the_number_of_things_to_look_at() -> None:
    advice = _advice({"QG1": 1}, {"flagged_products": 4})

    assert {each.rule: each.days for each in advice.recommended}["decide-on-flagged"] == 2.0


def test_an_action_waits_for_what_it_builds_on() -> None:
    early = _advice({"QA4": 0, "QA1": 1})
    ready = _advice({"QA4": 0, "QA1": 2})
    exempt = recommend(PACK.rules, _given({"QB3": 0}) | {"QB2": Given(State.INAPPLICABLE)}, {"capacity": MANY}, {}, {})

    assert [(each.rule, each.after) for each in early.waiting] == [("half-a-post", ("QA1",))]
    assert "half-a-post" in _rules(ready)
    assert _rules(exempt) == ["three-courses"]


NOTHING_DONE = dict.fromkeys(("QA1", "QB1", "QC1", "QD1", "QE1", "QF1", "QG1", "QH1", "QJ1"), 0.0)


@pytest.mark.parametrize(("capacity", "most"), [(0.0, 3), (0.9, 3), (None, 3), (1.0, None), (12.0, None)])
def test_a_small_body_gets_three_actions_and_never_the_whole_list(capacity: float | None, most: int | None) -> None:
    advice = recommend(PACK.rules, _given(NOTHING_DONE), {"capacity": capacity}, {}, {})

    assert len(advice.recommended) == (most or len(NOTHING_DONE))
    assert len(advice.recommended) + len(advice.later) == len(NOTHING_DONE)


def test_a_dropped_action_keeps_its_reason_and_the_next_takes_its_place() -> None:
    known = {"capacity": 0.1}
    before = recommend(PACK.rules, _given(NOTHING_DONE), known, {}, {})
    first, *rest = _rules(before)

    after = recommend(PACK.rules, _given(NOTHING_DONE), known, {}, {first: "done by the union of towns"})

    assert [(each.action.rule, each.reason) for each in after.dropped] == [(first, "done by the union of towns")]
    assert _rules(after) == [*rest, before.later[0].rule]


SHORT = tuple(question.id for question in instrument("organisation").of_form(short=True))


@UNHURRIED
@given(st.fixed_dictionaries({question: st.integers(0, 2) for question in SHORT}))
def test_who_is_at_the_beginning_everywhere_always_gets_three_actions(answers: dict[str, int]) -> None:
    advice = recommend(PACK.rules, _given(answers), {}, {}, {})

    assert len(advice.recommended) == 3


# Three bodies with their first actions, worked out by hand: (4 − answer) × weight ÷ days.
TOWN = {"QA1": 0, "QB1": 1, "QC1": 0, "QE1": 0, "QF1": 0, "QG1": 0, "QH1": 1, "QI1": 0, "QJ1": 0, "QK1": 0, "QM1": 0}
MINISTRY = {"QA1": 2, "QA2": 0, "QA4": 0, "QC1": 2, "QC2": 0, "QD1": 3, "QD3": 1, "QE1": 3, "QF1": 1, "QH2": 0}
UNIVERSITY = {"QA1": 0, "QB4": 0, "QD1": 2, "QD3": 0, "QD4": 1, "QF3": 0, "QH2": 0, "QK1": 1}


def test_the_next_three_actions_of_a_town_of_2000() -> None:
    advice = recommend(PACK.rules, _given(TOWN), {"capacity": 0.1, "shared_needs": 2}, {"cost": 2.0}, {})

    assert [(each.rule, each.priority) for each in advice.recommended] == [
        ("look-first", 16.0),  # 4 × 2 ÷ 0.5, as the others that save money
        ("contact-the-like", 16.0),
        ("budget-line", 16.0),
    ]
    # 4 × 2 ÷ 0.5 again; then to tell all whom to call: 3 × 1 ÷ 0.2.
    assert [(each.rule, round(each.priority, 2)) for each in advice.later][:2] == [
        ("publish-the-report", 16.0),
        ("tell-all-whom-to-call", 15.0),
    ]


def test_the_actions_of_a_ministry() -> None:
    advice = recommend(PACK.rules, _given(MINISTRY), {"capacity": 40.0, "own_products": 10.0}, {"security": 3.0}, {})

    assert [(each.rule, each.days, round(each.priority, 2)) for each in advice.recommended] == [
        ("file-the-search", 0.1, 40.0),
        ("watch-five-services", 2.0, 4.5),
        ("look-every-time", 0.5, 4.0),
        ("aims-into-actions", 1.0, 4.0),
        ("put-in-writing", 1.0, 2.0),
        ("describe-products", 2.0, 2.0),
        ("half-a-post", 3.0, 1.33),
        ("release-checklist", 3.0, 1.0),
    ]


def test_the_actions_of_a_university() -> None:
    facts = {"capacity": 4.0, "publishes_code": 1.0, "has_developers": 1.0, "outside_contributors": 7.0}

    advice = recommend(PACK.rules, _given(UNIVERSITY), facts, {}, {})

    assert [(each.rule, round(each.priority, 2)) for each in advice.recommended] == [
        ("security-contact", 20.0),
        ("describe-products", 20.0),
        ("report-every-year", 6.0),
        ("answer-in-two-days", 3.0),
        ("publish-as-a-rule", 2.0),
        ("write-a-statement", 2.0),
        ("contribution-rule", 2.0),
        ("release-checklist", 1.33),
    ]


ANSWERS = st.dictionaries(
    st.sampled_from(
        sorted({clause.subject for rule in PACK.rules.rules for clause in rule.clauses if not clause.is_fact})
    ),
    st.sampled_from([Given(State.UNKNOWN), Given(State.INAPPLICABLE), *(Given(State.ANSWERED, v) for v in range(5))]),
)
FACTS = st.fixed_dictionaries(
    {}, optional={fact: st.none() | st.sampled_from([0.0, 0.5, 1.0, 3.0, 25.0]) for fact in PACK.facts}
)
WEIGHTS = st.dictionaries(st.sampled_from(PACK.aims), st.sampled_from([0.5, 1.0, 2.0, 5.0]))


@UNHURRIED
@given(ANSWERS, FACTS, WEIGHTS)
def test_every_rule_stands_in_one_place_at_most_and_the_best_come_first(
    answers: dict[str, Given], facts: dict[str, float | None], weights: dict[str, float]
) -> None:
    advice = recommend(PACK.rules, answers, facts, weights, {"look-first": "no"})

    offered = [*advice.recommended, *advice.later]
    named = [each.rule for each in (*offered, *advice.waiting, *advice.unsure)]
    named += [each.action.rule for each in advice.dropped]
    assert len(named) == len(set(named))
    assert [each.priority for each in offered] == sorted((each.priority for each in offered), reverse=True)
    assert all(answers[each.question].state is State.ANSWERED for each in offered)


@UNHURRIED
@given(ANSWERS, FACTS, st.sampled_from(PACK.rules.rules))
def test_a_worse_answer_never_makes_an_action_less_urgent(
    answers: dict[str, Given], facts: dict[str, float | None], rule: object
) -> None:
    found = {}
    for value in range(5):
        advice = recommend(PACK.rules, answers | {rule.about: Given(State.ANSWERED, value)}, facts, {}, {})
        offered = {each.rule: each.priority for each in (*advice.recommended, *advice.later)}
        found[value] = offered.get(rule.id)

    priorities = [priority for priority in found.values() if priority is not None]
    assert priorities == sorted(priorities, reverse=True)


def test_every_action_has_words_in_four_languages_and_a_way_to_help() -> None:
    for words in PACK.words.values():
        assert set(words.do) == {"en", "it", "fr", "de"}, words.rule
        assert words.guidance, words.rule
        assert all(len(text.split()) <= 30 for text in words.do.values()), words.rule
    assert all(set(each) == {"en", "it", "fr", "de"} for each in (*PACK.roles.values(), *PACK.facts.values()))
