"""Adding, pausing and asking: who may, what is recorded, what happens twice."""

import pytest
from django.utils import timezone

from commonweal.harvest import actions, queries
from commonweal.harvest.actions import SourceDraft
from commonweal.harvest.models import Source
from commonweal.harvest.permissions import NotAllowed
from commonweal.journal.models import Event
from commonweal.organisations.models import Visibility
from tests.conftest import Cast
from tests.harvest.conftest import Walk

pytestmark = pytest.mark.django_db

ACCOUNT = SourceDraft(driver="gitlab", url="https://gitlab.example/borgo/apps/")


def events(name: str) -> int:
    return Event.objects.filter(name=f"harvest.{name}").count()


def test_an_address_of_an_account_is_split_and_a_source_is_due_at_once(cast: Cast) -> None:
    source = actions.add_source(draft=ACCOUNT, by=cast.bruno)

    assert (source.url, source.group, source.name) == (
        "https://gitlab.example", "borgo/apps", "gitlab.example/borgo/apps",
    )  # fmt: skip
    assert list(queries.due_sources(timezone.now())) == [source]


def test_adding_twice_keeps_one_and_records_what_changed(cast: Cast) -> None:
    first = actions.add_source(draft=ACCOUNT, by=cast.bruno)
    second = actions.add_source(
        draft=SourceDraft(driver="gitlab", url="https://gitlab.example", group="borgo/apps", country="XX"),
        by=cast.bruno,
    )

    assert first == second
    assert (events("source_added"), events("source_changed")) == (1, 1)


def test_a_paused_source_is_neither_due_nor_harvested(cast: Cast, source: Source, walk: Walk) -> None:
    actions.pause_source(source=source, reason="They move house.", by=cast.bruno)
    actions.pause_source(source=source, reason="Again.", by=cast.bruno)

    assert not queries.due_sources(timezone.now()).exists()
    assert events("source_paused") == 1
    with pytest.raises(actions.SourcePaused):
        walk(source)
    with pytest.raises(actions.SourcePaused):
        actions.ask_for_run(source=source, by=cast.bruno)

    actions.resume_source(source=source, by=cast.bruno)

    assert list(queries.due_sources(timezone.now())) == [source]


def test_asking_twice_queues_once(cast: Cast, source: Source) -> None:
    assert actions.ask_for_run(source=source, by=cast.bruno) is True
    assert actions.ask_for_run(source=source, by=cast.bruno) is False
    assert events("run_asked_for") == 1


@pytest.mark.parametrize(
    ("who", "may_keep", "may_read_files"),
    [("aino", True, True), ("bruno", True, False), ("chiara", False, False), ("dragan", False, False)],
)
def test_who_may_do_what(cast: Cast, source: Source, who: str, may_keep: bool, may_read_files: bool) -> None:
    by = getattr(cast, who)
    local = SourceDraft(driver="folder", url="/srv/files")
    disguised = SourceDraft(driver="repository_list", url="/etc/passwd")
    kept = (
        lambda: actions.add_source(draft=ACCOUNT, by=by),
        lambda: actions.ask_for_run(source=source, by=by),
        lambda: actions.start_run(source=source, by=by),
        lambda: actions.pause_source(source=source, reason="x", by=by),
        lambda: actions.resume_source(source=source, by=by),
        lambda: actions.switch_on_publishers(country="XX", by=by),
    )
    read = (lambda: actions.add_source(draft=local, by=by), lambda: actions.add_source(draft=disguised, by=by))

    assert [_is_allowed(call) for call in kept] == [may_keep] * len(kept)
    assert [_is_allowed(call) for call in read] == [may_read_files] * len(read)


def test_the_publishers_of_a_country_are_switched_on_once(cast: Cast) -> None:
    wanted = sum(len(row.accounts) for row in queries.publishers_by_country()["DK"])

    added = actions.switch_on_publishers(country="DK", by=cast.bruno)
    actions.switch_on_publishers(country="DK", by=cast.bruno)

    assert len(added) == Source.objects.filter(country="DK").count() == events("source_added") == wanted > 0


@pytest.mark.parametrize("visibility", Visibility.values)
def test_a_source_is_seen_as_far_as_its_rung_allows(cast: Cast, source: Source, visibility: int) -> None:
    Source.objects.update(visibility=visibility, owner=cast.town, author=cast.bruno)

    seen = {who for who in ("aino", "bruno", "chiara", "dragan") if queries.sources_for(getattr(cast, who)).exists()}

    assert (
        seen
        == {
            Visibility.PRIVATE: {"bruno"},
            Visibility.BODY: {"aino", "bruno", "chiara"},
            Visibility.NETWORK: {"aino", "bruno", "chiara"},
            Visibility.PUBLIC: {"aino", "bruno", "chiara", "dragan"},
        }[Visibility(visibility)]
    )


def _is_allowed(call: object) -> bool:
    try:
        call()  # type: ignore[operator]
    except NotAllowed:
        return False
    return True
