"""What the registry of digital public goods asks of a nominee, as far as a machine can tell.

Source: DPG Standard 1.1.5, indicators 1 and 2; schema of nominees of the Digital Public Goods Alliance (2024).
"""

import re
from collections.abc import Callable
from enum import StrEnum

from commonweal.standards.licences import Expression, Licence

_GOAL = re.compile(r"(?<![\d.])(1[0-7]|[1-9])(?![\d.]\d|\d)")


class Asset(StrEnum):
    """The kinds of things the registry knows."""

    SOFTWARE = "software"
    DATA = "data"
    CONTENT = "content"
    STANDARD = "standard"
    MODEL = "aimodel"


def is_accepted(expression: Expression, is_allowed: Callable[[str], bool]) -> bool | None:
    """Whether a licence will do: one of a choice, all of a combination; None where one that decides is not known."""
    if isinstance(expression, Licence):
        return is_allowed(expression.identifier) if expression.is_known else None
    found = {is_accepted(part, is_allowed) for part in expression.parts}
    decides = expression.operator == "OR"
    if decides in found:
        return decides
    return None if None in found else not decides


def licences_in(expression: Expression) -> tuple[str, ...]:
    """The licences of an expression as the registry calls them, each once, in their order."""
    parts = (expression,) if isinstance(expression, Licence) else expression.parts
    named = [name for part in parts for name in ((_name(part),) if isinstance(part, Licence) else licences_in(part))]
    return tuple(dict.fromkeys(named))


def goals_in(text: str) -> tuple[int, ...]:
    """The sustainable development goals named in a note, in order.

    >>> goals_in("SDG 11 and 3, since 2020, see target 4.7")
    (3, 11)
    """
    return tuple(sorted({int(each) for each in _GOAL.findall(text)}))


def _name(licence: Licence) -> str:
    # The schema has the GNU licences by the names SPDX used before it told "only" from "or later".
    return licence.identifier.removesuffix("-only").removesuffix("-or-later")
