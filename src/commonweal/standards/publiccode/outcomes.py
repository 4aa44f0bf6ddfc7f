"""What a check of one value gives back: the value to keep, and what to say about it."""

from collections.abc import Callable

Outcome = tuple[str | None, str | None]
Check = Callable[[str], Outcome]


class Advice(str):
    """A message that warns and does not make the file invalid."""

    __slots__ = ()


class Remark(str):
    """A message that only informs: the reference parser says nothing here."""

    __slots__ = ()
