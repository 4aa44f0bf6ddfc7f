"""What a reader found wrong in somebody else's document.

The fields follow the result item of the reference publiccode.yml parser (key, description, line, column, type), so
that publishers meet the words they know. Source: publiccode-parser-go 5, README "JSON output".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters to the publisher."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where.

    `path` is the dotted key ("legal.license", "categories[0]"), "" for the whole document. Line and column count
    from 1 and are None where the problem has no place. `rule` is a stable kebab-case identifier for translations,
    counts and documentation.
    """

    path: str
    line: int | None
    column: int | None
    severity: Severity
    message: str
    rule: str


def has_errors(problems: Iterable[Problem]) -> bool:
    """Say whether any problem makes the document invalid; warnings and remarks do not."""
    return any(problem.severity is Severity.ERROR for problem in problems)
