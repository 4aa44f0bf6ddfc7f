"""Opaque cursors for keyset pages."""

import base64
import binascii
import json
from datetime import datetime


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
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise CursorUnreadable("The cursor is not one that this service gave out.") from error
    if read.tzinfo is None:
        raise CursorUnreadable("The cursor is not one that this service gave out.")
    return read
