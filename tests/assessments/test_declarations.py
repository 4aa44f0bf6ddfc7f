"""What a body declares by the UN principles: eight answers, a page for everybody, a feed."""

import pytest
from django.test import Client

from commonweal.assessments import actions
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft
from commonweal.assessments.models import Assessment
from commonweal.assessments.queries.instruments import instruments
from commonweal.journal.models import Event
from commonweal.organisations.models import Visibility
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
PRINCIPLES = [question.id for question in instruments()["un-principles"].questions]
YES, NO = AnswerDraft(state="answered", value=1, evidence_note="Rule of 3 May"), AnswerDraft(state="answered", value=0)


def check(cast: Cast, *, yes: int = 6) -> Assessment:
    """A finished self-check: so many times yes, then no."""
    draft = AssessmentDraft(instrument="un-principles")
    begun = actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)
    answers = {question: YES if place < yes else NO for place, question in enumerate(PRINCIPLES)}
    actions.answer_many(respondent=begun.respondents.get(), answers=answers, by=cast.chiara)
    actions.finish_assessment(assessment=begun, by=cast.chiara)
    begun.refresh_from_db()
    return begun


def declared(cast: Cast, *, yes: int = 6) -> Assessment:
    """One that everybody may read."""
    return actions.publish_declaration(assessment=check(cast, yes=yes), by=cast.chiara)


def feed(client: Client) -> list[str]:
    """The entries of the feed."""
    return client.get("/feeds/declarations.atom").content.decode().split("<entry>")[1:]


def test_eight_answers_become_a_page_for_everybody_and_an_entry_of_the_feed(client: Client, cast: Cast) -> None:
    shown = declared(cast)

    listed = client.get("/declarations").content.decode()
    page = client.get(f"/assessments/{shown.pk}/result").content.decode()
    (entry,) = feed(client)

    assert len(PRINCIPLES) == 8
    assert "6 of 8 done." in listed
    assert f"/assessments/{shown.pk}/result" in listed
    assert page.count("Rule of 3 May") == 6
    assert "Chiara" not in page
    assert "<title>Borgo: 6 of 8 done.</title>" in entry
    assert f"/assessments/{shown.pk}/result" in entry
    assert (entry.count("? Yes"), entry.count("? No")) == (6, 2)


def test_before_it_is_shown_and_after_it_is_taken_back_only_its_people_read_it(client: Client, cast: Cast) -> None:
    mine = check(cast)
    before = client.get(f"/assessments/{mine.pk}/result").status_code

    actions.publish_declaration(assessment=mine, by=cast.chiara)
    actions.publish_declaration(assessment=mine, by=cast.chiara)
    actions.withdraw_declaration(assessment=mine, by=cast.chiara)

    assert (before, client.get(f"/assessments/{mine.pk}/result").status_code) == (404, 404)
    assert "Nobody yet" in client.get("/declarations").content.decode()
    assert feed(client) == []
    told = (
        Event.objects.filter(name__startswith="assessments.declaration").order_by("pk").values_list("name", flat=True)
    )
    assert list(told) == ["assessments.declaration_published", "assessments.declaration_withdrawn"]


def test_the_newest_of_a_body_counts_and_the_one_begun_after_it_is_its_own_first(client: Client, cast: Cast) -> None:
    first = declared(cast, yes=2)
    newer = declared(cast, yes=5)

    again = actions.begin_again(assessment=newer, by=cast.chiara)

    assert again.visibility == Visibility.BODY
    assert ["Borgo: 5 of 8 done." in each for each in feed(client)] == [True]
    assert client.get(f"/assessments/{first.pk}/result").status_code == 200


@pytest.mark.parametrize("instrument", ["un-principles", "organisation"])
def test_only_a_finished_self_check_is_shown_to_everybody(cast: Cast, instrument: str) -> None:
    open_one = actions.start_assessment(body=cast.town, draft=AssessmentDraft(instrument=instrument), by=cast.chiara)

    with pytest.raises(actions.NoDeclaration):
        actions.publish_declaration(assessment=open_one, by=cast.chiara)

    open_one.refresh_from_db()
    assert open_one.visibility == Visibility.BODY


def test_an_editor_shows_it_and_takes_it_back_by_one_button_each(client: Client, cast: Cast) -> None:
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    mine = check(cast)

    offered = client.get(f"/assessments/{mine.pk}/result").content.decode()
    shown = client.post(f"/assessments/{mine.pk}/declare", follow=True).content.decode()
    back = client.post(f"/assessments/{mine.pk}/declare/withdraw", follow=True).content.decode()

    assert "Show it to everybody" in offered
    assert "It stands in the list of declarations" in shown
    assert "Only the people of your organisation can read it now." in back
