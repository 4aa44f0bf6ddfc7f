"""Pages of screening: the answer without an account, what is kept, the forms, the queue, and a whole list."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from commonweal.licensing.models import PolicyChoice
from commonweal.organisations import actions as organisations
from commonweal.organisations.roles import Role
from commonweal.screening.actions import RulingDraft, request_screening, rule
from commonweal.screening.models import Request
from commonweal.screening.queries.requests import standing_ruling
from commonweal.screening.views.lists import stated
from commonweal.standards.licence_names import expression_named
from commonweal.standards.sbom import Component, StatedLicence
from tests.conftest import Cast
from tests.risk.feeds_world import affected, source, take_in, told
from tests.screening.screening_world import APPROVED, FINE, HIT, advisories, wanting

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(db: None) -> None:
    """Advisories are read."""
    advisories()


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_visitor_gets_an_answer_and_nothing_is_kept(known: None) -> None:
    page = text(Client(), f"/screening?q={HIT}&licence=MIT")

    assert "A severe weakness is known in this version (CVE-2031-1)." in page
    assert "By the advisories read here, take 1.3 instead." in page
    assert "No. Our rules refuse this." in page
    assert "Sign in to have it approved" in page
    assert not Request.objects.exists()


def test_a_name_without_a_kind_is_offered_for_each(known: None) -> None:
    page = text(Client(), "/screening?q=left-pad+1.3.0")

    assert "Which kind of package?" in page
    assert "?q=pkg%3Anpm%2Fleft-pad%401.3.0&amp;use=service" in page


def test_a_short_name_leads_to_the_package_that_advisories_name(known: None) -> None:
    core = affected(("introduced", "0"), package="org.example.logs:log4x-core", ecosystem="Maven")
    take_in(source("osv-maven"), told("CVE-2031-7", core))

    page = text(Client(), "/screening?q=log4x+2.1")

    assert "Do you mean one of them?" in page
    assert "pkg:maven/org.example.logs/log4x-core@2.1</a>" in page
    assert "pkg:npm/log4x@2.1</a>" in page


def test_nobody_is_told_that_they_said_themselves_what_they_said(known: None, cast: Cast) -> None:
    asked = request_screening(wanted=wanting(FINE, licence="MIT"), body=cast.town, by=cast.chiara)

    before, on_file = (
        text(Client(), f"/screening?q={FINE}&licence=MIT"),
        text(signed_in(cast.chiara), f"/screening/{asked.pk}"),
    )

    assert "whoever asked" not in before
    assert "whoever asked" in on_file


def test_a_use_that_is_not_known_does_not_lose_the_question(known: None) -> None:
    page = text(Client(), f"/screening?q={HIT}&licence=MIT&use=moon")

    assert "No. Our rules refuse this." in page


@pytest.mark.parametrize("asked", ["?q=%3F%21", "?q=pkg:npm", "?q=" + "x" * 2500, "?q=a+1&use=moon", "?q=a%ED%A0%80"])
def test_what_cannot_be_read_is_said(known: None, asked: str) -> None:
    answer = Client().get(f"/screening{asked}")

    assert answer.status_code == 200


def test_asking_for_ones_organisation_keeps_it_and_shows_the_ruling(known: None, cast: Cast) -> None:
    client = signed_in(cast.chiara)
    sent = {"q": FINE, "use": "service", "licence": "MIT", "repository": "", "body": str(cast.town.pk)}

    page = client.post("/screening/ask", sent, follow=True).content.decode()

    assert Request.objects.get().asked_by == cast.chiara
    assert "by the fast lane" in page
    assert "It holds as long as the licence is what you said it is." in page


def test_the_answer_before_it_is_kept_is_by_the_choices_of_ones_own_organisation(known: None, cast: Cast) -> None:
    PolicyChoice.objects.create(
        body=cast.town, licence="MIT", choice="refused", reason="Not here", by=cast.chiara, chosen_at=timezone.now()
    )  # fmt: skip
    asked = f"/screening?q={FINE}&licence=MIT"

    own, visitors = text(signed_in(cast.chiara), asked), text(Client(), asked + f"&body={cast.town.pk}")

    assert "Your organisation refuses MIT." in own
    assert "Your organisation refuses MIT." not in visitors


def test_nobody_asks_for_an_organisation_that_is_not_theirs(known: None, cast: Cast) -> None:
    sent = {"q": FINE, "use": "service", "body": str(cast.town.pk)}

    assert signed_in(cast.dragan).post("/screening/ask", sent).status_code == 403
    assert Client().post("/screening/ask", sent).status_code == 302
    assert not Request.objects.exists()


def test_an_administrator_names_the_organisation(known: None, cast: Cast) -> None:
    sent = {"q": FINE, "use": "service", "licence": "MIT", "body": "Borgo"}

    signed_in(cast.aino).post("/screening/ask", sent)

    assert Request.objects.get().body == cast.town


def test_one_form_approves_a_small_fix(cast: Cast) -> None:
    sent = {
        "subject": "https://github.com/x/y", "licence": "MIT", "size": "small", "own_work": "on", "agreement": "none",
        "body": str(cast.town.pk),
    }  # fmt: skip

    page = signed_in(cast.chiara).post("/screening/contribute", sent, follow=True).content.decode()

    ruling = standing_ruling(Request.objects.get())
    assert ruling is not None
    assert (ruling.how, ruling.decided) == ("fast_lane", APPROVED)
    assert "approved" in page


def test_a_visitor_gets_the_answer_of_a_form_without_it_being_kept(db: None) -> None:
    sent = {"subject": "https://github.com/x/y", "licence": "EUPL-1.2", "secrets": "found"}

    page = Client().post("/screening/publish", sent).content.decode()

    assert "Passwords or keys are in it." in page
    assert not Request.objects.exists()


def test_a_publiccode_file_is_checked(db: None) -> None:
    sent = {"subject": "https://github.com/x/y", "publiccode": "publiccodeYmlVersion: '0.4'\nname: X"}

    page = Client().post("/screening/publish", sent).content.decode()

    assert "Its publiccode.yml has faults:" in page


def test_errors_stand_beside_their_fields(cast: Cast) -> None:
    page = signed_in(cast.chiara).post("/screening/contribute", {"subject": "?!"}).content.decode()

    assert "Write the address of its repository" in page


def test_a_lock_file_gets_a_row_for_each_package(known: None) -> None:
    lock = {
        "name": "x", "lockfileVersion": 3,
        "packages": {"": {"name": "x"}, "node_modules/fine": {"version": "1.0.0", "license": "MIT"}},
    }  # fmt: skip
    file = SimpleUploadedFile("package-lock.json", json.dumps(lock).encode())

    page = Client().post("/screening/list", {"file": file, "use": "service"}).content.decode()

    assert "fine 1.0.0" in page
    assert not Request.objects.exists()


def test_pasted_lines_get_a_row_each_the_worst_first(known: None) -> None:
    page = Client().post("/screening/list", {"text": f"{FINE}\n{HIT}\n?!", "use": "service"}).content.decode()

    assert page.index("demo 1.2") < page.index("fine 1.0")
    assert "Not read, and why: 1" in page


def test_what_could_not_be_read_is_shown_with_its_line_and_why(known: None) -> None:
    page = Client().post("/screening/list", {"text": f"{FINE}\n\n?!\nleft-pad", "use": "service"}).content.decode()

    unread = " ".join(page.partition('id="unread"')[2].partition("</table>")[0].split())
    assert '<td class="number">3</td><th scope="row" class="purl">?!</th><td class="purl">It is no package' in unread
    assert "Write such as: pkg:npm/left-pad" in unread


def test_a_part_without_a_package_url_and_the_faults_of_a_file_are_told(known: None) -> None:
    parts = [{"type": "library", "name": "nameless", "version": "2"}]
    file = SimpleUploadedFile(
        "list.json", json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": parts}).encode()
    )
    broken = SimpleUploadedFile("list.json", b"{")

    page = Client().post("/screening/list", {"file": file, "use": "service"}).content.decode()
    of_broken = Client().post("/screening/list", {"file": broken, "use": "service"}).content.decode()

    assert "nameless 2" in page
    assert "The list gives no package URL for it." in page
    assert "What is wrong with the file" in of_broken


def test_a_licence_that_a_list_states_in_words_is_read_or_shown(known: None) -> None:
    named = (("clear", "Apache License, Version 2.0"), ("vague", "LGPL with exceptions"))
    parts = [
        {"name": name, "version": "1", "purl": f"pkg:pypi/{name}@1", "licenses": [{"license": {"name": words}}]}
        for name, words in named
    ]
    content = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": [{"type": "library"} | each for each in parts],
    }
    file = SimpleUploadedFile("list.json", json.dumps(content).encode())

    page = Client().post("/screening/list", {"file": file, "use": "service"}).content.decode()

    assert "“LGPL with exceptions” is no licence that can be looked up." in page
    assert "Nobody here states its licence" not in page


def test_a_choice_among_licences_that_a_list_names_does_not_swallow_the_others() -> None:
    choice, other = StatedLicence("Apache License, Version 2.0 OR MIT"), StatedLicence("GPLv3")
    many = tuple(StatedLicence(f"MIT OR BSD-{number}-Clause") for number in (2, 3) for _ in range(20))
    long = (*many, StatedLicence("words " * 100), StatedLicence("GPLv3"))

    assert stated(Component("1", "both", licences=(choice, other))) == "(Apache-2.0 OR MIT) AND GPL-3.0-only"
    assert expression_named(stated(Component("2", "long", licences=long))) is None


def test_an_empty_list_is_refused_beside_the_form(db: None) -> None:
    page = Client().post("/screening/list", {"use": "service", "text": " "}).content.decode()

    assert "Choose a file, or paste package URLs." in page


def test_the_queue_leads_to_a_ruling(known: None, cast: Cast) -> None:
    asked = request_screening(wanted=wanting(FINE), body=cast.town, by=cast.chiara)
    client = signed_in(cast.chiara)
    assert "fine 1.0" in text(client, "/screening/queue")

    sent = {"decided": "conditions", "conditions": "Only inside", "covers": "major"}
    page = client.post(f"/screening/{asked.pk}/rule", sent, follow=True).content.decode()

    assert "approved with conditions" in page
    assert "Only inside" in page
    assert "Nothing waits" in text(client, "/screening/queue")


def test_a_ruling_without_its_words_is_said_on_the_page(known: None, cast: Cast) -> None:
    asked = request_screening(wanted=wanting(FINE), body=cast.town, by=cast.chiara)

    sent = {"decided": "refused", "covers": "major"}
    page = signed_in(cast.chiara).post(f"/screening/{asked.pk}/rule", sent).content.decode()

    assert "Say why, so that whoever asked can do something else." in page


def test_the_next_colleague_is_told_that_it_was_ruled_before(known: None, cast: Cast) -> None:
    organisations.grant_role(user=cast.dragan, role=Role.MEMBER, body=cast.town, by=cast.aino)
    first = request_screening(wanted=wanting(FINE), body=cast.town, by=cast.chiara)
    rule(request=first, draft=RulingDraft(decided=APPROVED), by=cast.chiara)
    sent = {"q": FINE, "use": "service", "body": str(cast.town.pk)}

    page = signed_in(cast.dragan).post("/screening/ask", sent, follow=True).content.decode()

    assert "Somebody asked for the same before." in page
    assert "Chiara" not in page


def test_taking_back_and_reopening_by_the_page(known: None, cast: Cast) -> None:
    asked = request_screening(wanted=wanting(FINE), body=cast.town, by=cast.chiara)
    client = signed_in(cast.chiara)

    assert "withdrawn" in client.post(f"/screening/{asked.pk}/withdraw", follow=True).content.decode()
    assert "A person answers by" in client.post(f"/screening/{asked.pk}/reopen", follow=True).content.decode()


def test_the_home_page_has_the_box(db: None) -> None:
    assert 'action="/screening"' in text(Client(), "/")
