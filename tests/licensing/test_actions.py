"""Concluding licences, saying how systems are used, meeting obligations, allowing and refusing licences."""

import pytest
from django.db import transaction

from commonweal.components.models import Package
from commonweal.journal.models import Event
from commonweal.licensing import actions
from commonweal.licensing.actions import ConclusionDraft
from commonweal.licensing.models import Conclusion, Fulfilment, PolicyChoice, SystemUse
from commonweal.licensing.permissions import NotAllowed
from commonweal.standards import versions
from tests.components.world import EVERYBODY, World, build

pytestmark = pytest.mark.django_db
MIT = ConclusionDraft(expression="mit", reason="The file LICENSE says so.")
WORKS = frozenset({"editor", "guard", "chief", "administrator"})


@pytest.fixture
def world() -> World:
    return build()


@pytest.fixture
def package(db: None) -> Package:
    """A package of npm."""
    return Package.objects.create(type="npm", name="left-pad", purl="pkg:npm/left-pad")


def test_a_conclusion_is_kept_with_who_when_and_why(world: World, package: Package) -> None:
    editor = world.person("editor")

    made = actions.conclude(package=package, body=world.bodies["borgo"], draft=MIT, by=editor)

    assert (made.expression, made.by, made.reason) == ("MIT", editor, "The file LICENSE says so.")
    assert Event.objects.get(name="licensing.licence_concluded").data == {"licence": "MIT"}


def test_a_second_about_the_same_versions_stands_in_place_of_the_first(world: World, package: Package) -> None:
    borgo, editor = world.bodies["borgo"], world.person("editor")
    first = actions.conclude(package=package, body=borgo, draft=MIT, by=editor)
    some = ConclusionDraft(expression="ISC", reason="They changed it.", versions=">=2.0.0, <3.0.0")
    beside = actions.conclude(package=package, body=borgo, draft=some, by=editor)

    second = actions.conclude(package=package, body=borgo, draft=MIT, by=editor)

    assert set(Conclusion.objects.filter(ended_at=None)) == {beside, second}
    first.refresh_from_db()
    assert first.ended_by == editor
    assert (beside.low, beside.high) == (versions.key("npm", "2.0.0"), versions.key("npm", "3.0.0"))


@pytest.mark.parametrize(
    "draft",
    [
        ConclusionDraft(expression="", reason="x"),
        ConclusionDraft(expression="some licence", reason="x"),
        ConclusionDraft(expression="Unheard-1.0", reason="x"),
        ConclusionDraft(expression="MIT", reason="  "),
        ConclusionDraft(expression="MIT", reason="x", versions="some"),
    ],
)
def test_what_cannot_be_checked_or_read_is_refused(world: World, package: Package, draft: ConclusionDraft) -> None:
    with pytest.raises(actions.NotConcludable, match=r"\.$"):
        actions.conclude(package=package, body=None, draft=draft, by=None)

    assert not Conclusion.objects.exists()


@pytest.mark.parametrize(
    ("written", "kept"),
    [("Apache Licence v2", "Apache-2.0"), ("GPLv3+", "GPL-3.0-or-later"), ("GPL-2.0", "GPL-2.0-only")],
)
def test_a_licence_named_as_people_do_is_kept_as_spdx_writes_it(
    world: World, package: Package, written: str, kept: str
) -> None:
    draft = ConclusionDraft(expression=written, reason="x")

    assert actions.conclude(package=package, body=None, draft=draft, by=None).expression == kept


def test_a_licence_without_its_version_is_asked_back(world: World, package: Package) -> None:
    draft = ConclusionDraft(expression="GPL", reason="x")

    with pytest.raises(actions.NotConcludable, match=r"“GPL” leaves open .* GPL-2\.0-only, GPL-2\.0-or-later"):
        actions.conclude(package=package, body=None, draft=draft, by=None)


def test_of_many_all_are_concluded_or_none(world: World, package: Package) -> None:
    with pytest.raises(actions.NotConcludable):
        actions.conclude_many(packages=[], body=None, draft=MIT, by=None)
    with pytest.raises(actions.NotConcludable):
        actions.conclude_many(packages=[package] * 501, body=None, draft=MIT, by=None)

    made = actions.conclude_many(packages=[package], body=None, draft=MIT, by=None)

    assert [each.package for each in made] == [package]


def test_undo_brings_back_what_counted_before(world: World, package: Package) -> None:
    first = actions.conclude(package=package, body=None, draft=MIT, by=None)
    other = ConclusionDraft(expression="ISC", reason="x")
    second = actions.conclude_many(packages=[package], body=None, draft=other, by=None)

    actions.end_conclusions(conclusions=second, by=None)
    actions.end_conclusion(conclusion=second[0], by=None)

    assert list(Conclusion.objects.filter(ended_at=None)) == [first]
    assert Event.objects.filter(name="licensing.conclusion_ended").count() == 1


def test_one_use_of_a_system_holds_and_the_same_again_changes_nothing(world: World) -> None:
    system = world.systems["portale"]
    actions.say_use(system=system, use="internal", by=None)
    actions.say_use(system=system, use="internal", by=None)

    said = actions.say_use(system=system, use="service", by=None)

    assert list(SystemUse.objects.filter(system=system, ended_at=None)) == [said]
    assert SystemUse.objects.count() == Event.objects.filter(name="licensing.use_said").count() == 2
    with pytest.raises(actions.NothingSaid):
        actions.say_use(system=system, use="", by=None)


def met(system: object, by: object, **changes: object) -> Fulfilment:
    facts = {
        "obligation": "keep-notices",
        "state": "met",
        "note": "In the file NOTICE.",
        "pack": "p 1",
        "packages": {2, 1},
    }
    return actions.fulfil_obligation(system=system, by=by, **facts | changes)


def test_an_obligation_is_met_by_somebody_and_taken_back(world: World) -> None:
    system, editor = world.systems["portale"], world.person("editor")
    met(system, editor)

    made = met(system, editor, state="not_applicable", note="We pass nothing on.")

    assert list(Fulfilment.objects.filter(ended_at=None)) == [made]
    assert made.packages == [1, 2]
    actions.end_fulfilment(fulfilment=made, by=editor)
    actions.end_fulfilment(fulfilment=made, by=editor)
    assert not Fulfilment.objects.filter(ended_at=None).exists()
    assert Event.objects.filter(name="licensing.fulfilment_ended").count() == 1


@pytest.mark.parametrize(
    "changes", [{"state": "soon"}, {"state": "not_applicable", "note": " "}, {"note": " "}, {"obligation": ""}]
)
def test_what_says_nothing_of_an_obligation_is_refused(world: World, changes: dict[str, object]) -> None:
    with pytest.raises(actions.NothingSaid):
        met(world.systems["portale"], None, **changes)

    assert not Fulfilment.objects.exists()


def choice(world: World, by: object, **changes: object) -> PolicyChoice:
    facts = {"licence": "agpl-3.0-only", "choice": "allowed", "reason": "The council decided so."}
    return actions.choose_policy(body=world.bodies["borgo"], by=by, **facts | changes)


def test_a_body_allows_and_refuses_licences_for_itself(world: World) -> None:
    choice(world, None)

    made = choice(world, None, choice="refused")

    assert [(each.licence, each.choice) for each in PolicyChoice.objects.filter(ended_at=None)] == [
        ("AGPL-3.0-only", "refused")
    ]
    actions.end_policy_choice(choice=made, by=None)
    actions.end_policy_choice(choice=made, by=None)
    assert Event.objects.filter(name="licensing.policy_choice_ended").count() == 1


@pytest.mark.parametrize(
    "changes", [{"licence": "MIT OR ISC"}, {"licence": "Unheard"}, {"choice": "perhaps"}, {"reason": " "}]
)
def test_a_choice_names_one_licence_and_a_reason(world: World, changes: dict[str, object]) -> None:
    with pytest.raises(actions.NoSuchLicence, match=r"\.$"):
        choice(world, None, **changes)

    assert not PolicyChoice.objects.exists()


def acts(world: World, by: object) -> dict[str, object]:
    """Every action at Borgo, ready to be done by somebody."""
    borgo, system = world.bodies["borgo"], world.systems["portale"]
    package = Package.objects.get(name="shared")
    drafts = [ConclusionDraft(expression="ISC", reason="x", versions=each) for each in ("1.0.0", "2.0.0")]
    concluded = [actions.conclude(package=package, body=borgo, draft=each, by=None) for each in drafts]
    fulfilment, chosen = met(system, None, obligation="give-source"), choice(world, None, licence="MIT")
    return {
        "conclude": lambda: actions.conclude(package=package, body=borgo, draft=MIT, by=by),
        "conclude_many": lambda: actions.conclude_many(packages=[package], body=borgo, draft=MIT, by=by),
        "end_conclusion": lambda: actions.end_conclusion(conclusion=concluded[0], by=by),
        "end_conclusions": lambda: actions.end_conclusions(conclusions=concluded[1:], by=by),
        "say_use": lambda: actions.say_use(system=system, use="internal", by=by),
        "fulfil_obligation": lambda: met(system, by),
        "end_fulfilment": lambda: actions.end_fulfilment(fulfilment=fulfilment, by=by),
        "choose_policy": lambda: choice(world, by),
        "end_policy_choice": lambda: actions.end_policy_choice(choice=chosen, by=by),
    }


CHOOSES = frozenset({"editor", "administrator"})
CONCLUDING = ("conclude", "conclude_many", "end_conclusion", "end_conclusions")
MAY = dict.fromkeys((*CONCLUDING, "say_use", "fulfil_obligation", "end_fulfilment"), WORKS)
MAY |= {"choose_policy": CHOOSES, "end_policy_choice": CHOOSES}


def test_every_action_is_in_the_matrix(world: World) -> None:
    verbs = {name for name in actions.__all__ if name.islower()}

    assert verbs == MAY.keys() == acts(world, None).keys()


def test_an_action_is_for_those_who_may_and_is_recorded_in_their_name(world: World) -> None:
    for person in EVERYBODY[1:]:
        by = world.person(person)
        with transaction.atomic():
            for name, act in acts(world, by).items():
                before = Event.objects.filter(by=by).count()
                if person in MAY[name]:
                    act()
                else:
                    with pytest.raises(NotAllowed):
                        act()
                assert Event.objects.filter(by=by).count() == before + (person in MAY[name]), (person, name)
            transaction.set_rollback(True)
