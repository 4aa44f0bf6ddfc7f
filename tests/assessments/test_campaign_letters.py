"""Mail of campaigns: who is written to, once, in their language; who sees the addresses; and switching it off."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone
from procrastinate import App
from procrastinate.testing import InMemoryConnector

from commonweal.assessments.actions import campaign_letters as actions
from commonweal.assessments.actions.campaigns import CampaignDraft, close_campaign, invite, open_campaign
from commonweal.assessments.models import Campaign, CampaignLetter
from commonweal.assessments.permissions import NotAllowed
from commonweal.assessments.queries.campaign_letters import letter_pack
from commonweal.assessments.queries.campaigns import filled
from commonweal.assessments.tasks import remind_places, send_letter
from commonweal.journal.models import Event
from commonweal.organisations.models import User
from tests.assessments.campaign_world import Office, campaign, form, line, office, take
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
BORGO, TWO = "segreteria@borgo.example", "desk@two.example"


@pytest.fixture
def ospo(cast: Cast, settings: object) -> Office:
    """The office, where mail can be sent; Borgo reads Italian."""
    settings.MAIL_IS_CONFIGURED = True  # type: ignore[attr-defined]
    made = office(cast, towns=3)
    type(cast.town).objects.filter(pk=cast.town.pk).update(language="it")
    return made


@pytest.fixture(autouse=True)
def queue() -> Iterator[InMemoryConnector]:
    """What waits for the worker, instead of the queue in the database."""
    from procrastinate.contrib.django import procrastinate_app

    connector, app = InMemoryConnector(), procrastinate_app.current_app
    assert isinstance(app, App)
    with app.replace_connector(connector):
        yield connector


def work(queue: InMemoryConnector, *, twice: bool = False) -> None:
    """The worker sends what waits; each job once more where it died before it said that it was done."""
    for job in list(queue.jobs.values()):
        for _time in range(2 if twice else 1):
            send_letter(**job["args"])


def ending(of: Office, *, days: int) -> Campaign:
    """A campaign that ends in so many days, with Borgo, Town 2 and Town 3."""
    today = timezone.localdate()
    draft = CampaignDraft(
        title="Where we stand", instrument="organisation", is_short=True, baseline_on=today,
        closes_on=today + timedelta(days=days), purpose="To help first where it helps most.",
    )  # fmt: skip
    made = open_campaign(host=of.host, draft=draft, by=of.olga)
    invite(campaign=made, places=of.towns, by=of.olga)
    return made


def addressed(of: Office, made: Campaign, **addresses: str) -> None:
    """Addresses of places by their codes; a line stands for an underscore."""
    drafts = [
        actions.AddressDraft(made.invitations.get(code=code.replace("_", "-")), address)
        for code, address in addresses.items()
    ]
    actions.write_addresses(campaign=made, drafts=drafts, by=of.olga)


def passed(made: Campaign, *, days: int) -> None:
    """As if all letters had been sent so many days ago."""
    CampaignLetter.objects.filter(invitation__campaign=made).update(sent_at=timezone.now() - timedelta(days=days))


def test_an_invitation_goes_out_once_in_the_language_of_its_reader_with_the_form(
    ospo: Office, queue: InMemoryConnector
) -> None:
    made = ending(ospo, days=30)
    addressed(ospo, made, borgo=BORGO)

    actions.mail_invitations(campaign=made, by=ospo.olga)
    work(queue, twice=True)

    (sent,) = mail.outbox
    (name, content, kind) = sent.attachments[0]
    assert (sent.to, sent.reply_to, name, kind) == ([BORGO], ["olga@esempia.example"], "form-borgo.html", "text/html")
    assert made.get_absolute_url() in sent.body
    assert made.purpose in sent.body
    assert ('<html lang="it">' in content, made.key in content) == (True, True)


def test_asking_again_writes_to_nobody_twice_and_to_a_new_address_once(ospo: Office, queue: InMemoryConnector) -> None:
    made = ending(ospo, days=30)
    addressed(ospo, made, borgo="wrong@borgo.example", town_2=TWO)
    for _again in range(3):
        actions.mail_invitations(campaign=made, by=ospo.olga)
    addressed(ospo, made, borgo=BORGO)
    for _again in range(2):
        actions.mail_invitations(campaign=made, by=ospo.olga)

    work(queue)

    # What waited for the wrong address is not sent there any more.
    assert sorted(each.to[0] for each in mail.outbox) == [TWO, BORGO]


def test_who_has_no_address_or_has_answered_everything_is_not_written_to(ospo: Office) -> None:
    made = ending(ospo, days=30)
    addressed(ospo, made, borgo=BORGO, town_2=TWO)
    everything = [line(made, "borgo", question.id, "?") for question in filled(made).questions]
    take(made, form(*everything), ospo.olga)

    letters = actions.mail_invitations(campaign=made, by=ospo.olga)

    assert [each.address for each in letters] == [TWO]


@pytest.mark.parametrize(
    ("days_left", "days_since", "reminded"), [(7, 5, 1), (1, 9, 1), (8, 9, 0), (0, 9, 0), (5, 1, 0)]
)
def test_who_has_not_answered_is_reminded_once_in_the_last_days(
    ospo: Office, queue: InMemoryConnector, days_left: int, days_since: int, reminded: int
) -> None:
    made = ending(ospo, days=days_left)
    addressed(ospo, made, borgo=BORGO, town_2=TWO)
    actions.mail_invitations(campaign=made, by=ospo.olga)
    passed(made, days=days_since)
    everything = [line(made, "town-2", question.id, "?") for question in filled(made).questions]
    take(made, form(*everything), ospo.olga)
    queue.reset()

    for morning in range(3):
        remind_places(timestamp=morning)
    work(queue)

    assert [each.to for each in mail.outbox] == [[BORGO]] * reminded
    assert all("Reminder" in each.subject or "Promemoria" in each.subject for each in mail.outbox)


def test_mail_that_is_switched_off_waits_until_it_is_on_again(ospo: Office, queue: InMemoryConnector) -> None:
    made = ending(ospo, days=30)
    addressed(ospo, made, borgo=BORGO)
    actions.mail_invitations(campaign=made, by=ospo.olga)
    actions.stop_mail(campaign=made, by=ospo.olga)
    work(queue)
    before = len(mail.outbox)
    with pytest.raises(actions.MailStopped):
        actions.mail_invitations(campaign=made, by=ospo.olga)

    actions.allow_mail(campaign=made, by=ospo.olga)
    work(queue)

    assert (before, len(mail.outbox)) == (0, 1)


def test_a_mail_server_that_fails_is_asked_again(ospo: Office, queue: InMemoryConnector, settings: object) -> None:
    made = ending(ospo, days=30)
    addressed(ospo, made, borgo=BORGO)
    actions.mail_invitations(campaign=made, by=ospo.olga)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # type: ignore[attr-defined]
    with pytest.raises(OSError, match="refused"):
        work(queue)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]

    work(queue)

    assert len(mail.outbox) == 1


@pytest.mark.parametrize("how", ["withdrawn", "closed"])
def test_a_letter_that_waits_is_not_sent_once_nobody_is_asked(ospo: Office, queue: InMemoryConnector, how: str) -> None:
    from commonweal.assessments.actions.campaigns import withdraw_invitation

    made = ending(ospo, days=30)
    addressed(ospo, made, borgo=BORGO)
    actions.mail_invitations(campaign=made, by=ospo.olga)
    if how == "closed":
        close_campaign(campaign=made, by=ospo.olga)
    else:
        withdraw_invitation(invitation=made.invitations.get(code="borgo"), by=ospo.olga)

    work(queue)

    assert mail.outbox == []


@pytest.mark.parametrize("text", ["no address", "a@b.example\nBcc: c@d.example", "x" * 250 + "@b.example"])
def test_what_is_no_address_is_refused(ospo: Office, text: str) -> None:
    made = ending(ospo, days=30)

    with pytest.raises(actions.AddressUnclear):
        addressed(ospo, made, borgo=text)


def test_without_a_mail_server_nothing_is_written(ospo: Office, settings: object) -> None:
    made = ending(ospo, days=3)
    addressed(ospo, made, borgo=BORGO)
    settings.MAIL_IS_CONFIGURED = False  # type: ignore[attr-defined]

    with pytest.raises(actions.NoMailServer):
        actions.mail_invitations(campaign=made, by=ospo.olga)
    remind_places(timestamp=0)

    assert not CampaignLetter.objects.exists()


def test_no_more_letters_go_out_than_a_day_allows(ospo: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    made = ending(ospo, days=30)
    addressed(ospo, made, borgo=BORGO, town_2=TWO)
    few = replace(letter_pack(), letters_a_day=1)
    monkeypatch.setattr("commonweal.assessments.queries.campaign_letters.letter_pack", lambda: few)

    first = actions.mail_invitations(campaign=made, by=ospo.olga)

    assert len(first) == 1
    with pytest.raises(actions.TooManyLetters):
        actions.mail_invitations(campaign=made, by=ospo.olga)


def everything(of: Office) -> dict[str, Callable[[User], object]]:
    """Every action of mail."""
    made = ending(of, days=7)
    addressed(of, made, borgo=BORGO)
    borgo = made.invitations.get(code="borgo")
    today = timezone.localdate()
    (letter,) = actions.mail_invitations(campaign=made, by=of.olga)
    passed(made, days=3)
    other = ending(of, days=9)
    addressed(of, other, town_2=TWO)
    return {
        "write_addresses": lambda by: actions.write_addresses(
            campaign=made, drafts=[actions.AddressDraft(borgo, TWO)], by=by
        ),
        "mail_invitations": lambda by: actions.mail_invitations(campaign=other, by=by),
        "remind_places": lambda by: actions.remind_places(campaign=made, today=today, by=by),
        "stop_mail": lambda by: actions.stop_mail(campaign=made, by=by),
        "allow_mail": lambda by: actions.allow_mail(campaign=actions.stop_mail(campaign=other, by=None), by=by),
        "mark_sent": lambda by: actions.mark_sent(letter=_waiting(letter).pk, by=by),
    }


def _waiting(letter: CampaignLetter) -> CampaignLetter:
    CampaignLetter.objects.filter(pk=letter.pk).update(sent_at=None)
    return letter


def test_who_may_do_what_and_what_is_told(ospo: Office) -> None:
    people = {"olga": ospo.olga, "chiara": ospo.cast.chiara, "bruno": ospo.cast.bruno, "dragan": ospo.cast.dragan}
    acts = everything(ospo)
    may: dict[str, set[str]] = {name: set() for name in acts}
    told: set[str] = set()

    for name, act in acts.items():
        for person, account in people.items():
            try:
                with transaction.atomic():
                    act(account)
                    may[name].add(person)
                    told |= set(Event.objects.values_list("name", flat=True))
                    transaction.set_rollback(True)
            except NotAllowed:
                pass

    assert may == {key: {"olga", "bruno"} for key in acts}
    assert told >= {
        "assessments.addresses_written", "assessments.places_mailed", "assessments.places_reminded",
        "assessments.mail_stopped", "assessments.mail_allowed",
    }  # fmt: skip
    assert not [event for event in Event.objects.all() if "@" in str(event.data)]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_addresses_are_written_on_the_page_and_the_letters_go_out(ospo: Office, queue: InMemoryConnector) -> None:
    made, client = ending(ospo, days=30), signed_in(ospo.olga)
    path = f"{made.get_absolute_url()}/mail"
    borgo, two, three = (made.invitations.get(code=code).pk for code in ("borgo", "town-2", "town-3"))
    filled_in = {
        f"address-{borgo}": BORGO, f"language-{borgo}": "fr", f"address-{two}": "", f"language-{two}": "en",
        f"address-{three}": "", f"language-{three}": "en",
    }  # fmt: skip

    wrong = client.post(path, filled_in | {f"address-{two}": "nobody", "go": "send"})
    saved = client.post(path, filled_in | {"go": "save"}, follow=True).content.decode()
    before = CampaignLetter.objects.count()
    sent = client.post(path, filled_in | {"go": "send"}, follow=True).content.decode()
    work(queue)
    after = client.get(path).content.decode()

    assert (wrong.status_code, "nobody" in wrong.content.decode(), before) == (422, True, 0)
    assert "1 place with a saved address was not written to yet." in saved
    assert "1 invitation is on its way." in sent
    assert "waits to be sent" in sent
    assert "invited on" in after
    assert '<html lang="fr">' in mail.outbox[0].attachments[0][1]


def test_the_page_says_what_is_missing(ospo: Office, settings: object) -> None:
    made, client = ending(ospo, days=30), signed_in(ospo.olga)
    empty = open_campaign(host=ospo.host, draft=CampaignDraft(
        title="E", instrument="organisation", baseline_on=made.baseline_on, closes_on=made.closes_on
    ), by=ospo.olga)  # fmt: skip
    settings.MAIL_IS_CONFIGURED = False  # type: ignore[attr-defined]

    page = client.get(f"{made.get_absolute_url()}/mail").content.decode()

    assert "This installation has no mail server" in page
    assert 'value="send"' not in page
    assert "Nobody is invited yet" in client.get(f"{empty.get_absolute_url()}/mail").content.decode()


def test_mail_is_switched_off_and_on_by_a_button(ospo: Office) -> None:
    made, client = ending(ospo, days=30), signed_in(ospo.olga)
    path = f"{made.get_absolute_url()}/mail"

    off = client.post(f"{path}/stop", follow=True).content.decode()
    on = client.post(f"{path}/allow", follow=True).content.decode()

    assert ("Mail is off: nobody is written to." in off, 'value="send"' in off) == (True, False)
    assert ("Mail is on again." in on, 'value="send"' in on) == (True, True)


def test_who_is_invited_sees_no_address_and_no_page_of_mail(ospo: Office) -> None:
    made = campaign(ospo)
    addressed(ospo, made, borgo=BORGO, town_2=TWO)
    one = made.get_absolute_url()

    seen = {
        name: signed_in(person).get(f"{one}/mail").status_code
        for name, person in {"olga": ospo.olga, "chiara": ospo.cast.chiara, "dragan": ospo.cast.dragan}.items()
    }

    assert seen == {"olga": 200, "chiara": 403, "dragan": 404}
