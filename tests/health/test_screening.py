"""A body's software: flags, how much it matters, looks by people and decisions; and who sees and does what."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from commonweal.health import actions
from commonweal.health.actions import screening
from commonweal.health.actions.screening import CheckAnswer, CheckDraft, CourseDraft
from commonweal.health.models import HealthDecision, Importance, ManualCheck, Project
from commonweal.health.queries.screening import Part, parts_of
from commonweal.health.rules.screening import Flag, Step
from commonweal.journal.models import Event
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import User, Visibility
from commonweal.organisations.permissions import NotAllowed
from commonweal.organisations.roles import Role
from commonweal.usage import actions as usage
from tests.conftest import Cast
from tests.health.health_world import alone, entry, examined, together, used, watched
from tests.health.lifecycle_world import KERN, take_in
from tests.health.test_pages import signed_in, text_of

pytestmark = pytest.mark.django_db


def dead(cast: Cast, *, visibility: int = 3) -> Project:
    """Software of one person that nobody has touched for years, which Borgo uses."""
    published = entry("Fax", cast.town)
    project = watched(entry=published)
    examined(project, alone(1000))
    used(cast.town, published, visibility=visibility)
    return project


def finished(cast: Cast) -> Project:
    """A library as quiet, whose three keepers say that it is finished and looked after."""
    published = entry("Calendario", cast.town)
    project = watched(entry=published)
    examined(project, together(last=1000))
    until = timezone.localdate() + timedelta(days=100)
    draft = actions.ConfirmationDraft(said_by="The calendar team", said_on=timezone.localdate(), until=until)
    actions.confirm_maintained(project=project, draft=draft, by=cast.chiara)
    actions.declare_stage(project=project, stage="stable", by=cast.chiara)
    used(cast.town, published)
    return project


def part(cast: Cast, project: Project, viewer: User | None = None) -> Part:
    return next(each for each in parts_of(viewer or cast.chiara, cast.town) if each.project == project)


def looked(cast: Cast, project: Project, **more: Any) -> ManualCheck:
    draft = CheckDraft(answers={"activity": CheckAnswer("longer", is_counted=True)}, **more)
    return screening.make_manual_check(body=cast.town, project=project, draft=draft, by=cast.chiara)


def decided(cast: Cast, project: Project, course: str = "replace", days: int = 100) -> HealthDecision:
    draft = CourseDraft(course=course, reason="Nobody is there.", review_on=in_days(days))
    return screening.decide_course(body=cast.town, project=project, draft=draft, by=cast.chiara)


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_a_dead_project_is_flagged_and_a_finished_library_is_not(cast: Cast) -> None:
    forsaken, library = dead(cast), finished(cast)

    found = {each.project: [raised.flag for raised in each.flags.raised] for each in parts_of(cast.chiara, cast.town)}

    assert found == {forsaken: [Flag.NO_COMMITS, Flag.ONE_PERSON], library: []}


def test_a_quiet_library_is_flagged_until_its_keepers_speak(cast: Cast) -> None:
    published = entry("Calendario", cast.town)
    project = watched(entry=published)
    examined(project, together(last=1000))
    used(cast.town, published)

    assert [each.flag for each in part(cast, project).flags.raised] == [Flag.NO_COMMITS]


def test_one_person_counts_since_the_first_look_that_found_it(cast: Cast) -> None:
    project = dead(cast)
    examined(project, alone(1000))
    project.examinations.filter(pk=project.examinations.last().pk).update(
        examined_at=timezone.now() - timedelta(days=70)
    )

    since = {each.flag: each.since for each in part(cast, project).flags.raised}

    assert since[Flag.ONE_PERSON] == in_days(-70)
    assert since[Flag.NO_COMMITS] == in_days(731 - 1000)


def test_a_contract_that_ended_raises_a_flag_only_for_those_who_see_contracts(cast: Cast) -> None:
    published = entry("Protocollo", cast.town)
    project = watched(entry=published)
    examined(project, together())
    used(cast.town, published)
    system = usage.enter_system(body=cast.town, draft=usage.SystemDraft(name="Protocollo", entry=published), by=None)
    ended = usage.ContractDraft(title="Care", systems=(system,), ends_on=in_days(-10), renewal="none")
    usage.enter_contract(body=cast.town, draft=ended, by=None)

    own, others = part(cast, project), part(cast, project, cast.dragan)

    assert [(each.flag, each.since) for each in own.flags.raised] == [(Flag.CONTRACT_ENDED, in_days(-9))]
    assert others.flags.raised == ()


def test_what_runs_past_its_end_is_flagged_for_those_who_may_see_versions(cast: Cast) -> None:
    published = entry("Kern DB", cast.town)
    project = watched(entry=published)
    examined(project, together())
    used(cast.town, published)
    running = usage.SystemDraft(name="Archivio", entry=published, version="8.3", visibility=Visibility.PUBLIC)
    usage.enter_system(body=cast.town, draft=running, by=None)
    take_in(KERN)

    own, others = part(cast, project), part(cast, project, cast.dragan)

    assert [(each.flag, each.since) for each in own.flags.raised] == [(Flag.END_OF_LIFE, in_days(-9))]
    assert others.flags.raised == ()
    assert Flag.END_OF_LIFE in others.flags.unknown


def test_software_whose_publisher_withdrew_it_is_flagged(cast: Cast) -> None:
    published = entry("Vecchio", cast.town, extra={"is_archived": True})
    project = watched(entry=published)
    examined(project, together())
    used(cast.town, published)

    assert [each.flag for each in part(cast, project).flags.raised] == [Flag.WITHDRAWN]


def test_the_worklist_goes_from_importance_over_a_look_to_a_decision(cast: Cast) -> None:
    project = dead(cast)
    steps = [part(cast, project).next.step]

    screening.state_importance(body=cast.town, project=project, level=4, by=cast.chiara)
    steps.append(part(cast, project).next.step)
    looked(cast, project)
    steps.append(part(cast, project).next.step)
    decided(cast, project)
    steps.append(part(cast, project).next.step)

    assert steps == [Step.STATE_IMPORTANCE, Step.LOOK, Step.DECIDE, Step.NOTHING]


def test_software_that_was_never_looked_at_is_in_the_list_and_not_called_good(cast: Cast) -> None:
    used(cast.town, entry("Nuovo", cast.town))

    found = parts_of(cast.chiara, cast.town)[0]

    assert found.project is None
    assert not found.flags.is_looked_at
    assert "nothing is known of it" in text_of(Client(), "/bodies/borgo/health-checks")


def test_software_is_taken_up_and_looked_at_from_then_on(cast: Cast) -> None:
    thought_of = entry("Nuovo")
    in_use = entry("Usato")
    used(cast.town, in_use)

    proposed = screening.take_up(body=cast.town, entry=thought_of, level=2, by=cast.chiara)
    running = screening.take_up(body=cast.town, entry=in_use, level=4, by=cast.chiara)

    assert (proposed.is_proposed, running.is_proposed) == (True, False)
    assert {each.project.entry: each.next.step for each in parts_of(cast.chiara, cast.town) if each.project} == {
        thought_of: Step.LOOK,
        in_use: Step.LOOK,
    }


def test_how_much_it_matters_is_said_once_and_the_next_word_ends_the_last(cast: Cast) -> None:
    project = dead(cast)

    first = screening.state_importance(body=cast.town, project=project, level=1, by=cast.chiara)
    second = screening.state_importance(body=cast.town, project=project, level=3, by=cast.aino)

    first.refresh_from_db()
    assert (first.ended_by, second.ended_at) == (cast.aino, None)
    assert Importance.objects.filter(ended_at=None).get() == second
    with pytest.raises(screening.NoSuchLevel):
        screening.state_importance(body=cast.town, project=project, level=5, by=cast.chiara)


@pytest.mark.parametrize(
    ("answers", "visibility"),
    [({}, 1), ({"nonsense": CheckAnswer("yes")}, 1), ({"activity": CheckAnswer("perhaps")}, 1),
     ({"activity": CheckAnswer("days")}, 3)],
)  # fmt: skip
def test_a_look_that_makes_no_sense_is_refused(cast: Cast, answers: dict[str, CheckAnswer], visibility: int) -> None:
    draft = CheckDraft(answers=answers, visibility=visibility)

    with pytest.raises(screening.CheckUnclear):
        screening.make_manual_check(body=cast.town, project=dead(cast), draft=draft, by=cast.chiara)


def test_a_decision_ends_the_one_before_and_stays_when_taken_back(cast: Cast) -> None:
    project = dead(cast)
    check = looked(cast, project)

    first, second = decided(cast, project, "keep"), decided(cast, project, "replace")
    screening.end_course(decision=second, by=cast.chiara)
    screening.end_course(decision=second, by=cast.chiara)

    first.refresh_from_db()
    assert first.ended_at == second.decided_at
    assert (second.manual_check, second.ended_by) == (check, cast.chiara)
    assert HealthDecision.objects.count() == 2
    assert Event.objects.filter(name="health.course_ended").count() == 1


@pytest.mark.parametrize(
    ("course", "reason", "days", "sentence"),
    [
        ("include", "Good.", 10, "not in use yet"),
        ("perhaps", "Good.", 10, "from the list"),
        ("keep", " ", 10, "Give a reason"),
        ("keep", "Good.", 0, "Name a day"),
        ("keep", "Good.", 2000, "Name a day"),
    ],
)
def test_a_decision_that_misses_something_is_refused(
    cast: Cast, course: str, reason: str, days: int, sentence: str
) -> None:
    draft = CourseDraft(course=course, reason=reason, review_on=in_days(days))

    with pytest.raises(screening.CourseUnclear, match=sentence):
        screening.decide_course(body=cast.town, project=dead(cast), draft=draft, by=cast.chiara)


def test_what_is_new_is_included_or_not_and_what_is_in_use_kept_or_not(cast: Cast) -> None:
    new = screening.take_up(body=cast.town, entry=entry("Nuovo"), level=2, by=cast.chiara).project

    assert decided(cast, new, "include_and_engage").course == "include_and_engage"
    with pytest.raises(screening.CourseUnclear, match="in use"):
        decided(cast, new, "treat")


ACTIONS: dict[str, Callable[[Cast, Project, User | None], object]] = {
    "state_importance": lambda cast, project, by: screening.state_importance(
        body=cast.town, project=project, level=2, by=by
    ),
    "take_up": lambda cast, project, by: screening.take_up(body=cast.town, entry=project.entry, level=2, by=by),
    "make_manual_check": lambda cast, project, by: screening.make_manual_check(
        body=cast.town, project=project, draft=CheckDraft(answers={"activity": CheckAnswer("days")}), by=by
    ),
    "decide_course": lambda cast, project, by: screening.decide_course(
        body=cast.town, project=project, draft=CourseDraft(course="keep", reason="x", review_on=in_days(9)), by=by
    ),
    "end_course": lambda cast, project, by: screening.end_course(decision=decided(cast, project), by=by),
}
RECORDED = {
    "state_importance": "health.importance_stated",
    "take_up": "health.importance_stated",
    "make_manual_check": "health.manual_check_made",
    "decide_course": "health.course_decided",
    "end_course": "health.course_ended",
}


def test_every_action_is_in_the_matrix() -> None:
    found = {name for name, each in vars(screening).items() if getattr(each, "__wrapped__", None) and name[0] != "_"}

    assert {name for name in found if vars(screening)[name].__module__ == screening.__name__} == ACTIONS.keys()


@pytest.mark.parametrize("action", ACTIONS)
def test_the_body_s_people_act_and_others_are_refused(cast: Cast, action: str) -> None:
    project = dead(cast)
    organisations.grant_role(user=cast.dragan, role=Role.MEMBER, body=cast.town, by=None)

    for person in (cast.bruno, cast.dragan):
        with pytest.raises(NotAllowed):
            ACTIONS[action](cast, project, person)
    for person in (cast.chiara, cast.aino):
        ACTIONS[action](cast, project, person)

    assert Event.objects.filter(name=RECORDED[action], by=cast.chiara).exists()


def test_a_visitor_sees_flags_of_public_use_and_nothing_the_body_did(cast: Cast) -> None:
    project = dead(cast)
    screening.state_importance(body=cast.town, project=project, level=4, by=cast.chiara)
    check = looked(cast, project, note="Only between us.")
    decision = decided(cast, project)

    for who in (Client(), signed_in(cast.dragan), signed_in(cast.bruno)):
        page = text_of(who, "/bodies/borgo/health-checks")
        assert "No change in two years" in page
        one = text_of(who, f"/bodies/borgo/health-checks/{project.pk}")
        for hidden in ("Nobody is there.", "Importance", "4: We could not work", "Only between us."):
            assert hidden not in page + one
        assert who.get(f"/manual-checks/{check.pk}").status_code == 404
    assert signed_in(cast.bruno).post(f"/health-decisions/{decision.pk}/end").status_code == 404
    own = text_of(signed_in(cast.chiara), f"/bodies/borgo/health-checks/{project.pk}")
    assert "Nobody is there." in own
    assert "We could not work without it" in own


def test_use_that_is_not_public_is_seen_by_the_body_s_people_only(cast: Cast) -> None:
    dead(cast, visibility=1)

    visitor = text_of(Client(), "/bodies/borgo/health-checks")
    own = text_of(signed_in(cast.chiara), "/bodies/borgo/health-checks")

    assert "Fax" not in visitor
    assert "No software in use is known" in visitor
    assert "Fax" in own


def test_a_look_that_is_shared_is_read_in_the_network(cast: Cast) -> None:
    project = dead(cast)
    check = looked(cast, project, visibility=2)
    other = organisations.register_body(
        draft=organisations.BodyDraft(
            uri="https://esempia.example/id/lago", name="Lago", kind="municipality", tier="local", country="XX"
        ),
        by=None,
    )
    organisations.grant_role(user=cast.dragan, role=Role.EDITOR, body=other, by=None)

    assert "cause to think" in text_of(signed_in(cast.dragan), f"/manual-checks/{check.pk}")
    assert f"/manual-checks/{check.pk}" in text_of(signed_in(cast.dragan), f"/bodies/lago/health-checks/{project.pk}")
    assert Client().get(f"/manual-checks/{check.pk}").status_code == 404


def test_the_form_of_a_look_has_what_was_counted_chosen_already(cast: Cast) -> None:
    project = dead(cast)
    chiara = signed_in(cast.chiara)
    path = f"/bodies/borgo/health-checks/{project.pk}/look"

    page = text_of(chiara, path)
    answer = chiara.post(path, {"activity": "longer", "adoption": "some", "testing": "no", "testing_note": "Asked."})

    assert "Counted: 1,000" in page
    assert 'value="longer" checked' in " ".join(page.split()) or "checked" in page.split('value="longer"')[1][:80]
    assert answer.status_code == 302
    check = ManualCheck.objects.get()
    assert check.answers["activity"] == {"answer": "longer", "is_counted": True, "note": ""}
    assert check.answers["adoption"]["is_counted"] is False
    assert check.answers["testing"] == {"answer": "no", "is_counted": False, "note": "Asked."}
    assert check.answers["licence"]["answer"] == "not_known"
    assert signed_in(cast.dragan).get(path).status_code == 403


def test_a_body_works_through_its_list_on_pages_alone(cast: Cast) -> None:
    project = dead(cast)
    chiara = signed_in(cast.chiara)
    base = f"/bodies/borgo/health-checks/{project.pk}"

    chiara.post(f"{base}/importance", {"level": "4"})
    late = text_of(chiara, "/bodies/borgo/health-checks")
    chiara.post(f"{base}/look", {"activity": "longer"})
    wrong = chiara.post(f"{base}/decide", {"course": "include", "reason": "x", "review_on": in_days(5)})
    chiara.post(f"{base}/decide", {"course": "replace", "reason": "Nobody is there.", "review_on": in_days(50)})
    done = text_of(chiara, "/bodies/borgo/health-checks")

    assert "Somebody should look" in late
    assert wrong.status_code == 422
    assert "Fax" not in done.split('<h2 id="how"')[0].split("part")[-1]
    assert "Decided: replace it" in text_of(chiara, "/bodies/borgo/health-checks?show=all")
    assert chiara.post(f"/health-decisions/{HealthDecision.objects.get().pk}/end").status_code == 302


def test_a_body_takes_up_software_from_its_page(cast: Cast) -> None:
    entry("Nuovo")
    chiara = signed_in(cast.chiara)
    path = "/bodies/borgo/health-checks/take-up?software=nuovo"

    page = text_of(chiara, path)
    answer = chiara.post(path, {"level": "3"})

    assert "How much does Nuovo matter to Borgo?" in page
    assert answer.url.endswith(f"/health-checks/{Project.objects.get().pk}")
    assert chiara.get("/bodies/borgo/health-checks/take-up?software=none").status_code == 404
    assert chiara.post(path, {"level": "9"}).status_code == 422
