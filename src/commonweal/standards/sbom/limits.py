"""How much a hostile or careless document may cost, and the refusal when it would cost more."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Size in bytes, values in the document (each costs about 100 bytes of memory), and components.

    The largest list seen in the wild has 325 MB and would take 3 GB to hold; ordinary ones stay below 5 MB, and
    100,000 components take about 60 MB.
    """

    size_bytes: int = 100 * 1024 * 1024
    values: int = 5_000_000
    components: int = 250_000


LIMITS = Limits()


class TooMuch(Exception):
    """The document passes a limit, or what it is written in cannot be read at all; caught by `read`."""

    def __init__(self, message: str, rule: str, place: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.rule = rule
        self.place = place


def check_size(content: bytes, limits: Limits) -> None:
    """Raise TooMuch when there are more bytes than may be looked at."""
    if len(content) > limits.size_bytes:
        message = (
            f"the file has {len(content) // 1_000_000:,} MB; at most {limits.size_bytes // 1_000_000:,} MB are read"
        )
        raise TooMuch(message, "too-large")


def check_values(text: str, marks: str, limits: Limits) -> None:
    """Raise TooMuch when the characters that begin values are too many; counted before anything is built."""
    if sum(text.count(mark) for mark in marks) > limits.values:
        raise TooMuch(f"the file has more than {limits.values:,} values", "too-many-values")
