"""Ends of life: taken in once, corrected, gone, held back; and who runs what until when."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone

from commonweal.cli import commands
from commonweal.components.queries import EVERYTHING, NOTHING, Scope
from commonweal.connectors.http import Client, ClientSettings
from commonweal.health.actions import lifecycles
from commonweal.health.actions.lifecycle_intake import take_in_lifecycles
from commonweal.health.models import (
    LifecycleProduct,
    LifecycleRange,
    LifecycleReading,
    LifecycleSource,
    ReleaseCycle,
)
from commonweal.health.queries.end_of_life import BoundUnclear, due_lines, product_runs
from commonweal.health.queries.lifecycle_runs import Way, runs
from commonweal.health.queries.lifecycle_source import is_due, lifecycle_freshness
from commonweal.health.queries.most_used import most_used
from commonweal.health.queries.sustainability import facts_by_system
from commonweal.health.rules.intake import Doubted, Sudden
from commonweal.health.rules.phases import Phase
from commonweal.health.rules.ranking import Concern
from commonweal.health.tasks.lifecycles import import_lifecycles, read_due_lifecycles, read_source
from commonweal.journal.actions import number_events
from commonweal.journal.models import Event
from commonweal.organisations.permissions import NotAllowed
from commonweal.risk.queries import indexed
from commonweal.risk.tasks import build_index
from commonweal.standards.endoflife import written
from tests.conftest import Cast
from tests.fakes.network import Asked, FakeServer, Reply
from tests.health import lifecycle_world as world
from tests.health.lifecycle_world import HTTP, KERN, LINUX, ends, product, take_in

pytestmark = pytest.mark.django_db


def told(name: str) -> list[dict[str, object]]:
    """What was recorded under a name, oldest first."""
    return [event.data for event in Event.objects.filter(name=f"health.{name}").order_by("pk")]


@contextmanager
def published(answer: Callable[[Asked], Reply]) -> Iterator[tuple[LifecycleSource, Client]]:
    """The source on loopback, and a client that may go there and never waits."""
    with FakeServer(answer) as network:
        source = lifecycles.open_lifecycle_source(by=None)
        source.url = f"http://{network.netloc}/full"
        source.save()
        settings = ClientSettings(allow_private=frozenset({network.netloc}), max_attempts=1)
        with Client(settings, sleep=lambda _: None) as client:
            yield source, client


def full(*products: object) -> dict[str, object]:
    """What the API answers."""
    return {"schema_version": "1.2.0", "total": len(products), "result": [written(each) for each in products]}


def test_the_same_again_changes_nothing() -> None:
    first = take_in(KERN, LINUX)
    ranges = set(LifecycleRange.objects.values_list("pk", flat=True))

    again = take_in(KERN, LINUX)

    assert (first.added, again.added, again.changed, again.gone) == (2, 0, 0, 0)
    assert set(LifecycleRange.objects.values_list("pk", flat=True)) == ranges
    assert told("lifecycle_corrected") == []


def test_a_corrected_day_and_a_vanished_cycle_are_recorded_and_kept() -> None:
    take_in(KERN, LINUX)
    shorter = replace(KERN, cycles=(replace(KERN.cycles[0], eol=ends(800)), *KERN.cycles[1:3]))

    counts = take_in(shorter, LINUX)

    (event,) = told("lifecycle_corrected")
    gone = ReleaseCycle.objects.get(name="7")
    assert counts.changed == 1
    assert event["cycles"] == {
        "10": [world.day(400).isoformat(), world.day(800).isoformat()],
        "7": [None, None],
    }
    assert gone.gone_at is not None
    assert not LifecycleRange.objects.filter(cycle=gone).exists()


def test_a_product_that_the_source_no_longer_names_counts_no_more_and_may_come_back(cast: Cast) -> None:
    take_in(KERN, LINUX)
    found = world.system(cast.town, "Registry")
    world.runs(found, ("kern", "8.1.0"))

    counts = take_in(LINUX)
    without = runs(EVERYTHING)
    take_in(KERN, LINUX)

    assert counts.gone == 1
    assert told("lifecycle_gone") == [{"product": "kern"}]
    assert without == []
    assert [run.phase for run in runs(EVERYTHING)] == [Phase.PAST]


def test_one_page_alone_does_not_say_that_the_others_are_gone(tmp_path: Path) -> None:
    take_in(KERN, LINUX)
    (tmp_path / "nginx.json").write_text(json.dumps(written(HTTP)))

    reading = import_lifecycles(source=lifecycles.open_lifecycle_source(by=None), paths=[tmp_path], by=None)

    assert (reading.added, reading.gone, reading.failure) == (1, 0, "")
    assert LifecycleProduct.objects.filter(gone_at=None).count() == 3


def test_the_source_is_read_over_the_network_and_only_when_it_changed() -> None:
    asked: list[bool] = []

    def answer(request: Asked) -> Reply:
        asked.append(request.headers.get("if-none-match") == '"1"')
        return Reply(304, headers={"ETag": '"1"'}) if asked[-1] else Reply(body=full(KERN), headers={"ETag": '"1"'})

    with published(answer) as (source, client):
        first = read_source(source=source, by=None, client=client)
        again = read_source(source=source, by=None, client=client)

    assert (first.added, first.failure, again.seen, again.failure) == (1, "", 0, "")
    assert asked == [False, True]
    assert lifecycle_freshness().as_of == again.finished_at


@pytest.mark.parametrize("reply", [Reply(404, b""), Reply(body=b"<html>"), Reply(body={"result": [{"x": 1}]})])
def test_a_reading_that_fails_says_so_and_what_was_known_stays(reply: Reply) -> None:
    take_in(KERN)

    with published(lambda _: reply) as (source, client):
        reading = read_source(source=source, by=None, client=client)

    assert reading.failure
    assert LifecycleProduct.objects.get().gone_at is None
    assert lifecycle_freshness().as_of != reading.finished_at


def test_a_list_that_shrinks_suddenly_waits_for_a_person_who_may_accept_it(cast: Cast, tmp_path: Path) -> None:
    many = [product(f"p{number}", {"1": ends(9)}) for number in range(40)]
    take_in(*many)
    path = tmp_path / "full.json"
    path.write_text(json.dumps(full(*many[:25])))
    source = lifecycles.open_lifecycle_source(by=None)

    held = import_lifecycles(source=source, paths=[path], by=None)
    stood = LifecycleProduct.objects.filter(gone_at=None).count()
    lifecycles.accept_lifecycles(source=source, by=cast.aino)
    taken = import_lifecycles(source=source, paths=[path], by=None, accepts=True)

    assert held.held_back == "15 of 40 products would disappear at once."
    assert stood == 40
    assert taken.gone == 15
    with pytest.raises(lifecycles.NothingSudden):
        lifecycles.accept_lifecycles(source=source, by=cast.aino)


def test_only_what_is_on_and_due_is_read_by_itself() -> None:
    source = lifecycles.switch_lifecycles(is_on=True, by=None)
    before = is_due(source, timezone.now())
    reading = lifecycles.start_lifecycle_reading(source=source, is_import=False, by=None)
    lifecycles.finish_lifecycle_reading(reading=reading, by=None)

    read_due_lifecycles(timestamp=0)

    assert before
    assert not is_due(source, timezone.now())
    assert told("lifecycle_source_changed") == [{"slug": "endoflife-date", "is_on": True}]


MATRIX: dict[str, Callable[[object, LifecycleSource, LifecycleReading], object]] = {
    "open_lifecycle_source": lambda by, _, __: lifecycles.open_lifecycle_source(by=by),
    "switch_lifecycles": lambda by, _, __: lifecycles.switch_lifecycles(is_on=False, by=by),
    "ask_for_lifecycles": lambda by, source, _: lifecycles.ask_for_lifecycles(source=source, by=by),
    "accept_lifecycles": lambda by, source, _: lifecycles.accept_lifecycles(source=source, by=by),
    "start_lifecycle_reading": lambda by, source, _: lifecycles.start_lifecycle_reading(
        source=source, is_import=True, by=by
    ),
    "finish_lifecycle_reading": lambda by, _, reading: lifecycles.finish_lifecycle_reading(reading=reading, by=by),
    "take_in_lifecycles": lambda by, source, _: take_in_lifecycles(
        source=source, products=[], is_whole=False, reading=None, by=by
    ),
}


@pytest.mark.parametrize("action", MATRIX)
def test_only_administrators_keep_ends_of_life(action: str, cast: Cast) -> None:
    source = lifecycles.open_lifecycle_source(by=None)
    reading = lifecycles.finish_lifecycle_reading(
        reading=lifecycles.start_lifecycle_reading(source=source, is_import=True, by=None),
        doubt=Doubted(Sudden.GONE, 30, 60),
        by=None,
    )

    for person in (cast.bruno, cast.chiara, cast.dragan):
        with pytest.raises(NotAllowed):
            MATRIX[action](person, source, reading)

    MATRIX[action](cast.aino, source, reading)


def test_packages_and_systems_by_name_are_found_in_their_cycles(cast: Cast) -> None:
    take_in(KERN, LINUX)
    by_part = world.system(cast.town, "Registry")
    world.runs(by_part, ("kern", "8.1.0"), ("other", "1.0.0"))
    by_product = world.system(cast.town, "Ledger", version="9.4", product="Kern DB")
    by_name = world.system(cast.town, "Kern DB 10")
    silent = world.system(cast.town, "Kern DB")

    found = {(run.system, run.way, run.phase) for run in runs(EVERYTHING)}

    assert found == {
        (by_part.pk, Way.PACKAGE, Phase.PAST),
        (by_product.pk, Way.SYSTEM, Phase.SOON),
        (by_name.pk, Way.SYSTEM, Phase.SUPPORTED),
        (silent.pk, Way.SYSTEM, Phase.UNKNOWN),
    }
    assert runs(NOTHING) == []


def test_a_cycle_named_in_words_is_found_in_a_name_and_in_a_version(cast: Cast) -> None:
    take_in(product("windows-server", {"2012-r2": ends(-10), "2012": ends(-10), "2022": ends(400)}))
    named = world.system(cast.town, "Windows Server 2012 R2")
    versioned = world.system(cast.town, "Windows Server", version="2012 R2")
    plain = world.system(cast.town, "Windows Server 2012")

    found = {run.system: ReleaseCycle.objects.get(pk=run.cycle).name for run in runs(EVERYTHING)}

    assert found == {named.pk: "2012-r2", versioned.pk: "2012-r2", plain.pk: "2012"}


def test_who_runs_it_before_a_version_is_answered_for_packages_and_systems(cast: Cast) -> None:
    take_in(KERN)
    systems = {}
    for name, version in (("a", "8.9.9"), ("b", "9.0.0-rc.1"), ("c", "6.0.0")):
        systems[name] = world.system(cast.town, name)
        world.runs(systems[name], ("kern", version))
    systems["d"] = world.system(cast.town, "Kern DB 8.2")
    systems["e"] = world.system(cast.town, "Kern DB 9.2")
    kern = LifecycleProduct.objects.get()

    before = {run.system for run in product_runs(kern, EVERYTHING, "9")}

    assert before == {systems[name].pk for name in "acd"}
    assert len(product_runs(kern, EVERYTHING)) == 4, "6.0.0 is of no cycle that is known"
    with pytest.raises(BoundUnclear):
        product_runs(kern, EVERYTHING, "newest")


def test_a_package_lasts_as_long_as_the_distribution_that_keeps_it(cast: Cast) -> None:
    take_in(HTTP, LINUX)
    kept, lost = world.system(cast.town, "Kept"), world.system(cast.town, "Lost")
    world.runs_debian(kept, "pkg:deb/debian/nginx@1.22.1-9?distro=debian-12")
    world.runs_debian(lost, "pkg:deb/debian/nginx@1.22.1-9?distro=debian-11")

    found = {(run.system, run.way): run for run in runs(EVERYTHING)}

    assert found[kept.pk, Way.PACKAGE].phase is Phase.SUPPORTED
    assert found[kept.pk, Way.PACKAGE].ends_on == world.day(300)
    assert found[lost.pk, Way.PACKAGE].phase is Phase.PAST
    assert found[kept.pk, Way.DISTRIBUTION].phase is Phase.SUPPORTED
    assert found[lost.pk, Way.DISTRIBUTION].versions == ("11",)
    assert {line.system for line in due_lines(EVERYTHING, 30)} == {lost}


def test_what_ends_first_comes_first_and_then_the_more_critical_system(cast: Cast) -> None:
    take_in(KERN)
    for name, criticality, version in (("low", "low", "8"), ("vital", "vital", "8"), ("soon", "vital", "9")):
        world.system(cast.town, name, criticality=criticality, version=version, product="Kern DB")

    lines = due_lines(EVERYTHING, 60)

    assert [line.system.name for line in lines] == ["vital", "low", "soon"]
    assert [line.system.name for line in due_lines(EVERYTHING, 0)] == ["vital", "low"]


def test_a_light_is_red_only_where_it_matters_and_grey_where_nobody_knows(cast: Cast) -> None:
    take_in(KERN)
    vital = world.system(cast.town, "Vital", criticality="vital", version="8", product="Kern DB")
    low = world.system(cast.town, "Low", criticality="low", version="8", product="Kern DB")
    unknown = world.system(cast.town, "Something else")
    silent = world.system(cast.town, "Silent", product="Kern DB")

    facts = facts_by_system(EVERYTHING)

    assert (facts[vital.pk].past_critical, facts[low.pk].past_critical, facts[low.pk].past) == (1, 0, 1)
    assert (facts[unknown.pk].not_known, facts[vital.pk].not_known) == (1, 0)
    assert facts[silent.pk].version_not_known == 1


def test_most_used_counts_within_the_scope_and_puts_the_gravest_first(cast: Cast) -> None:
    take_in(KERN)
    world.runs(world.system(cast.town, "Registry"), ("kern", "8.1.0"), ("other", "1.0.0"))

    rows = most_used(cast.chiara, Scope(bodies=frozenset({cast.town.pk})))
    nothing = most_used(cast.dragan, NOTHING)

    assert [(row.kind, row.use.name, row.step) for row in rows] == [
        ("product", "Kern DB", "past"),
        ("package", "pkg:npm/other", "unknown"),
    ]
    assert rows[0].use.concerns == {Concern.PAST_END}
    assert nothing == []


def test_the_index_of_who_runs_what_gives_the_same_answer(cast: Cast, settings: object, tmp_path: Path) -> None:
    take_in(KERN)
    for name, version in (("a", "8.1.0"), ("b", "9.3.0"), ("c", "5.0.0")):
        world.runs(world.system(cast.town, name), ("kern", version))
    kern = LifecycleProduct.objects.get()
    plain = [product_runs(kern, EVERYTHING), product_runs(kern, EVERYTHING, "9")]

    settings.EXPOSURE_FROM = 0
    settings.EXPOSURE_FOLDER = tmp_path
    number_events()
    build_index(0)

    assert indexed.is_built()
    assert [product_runs(kern, EVERYTHING), product_runs(kern, EVERYTHING, "9")] == plain
    assert [len(found) for found in plain] == [2, 2]


def test_files_are_read_and_told_of_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "kern.json"
    path.write_text(json.dumps(written(KERN)))
    broken = tmp_path / "broken.json"
    broken.write_text("{")

    codes = [
        commands.main(["health", "endoflife", str(path)]),
        commands.main(["health", "endoflife", str(broken)]),
        commands.main(["health", "endoflife", str(tmp_path / "none")]),
    ]

    said = capsys.readouterr()
    assert codes == [0, 1, 1]
    assert "1 products read, 1 new" in said.out
    assert "Failed: This is neither JSON" in said.out
    assert "There is no" in said.err
