"""Every kind of driver through the engine, against fakes on this machine."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.utils import timezone

from commonweal.catalogue.models import Entry
from commonweal.catalogue.queries import find_by_url
from commonweal.harvest import actions
from commonweal.harvest.actions import SourceDraft
from commonweal.harvest.models import Reason, Rejection, RunEnd, Source
from commonweal.journal.models import Event
from tests.fakes.bitbucket import FakeBitbucket
from tests.fakes.gitea import FakeGitea
from tests.fakes.github import FakeGitHub
from tests.fakes.gitlab import FakeGitLab
from tests.fakes.network import Asked, FakeServer, Reply
from tests.fakes.world import WORLD
from tests.harvest.conftest import Walk
from tests.harvest.world import publiccode

pytestmark = pytest.mark.django_db

FAKES: dict[str, Any] = {"github": FakeGitHub, "gitlab": FakeGitLab, "gitea": FakeGitea, "bitbucket": FakeBitbucket}


@dataclass
class Hosted:
    """A fake host that runs, and the source that reads it."""

    server: FakeServer
    fake: Any
    source: Source


@pytest.fixture(params=sorted(FAKES))
def hosted(request: pytest.FixtureRequest, db: None) -> Iterator[Hosted]:
    fake = FAKES[request.param](WORLD)
    with FakeServer(fake) as server:
        fake.url = server.url
        draft = SourceDraft(driver=request.param, url=server.url, group="esempia")
        yield Hosted(server, fake, actions.add_source(draft=draft, by=None))


def test_an_account_is_harvested(hosted: Hosted, walk: Walk) -> None:
    run = walk(hosted.source)

    assert (run.end, run.seen) == (RunEnd.COMPLETED, 6)
    assert {entry.name for entry in Entry.objects.all()} == {"Forms", "Monorepo", "Fees", "Registry", "Huge"}
    assert Entry.objects.get(name="Fees").component_path == "apps/fees"
    assert run.without_metadata == 2


def test_a_second_harvest_of_an_account_changes_nothing(hosted: Hosted, walk: Walk) -> None:
    walk(hosted.source)
    before = Event.objects.filter(name__startswith="catalogue.").count()

    run = walk(hosted.source)

    assert (run.unchanged, run.published, run.changed) == (5, 0, 0)
    assert Event.objects.filter(name__startswith="catalogue.").count() == before


def test_a_copy_that_names_another_repository_is_not_listed(hosted: Hosted, walk: Walk) -> None:
    original = f"{hosted.server.url}/esempia/forms"
    copy = replace(WORLD[0], name="copy", files={"publiccode.yml": publiccode("Forms", original)})
    hosted.fake.repositories = [*WORLD, copy]

    walk(hosted.source)

    rejection = Rejection.objects.get()
    assert (rejection.reason, rejection.detail) == (Reason.FORK, original)


def test_a_repository_that_moved_keeps_its_entry_and_its_old_address(hosted: Hosted, walk: Walk) -> None:
    forms = replace(WORLD[0], files={"publiccode.yml": publiccode("Forms", f"{hosted.server.url}/esempia/forms")})
    hosted.fake.repositories = [forms, *WORLD[1:]]
    walk(hosted.source)
    before = Entry.objects.get(name="Forms")
    hosted.fake.repositories = [replace(forms, name="forms-new"), *WORLD[1:]]

    run = walk(hosted.source)

    after = Entry.objects.get(name="Forms")
    assert (run.moved, run.gone) == (1, 0)
    assert after.pk == before.pk
    assert after.url.endswith("forms-new")
    assert find_by_url(before.url) == after


def test_a_host_that_is_down_leaves_the_run_open_to_go_on(hosted: Hosted, walk: Walk) -> None:
    def down(asked: Asked) -> Reply:
        return Reply(503)

    hosted.server.answer, answer = down, hosted.server.answer
    run = walk(hosted.source)

    assert run.finished_at is None
    assert run.failure
    hosted.source.refresh_from_db()
    assert hosted.source.next_due_at is not None
    assert hosted.source.next_due_at > timezone.now()

    hosted.server.answer = answer
    again = walk(hosted.source)

    assert again.pk == run.pk
    assert (again.end, again.seen) == (RunEnd.COMPLETED, 6)


def test_an_account_that_is_gone_fails_and_takes_nothing_away(hosted: Hosted, walk: Walk) -> None:
    walk(hosted.source)
    hosted.server.answer = lambda asked: Reply(404)

    run = walk(hosted.source)

    assert run.end == RunEnd.FAILED
    assert not Entry.objects.filter(retirements__isnull=False).exists()
