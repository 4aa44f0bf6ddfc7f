"""Who may do what, and that nobody else learns what people can: not by a page, a file, the API, or a count."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from commonweal.organisations import actions as organisations
from commonweal.organisations.models import User, Visibility
from commonweal.organisations.permissions import NotAllowed
from commonweal.organisations.roles import Role
from commonweal.skills import actions
from commonweal.skills.actions import AnswerDraft, CohortDraft, NeedDraft
from commonweal.skills.models import AnsweredLevel, Cohort, CohortAnswer, StatedLevel
from commonweal.skills.queries.cohorts import counted
from commonweal.skills.queries.needs import inventory_of, needs_of
from commonweal.skills.queries.statements import counts_of, people_of
from tests.components.world import EVERYBODY, World, build

pytestmark = pytest.mark.django_db
KEEPS = {"editor", "administrator"}
STATES = {"editor", "guard", "member"}
OUTSIDERS = [person for person in EVERYBODY if person not in KEEPS]
DRAFT = CohortDraft(title="Corso", skills=("teach",), visibility=Visibility.PUBLIC)
BEFORE = AnswerDraft(moment="before", levels={"teach": 1})


@pytest.fixture
def world(db: None) -> World:
    return build()


def _undone(act: Any, person: Any) -> bool:
    """Whether somebody may; what they did is undone."""
    try:
        with transaction.atomic():
            act(person)
            transaction.set_rollback(True)
    except NotAllowed:
        return False
    return True


def test_who_may_do_what(world: World) -> None:
    borgo, member = world.bodies["borgo"], world.person("member")
    said = actions.state_skills(body=borgo, levels={"teach": 1}, would_help=False, by=member)
    count = actions.enter_count(body=borgo, skill="teach", level=1, people=9, by=None)
    need = actions.add_need(body=borgo, draft=NeedDraft(skill="teach", level=1, people=1), by=None)
    figures = actions.publish_figures(body=borgo, by=None)
    figures_before = type(figures).objects.filter(pk=figures.pk)
    cohort = actions.plan_cohort(body=borgo, draft=DRAFT, by=None)
    answered = actions.plan_cohort(body=borgo, draft=DRAFT, by=None)
    place = actions.answer(cohort=answered, draft=BEFORE, by=member).participant

    def publish(by: Any) -> None:
        figures_before.update(published_at="2020-01-01T00:00Z")
        actions.publish_figures(body=borgo, by=by)

    acts = {
        "state_skills": lambda by: actions.state_skills(body=borgo, levels={"teach": 2}, would_help=True, by=by),
        "withdraw_statement": lambda by: actions.withdraw_statement(statement=_fresh(said), by=by),
        "enter_count": lambda by: actions.enter_count(body=borgo, skill="teach", level=2, people=1, by=by),
        "end_count": lambda by: actions.end_count(count=_fresh(count), by=by),
        "add_need": lambda by: actions.add_need(body=borgo, draft=NeedDraft(skill="teach", level=3, people=1), by=by),
        "need_profile": lambda by: actions.need_profile(body=borgo, profile="lead", people=1, by=by),
        "end_need": lambda by: actions.end_need(need=_fresh(need), by=by),
        "publish_figures": publish,
        "take_back_figures": lambda by: actions.take_back_figures(figures=_fresh(figures), by=by),
        "plan_cohort": lambda by: actions.plan_cohort(body=borgo, draft=DRAFT, by=by),
        "change_cohort": lambda by: actions.change_cohort(cohort=_fresh(cohort), draft=DRAFT, by=by),
        "close_cohort": lambda by: actions.close_cohort(cohort=_fresh(cohort), attended_count=None, by=by),
        "make_codes": lambda by: actions.make_codes(cohort=cohort, count=1, by=by),
        "answer": lambda by: actions.answer(cohort=cohort, draft=BEFORE, by=by),
        "withdraw_answers": lambda by: actions.withdraw_answers(participant=place, by=by),
    }

    may = {name: {who for who in EVERYBODY[1:] if _undone(act, world.person(who))} for name, act in acts.items()}

    people = {"state_skills": STATES, "answer": STATES, "withdraw_answers": {"member"}}
    assert may == dict.fromkeys(acts, KEEPS) | people | {"withdraw_statement": KEEPS | {"member"}}


def test_a_code_is_enough_whoever_holds_it(world: World) -> None:
    cohort = actions.plan_cohort(body=world.bodies["borgo"], draft=DRAFT, by=None)
    code = actions.make_codes(cohort=cohort, count=1, by=None)[0]

    made = actions.answer_with_code(code=code, draft=BEFORE)

    assert made.participant.user is None


def _fresh(thing: Any) -> Any:
    """As it stands in the database: what was undone there is still in memory."""
    return type(thing)._default_manager.get(pk=thing.pk)


def _filled(world: World) -> Cohort:
    """Borgo with two people who speak, a need, and a training of four with answers, which is over and public."""
    borgo = world.bodies["borgo"]
    for person in ("member", "guard"):
        actions.state_skills(body=borgo, levels={"teach": 3}, would_help=True, by=world.person(person))
    actions.add_need(body=borgo, draft=NeedDraft(skill="teach", level=2, people=7), by=None)
    actions.enter_count(body=borgo, skill="translate", level=2, people=2, by=None)
    cohort = actions.plan_cohort(body=borgo, draft=DRAFT, by=None)
    for code in actions.make_codes(cohort=cohort, count=4, by=None):
        actions.answer_with_code(code=code, draft=BEFORE)
        after = AnswerDraft(moment="after", levels={"teach": 3}, satisfaction=2)
        actions.answer_with_code(code=code, draft=after)
    return actions.close_cohort(cohort=cohort, attended_count=4, by=None)


def test_queries_tell_outsiders_nothing(world: World) -> None:
    _filled(world)
    borgo, today = world.bodies["borgo"], timezone.localdate()

    for who in OUTSIDERS:
        viewer = world.people[who]
        assert inventory_of(viewer, borgo, today) is None, who
        assert people_of(viewer, borgo, today) == [], who
        assert not needs_of(viewer, borgo).exists(), who
        assert not counts_of(viewer, borgo).exists(), who
    for who in KEEPS:
        assert len(people_of(world.people[who], borgo, today)) == 2


def test_pages_and_files_are_the_same_for_outsiders_whether_anybody_spoke_or_not(world: World) -> None:
    pages = ("/bodies/borgo/skills", "/api/v1/bodies/borgo/skills")
    kept = ("skills.csv", "skills.json", "skills/people", "skills/counts", "skills/needs")
    clients = {who: world.client(who) for who in ("anonymous", "supplier", "stranger", "curator")}
    before = {(who, path): _read(client, path) for who, client in clients.items() for path in pages}
    training = _filled(world)
    training.visibility = Visibility.BODY
    training.save()

    after = {(who, path): _read(client, path) for who, client in clients.items() for path in pages}

    assert after == before
    for who, client in clients.items():
        for path in kept:
            assert client.get(f"/bodies/borgo/{path}").status_code in {302, 403}, (who, path)
        assert client.get(f"/trainings/{training.pk}").status_code == 404, who
        assert client.get(f"/trainings/{training.pk}.json").status_code == 404, who
    assert world.client("editor").get("/bodies/borgo/skills.json").json()["needs"][0]["missing"] == 5


def _read(client: Any, path: str) -> tuple[int, bytes]:
    answer = client.get(path)
    lines = [line for line in answer.content.splitlines() if b"csrf" not in line and b"nonce" not in line]
    return answer.status_code, b"\n".join(lines)


def test_what_one_said_is_read_by_oneself_and_not_by_colleagues(world: World) -> None:
    _filled(world)

    own = world.client("member").get("/bodies/borgo/skills/mine").content
    page = world.client("member").get("/bodies/borgo/skills").content

    assert b"Teach others" in own
    assert b"Teach others" not in page
    assert world.client("member").get("/bodies/borgo/skills/people").status_code == 403
    assert world.client("curator").get("/bodies/borgo/skills/mine").status_code == 403


def test_a_training_of_four_tells_others_nothing_of_them(world: World) -> None:
    cohort = _filled(world)

    for who in ("anonymous", "stranger", "curator", "member"):
        client = world.client(who)
        known = client.get(f"/trainings/{cohort.pk}.json").json()
        assert known["attended"] is None, who
        assert known["satisfaction"] is None, who
        assert known["changes"] == [
            {"skill": "teach", "pairs": "<5", "not_known": "<5", "median_before": None, "median_after": None,
             "up": None, "same": None, "down": None}
        ]  # fmt: skip
        assert client.get(f"/trainings/{cohort.pk}.csv").content.splitlines()[1] == b"teach,<5,<5,,,,,"
        assert client.get(f"/trainings/{cohort.pk}").status_code == 200
        listed = client.get("/api/v1/bodies/borgo/trainings").json()["data"][0]
        assert (listed["attended"], listed["satisfaction"], listed["changes"][0]["up"]) == (None, None, None)
    exact = world.client("editor").get(f"/trainings/{cohort.pk}.json").json()
    assert (exact["attended"], exact["satisfaction"], exact["changes"][0]["up"]) == (4, [0, 4, 0, 0, 0], 4)


def test_a_training_of_many_is_told_in_sizes_after_its_end(world: World) -> None:
    cohort = actions.plan_cohort(body=world.bodies["borgo"], draft=DRAFT, by=None)
    for number, code in enumerate(actions.make_codes(cohort=cohort, count=11, by=None)):
        actions.answer_with_code(code=code, draft=BEFORE)
        levels = {"teach": 1 if number == 0 else 2}
        actions.answer_with_code(code=code, draft=AnswerDraft(moment="after", levels=levels, satisfaction=5))
    early = counted(world.people["anonymous"], cohort)

    actions.close_cohort(cohort=cohort, attended_count=11, by=None)

    assert early.outcome is None
    row = world.client("anonymous").get(f"/trainings/{cohort.pk}.csv").content.splitlines()[1]
    assert row == b"teach,10-19,<5,1,2,10-19,<5,<5"
    assert b"10 to 19" in world.client("anonymous").get(f"/trainings/{cohort.pk}").content


def test_a_training_for_another_body_is_open_to_its_people(world: World) -> None:
    draft = CohortDraft(title="Corso", skills=("teach",), bodies=(world.bodies["altrove"],))
    cohort = actions.plan_cohort(body=world.bodies["borgo"], draft=draft, by=None)

    seen = {who for who in EVERYBODY if world.client(who).get(f"/trainings/{cohort.pk}").status_code == 200}

    assert seen == {"member", "editor", "guard", "administrator", "stranger", "other_guard"}
    actions.answer(cohort=cohort, draft=BEFORE, by=world.person("stranger"))
    assert world.client("stranger").get(f"/trainings/{cohort.pk}.json").json()["changes"] == []


def test_published_figures_are_everybodys_and_what_comes_later_is_not(world: World) -> None:
    borgo = world.bodies["borgo"]
    actions.enter_count(body=borgo, skill="teach", level=2, people=12, by=None)
    actions.publish_figures(body=borgo, by=None)
    one = organisations.open_account(username="z", email="z@w.example", password=None, display_name="Z", by=None)
    organisations.grant_role(user=one, role=Role.MEMBER, body=borgo, by=None)

    actions.state_skills(body=borgo, levels={"teach": 2, "translate": 1}, would_help=True, by=one)

    known = world.client("anonymous").get("/api/v1/bodies/borgo/skills").json()
    assert known["data"] == [{"skill": "teach", "said": "10-19", "alone": "10-19"}]
    assert b"10 to 19" in world.client("stranger").get("/bodies/borgo/skills").content
    assert len(world.client("anonymous").get("/api/v1/skills").json()["skills"]) == 24


def test_the_look_into_tables_shows_no_levels_of_people(world: World) -> None:
    _filled(world)
    root = User.objects.create_superuser(username="root", email="root@w.example", password="root")
    client = world.client("anonymous")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")

    for model, field in ((StatedLevel, "level"), (AnsweredLevel, "level"), (CohortAnswer, "satisfaction")):
        row = model._default_manager.first()
        shown = client.get(f"/admin/skills/{model._meta.model_name}/{row.pk}/change/").content.decode()
        assert f"field-{field}" not in shown
        assert "field-answer" in shown or "field-statement" in shown or "field-moment" in shown
