"""LOCK10: the index against scores worked out by hand, what never happens, and what is suggested."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.catalogue.models import Entry
from commonweal.journal.queries import history_of
from commonweal.usage import actions, queries
from commonweal.usage.models import LockInAssessment
from commonweal.usage.rules.lock_in import NoSuchAnswer, Suggestion, Weighing, lock_in

QUESTIONS = (
    "export", "meaning", "interfaces", "code", "suppliers", "terms", "skills", "dependants", "identity", "control",
)  # fmt: skip
WEIGHING = Weighing(dict.fromkeys(QUESTIONS, 1.0), ("suppliers", 4), 75.0)
X = None  # not known

# Answers in the order of the questions; index, coverage and knock-out worked out by hand: 100 × sum ÷ (4 × known).
BY_HAND = [
    ("everything free", (0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0.0, 1.0, False),
    ("everything caught", (4, 4, 4, 4, 4, 4, 4, 4, 4, 4), 100.0, 1.0, True),
    ("everything in the middle", (2, 2, 2, 2, 2, 2, 2, 2, 2, 2), 50.0, 1.0, False),
    ("nothing known", (X, X, X, X, X, X, X, X, X, X), None, 0.0, False),
    ("only a free export known", (0, X, X, X, X, X, X, X, X, X), 0.0, 0.1, False),
    ("only a monopoly known", (X, X, X, X, 4, X, X, X, X, X), 100.0, 0.1, True),
    ("free but for a monopoly", (0, 0, 0, 0, 4, 0, 0, 0, 0, 0), 75.0, 1.0, True),
    ("caught above the floor of a monopoly", (4, 4, 4, 4, 4, 4, 4, 0, 4, 0), 80.0, 1.0, True),
    ("municipal registry: 4+3+4+4+1+2+3+4+2+1 = 28 of 40", (4, 3, 4, 4, 1, 2, 3, 4, 2, 1), 70.0, 1.0, False),
    ("open source with one supplier: 0+0+0+0+4+0+2+1 = 7 of 32", (0, 0, 0, 0, 4, 0, 2, 1, X, X), 75.0, 0.8, True),
    ("shared open source: 0+1+0+0+0+0+1+2+0+0 = 4 of 40", (0, 1, 0, 0, 0, 0, 1, 2, 0, 0), 10.0, 1.0, False),
    ("half known: 4+4+2+3+2 = 15 of 20", (4, 4, 2, X, 3, 2, X, X, X, X), 75.0, 0.5, False),
]


@pytest.mark.parametrize(("name", "answers", "index", "coverage", "is_out"), BY_HAND, ids=[case[0] for case in BY_HAND])
def test_the_index_is_that_of_the_hand(
    name: str, answers: tuple[int | None, ...], index: float | None, coverage: float, is_out: bool
) -> None:
    known = {one: value for one, value in zip(QUESTIONS, answers, strict=True) if value is not None}

    found = lock_in(known, WEIGHING)

    assert found.index == (None if index is None else pytest.approx(index))
    assert found.coverage == pytest.approx(coverage)
    assert found.is_knocked_out == is_out


def test_weights_count() -> None:
    weighing = Weighing({"a": 3.0, "b": 1.0}, ("b", 4), 75.0)

    assert lock_in({"a": 4, "b": 0}, weighing).index == 75.0
    assert lock_in({"b": 0}, weighing).coverage == 0.25


@pytest.mark.parametrize("answers", [{"weather": 1}, {"export": 5}, {"export": -1}])
def test_an_answer_that_the_pack_does_not_have_is_refused(answers: dict[str, int]) -> None:
    with pytest.raises(NoSuchAnswer):
        lock_in(answers, WEIGHING)


KNOWN = st.dictionaries(st.sampled_from(QUESTIONS), st.integers(0, 4))


@given(KNOWN, st.sampled_from(QUESTIONS))
def test_a_worse_answer_never_lowers_the_index(answers: dict[str, int], question: str) -> None:
    for value in range(4):
        better, worse = (lock_in(answers | {question: each}, WEIGHING).index for each in (value, value + 1))

        assert better is not None
        assert worse is not None
        assert worse >= better


@given(KNOWN)
def test_what_is_not_known_is_never_counted_as_free(answers: dict[str, int]) -> None:
    known = lock_in(answers, WEIGHING)
    all_free = lock_in(dict.fromkeys(QUESTIONS, 0) | answers, WEIGHING)

    assert known.index is None or all_free.index is None or known.index >= all_free.index
    assert known.coverage == pytest.approx(len(answers) / len(QUESTIONS))
    assert known.index is None or 0 <= known.index <= 100


def test_the_pack_asks_ten_questions_with_five_answers_and_names_its_sources() -> None:
    pack = queries.lock_in_pack()

    assert tuple(question.id for question in pack.questions) == QUESTIONS
    assert all(len(question.answers) == 5 for question in pack.questions)
    assert pack.weighing == WEIGHING
    assert pack.sources


@pytest.mark.django_db
def test_an_assessment_keeps_its_answers_and_the_version_of_the_pack(cast: object) -> None:
    contract = actions.enter_contract(body=cast.town, draft=actions.ContractDraft(title="Care"), by=cast.chiara)
    answers = {"export": actions.LockInAnswer(0, "tried in May"), "suppliers": actions.LockInAnswer(4)}

    first = actions.assess_lock_in(contract=contract, answers=answers, by=cast.chiara)
    second = actions.assess_lock_in(contract=contract, answers={}, by=cast.chiara)

    assert first.answers["export"] == {"value": 0, "evidence": "tried in May"}
    assert (first.pack, first.pack_version) == ("lock-in", queries.lock_in_pack().version)
    assert (second.index, second.coverage) == (None, 0.0)
    assert list(queries.assessments_of(contract)) == [second, first]
    assert [event.name for event in history_of(contract)][:2] == ["usage.lock_in_assessed"] * 2


@pytest.mark.django_db
def test_answers_are_suggested_by_what_is_on_file(cast: object) -> None:
    from django.utils import timezone

    from commonweal.organisations import actions as organisations
    from commonweal.usage.models import Service, SupplierProfile

    entry = Entry.objects.create(
        slug="m", name="M", url="https://x.example/m", address="x.example/m",
        first_seen_at=timezone.now(), changed_at=timezone.now(),
    )  # fmt: skip
    system = actions.enter_system(body=cast.town, draft=actions.SystemDraft(name="M", entry=entry), by=cast.chiara)
    for number in range(5):
        taker = actions.enter_system(body=cast.town, draft=actions.SystemDraft(name=f"T{number}"), by=cast.chiara)
        actions.add_interface(origin=system, draft=actions.InterfaceDraft(target=taker), by=cast.chiara)
    firm = organisations.register_body(
        draft=organisations.BodyDraft(uri="https://firm.example", name="Firm", kind="company"), by=None
    )
    Service.objects.create(supplier=SupplierProfile.objects.create(body=firm), entry=entry, kind="support")
    draft = actions.ContractDraft(
        title="Care", systems=[system], ends_on=date(2026, 12, 31), notice_on=date(2026, 9, 30), renewal="none"
    )
    contract = actions.enter_contract(body=cast.town, draft=draft, by=cast.chiara)

    found = queries.suggestions_for(contract)

    assert found == {
        "dependants": Suggestion("dependants", 4, 5),
        "suppliers": Suggestion("suppliers", 4, 1),
        "terms": Suggestion("terms", 0, 3),
    }
    assert not LockInAssessment.objects.exists()


@pytest.mark.django_db
def test_nothing_is_suggested_where_nothing_is_on_file(cast: object) -> None:
    contract = actions.enter_contract(body=cast.town, draft=actions.ContractDraft(title="Care"), by=cast.chiara)

    assert queries.suggestions_for(contract) == {}
