"""Pages about projects: words with their facts, what keepers say, failures in words, side by side, files and badges."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from commonweal.health import actions
from commonweal.health.documents.words import FACTS, SENTENCES
from commonweal.health.models import Examination, MaintenanceConfirmation, Project, StageDeclaration
from commonweal.health.rules import words as rules
from commonweal.organisations.models import Visibility
from tests.architecture.source import PACKAGE
from tests.conftest import Cast
from tests.health.health_world import alone, entry, examined, hosted, tag, together, watched

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def forms_of_borgo(cast: Cast) -> Project:
    """Software that Borgo publishes, worked on by three people."""
    project = watched(entry=entry("Moduli", cast.town))
    examined(project, together(), tags=[tag(40)], names=["README.md", "SECURITY.md"])
    return project


def test_every_sentence_and_fact_of_the_rules_has_words() -> None:
    written = (PACKAGE / "health" / "rules" / "words.py").read_text()

    said = set(re.findall(r'(?:why = |Answer\.[A-Z]+, |return |else )"([a-z_]+)"', written)) | {
        "finished_and_confirmed"
    }
    worded = {key.partition(".")[2] for key in SENTENCES}

    assert said == worded
    facts = {name for name in FACTS if f'"{name}"' in written or name.startswith("has_")}
    assert facts == FACTS.keys()


def test_a_list_without_projects_says_what_to_do(cast: Cast) -> None:
    visitor, curator = text_of(Client(), "/projects"), text_of(signed_in(cast.bruno), "/projects")

    assert "No project is looked at yet" in visitor
    assert "/projects/new" not in visitor
    assert "/projects/new" in curator


def test_the_list_is_searched_and_narrowed_by_words_and_stage() -> None:
    examined(watched("anvil"), alone(900))
    examined(watched("bellows"), together())
    watched("chisel")

    def names(query: str) -> set[str]:
        page = text_of(Client(), f"/projects?{query}")
        return {name for name in ("anvil", "bellows", "chisel") if f"libraries/{name}</a>" in page}

    assert names("") == {"anvil", "bellows", "chisel"}
    assert names("q=BELL") == {"bellows"}
    assert names("alive=yes") == {"bellows"}
    assert names("alive=watch&shared=watch") == {"anvil"}
    assert names("alive=unknown") == {"chisel"}
    assert names("stage=quiet") == {"anvil"}
    assert names("stage=nonsense&alive=perhaps") == {"anvil", "bellows", "chisel"}
    assert "Try fewer words" in text_of(Client(), "/projects?q=nothing")


def test_software_that_is_searched_for_and_not_looked_at_is_named(cast: Cast) -> None:
    entry("Lezioni", cast.town)

    found, nowhere = text_of(Client(), "/projects?q=lezio"), text_of(Client(), "/projects?q=zzz")

    assert 'href="/software/lezioni/health">Lezioni</a>' in found
    assert "Nobody has looked at it yet" in found
    assert "No project found" in nowhere


def test_the_list_comes_as_a_table_with_what_is_not_known_left_blank() -> None:
    examined(watched("anvil"), alone(900))
    watched("=chisel")

    lines = text_of(Client(), "/projects.csv?order=name").splitlines()

    assert lines[0].startswith("name,address,page,alive,shared,kept,open,stage")
    assert ",watch,watch,unknown,unknown,quiet,900," in lines[2]
    assert lines[1].count(",,") >= 1


def test_a_project_shows_its_four_words_with_facts_day_and_rule(cast: Cast) -> None:
    project = forms_of_borgo(cast)

    page = text_of(Client(), f"/projects/{project.pk}")

    assert "Somebody is there: the code was last changed 3 days ago." in page
    assert "people do half of the work" in page
    assert escape(rules.VERSION) in page
    assert "There are too few comparable projects here" in page
    assert "Not visible from here" in page
    assert '<svg class="columns"' in page
    assert "how long people wait for a first answer" in page
    assert text_of(Client(), "/software/moduli/health").count("Somebody is there") == 1
    assert "/software/moduli/health" in text_of(Client(), "/software/moduli")


def test_what_the_host_tells_is_shown_and_answers_criteria(cast: Cast) -> None:
    project = forms_of_borgo(cast)
    hosted(project, answered_after_hours=48)

    page = text_of(Client(), f"/projects/{project.pk}")

    assert "Half of those who ask get a first answer within 2 days." in page
    assert "What the host of the repository tells" in page
    assert "how long people wait for a first answer" not in page
    assert "how many changes are looked at by somebody else" in page
    levels = json.loads(text_of(Client(), f"/api/v1/projects/{project.pk}"))["levels"]
    assert [(each["of"], each["level"], each["is_reached"]) for each in levels] == [
        ("maintenance", 1, True),
        ("maintenance", 2, True),
        ("maintenance", 3, True),
        ("security", 1, True),
        ("security", 2, False),
    ]


def test_late_answers_miss_the_first_level_of_both_kinds(cast: Cast) -> None:
    project = forms_of_borgo(cast)
    hosted(project, answered_after_hours=24 * 8, is_protected=False)

    levels = json.loads(text_of(Client(), f"/api/v1/projects/{project.pk}"))["levels"]

    assert [each["is_reached"] for each in levels] == [False] * 5


def test_comparable_projects_give_a_place_and_no_score() -> None:
    for number in range(6):
        examined(watched(f"lib{number}"), alone(5, count=20 + number))

    page = text_of(Client(), f"/projects/{Project.objects.get(url__endswith='lib5').pk}")

    assert "Place 1 of 6 comparable projects by changes in 365 days, the highest first." in page
    assert "score" not in page.replace("no score", "").replace("There is no score", "")


def test_software_that_nobody_looked_at_says_so(cast: Cast) -> None:
    entry("Nuovo")

    visitor = text_of(Client(), "/software/nuovo/health")
    curator = signed_in(cast.bruno)

    assert "Nobody has looked at it yet" in visitor
    assert "/software/nuovo/health/watch" not in visitor
    assert curator.post("/software/nuovo/health/watch").status_code == 302
    assert Project.objects.get().entry.slug == "nuovo"
    assert "Nobody has looked at it yet" in text_of(Client(), "/software/nuovo/health")


def test_a_failure_is_told_in_words_and_what_stood_before_stays(cast: Cast) -> None:
    project = forms_of_borgo(cast)
    actions.record_failure(project=project, failure="The host did not answer.", at=timezone.now(), by=None)

    page = text_of(Client(), f"/projects/{project.pk}")

    assert "The last look failed." in page
    assert "The host did not answer." in page
    assert "What stands below is from before." in page
    assert "Somebody is there" in page


def test_only_those_who_keep_it_say_that_it_is_still_maintained(cast: Cast) -> None:
    project = forms_of_borgo(cast)
    said = {"said_by": "The forms team", "until": timezone.localdate() + timedelta(days=200), "note": ""}

    refused = signed_in(cast.dragan).post(f"/projects/{project.pk}/confirm", said)
    visitor = Client().post(f"/projects/{project.pk}/confirm", said)
    accepted = signed_in(cast.chiara).post(f"/projects/{project.pk}/confirm", said)

    assert (refused.status_code, visitor.status_code, accepted.status_code) == (403, 302, 302)
    assert MaintenanceConfirmation.objects.get().said_by == "The forms team"
    assert "Still maintained, says The forms team" in text_of(Client(), f"/projects/{project.pk}")
    assert "Say that it is still maintained" not in text_of(Client(), f"/projects/{project.pk}")


def test_a_confirmation_for_too_long_is_refused_beside_the_form(cast: Cast) -> None:
    project = forms_of_borgo(cast)
    said = {"said_by": "Us", "until": timezone.localdate() + timedelta(days=800)}

    answer = signed_in(cast.chiara).post(f"/projects/{project.pk}/confirm", said)

    assert answer.status_code == 422
    assert "It holds for a year at most." in answer.content.decode()
    assert not MaintenanceConfirmation.objects.exists()


def test_a_confirmation_and_a_stage_are_taken_back_and_stay_on_file(cast: Cast) -> None:
    project = forms_of_borgo(cast)
    chiara = signed_in(cast.chiara)
    chiara.post(f"/projects/{project.pk}/confirm", {"said_by": "Us", "until": timezone.localdate()})
    chiara.post(f"/projects/{project.pk}/stage", {"stage": "stable", "note": "Done."})
    told = text_of(Client(), f"/projects/{project.pk}")

    confirmation, stage = MaintenanceConfirmation.objects.get(), StageDeclaration.objects.get()
    refused = signed_in(cast.dragan).post(f"/confirmations/{confirmation.pk}/end")
    chiara.post(f"/confirmations/{confirmation.pk}/end")
    chiara.post(f"/stages/{stage.pk}/end")

    assert "stable" in told
    assert refused.status_code == 403
    assert MaintenanceConfirmation.objects.get().ended_by == cast.chiara
    assert StageDeclaration.objects.get().ended_at is not None
    assert chiara.post("/stages/999999/end").status_code == 404


def test_a_finished_library_is_alive_once_its_keepers_say_so(cast: Cast) -> None:
    project = forms_of_borgo(cast)
    examined(project, together(last=1200))
    chiara = signed_in(cast.chiara)
    before = text_of(Client(), f"/projects/{project.pk}")

    chiara.post(f"/projects/{project.pk}/stage", {"stage": "stable"})
    chiara.post(f"/projects/{project.pk}/confirm", {"said_by": "Us", "until": timezone.localdate()})

    assert "whether anybody answers is not visible" in before
    assert "It is finished, and those who keep it said" in text_of(Client(), f"/projects/{project.pk}")


def test_a_fresh_look_is_asked_for_once(cast: Cast) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    project = forms_of_borgo(cast)
    ProcrastinateJob.objects.all().delete()
    bruno = signed_in(cast.bruno)

    for _time in range(2):
        assert bruno.post(f"/projects/{project.pk}/look").status_code == 302
    refused = signed_in(cast.chiara).post(f"/projects/{project.pk}/look")

    assert refused.status_code == 403
    assert ProcrastinateJob.objects.filter(task_name=actions.TASK).count() == 1


def test_a_curator_names_a_repository_and_a_wrong_address_is_refused_beside_the_field(cast: Cast) -> None:
    bruno = signed_in(cast.bruno)

    wrong = bruno.post("/projects/new", {"url": "not an address"})
    right = bruno.post("/projects/new", {"url": "https://git.esempia.example/libraries/anvil.git"})

    assert wrong.status_code == 422
    assert "This is not the address of a repository." in wrong.content.decode()
    assert right.status_code == 302
    assert signed_in(cast.chiara).get("/projects/new").status_code == 403


def test_a_confirmation_against_the_facts_is_said_beside_the_word(cast: Cast) -> None:
    project = forms_of_borgo(cast)
    examined(project, together(last=1200))
    chiara = signed_in(cast.chiara)

    chiara.post(f"/projects/{project.pk}/confirm", {"said_by": "Us", "until": timezone.localdate()})
    page = text_of(Client(), f"/projects/{project.pk}")

    assert "whether anybody answers is not visible" in page
    assert "Us said on" in page
    assert "though the facts say otherwise" in page


def test_a_dead_project_beside_others_has_its_figures_of_today_too() -> None:
    dead = watched("anvil")
    examined(dead, alone(1200))

    page = text_of(Client(), f"/projects/compare?project={dead.pk}")

    assert "<td>0</td><td>8</td>" in page
    assert "Of the newcomers of the time before" in page
    assert page.index("Choose at least two projects") < page.index("Four words")


def test_an_answer_within_a_day_is_said_in_the_singular(cast: Cast) -> None:
    project = forms_of_borgo(cast)
    examined(project, together())
    hosted(project, answered_after_hours=24)

    assert "get a first answer within a day." in text_of(Client(), f"/projects/{project.pk}")


def test_up_to_four_projects_stand_side_by_side() -> None:
    numbers = []
    for name in ("anvil", "bellows", "chisel", "drill", "file"):
        project = watched(name)
        examined(project, together() if name == "bellows" else alone(400))
        numbers.append(project.pk)
    query = "&".join(f"project={pk}" for pk in numbers)

    page = text_of(Client(), f"/projects/compare?{query}&project=x&project=999999")

    assert "Only the first 4 are shown." in page
    assert "libraries/drill" in page
    assert "libraries/file" not in page
    assert "Choose at least two projects" in text_of(Client(), f"/projects/compare?project={numbers[0]}")


def test_the_rules_are_on_a_page_with_their_sources() -> None:
    page = text_of(Client(), "/projects/how-it-is-counted")

    assert "H20" in page
    assert "730" in page
    assert "chaoss.community" in page
    assert "opencode.de" in page


def test_a_project_of_hidden_software_is_hidden_too() -> None:
    project = watched(entry=entry("Segreto"))
    examined(project, together())
    entry("Segreto", minutes=5, visibility=Visibility.BODY)
    visitor = Client()

    paths = (f"/projects/{project.pk}", "/software/segreto/health", f"/api/v1/projects/{project.pk}/health.svg")

    assert [visitor.get(path).status_code for path in paths] == [404, 404, 404]
    for path in ("/projects", "/projects.csv", "/api/v1/projects", f"/projects/compare?project={project.pk}"):
        assert "segreto" not in text_of(visitor, path).casefold()


def test_programs_read_the_same_words(cast: Cast) -> None:
    project = forms_of_borgo(cast)

    listed = json.loads(text_of(Client(), "/api/v1/projects?q=moduli"))
    one = json.loads(text_of(Client(), f"/api/v1/projects/{project.pk}"))

    assert [each["id"] for each in listed["data"]] == [project.pk]
    words = {each["word"]: each["answer"] for each in one["words"]}
    assert words == {"alive": "yes", "shared": "yes", "kept": "unknown", "open": "unknown"}
    assert one["figures"]["from_last_commit"]["365"]["absence_factor"] >= 1
    assert one["words"][0]["facts"]["days_since_last_commit"] == 3
    assert Client().get("/api/v1/projects/999999").status_code == 404


def test_a_badge_says_four_words_and_is_grey_where_nothing_is_known(cast: Cast) -> None:
    project, never = forms_of_borgo(cast), watched("never")

    said = json.loads(text_of(Client(), f"/api/v1/projects/{project.pk}/health.json"))
    grey = json.loads(text_of(Client(), f"/api/v1/projects/{never.pk}/health.json"))
    picture = Client().get(f"/api/v1/projects/{project.pk}/health.svg")

    assert said["message"] == "alive yes · shared yes · kept ? · open ?"
    assert grey["message"] == "not known"
    assert grey["color"] == said["color"], "not all is known, so it is not green"
    assert picture["Content-Type"] == "image/svg+xml"


def test_the_history_of_looks_stays() -> None:
    project = watched("anvil")
    examined(project, alone(10))
    examined(project, alone(10))

    page = text_of(Client(), f"/projects/{project.pk}")

    assert Examination.objects.filter(project=project).count() == 2
    assert page.count("alive: yes, shared: have a look") == 2
