"""Collects what is wrong with a document, and where, without ever holding more than a person would read."""

from collections.abc import Sequence

from commonweal.standards.problems import Problem, Severity

MOST_PROBLEMS = 500
_ENOUGH = 5_000
_LONGEST_QUOTE = 80

# A path is a chain (path of the whole, key or index), so that walking costs one tuple for each step.
Path = tuple["Path", str | int] | None


class Problems:
    """Problems in the order found; after MOST_PROBLEMS only their number is kept."""

    __slots__ = ("_found", "_more")

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._more = 0

    def error(self, path: Path, message: str, rule: str, place: tuple[int, int] | None = None) -> None:
        """Note what makes the document invalid."""
        self._note(Severity.ERROR, path, message, rule, place)

    def warning(self, path: Path, message: str, rule: str) -> None:
        """Note what is allowed and unwise."""
        self._note(Severity.WARNING, path, message, rule, None)

    def remark(self, path: Path, message: str, rule: str) -> None:
        """Note what the reader should know about the answer."""
        self._note(Severity.INFO, path, message, rule, None)

    @property
    def is_enough(self) -> bool:
        """Say whether looking for more would tell nobody anything."""
        return self._more >= _ENOUGH

    def listed(self) -> list[Problem]:
        """Give them all, with a last one that says how many were left out."""
        if not self._more:
            return self._found
        least = "or more " if self.is_enough else ""
        message = f"{self._more:,} {least}further problems are not listed"
        return [*self._found, Problem("", None, None, Severity.ERROR, message, "more-problems")]

    def _note(self, severity: Severity, path: Path, message: str, rule: str, place: tuple[int, int] | None) -> None:
        if len(self._found) >= MOST_PROBLEMS and severity is not Severity.INFO:
            self._more += 1
            return
        line, column = place or (None, None)
        self._found.append(Problem(written(path), line, column, severity, message, rule))


def written(path: Path) -> str:
    """Write a path as people know it: `components[3].hashes[0].alg`."""
    steps: list[str] = []
    while path is not None:
        path, step = path
        steps.append(f"[{step}]" if isinstance(step, int) else f".{step}")
    return "".join(reversed(steps)).removeprefix(".")


def quoted(value: object) -> str:
    """Quote what somebody wrote, on one line and not too long; of objects and lists only the kind is told."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    words = " ".join(str(value)[: 2 * _LONGEST_QUOTE].split())
    is_safe = words.isprintable()  # else it could give orders to a terminal
    text = words if is_safe else "".join(letter if letter.isprintable() else "\ufffd" for letter in words)
    return f'"{text}"' if len(text) <= _LONGEST_QUOTE else f'"{text[:_LONGEST_QUOTE]}…"'


def listed(words: Sequence[str]) -> str:
    """Name the first words of a vocabulary."""
    return ", ".join(words[:12]) + (", …" if len(words) > 12 else "")
