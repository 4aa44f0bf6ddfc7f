"""Opaque cursors for keyset pages."""

import base64
import binascii
import json
from datetime import UTC, datetime


class CursorUnreadable(ValueError):
    """The cursor was not made by this service."""


def encode(*values: str | int) -> str:
    """Wrap the sort key of the last row."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def decode(cursor: str, kinds: tuple[type, ...]) -> list[str | int]:
    """Unwrap a cursor of values of the given kinds.

    Raises CursorUnreadable.
    """
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise CursorUnreadable("The cursor is not one that this service gave out.") from error
    if not isinstance(values, list) or [type(value) for value in values] != list(kinds):
        raise CursorUnreadable("The cursor is not one that this service gave out.")
    return values


def moment(text: str) -> datetime:
    """Read the moment inside a cursor.

    Raises CursorUnreadable.
    """
    try:
        return utc(datetime.fromisoformat(text))
    except ValueError as error:
        raise CursorUnreadable("The cursor is not one that this service gave out.") from error


def utc(moment: datetime) -> datetime:
    """The moment in UTC, since PostgreSQL knows no offset beyond 16 hours; one at the end of time stays there.

    >>> utc(datetime.fromisoformat("1999-12-31T23:00:00-23:30"))
    datetime.datetime(2000, 1, 1, 22, 30, tzinfo=datetime.timezone.utc)
    """
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)
