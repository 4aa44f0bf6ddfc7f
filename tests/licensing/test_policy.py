"""A policy judges an expression for a use: the first rule that fits, the best of a choice, the worst of a sum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.licensing.documents.sentences import DUTIES, POLICY
from commonweal.licensing.queries.policy_pack import policy_of, policy_pack, standard_policy
from commonweal.licensing.rules.policy import (
    NO_RULE,
    NOT_READ,
    NOT_STATED,
    Outcome,
    Policy,
    RuleUnreadable,
    Scope,
    Subject,
    Use,
    rule_from,
)

ALLOWED, LOOK, REFUSED = Outcome.ALLOWED, Outcome.LOOK, Outcome.REFUSED


@pytest.mark.parametrize(
    ("expression", "internal", "service", "binary", "source"),
    [
        ("MIT", ALLOWED, ALLOWED, ALLOWED, ALLOWED),
        ("BSD-4-Clause", ALLOWED, ALLOWED, LOOK, LOOK),
        ("MPL-2.0", ALLOWED, ALLOWED, ALLOWED, ALLOWED),
        ("GPL-3.0-only", ALLOWED, ALLOWED, LOOK, LOOK),
        ("GPL-2.0-only WITH Classpath-exception-2.0", ALLOWED, ALLOWED, ALLOWED, ALLOWED),
        ("AGPL-3.0-only", ALLOWED, LOOK, LOOK, LOOK),
        ("EUPL-1.2", ALLOWED, ALLOWED, LOOK, LOOK),
        ("BUSL-1.1", LOOK, REFUSED, REFUSED, REFUSED),
        ("LicenseRef-scancode-commercial-license", LOOK, LOOK, REFUSED, REFUSED),
        ("LicenseRef-Town", LOOK, LOOK, LOOK, LOOK),
        ("GPL-3.0-only OR MIT", ALLOWED, ALLOWED, ALLOWED, ALLOWED),
        ("AGPL-3.0-only AND MIT", ALLOWED, LOOK, LOOK, LOOK),
        ("BUSL-1.1 AND (MIT OR GPL-3.0-only)", LOOK, REFUSED, REFUSED, REFUSED),
        ("LicenseRef-Town OR MIT", ALLOWED, ALLOWED, ALLOWED, ALLOWED),
    ],
)
def test_the_pack_judges_each_use(
    expression: str, internal: Outcome, service: Outcome, binary: Outcome, source: Outcome
) -> None:
    said = [standard_policy().verdict(expression, use).outcome for use in Use]

    assert said == [internal, service, binary, source]


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [(None, NOT_STATED), (" ", NOT_STATED), ("see file", NOT_READ), ("NoSuchThing", NO_RULE)],
)
def test_what_is_not_known_is_never_allowed(expression: str | None, sentence: str) -> None:
    verdict = standard_policy().verdict(expression, Use.INTERNAL, Scope.DEVELOPMENT)

    assert verdict.outcome is LOOK
    assert verdict.sentence == sentence


def test_a_choice_takes_the_best_way_and_says_which() -> None:
    verdict = standard_policy().verdict("GPL-3.0-only OR (MIT AND ISC)", Use.BINARY)

    assert verdict.chosen == "MIT AND ISC"
    assert verdict.obligations == ("keep-notices", "include-licence")


def test_of_ways_as_good_the_one_that_asks_least_is_taken() -> None:
    verdict = standard_policy().verdict("MPL-2.0 OR MIT", Use.BINARY)

    assert verdict.chosen == "MIT"


def test_what_only_builds_may_be_copyleft_but_not_restricted() -> None:
    policy = standard_policy()

    assert policy.verdict("GPL-3.0-only", Use.BINARY, Scope.DEVELOPMENT).outcome is ALLOWED
    assert policy.verdict("BUSL-1.1", Use.BINARY, Scope.DEVELOPMENT).outcome is REFUSED


def test_a_rule_for_the_bare_licence_does_not_speak_of_it_with_an_exception() -> None:
    gpl = rule_from({"id": "no-gpl", "outcome": "refused", "sentence": "x", "when": {"licences": ["GPL-2.0-only"]}})
    policy = policy_of((gpl,), "Borgo")

    assert policy.verdict("GPL-2.0", Use.INTERNAL).outcome is REFUSED
    assert policy.verdict("GPL-2.0-only WITH Classpath-exception-2.0", Use.INTERNAL).outcome is ALLOWED


def test_rules_of_an_office_stand_in_front_and_fit_packages_by_type_and_pattern() -> None:
    mysql = {"id": "own", "outcome": "refused", "sentence": "Not ours.", "when": {"purls": ["pkg:npm/mysql*"]}}
    maven = {
        "id": "java",
        "outcome": "look",
        "sentence": "Java.",
        "when": {"package_types": ["maven"], "uses": ["binary"]},
    }
    policy = policy_of((rule_from(mysql), rule_from(maven)), "Borgo")

    assert policy.judge(Subject("MIT", Use.INTERNAL, purl="pkg:npm/mysql2@3")).rule == "own"
    assert policy.judge(Subject(None, Use.INTERNAL, purl="pkg:npm/mysql2@3")).outcome is REFUSED
    assert policy.judge(Subject("MIT", Use.BINARY, package_type="maven", purl="pkg:maven/a/b@1")).rule == "java"
    assert policy.judge(Subject("MIT", Use.INTERNAL, package_type="maven", purl="pkg:maven/a/b@1")).outcome is ALLOWED


def test_a_rule_that_allows_everything_does_not_allow_what_is_not_known() -> None:
    policy = Policy("open", (rule_from({"id": "all", "outcome": "allowed", "sentence": "x"}),))
    named = rule_from({"id": "ours", "outcome": "allowed", "sentence": "x", "when": {"licences": ["LicenseRef-Town"]}})

    assert policy.verdict("LicenseRef-Town", Use.INTERNAL).outcome is LOOK
    assert policy.verdict(None, Use.INTERNAL).outcome is LOOK
    assert Policy("own", (named,)).verdict("LicenseRef-Town", Use.INTERNAL).outcome is ALLOWED


@pytest.mark.parametrize(
    "written",
    [
        {"id": "a", "outcome": "perhaps", "sentence": "x"},
        {"id": "a", "outcome": "allowed"},
        {"id": "a", "outcome": "allowed", "sentence": "x", "when": {"weather": ["rain"]}},
        {"id": "a", "outcome": "allowed", "sentence": "x", "when": {"kinds": ["odd"]}},
    ],
)
def test_a_rule_that_says_what_no_rule_can_say_is_refused(written: dict[str, object]) -> None:
    with pytest.raises(RuleUnreadable):
        rule_from(written)


def test_every_sentence_and_obligation_of_the_pack_has_words() -> None:
    rules = policy_pack().rules

    assert {rule.sentence for rule in rules} <= POLICY.keys()
    assert {each for rule in rules for each in rule.obligations} <= DUTIES.keys()


LICENCES = st.sampled_from(
    ["MIT", "GPL-2.0-only", "AGPL-3.0-only", "BUSL-1.1", "LicenseRef-x", "EUPL-1.2", "CC0-1.0", "Odd"]
)
EXPRESSIONS = st.recursive(
    LICENCES,
    lambda inner: st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
    max_leaves=6,
)


@given(EXPRESSIONS, EXPRESSIONS, st.sampled_from(Use))
def test_another_choice_never_makes_it_worse_and_another_part_never_better(one: str, other: str, use: Use) -> None:
    order = list(Outcome)
    policy = standard_policy()

    alone = order.index(policy.verdict(one, use).outcome)

    assert order.index(policy.verdict(f"{one} OR {other}", use).outcome) <= alone
    assert order.index(policy.verdict(f"{one} AND {other}", use).outcome) >= alone
