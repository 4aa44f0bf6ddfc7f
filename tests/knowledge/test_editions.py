"""Curators write editions of pages; they stand beside what is shipped, and nothing is lost."""

from dataclasses import replace

import pytest
from django.test import Client

from commonweal.journal.models import Event
from commonweal.knowledge import actions
from commonweal.knowledge.actions import EditionDraft
from commonweal.knowledge.models import GuideEdition
from commonweal.knowledge.queries.guides import editions_of, guide_shown, guides_shown
from commonweal.knowledge.queries.shipped import shipped
from commonweal.knowledge.rules.finding import GuideWish
from commonweal.organisations.permissions import NotAllowed
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
SLUG = "who-to-call"
SHIPPED = shipped()[SLUG, "en"]


def write(cast: Cast, title: str, began_from: int = 0, language: str = "en") -> GuideEdition:
    """Bruno writes an edition under another title."""
    guide = replace(SHIPPED, title=title, language=language)
    return actions.edit_page(draft=EditionDraft(guide=guide, began_from=began_from), by=cast.bruno)


def title(language: str = "en") -> str:
    """What readers see above the page."""
    shown = guide_shown(SLUG, language)
    assert shown is not None
    return shown.guide.title


def test_an_edition_stands_at_once_beside_the_shipped_page(cast: Cast) -> None:
    edition = write(cast, "Call Borgo")

    shown = guide_shown(SLUG, "en")
    assert shown is not None
    assert shown.guide.title == "Call Borgo"
    assert (shown.version.edition, shown.version.shipped) == (edition, SHIPPED)
    assert (edition.number, edition.shipped_version) == (1, SHIPPED.version)
    event = Event.objects.get(name="knowledge.page_edited")
    assert event.data == {"slug": SLUG, "language": "en", "number": 1}


def test_the_one_before_stays_in_the_history(cast: Cast) -> None:
    write(cast, "First")
    write(cast, "Second", began_from=1)

    assert title() == "Second"
    assert [(each.number, each.ended_at is None) for each in editions_of(SLUG, "en")] == [(2, True), (1, False)]


def test_an_earlier_edition_is_taken_up_again_as_a_new_one(cast: Cast) -> None:
    first = write(cast, "First")
    write(cast, "Second", began_from=1)

    third = actions.restore_edition(edition=first, by=cast.bruno)

    assert (third.number, third.restores, title()) == (3, first, "First")
    assert Event.objects.get(name="knowledge.page_restored").data["restores"] == 1


def test_going_back_shows_the_shipped_page_and_keeps_the_editions(cast: Cast) -> None:
    write(cast, "First")

    actions.end_edition(slug=SLUG, language="en", by=cast.bruno)

    assert title() == SHIPPED.title
    assert GuideEdition.objects.count() == 1
    assert Event.objects.filter(name="knowledge.edition_ended").count() == 1


def test_a_newer_shipped_page_says_so(cast: Cast) -> None:
    edition = write(cast, "First")
    GuideEdition.objects.filter(pk=edition.pk).update(shipped_version=0)

    shown = guide_shown(SLUG, "en")

    assert shown is not None
    assert shown.version.has_newer_shipped
    assert shown.guide.title == "First"


def test_who_began_from_an_older_page_overwrites_nobody(cast: Cast) -> None:
    write(cast, "First")

    with pytest.raises(actions.EditedMeanwhile):
        write(cast, "Second", began_from=0)

    assert title() == "First"


def test_saving_the_same_again_writes_nothing(cast: Cast) -> None:
    with pytest.raises(actions.NothingChanged):
        write(cast, SHIPPED.title)

    edition = write(cast, "First")
    with pytest.raises(actions.NothingChanged):
        actions.restore_edition(edition=edition, by=cast.bruno)
    assert GuideEdition.objects.count() == 1


@pytest.mark.parametrize("slug", sorted({slug for slug, language in shipped() if language == "en"})[::6])
def test_a_page_sent_back_as_the_form_showed_it_makes_no_edition(cast: Cast, client: Client, slug: str) -> None:
    client.force_login(cast.bruno, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post(f"/guidance/{slug}/edit?language=en", _sent(client, slug))

    assert "Nothing was changed." in answer.content.decode()
    assert GuideEdition.objects.count() == 0


def test_a_curator_looks_at_a_page_before_readers_see_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.bruno, backend="django.contrib.auth.backends.ModelBackend")
    sent = _sent(client, SLUG) | {"body": "## Ours\n\nCall **Borgo** <b>now</b>.", "look": "1"}

    shown = client.post(f"/guidance/{SLUG}/edit?language=en", sent).content.decode()

    assert "<strong>Borgo</strong>" in shown
    assert "<b>now</b>" not in shown
    assert GuideEdition.objects.count() == 0


def _sent(client: Client, slug: str) -> dict[str, object]:
    """What a browser sends of the untouched form: lists in the order of their choices, lines as browsers end them."""
    form = client.get(f"/guidance/{slug}/edit?language=en").context["form"]
    sent = {}
    for name, value in form.initial.items():
        if isinstance(value, list):
            sent[name] = [key for key, _label in form.fields[name].choices if key in value]
        elif value is not None:
            sent[name] = value.replace("\n", "\r\n") if isinstance(value, str) else value
    return sent


def test_what_is_no_page_is_refused_in_sentences(cast: Cast) -> None:
    guide = replace(SHIPPED, body="# Big\n\n<b>bold</b>", tools=("hammer",))

    with pytest.raises(actions.GuideUnreadable) as refusal:
        actions.edit_page(draft=EditionDraft(guide=guide), by=cast.bruno)

    assert len(refusal.value.sentences) >= 3
    assert "tools: there is no “hammer” to choose." in refusal.value.sentences


def test_a_language_that_the_program_does_not_speak_is_refused(cast: Cast) -> None:
    with pytest.raises(actions.UnknownLanguage):
        write(cast, "Kutsu", language="xx")


def test_where_no_edition_stands_none_is_taken_away(cast: Cast) -> None:
    with pytest.raises(actions.NoEdition):
        actions.end_edition(slug=SLUG, language="en", by=cast.bruno)


def test_a_page_of_ones_own_is_found_and_can_be_taken_off(cast: Cast) -> None:
    guide = replace(SHIPPED, slug="answer-a-journalist", title="Answer a journalist")

    edition = actions.edit_page(draft=EditionDraft(guide=guide), by=cast.bruno)

    assert edition.shipped_version is None
    assert [each.guide.slug for each in guides_shown("en", GuideWish("journalist"))] == ["answer-a-journalist"]
    actions.end_edition(slug="answer-a-journalist", language="en", by=cast.bruno)
    assert guide_shown("answer-a-journalist", "en") is None


def test_a_page_is_shown_in_english_where_it_is_not_translated(cast: Cast) -> None:
    guide = replace(SHIPPED, slug="answer-a-journalist", title="Answer")
    actions.edit_page(draft=EditionDraft(guide=guide), by=cast.bruno)

    shown = guide_shown("answer-a-journalist", "de")

    assert shown is not None
    assert shown.is_in_another_language
    assert (shown.guide.language, shown.languages) == ("en", ("en",))


def test_a_translation_of_an_older_english_page_says_so(cast: Cast) -> None:
    own = replace(SHIPPED, slug="answer-a-journalist", version=2)
    actions.edit_page(draft=EditionDraft(guide=own), by=cast.bruno)
    actions.edit_page(draft=EditionDraft(guide=replace(own, language="de", follows=1)), by=cast.bruno)

    shown = guide_shown("answer-a-journalist", "de")

    assert shown is not None
    assert shown.is_behind
    assert not shown.is_in_another_language


def test_an_edition_that_can_no_longer_be_read_gives_way_to_the_shipped_page(cast: Cast) -> None:
    edition = write(cast, "First")
    GuideEdition.objects.filter(pk=edition.pk).update(text=edition.text.replace("task: people", "task: gone"))

    assert title() == SHIPPED.title


def test_who_may_write(cast: Cast) -> None:
    edition = write(cast, "First")
    write(cast, "Second", began_from=1)
    everything = [
        lambda by: actions.edit_page(draft=EditionDraft(guide=replace(SHIPPED, title="Third"), began_from=2), by=by),
        lambda by: actions.restore_edition(edition=edition, by=by),
        lambda by: actions.end_edition(slug=SLUG, language="en", by=by),
    ]

    for person in (cast.chiara, cast.dragan):
        for action in everything:
            with pytest.raises(NotAllowed):
                action(person)
    assert title() == "Second"
    for action in everything[1:]:
        action(cast.aino)
    assert title() == SHIPPED.title
