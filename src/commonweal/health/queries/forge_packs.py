"""The pack of forges as the rules take it."""

from dataclasses import dataclass
from datetime import time
from fractions import Fraction
from functools import cache
from typing import Any

import yaml
from django.utils import timezone

from commonweal.health.queries.packs import PACKS
from commonweal.health.rules.forge import Measures
from commonweal.health.rules.office_hours import OfficeHours

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Asking:
    """How much is asked of a host, and how often."""

    windows_days: tuple[int, ...]
    overlap_hours: int
    full_look_every_days: int
    look_again_after_hours: int
    requests_a_turn: int
    replies_a_turn: int
    most_pages: int


def measures() -> Measures:
    """Give what tickets are counted by, with office hours in the time zone of this installation."""
    pack = _pack()
    hours = OfficeHours(
        frozenset(_WEEK.index(each) for each in pack["weekdays"]),
        time.fromisoformat(pack["opens"]),
        time.fromisoformat(pack["closes"]),
        timezone.get_default_timezone(),
    )
    return Measures(
        hours=hours,
        bug_labels=frozenset(pack["labels"]["bug"]),
        security_labels=frozenset(pack["labels"]["security"]),
        patience_days=pack["patience_days"],
        answered_share=Fraction(str(pack["answered_share"])),
    )


def asking() -> Asking:
    """Give how much is asked of a host."""
    pack = _pack()
    return Asking(**{key: pack[key] for key in Asking.__slots__} | {"windows_days": tuple(pack["windows_days"])})


def pack_name() -> str:
    """Name the pack with its version."""
    return f"{_pack()['pack']} {_pack()['version']}"


@cache
def _pack() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((PACKS / "forge.yaml").read_text())
    return read
