"""Pages: what a person says, what a body needs, and a training from its first code to its end."""

import re

import pytest
from django.test import Client

from commonweal.organisations import actions as organisations
from commonweal.organisations.roles import Role
from commonweal.skills.models import Cohort, SkillCount, SkillNeed, SkillStatement
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def chiara(cast: Cast, client: Client) -> Client:
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


def test_the_catalogue_names_skills_levels_roles_and_guidance() -> None:
    page = _text(Client(), "/skills")

    assert "24 skills" in page
    assert "Read a licence" in page
    assert 'href="/guidance/licences"' in page
    assert "teaches others" in page
    assert "Buys software" in page
    assert "skills 2026." in page


def test_a_person_says_what_they_can_by_role_and_takes_it_back(chiara: Client) -> None:
    assert "Which work is yours?" in _text(chiara, "/bodies/borgo/skills/mine")
    said = {"skill-read-licence": 2, "skill-secure-rights": 0, "skill-plan-exit": ""}
    chiara.post("/bodies/borgo/skills/mine?role=lawyer", said)
    page = _text(chiara, "/bodies/borgo/skills/mine")
    statement = SkillStatement.objects.get()

    chiara.post("/bodies/borgo/skills/mine/withdraw")

    assert "Read a licence" in page
    assert "I did not offer to help others." in page
    assert not statement.would_help
    assert not SkillStatement.objects.get().levels.exists()
    assert "Read a licence" not in _text(chiara, "/bodies/borgo/skills/mine")


def test_what_was_said_of_other_skills_stays(chiara: Client) -> None:
    chiara.post("/bodies/borgo/skills/mine?role=lawyer", {"skill-read-licence": 2, "skill-secure-rights": 1})

    chiara.post("/bodies/borgo/skills/mine?role=elected", {"skill-count-cost": 1, "would_help": "on"})

    standing = SkillStatement.objects.get(ended_at=None)
    assert {each.skill: each.level for each in standing.levels.all()} == {
        "read-licence": 2, "secure-rights": 1, "count-cost": 1
    }  # fmt: skip
    assert standing.would_help


def test_an_empty_form_and_a_strange_level_are_refused_beside_the_field(chiara: Client) -> None:
    empty = chiara.post("/bodies/borgo/skills/mine?role=elected", {})
    strange = chiara.post("/bodies/borgo/skills/mine?role=elected", {"skill-count-cost": 9})

    assert (empty.status_code, strange.status_code) == (422, 422)
    assert "Choose a level for one skill at least" in empty.content.decode()
    assert not SkillStatement.objects.exists()


def test_an_empty_page_says_how_to_begin(chiara: Client) -> None:
    assert "What is needed is not written down yet" in _text(chiara, "/bodies/borgo/skills")
    assert "Nothing is published" in _text(Client(), "/bodies/borgo/skills")


def test_a_clerk_picks_a_role_counts_people_and_reads_the_gap(chiara: Client) -> None:
    chiara.post("/bodies/borgo/skills/needs", {"profile": "elected", "people": 2})
    one = {"skill": "teach", "level": 2, "people": 1, "by_on": "2020-01-31"}
    chiara.post("/bodies/borgo/skills/needs", one)
    chiara.post("/bodies/borgo/skills/counts", {"skill": "set-direction", "level": 3, "people": 1})

    page = _text(chiara, "/bodies/borgo/skills")

    assert SkillNeed.objects.count() == 5
    assert "1 is missing" in page
    assert page.count("not known") >= 4
    assert "late" in page
    rows = chiara.get("/bodies/borgo/skills.csv").content.decode().splitlines()
    assert "set-direction,2,2,,1,0,1,1" in rows
    assert "teach,2,1,2020-01-31,0,0,0," in rows
    known = chiara.get("/bodies/borgo/skills.json").json()
    assert known["held"] == [{"skill": "set-direction", "by_level": [0, 0, 0, 1], "long_ago": 0}]


def test_what_holds_no_more_goes_from_the_lists(chiara: Client) -> None:
    chiara.post("/bodies/borgo/skills/needs", {"skill": "teach", "level": 2, "people": 1})
    chiara.post("/bodies/borgo/skills/counts", {"skill": "teach", "level": 3, "people": 4})

    chiara.post(f"/skill-needs/{SkillNeed.objects.get().pk}/end")
    chiara.post(f"/skill-counts/{SkillCount.objects.get().pk}/end")

    assert "0 needs" in _text(chiara, "/bodies/borgo/skills/needs")
    assert "Nobody is counted yet" in _text(chiara, "/bodies/borgo/skills/counts")


def test_an_editor_finds_who_can_help(chiara: Client, cast: Cast) -> None:
    organisations.grant_role(user=cast.dragan, role=Role.MEMBER, body=cast.town, by=None)
    dragan = Client()
    dragan.force_login(cast.dragan, backend="django.contrib.auth.backends.ModelBackend")
    dragan.post("/bodies/borgo/skills/mine?role=lawyer", {"skill-read-licence": 3, "would_help": "on"})

    found = _text(chiara, "/bodies/borgo/skills/people?skill=read-licence")
    others = _text(chiara, "/bodies/borgo/skills/people?skill=teach")

    assert "Dragan" in found
    assert "would help" in found
    assert "0 people" in others
    chiara.post(f"/skill-statements/{SkillStatement.objects.get().pk}/end")
    assert not SkillStatement.objects.filter(ended_at=None).exists()


def _training(chiara: Client) -> Cohort:
    filled = {"title": "Licences in a day", "skills": ["read-licence"], "target_count": 4, "visibility": 3}
    chiara.post("/bodies/borgo/trainings/new", filled)
    return Cohort.objects.get()


def test_a_training_is_answered_with_a_code_before_and_after(chiara: Client) -> None:
    cohort, visitor = _training(chiara), Client()
    codes = chiara.post(f"/trainings/{cohort.pk}/codes", {"count": 2}).content.decode()
    code = re.findall(r"<code>([^<]+)</code>", codes)[0].lower()
    choice = visitor.post("/trainings/answer", {"code": code}).content.decode()
    asked = visitor.post("/trainings/answer", {"code": code, "moment": "before"}).content.decode()
    visitor.post("/trainings/answer", {"code": code, "moment": "before", "send": 1, "skill-read-licence": 0})
    after = {"code": code, "moment": "after", "send": 1, "skill-read-licence": 2, "satisfaction": 4}
    visitor.post("/trainings/answer", after)

    again = visitor.post("/trainings/answer", after)

    assert "Before the training" in choice
    assert "skill-read-licence" in asked
    assert again.status_code == 422
    assert "You have answered this already" in again.content.decode()
    assert "read-licence,1,0,0,2,1,0,0" in chiara.get(f"/trainings/{cohort.pk}.csv").content.decode()
    known = chiara.get(f"/trainings/{cohort.pk}.json").json()
    assert known["satisfaction"] == [0, 0, 0, 1, 0]
    assert "1 of 1" in _text(chiara, f"/trainings/{cohort.pk}")
    visitor.post("/trainings/answer", {"code": code, "take-back": 1})
    assert "read-licence,0,0,,,0,0,0" not in chiara.get(f"/trainings/{cohort.pk}.csv").content.decode()
    assert "0 answered" in _text(chiara, f"/trainings/{cohort.pk}")


def test_a_wrong_code_is_told_and_typing_many_is_stopped(settings: object, client: Client) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"training_code": "2/m/ip"}

    answers = [client.post("/trainings/answer", {"code": "ABCD-EFGH-2345"}) for _each in range(3)]

    assert [each.status_code for each in answers] == [422, 422, 429]
    assert "We do not know this code" in answers[0].content.decode()


def test_a_training_is_answered_with_an_account_taken_back_and_closed(chiara: Client) -> None:
    cohort = _training(chiara)
    chiara.post(f"/trainings/{cohort.pk}/answer?moment=before", {"skill-read-licence": 1})
    chiara.post(f"/trainings/{cohort.pk}/withdraw")
    chiara.post(f"/trainings/{cohort.pk}/answer?moment=before", {"skill-read-licence": 0})
    chiara.post(f"/trainings/{cohort.pk}/answer?moment=after", {"skill-read-licence": 1, "satisfaction": ""})

    chiara.post(f"/trainings/{cohort.pk}/close", {"attended_count": 3})

    page = _text(chiara, f"/trainings/{cohort.pk}")
    assert "3 (75 %)" in page
    assert "1 answered, 1 of them before and after" in page
    assert "came 3 of the 4 people they were for (75 %)" in _text(chiara, "/trainings?body=borgo")
    assert "is not known." in _text(Client(), "/trainings?body=borgo")
    late = chiara.post(f"/trainings/{cohort.pk}/answer?moment=after", {"skill-read-licence": 1})
    assert "This training is closed" in late.content.decode()


def test_a_training_is_changed_and_names_other_organisations(chiara: Client, cast: Cast) -> None:
    cohort = _training(chiara)
    filled = {"title": "Licences", "skills": ["read-licence", "teach"], "visibility": 1, "bodies": "/bodies/borgo\n"}

    chiara.post(f"/trainings/{cohort.pk}/change", filled)
    wrong = chiara.post(f"/trainings/{cohort.pk}/change", filled | {"bodies": "nowhere"})

    cohort.refresh_from_db()
    assert (cohort.title, cohort.skills) == ("Licences", ["read-licence", "teach"])
    assert list(cohort.bodies.all()) == [cast.town]
    assert "We know no organisation at: nowhere" in wrong.content.decode()
