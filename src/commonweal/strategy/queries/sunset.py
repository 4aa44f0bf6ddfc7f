"""How many decisions of a body needed nobody, by quarter."""

from commonweal.components.queries import Scope
from commonweal.screening.queries.figures import figures
from commonweal.strategy.rules.sunset import Decisions, Quarter, by_quarter


def sunset(scope: Scope) -> tuple[Quarter, ...]:
    """The share of screening requests that no person had to rule on, newest quarter first, within a scope."""
    _whole, months = figures(scope)
    decided = (
        Decisions(each.month, each.fast_lane + each.earlier, each.person) for each in months if each.month is not None
    )
    return by_quarter(decided)
