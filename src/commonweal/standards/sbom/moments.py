"""Dates with times as documents write them.

Source: RFC 3339 (of which every format uses a part).
"""

import re
from datetime import UTC, datetime

_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:?\d\d)?",
    re.ASCII,
)


def is_moment(text: str) -> bool:
    """Say whether this is a date with time and zone."""
    found = _MOMENT.fullmatch(text)
    return found is not None and found.group(4) is not None and read_moment(text) is not None


def read_moment(text: object) -> datetime | None:
    """Read a date with time in UTC; without a zone it is taken for UTC; None where it is none.

    >>> read_moment("2026-11-21T10:00:00+01:00").isoformat()
    '2026-11-21T09:00:00+00:00'
    """
    found = _MOMENT.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        return None
    day, time, fraction, zone = found.groups()
    written = f"{day}T{time}{(fraction or '')[:7]}{(zone or 'Z').upper().replace('Z', '+00:00')}"
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def write_moment(moment: datetime) -> str:
    """Write in UTC, to the second, as all formats take it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
