"""How much may be fetched, so that nobody can use this installation to trouble another."""

from dataclasses import dataclass
from datetime import timedelta

SAME_ADDRESS_REST = timedelta(minutes=1)
KEPT_FOR = timedelta(days=1)
# What waits longer was lost, and must not keep others from asking.
LONGEST_WAIT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Traffic:
    """How many fetches wait now, and how many went to the same host within the last minute."""

    waiting: int
    to_same_host: int


MOST_WAITING = 30
MOST_TO_A_HOST = 10


def is_too_much(traffic: Traffic) -> bool:
    """Say whether one more fetch has to wait for better times.

    >>> is_too_much(Traffic(waiting=3, to_same_host=1)), is_too_much(Traffic(waiting=30, to_same_host=0))
    (False, True)
    """
    return traffic.waiting >= MOST_WAITING or traffic.to_same_host >= MOST_TO_A_HOST
