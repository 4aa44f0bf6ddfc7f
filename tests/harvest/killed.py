"""Runs harvests in children that are killed at random moments; a program of its own, called by test_killed.py.

Arguments: source id, how often to kill, seed. It never opens the database itself, so its children may be forked.
Prints a line for every page saved, and for each child whether it was killed or had finished before.
"""

import itertools
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

import django

if TYPE_CHECKING:
    from commonweal.harvest.models import Run

PAGE_SIZE = 5


def main(source_id: int, kills: int, seed: int) -> None:
    """Kill as many children as asked, then let one finish."""
    chance = random.Random(seed)
    done = 0
    while done < kills:
        child, pages = start(source_id)
        # By progress and not by the clock alone, so that a busy machine is tested as hard as an idle one.
        for _ in range(chance.randint(0, 2)):
            print(pages.readline().strip() or "end")
        time.sleep(chance.uniform(0, 0.06))
        os.kill(child, signal.SIGKILL)
        was_killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        done += was_killed
        print("killed" if was_killed else "finished")
        pages.close()
    child, pages = start(source_id)
    print(pages.read())
    print("last", os.waitpid(child, 0)[1])


def start(source_id: int) -> tuple[int, TextIO]:
    """Fork a child that harvests the source, saying each page it saved; return it and what it says."""
    sys.stdout.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, os.fdopen(reading)
    try:
        reports = itertools.count()
        # The first report comes before any page.
        walk(source_id, lambda _: os.write(writing, b"page\n") if next(reports) else None)
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 — a child must never return into its parent's code
        os.write(writing, f"{error!r}\n".encode())
        os._exit(1)


def walk(source_id: int, say: Callable[["Run"], object]) -> None:
    """Harvest, waiting while PostgreSQL notices that the one before is dead."""
    from commonweal.harvest.models import Source
    from commonweal.harvest.tasks import AlreadyHarvested, harvest

    for _ in range(6000):
        try:
            harvest(source=Source.objects.get(pk=source_id), by=None, chance=0.5, report=say)
            return
        except AlreadyHarvested:
            time.sleep(0.005)


if __name__ == "__main__":
    django.setup()
    from commonweal.connectors import local_git

    local_git._PAGE_SIZE = PAGE_SIZE
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
