"""How systems are used, as somebody said it, and how they are judged where nobody did."""

from collections.abc import Collection

from commonweal.licensing.models import SystemUse
from commonweal.licensing.rules.policy import Use
from commonweal.usage.models import System

# Of the ways to use software, that of which licences ask the most; source code that is passed on carries itself.
STRICTEST = Use.BINARY


def use_of(system: System) -> SystemUse | None:
    """What was said last, for a system whose parts may be seen; None where nobody said anything."""
    return SystemUse.objects.filter(system=system, ended_at=None).select_related("by").first()


def uses_of(systems: Collection[int]) -> dict[int, Use]:
    """What was said of systems, by primary key; those of which nobody said anything are left out."""
    rows = SystemUse.objects.filter(system__in=systems, ended_at=None).values_list("system", "use")
    return {system: Use(use) for system, use in rows}


def judged_as(said: Use | str | None) -> Use:
    """The use by which a system is judged: as said, else the strictest."""
    return STRICTEST if said is None else Use(said)
