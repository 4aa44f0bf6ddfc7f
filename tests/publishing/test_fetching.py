"""Asking for what lies behind an address: who may, how often, and what is kept of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone, translation
from procrastinate.contrib.django.models import ProcrastinateJob

from commonweal.publishing import actions, permissions, queries, rules, tasks
from commonweal.publishing.actions import FetchedFile, NotAnAddress, TooManyFetches
from commonweal.publishing.models import Failure, Fetch
from commonweal.publishing.permissions import Permission
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

FORMS = "https://github.com/esempia/forms"


def queued() -> list[dict[str, object]]:
    return [job.args for job in ProcrastinateJob.objects.filter(task_name=actions.TASK, status="todo")]


def test_a_visitor_without_account_may_ask() -> None:
    fetch = actions.ask_for(url="github.com/esempia/forms/", by=None)

    assert (fetch.url, fetch.state, fetch.by) == (FORMS, "waiting", None)
    assert queued() == [{"token": fetch.token}]
    assert len(fetch.token) >= 30
    assert queries.fetch(fetch.token) == fetch


@pytest.mark.parametrize("person", ["aino", "bruno", "chiara", "dragan"])
def test_everyone_with_an_account_may_ask(cast: Cast, person: str) -> None:
    fetch = actions.ask_for(url=FORMS, by=getattr(cast, person))

    assert fetch.by == getattr(cast, person)


@pytest.mark.parametrize(("person", "may"), [("aino", True), ("bruno", True), ("chiara", False), ("dragan", False)])
def test_only_who_keeps_the_catalogue_may_fetch_from_inside_our_network(cast: Cast, person: str, may: bool) -> None:
    assert permissions.allows(getattr(cast, person), Permission.FETCH_INSIDE) is may


def test_the_same_address_is_not_fetched_twice_within_a_minute() -> None:
    first = actions.ask_for(url=FORMS, by=None)

    assert actions.ask_for(url=f"{FORMS}.git", by=None) == first
    assert len(queued()) == 1


def test_what_somebody_else_fetched_is_not_handed_on(cast: Cast) -> None:
    first = actions.ask_for(url=FORMS, by=cast.aino)

    assert actions.ask_for(url=FORMS, by=cast.dragan) != first
    assert actions.ask_for(url=FORMS, by=None) != first


def test_after_a_minute_an_address_is_fetched_again() -> None:
    first = actions.ask_for(url=FORMS, by=None)
    Fetch.objects.update(asked_at=timezone.now() - rules.SAME_ADDRESS_REST)

    assert actions.ask_for(url=FORMS, by=None) != first


@pytest.mark.parametrize("url", ["", "forms", "javascript:alert(1)", "file:///etc/passwd", "https://e\0.example/a/b"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(NotAnAddress, match="https://"):
        actions.ask_for(url=url, by=None)

    assert not Fetch.objects.exists()


def test_one_host_is_not_troubled_too_often() -> None:
    for number in range(rules.MOST_TO_A_HOST):
        actions.ask_for(url=f"{FORMS}-{number}", by=None)

    with pytest.raises(TooManyFetches, match="Wait a minute"):
        actions.ask_for(url=FORMS, by=None)

    assert actions.ask_for(url="https://codeberg.org/esempia/forms", by=None).state == "waiting"


def test_only_so_many_may_wait_at_a_time() -> None:
    for number in range(rules.MOST_WAITING):
        actions.ask_for(url=f"https://host-{number}.example/forms", by=None)

    with pytest.raises(TooManyFetches):
        actions.ask_for(url=FORMS, by=None)


def test_what_was_found_is_kept_once() -> None:
    fetch = actions.ask_for(url=FORMS, by=None)
    file = FetchedFile("name: Forms\n", page_url=FORMS, is_prefilled=True, origins=[("name", "README.md")])

    actions.keep_file(fetch=fetch, file=file, by=None)
    again = actions.keep_failure(fetch=Fetch.objects.get(), failure=Failure.BROKEN, by=None)

    assert (again.state, again.content, again.problem) == ("done", "name: Forms\n", "")
    assert again.origins == [{"key": "name", "file": "README.md"}]


def test_a_failure_is_a_sentence_in_the_language_of_who_reads_it() -> None:
    fetch = actions.keep_failure(fetch=actions.ask_for(url=FORMS, by=None), failure=Failure.NOT_FOUND, by=None)

    assert fetch.state == "failed"
    with translation.override("en"):
        assert str(fetch.problem).startswith("Nothing is there")


@pytest.mark.parametrize("failure", Failure)
def test_every_failure_is_a_whole_sentence(failure: Failure) -> None:
    with translation.override("en"):
        assert str(failure.label).endswith(".")


def test_nothing_can_be_found_and_failed_at_once() -> None:
    with pytest.raises(IntegrityError):
        Fetch.objects.create(token="t", url=FORMS, host="x", asked_at=timezone.now(), content="name: Forms\n")


def test_fetches_are_forgotten_after_a_day() -> None:
    old = actions.ask_for(url=FORMS, by=None)
    Fetch.objects.update(asked_at=timezone.now() - rules.KEPT_FOR - timedelta(minutes=1))
    new = actions.ask_for(url=FORMS, by=None)

    tasks.forget_fetches(0)

    assert queries.fetch(old.token) is None
    assert queries.fetch(new.token) == new


@pytest.mark.parametrize("token", ["", "nothing", "\0", "x" * 5_000])
def test_a_token_nobody_has_leads_nowhere(token: str) -> None:
    assert queries.fetch(token) is None
