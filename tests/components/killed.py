"""Receives lists in children that are killed at random moments; a program of its own, called by test_killed.py.

Arguments: system id, how often to kill, seed. It never opens the database before its children are forked. Prints for
each child whether it was killed or had finished before, and after each whether the list that stands is whole.
"""

import importlib
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from typing import IO

import django

from tests.components.lists import cyclonedx

PARTS = 200


def main(system_id: int, kills: int, seed: int) -> None:
    """Kill as many children as asked, then let one finish."""
    chance = random.Random(seed)
    done = release = 0
    while done < kills:
        release += 1
        child, ready = start(system_id, release)
        ready.read(1)
        time.sleep(chance.uniform(0, 0.12))
        os.kill(child, signal.SIGKILL)
        was_killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        ready.close()
        done += was_killed
        print("killed" if was_killed else "finished")
        print(in_child(lambda: state(system_id)), flush=True)
    child, ready = start(system_id, release + 1)
    os.waitpid(child, 0)
    print(in_child(lambda: state(system_id, release + 1)))


def list_of(release: int) -> bytes:
    """A list whose versions all carry the release."""
    return cyclonedx([(f"part-{number}", f"{release}.0.0") for number in range(PARTS)])


def start(system_id: int, release: int) -> tuple[int, IO[bytes]]:
    """Fork a child that says when it has a connection and then receives a list; return it and what it says."""
    sys.stdout.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, os.fdopen(reading, "rb")
    try:
        from commonweal.components import actions
        from commonweal.components.models import Channel
        from commonweal.usage.models import System

        system = System.objects.select_related("owner").get(pk=system_id)
        os.write(writing, b"+")
        actions.receive_sbom(
            system=system, content=list_of(release), file_name="", part="", channel=Channel.FILE, by=None
        )
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 — a child must never return into its parent's code
        os.write(2, f"{error!r}\n".encode())
        os._exit(1)


def in_child(ask: Callable[[], str]) -> str:
    """Give the answer of a child, so that this process never opens the database."""
    sys.stdout.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, ask().encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told = answer.read()
    os.waitpid(child, 0)
    return told


def state(system_id: int, expected: int | None = None) -> str:
    """Give “whole” where one list stands with all parts of one release, bytes and event, and nothing besides."""
    from commonweal.components.models import Occurrence, SbomContent, SbomDocument
    from commonweal.journal.models import Event

    documents = SbomDocument.objects.filter(system_id=system_id)
    standing = list(documents.filter(replaced_at=None))
    found = Occurrence.objects.filter(system_id=system_id).select_related("package_version")
    releases = {each.package_version.version for each in found}
    events = Event.objects.filter(name="components.sbom_received").values_list("subject_id", flat=True)
    own = {str(pk) for pk in documents.values_list("pk", flat=True)}
    is_whole = (
        len(standing) == min(len(own), 1)
        and len(found) == len({each.package_version_id for each in found}) == PARTS * len(standing)
        and len(releases) == len(standing)
        and all(each.document_id == standing[0].pk for each in found)
        and sorted(own) == sorted(subject for subject in events if subject in own)
        and SbomContent.objects.filter(digest__in=documents.values("content")).count() == len(own)
        and (expected is None or releases == {f"{expected}.0.0"})
    )
    return "whole" if is_whole else "broken"


if __name__ == "__main__":
    django.setup()
    importlib.import_module("commonweal.components.actions")  # once, not in every child
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
