"""What a body answered, what it was advised, and what a campaign gathered is nobody else's to learn: not by a page, a
file, a count, or a query more."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pypdf import PdfReader

from commonweal.assessments import actions
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft, RespondentDraft
from commonweal.assessments.actions import campaign_letters as letters
from commonweal.assessments.actions import campaigns as campaigns
from commonweal.assessments.actions import offline_forms as forms
from commonweal.assessments.models import Assessment, Campaign
from commonweal.assessments.queries.instruments import instruments
from commonweal.assessments.queries.recommendations import advice_in
from commonweal.assessments.rules.instrument import State
from commonweal.assessments.rules.merging import Claim
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, User
from commonweal.organisations.roles import Role
from tests.assessments.campaign_world import form, line, take
from tests.assessments.test_dpg import product
from tests.components import world as country
from tests.server.leaks_looking import Seen, routes_of, seen

pytestmark = pytest.mark.django_db

CONTEXTS = ("commonweal.assessments",)
OUTSIDERS = ("anonymous", "stranger", "supplier")
# One in each field that somebody fills in; none of them may be read by anybody else.
OF_ASSESSMENTS = (
    "zibaldone", "quadrifoglio", "ghirigoro", "rododendro.example", "falsariga", "pinnacolo", "mistral-9", "girasole",
)  # fmt: skip
OF_CAMPAIGNS = (
    "arzigogolo", "caleidoscopio", "filigrana", "libellula", "pergamena", "sciarada", "trabocchetto.example", "zufolo",
    "bislacco@w.example",
)  # fmt: skip
SHORT = [question.id for question in instruments()["organisation"].of_form(short=True)]
FISHING = "&".join(f"{question}={place % 4}" for place, question in enumerate(SHORT))
ROWS: dict[str, tuple[str, ...]] = {
    "readiness": ("/readiness?body=celata", f"/readiness?{FISHING}&body=celata"),
    "readiness.pdf": ("/readiness.pdf?body=celata",),
    "readiness.json": (f"/readiness.json?{FISHING}&body=celata",),
    "readiness/keep": (f"/readiness/keep?{FISHING}",),
    "instruments": ("/instruments",),
    "instruments/<str:identifier>": ("/instruments/organisation",),
    "declarations": ("/declarations",),
    "feeds/declarations.atom": ("/feeds/declarations.atom",),
    "bodies/<slug:slug>/assessments": ("/bodies/celata/assessments", "/bodies/altrove/assessments"),
    "software/<slug:slug>/assessments": ("/software/mense-facili/assessments",),
    "assessments/<int:pk>": tuple(f"/assessments/{{{one}}}" for one in ("begun", "done", "product", "purchase")),
    **{
        f"assessments/<int:pk>{rest}": (f"/assessments/{{done}}{rest}", f"/assessments/{{begun}}{rest}")
        for rest in ("/result", "/result.pdf", "/result.json", "/result.csv", "/result.docx", "/result.odt", "/office")
    },
    "assessments/<int:pk>/parts/<str:identifier>": ("/assessments/{begun}/parts/A", "/assessments/{done}/parts/all"),
    "assessments/<int:pk>/nominee": ("/assessments/{product}/nominee",),
    "assessments/<int:pk>/nominee.json": ("/assessments/{product}/nominee.json",),
    "campaigns": ("/campaigns",),
    "bodies/<slug:slug>/campaigns/new": ("/bodies/celata/campaigns/new",),
    **{
        f"campaigns/<int:pk>{rest}": (f"/campaigns/{{campaign}}{rest.replace('<int:form_pk>', '{form}')}",)
        for rest in (
            "", "/invite", "/mail", "/report.pdf", "/report.json", "/answers.csv", "/forms", "/forms.zip",
            "/forms/<int:form_pk>", "/conflicts",
        )
    },
    **{
        f"campaigns/<int:pk>/places/<str:code>{rest}": (
            f"/campaigns/{{campaign}}/places/vicina{rest}", f"/campaigns/{{campaign}}/places/celata{rest}",
        )
        for rest in ("", "/report.pdf", "/report.json", "/form.html", "/form.csv")
    },
    "api/v1/campaigns": ("/api/v1/campaigns",),
    "api/v1/campaigns/{int:pk}": ("/api/v1/campaigns/{campaign}",),
    "api/v1/campaigns/{int:pk}/progress": ("/api/v1/campaigns/{campaign}/progress",),
    "api/v1/campaigns/{int:pk}/gaps": ("/api/v1/campaigns/{campaign}/gaps",),
    "api/v1/campaigns/{int:pk}/places/{code}": (
        "/api/v1/campaigns/{campaign}/places/vicina", "/api/v1/campaigns/{campaign}/places/celata",
    ),
}  # fmt: skip
ONLY_POST = {
    "bodies/<slug:slug>/assessments/start",
    "software/<slug:slug>/assessments/start",
    *(
        f"assessments/<int:pk>/{act}"
        for act in (
            "join", "finish", "again", "declare", "declare/withdraw", "advice/take", "advice/drop", "advice/restore",
            "office/keep",
        )
    ),
    *(f"campaigns/<int:pk>/{act}" for act in ("close", "reopen", "mail/stop", "mail/allow")),
    "campaigns/<int:pk>/forms/<int:form_pk>/take-back",
    "campaigns/<int:pk>/places/<str:code>/answer",
    "campaigns/<int:pk>/places/<str:code>/withdraw",
}  # fmt: skip
# Pages of other contexts on which something of this one could show, and the result of somebody else of that kind.
AROUND = (
    "/", "/bodies/celata", "/bodies/vicina", "/software/mense-facili", "/bodies/celata/strategy", "/bodies",
    "/api/v1/changes", "/api/v1/bodies/celata", "/assessments/{others}/result", "/assessments/{others}/result.json",
)  # fmt: skip


class Town:
    """Celata, which keeps to itself what it answers and asks its neighbour Vicina; Altrove has a result of its own."""

    def __init__(self) -> None:
        self.country = country.build()
        self.rows: dict[str, object] = {}
        self.software = product()
        for name in ("celata", "vicina"):
            draft = organisations.BodyDraft(
                uri=f"https://w.example/{name}", name=name.title(), kind="municipality", tier="local", country="IT"
            )
            self.country.bodies[name] = organisations.register_body(draft=draft, by=None)
        self.officer, self.neighbour = self._editor("officer", "celata"), self._editor("neighbour", "vicina")
        others = self._answered(self.country.bodies["altrove"], self.country.person("stranger"), "")
        actions.finish_assessment(assessment=others, by=self.country.person("stranger"))
        self.rows["others"] = others.pk

    def _editor(self, name: str, body: str) -> User:
        account = organisations.open_account(
            username=name, email=f"{name}@w.example", password=None, display_name=name.title(), by=None
        )
        organisations.grant_role(user=account, role=Role.EDITOR, body=self.country.bodies[body], by=None)
        self.country.people[name] = account
        return account

    @contextmanager
    def secrets(self) -> Iterator[None]:
        """Plant the secrets, and take them away again as if they had never been."""
        with transaction.atomic():
            self._plant_assessments(self.country.bodies["celata"])
            self._plant_campaign(self.country.bodies["celata"], self.country.bodies["vicina"])
            yield
            transaction.set_rollback(True)

    def addresses(self, rows: dict[str, tuple[str, ...]] = ROWS) -> list[str]:
        """Every address of these rows, and of pages around where they are all rows."""
        around = AROUND if rows is ROWS else ()
        return [each.format(**self.rows) for each in (*(one for row in rows.values() for one in row), *around)]

    def look(self, person: str, paths: list[str]) -> dict[str, Seen]:
        """What a person sees at each address."""
        client = self.country.client(person)
        return {path: seen(client, path) for path in paths}

    def _answered(self, body: Body, by: User, secret: str) -> Assessment:
        begun = actions.start_assessment(
            body=body, draft=AssessmentDraft(instrument="organisation", is_short=True), by=by
        )
        said = {question: AnswerDraft(state="answered", value=0) for question in SHORT[1:]}
        hidden = AnswerDraft(
            state="inapplicable", reason=f"{secret}quadrifoglio", evidence_note=f"{secret}ghirigoro",
            evidence_url="https://rododendro.example/zibaldone",
        )  # fmt: skip
        said[SHORT[0]] = hidden if secret else AnswerDraft(state="unknown")
        actions.answer_many(respondent=begun.respondents.get(), answers=said, by=by)
        return begun

    def _plant_assessments(self, celata: Body) -> None:
        by = self.officer
        done = self._answered(celata, by, "zibaldone ")
        result = actions.finish_assessment(assessment=done, by=by)
        advice = advice_in(result)
        assert advice is not None
        rule = advice.ranked[0].rule
        actions.drop_recommendation(assessment=done, rule=rule, reason="pinnacolo", by=by)
        full = actions.start_assessment(body=celata, draft=AssessmentDraft(instrument="organisation"), by=by)
        actions.join(assessment=full, draft=RespondentDraft(unit="mistral-9"), by=by)
        hidden = AnswerDraft(state="answered", value=1, evidence_note="girasole")
        actions.answer(respondent=full.respondents.get(), question="QA1", draft=hidden, by=by)
        about = AssessmentDraft(instrument="purchase", subject_text="falsariga")
        nominee = actions.start_assessment(
            body=celata, draft=AssessmentDraft(instrument="dpg", entry=self.software), by=by
        )
        hidden = AnswerDraft(state="answered", value=1, evidence_note="girasole")
        actions.answer(respondent=nominee.respondents.get(), question="1.1", draft=hidden, by=by)
        purchase = actions.start_assessment(body=celata, draft=about, by=by)
        self.rows |= {"done": done.pk, "begun": full.pk, "product": nominee.pk, "purchase": purchase.pk}

    def _plant_campaign(self, celata: Body, vicina: Body) -> None:
        by, today = self.officer, timezone.localdate()
        draft = campaigns.CampaignDraft(
            title="Campagna arzigogolo", purpose="caleidoscopio", instrument="organisation", is_short=True,
            baseline_on=today, closes_on=today + timedelta(days=30),
        )  # fmt: skip
        made = campaigns.open_campaign(host=celata, draft=draft, by=by)
        campaigns.invite(campaign=made, places=[vicina, celata, self.country.bodies["borgo"]], by=by)
        self.rows |= {"campaign": made.pk, "form": self._plant_forms(made)}
        address = letters.AddressDraft(made.invitations.get(code="celata"), "bislacco@w.example")
        letters.write_addresses(campaign=made, drafts=[address], by=by)

    def _plant_forms(self, made: Campaign) -> int:
        secret = {"by": "filigrana", "reason": "libellula", "evidence_note": "pergamena"}
        first = line(made, "celata", "QA1", "1", **secret, evidence_url="https://trabocchetto.example/")
        taken = take(made, form(first, "zufolo"), self.officer, "sciarada.jsonl")
        take(made, form(line(made, "celata", "QA1", "3", hand="h2", by="filigrana")), self.officer)
        forms.decide_conflict(
            invitation=made.invitations.get(code="celata"), question="QA1", chosen=Claim(State.ANSWERED, 1.0),
            reason="sciarada", by=self.officer,
        )  # fmt: skip
        return taken.pk


@pytest.fixture
def town() -> Town:
    """Everything but the secrets; what processes keep in memory is there already."""
    made = Town()
    made.look("anonymous", [path for path in AROUND if "{" not in path])
    return made


def found_in(content: str, secrets: tuple[str, ...]) -> list[str]:
    """Which of the secrets stand in a text."""
    return [each for each in secrets if each in content.casefold()]


def test_every_route_that_could_tell_is_tried() -> None:
    every = routes_of(CONTEXTS)

    assert every - ROWS.keys() - ONLY_POST == set(), "give each a row in ROWS, or in ONLY_POST"
    assert (ROWS.keys() | ONLY_POST) - every == set(), "these are gone: take their rows away"


@pytest.mark.parametrize("person", OUTSIDERS)
def test_nobody_outside_learns_what_a_town_answered_or_whom_it_asked(town: Town, person: str) -> None:
    with town.secrets():
        paths = town.addresses()
        there = town.look(person, paths)

    without = town.look(person, paths)

    for path in paths:
        told = found_in(there[path].content, OF_ASSESSMENTS + OF_CAMPAIGNS)
        assert told == [], f"{person} reads it on {path}"
        assert there[path] == without[path], f"{person} can tell the difference on {path}"


def test_a_curator_runs_campaigns_and_learns_nothing_of_assessments(town: Town) -> None:
    rows = {route: row for route, row in ROWS.items() if "campaigns" not in route}
    with town.secrets():
        paths = [*town.addresses(rows), "/bodies/celata"]
        there = town.look("curator", paths)

    without = town.look("curator", paths)

    assert [path for path in paths if there[path] != without[path]] == []


def test_who_is_invited_learns_nothing_of_the_other_places(town: Town) -> None:
    with town.secrets():
        rows = {route: row for route, row in ROWS.items() if "campaigns" in route}
        there = town.look("neighbour", town.addresses(rows))

    read = {path: told for path, each in there.items() if (told := found_in(each.content, OF_CAMPAIGNS[2:]))}
    names = {path: each.content for path, each in there.items() if "/campaigns/" in path and each.status == 200}
    assert read == {}
    assert len(names) == 10
    assert [path for path, content in names.items() if "Borgo" in content] == []


def test_those_whose_it_is_do_learn(town: Town) -> None:
    with town.secrets():
        client = town.country.client("officer")
        answers = {path: client.get(path) for path in town.addresses()}

    read = " ".join(_text(answer.content) for answer in answers.values())
    kinds = {path.rpartition(".")[2] for path, answer in answers.items() if answer.status_code == 200}
    assert found_in(read, OF_ASSESSMENTS + OF_CAMPAIGNS) == [*OF_ASSESSMENTS, *OF_CAMPAIGNS]
    assert kinds >= {"pdf", "json", "csv", "zip", "docx", "odt", "html"}


def _text(content: bytes) -> str:
    """What can be read in a file."""
    if content.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        return " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    return content.decode()
