"""Many lists at once, and lists as the world writes them."""

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connections

from commonweal.components import actions
from commonweal.components.models import Channel, Occurrence, Package, PackageVersion
from commonweal.components.rules.contents import parts_of
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body
from commonweal.standards.sbom import read
from commonweal.usage import actions as usage
from commonweal.usage.models import System
from tests.components.lists import cyclonedx

SENDERS, PARTS, MOST_FILES, LARGEST_BYTES = 4, 120, 60, 200_000


def town() -> Body:
    draft = organisations.BodyDraft(
        uri="https://m.example/borgo", name="Borgo", kind="municipality", tier="local", country="IT"
    )
    return organisations.register_body(draft=draft, by=None)


@pytest.mark.django_db(transaction=True)
def test_lists_that_name_the_same_new_packages_in_any_order_do_not_wait_in_a_circle() -> None:
    body = town()
    systems = [
        usage.enter_system(body=body, draft=usage.SystemDraft(name=f"S{number}"), by=None) for number in range(SENDERS)
    ]

    def send(number: int) -> None:
        chance = random.Random(number)
        for release in range(3):
            parts = [(f"part-{place}", f"{release}.0.{place % 5}") for place in range(PARTS)]
            chance.shuffle(parts)
            receive(systems[number], cyclonedx(parts))
        connections.close_all()

    with ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(send, range(SENDERS)))

    assert Package.objects.count() == PARTS
    assert PackageVersion.objects.count() == 3 * PARTS
    assert Occurrence.objects.count() == SENDERS * PARTS


@pytest.mark.django_db(transaction=True)
def test_lists_of_one_system_come_in_one_after_the_other() -> None:
    body = town()
    system = usage.enter_system(body=body, draft=usage.SystemDraft(name="S"), by=None)

    def send(number: int) -> None:
        receive(System.objects.get(pk=system.pk), cyclonedx([(f"own-{number}", "1.0.0"), ("same", "1.0.0")]))
        connections.close_all()

    with ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(send, range(SENDERS)))

    assert system.sboms.count() == SENDERS
    assert system.sboms.filter(replaced_at=None).count() == 1
    assert Occurrence.objects.filter(system=system).count() == 2


@pytest.mark.django_db
def test_lists_of_the_world_are_received_with_every_part(shared_data: Path) -> None:
    system = usage.enter_system(body=town(), draft=usage.SystemDraft(name="S"), by=None)
    files = [path for path in sorted((shared_data / "sboms").rglob("*")) if path.is_file() and path.suffix != ".csv"]
    small = [path for path in files if path.stat().st_size < LARGEST_BYTES]
    received, refused = 0, {}

    for number, path in enumerate(small[:: max(1, len(small) // MOST_FILES)]):
        content = path.read_bytes()
        sbom, _ = read(content, path.name)
        try:
            document = receive(system, content, part=str(number), name=path.name)
        except actions.SbomUnreadable as refusal:
            refused[path] = (len(sbom.packages) if sbom else 0, len(refusal.problems))
        else:
            assert sbom is not None
            assert document.occurrences.count() == len(parts_of(sbom)), path
            received += 1

    assert received > MOST_FILES // 2
    assert all(packages == 0 and problems > 0 for packages, problems in refused.values()), refused


def receive(system: System, content: bytes, part: str = "", name: str = "bom.json") -> object:
    return actions.receive_sbom(system=system, content=content, file_name=name, part=part, channel=Channel.API, by=None)
