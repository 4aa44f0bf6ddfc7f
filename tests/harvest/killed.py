"""Runs harvests in children that are killed at random moments; a program of its own, called by test_killed.py.

Arguments: source id, how often to kill, seed. It never opens the database itself, so its children may be forked.
Prints a line for every page saved, and for each child whether it was killed or had finished before.
"""

import os
import random
import signal
import sys
import time

import django

PAGE_SIZE = 4


def main(source_id: int, kills: int, seed: int) -> None:
    """Kill as many children as asked, then let one finish."""
    chance = random.Random(seed)
    done = 0
    for _ in range(kills * 20):
        if done == kills:
            break
        child = start(source_id)
        time.sleep(chance.uniform(0.01, 0.25))
        os.kill(child, signal.SIGKILL)
        was_killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        done += was_killed
        os.write(1, b"killed\n" if was_killed else b"finished\n")
    _, status = os.waitpid(start(source_id), 0)
    os.write(1, f"last {status}\n".encode())


def start(source_id: int) -> int:
    """Fork a child that harvests the source and exits."""
    child = os.fork()
    if child:
        return child
    try:
        walk(source_id)
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 — a child must never return into its parent's code
        os.write(1, f"{error!r}\n".encode())
        os._exit(1)


def say(run: object) -> None:
    """Tell that a page is saved; one write, so that a kill cannot cut it in two."""
    os.write(1, b"page\n")


def walk(source_id: int) -> None:
    """Harvest, waiting while PostgreSQL notices that the one before is dead."""
    from commonweal.harvest.models import Source
    from commonweal.harvest.tasks import AlreadyHarvested, harvest

    for _ in range(600):
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
