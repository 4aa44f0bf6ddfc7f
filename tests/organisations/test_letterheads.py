"""The letterhead of a body: kept in versions, refused with a sentence, seen and used by its own people only."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonweal.drawing.letters import Kind
from commonweal.drawing.letters.package import packed
from commonweal.drawing.letters.plain import file
from commonweal.drawing.printing import Heading, Sheet
from commonweal.journal.models import Event
from commonweal.organisations import actions
from commonweal.organisations.models import Body, Letterhead, User
from commonweal.organisations.queries import letter, letterheads_of
from commonweal.organisations.roles import Role
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
SHEET = Sheet("en", "", "Decision", "", (Heading("Why"),), "")


def own_file(words: str = "Town hall of Borgo") -> bytes:
    """A letterhead with words of its own above each page."""
    with zipfile.ZipFile(io.BytesIO(file(Kind.ODT))) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    parts["styles.xml"] = parts["styles.xml"].replace(b"{{ body }}", words.encode())
    return packed(parts)


def keep(cast: Cast, content: bytes | None = None, by: User | None = None) -> Letterhead:
    """Chiara sends a letterhead."""
    sent = own_file() if content is None else content
    return actions.keep_letterhead(body=cast.town, name="C:\\Briefe\\kopf.odt", content=sent, by=by or cast.chiara)


def written_by(viewer: User, body: Body | None) -> str:
    """What stands above the pages of a paper that somebody writes."""
    with zipfile.ZipFile(io.BytesIO(letter(viewer, SHEET, Kind.ODT, body))) as archive:
        return archive.read("styles.xml").decode()


@pytest.fixture
def chiara(cast: Cast, client: Client) -> Client:
    """Chiara at the browser."""
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_new_one_stands_and_the_one_before_is_kept(cast: Cast) -> None:
    first = keep(cast)
    second = keep(cast, own_file("New hall"))

    first.refresh_from_db()
    assert (first.number, first.name, first.ended_by, first.ended_at is None) == (1, "kopf.odt", cast.chiara, False)
    assert (second.number, second.ended_at, second.made_by) == (2, None, cast.chiara)
    event = Event.objects.filter(name="organisations.letterhead_kept").latest("pk")
    assert (event.data["kind"], event.data["number"]) == ("odt", 2)
    assert "New hall" in written_by(cast.chiara, cast.town)


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    keep(cast)
    events = Event.objects.count()

    again = keep(cast)

    assert again.number == 1
    assert Event.objects.count() == events


def test_a_faulty_file_is_refused_with_a_sentence_and_the_last_good_one_stays(cast: Cast) -> None:
    keep(cast)

    with pytest.raises(actions.LetterheadUnfit, match="no file of a word processor"):
        keep(cast, b"Dear all")

    assert Letterhead.objects.count() == 1
    assert "Town hall of Borgo" in written_by(cast.chiara, cast.town)


def test_one_that_ended_is_used_no_more_and_kept(cast: Cast) -> None:
    kept = keep(cast)

    for _time in range(2):
        actions.end_letterhead(letterhead=kept, by=cast.chiara)

    assert "Town hall" not in written_by(cast.chiara, cast.town)
    assert [each.ended_by for each in letterheads_of(cast.chiara, cast.town)] == [cast.chiara]
    assert Event.objects.filter(name="organisations.letterhead_ended").count() == 1


def test_nobody_else_writes_in_it(cast: Cast) -> None:
    keep(cast)

    for stranger in (cast.bruno, cast.dragan):
        assert "Town hall" not in written_by(stranger, cast.town)
        assert letterheads_of(stranger, cast.town) == []


def test_a_member_uses_it_and_does_not_keep_it(cast: Cast, client: Client) -> None:
    kept = keep(cast)
    actions.grant_role(user=cast.dragan, role=Role.MEMBER, body=cast.town, by=None)
    client.force_login(cast.dragan, backend="django.contrib.auth.backends.ModelBackend")

    shown = client.get(f"/bodies/{cast.town.slug}/letterhead").content.decode()

    assert "Town hall" in written_by(cast.dragan, cast.town)
    assert "kopf.odt" in shown
    assert "Send a new one" not in shown
    assert client.post(f"/letterheads/{kept.pk}/end").status_code == 403


def test_an_editor_sends_one_and_gets_it_back(cast: Cast, chiara: Client) -> None:
    address = f"/bodies/{cast.town.slug}/letterhead"

    refused = chiara.post(address, {"file": SimpleUploadedFile("a.odt", b"Dear all")})
    taken = chiara.post(address, {"file": SimpleUploadedFile("kopf.odt", own_file())}, follow=True)

    assert refused.status_code == 422
    assert "no file of a word processor" in refused.content.decode()
    assert "Papers are written in it from now on." in taken.content.decode()
    got = chiara.get(f"/letterheads/{Letterhead.objects.get().pk}")
    assert got.content == own_file()
    assert got["Content-Disposition"] == f'attachment; filename="letterhead-{cast.town.slug}.odt"'


def test_strangers_see_neither_page_nor_file(cast: Cast, client: Client) -> None:
    kept = keep(cast)
    address = f"/bodies/{cast.town.slug}/letterhead"

    assert client.get(address).status_code == 302
    for stranger in (cast.bruno, cast.dragan):
        client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(address).status_code == 403
        assert client.post(address, {"file": SimpleUploadedFile("a.odt", own_file())}).status_code == 403
        assert client.get(f"/letterheads/{kept.pk}").status_code == 404
        assert client.post(f"/letterheads/{kept.pk}/end").status_code == 403


@pytest.mark.parametrize("kind", list(Kind))
def test_a_plain_file_to_begin_with_is_taken_as_it_is(cast: Cast, client: Client, kind: Kind) -> None:
    example = client.get(f"/letterheads/example.{kind}").content

    assert keep(cast, example).kind == kind
    assert client.get("/letterheads/example.exe").status_code == 404
