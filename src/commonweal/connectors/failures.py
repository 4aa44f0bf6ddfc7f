"""The ways in which a source can fail, each with a message a person can act on.

A failure is about the whole request. A single odd row inside a good answer is a `Problem` of the page instead, and a
page that cannot be understood is a failure, never an empty page: an empty page would read as "everything is gone".
"""

from __future__ import annotations


class SourceFailure(Exception):
    """What every failure of a connector is; catch this to go on with the next source."""


class HostUnavailable(SourceFailure):
    """The other side is down, too slow, asks us to wait, or answers nonsense: try again later."""

    def __init__(self, message: str, retry_after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class TooSlow(HostUnavailable):
    """The other side did not answer within the time there is."""


class NotFound(SourceFailure):
    """The other side says that this address holds nothing."""


class NotPermitted(SourceFailure):
    """The other side wants a token, or another one."""


class Refused(SourceFailure):
    """We do not do this: an address inside our own network, a scheme, a size or a folder that is not allowed."""


class TooLarge(Refused):
    """What the other side has is larger than we read."""
