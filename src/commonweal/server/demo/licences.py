"""What the association and Borgo found out about licences, and what Borgo ticked off."""

from collections.abc import Mapping

from commonweal.components.models import Package
from commonweal.components.queries import Scope
from commonweal.licensing import actions
from commonweal.licensing.models import Conclusion
from commonweal.licensing.queries.obligations_pack import obligations_pack
from commonweal.licensing.queries.of_system import licensed_parts, obligations_of
from commonweal.licensing.rules.policy import Use
from commonweal.organisations.models import Body, User
from commonweal.usage.models import System

READ = actions.ConclusionDraft(
    expression="LGPL-3.0-or-later",
    reason="The file LICENSE names the LGPL 3 or later; the exceptions only allow more.",
)


def settle(bodies: Mapping[str, Body], accounts: Mapping[str, User]) -> None:
    """Conclude, say how systems are used, and tick off what one asks; once."""
    if Conclusion.objects.exists():
        return
    borgo, watching = bodies["borgo"], bodies["associazione-comuni"]
    for package in Package.objects.filter(type="pypi", name="psycopg2"):
        actions.conclude(package=package, body=watching, draft=READ, by=accounts["nils"])
    systems = System.objects.filter(owner=borgo, ended_on=None, sboms__isnull=False).distinct().order_by("pk")
    for system, use in zip(systems, (Use.SERVICE, Use.INTERNAL, Use.BINARY), strict=False):
        actions.say_use(system=system, use=use.value, by=accounts["pia"])
        parts = licensed_parts(Scope(bodies=frozenset({borgo.pk})), system, use)
        for asked in [each for each in obligations_of(system, parts, use) if each.is_open][:1]:
            actions.fulfil_obligation(
                system=system,
                obligation=asked.id,
                state="met",
                note="In the file NOTICE beside the program.",
                pack=obligations_pack().name,
                packages=asked.packages,
                by=accounts["pia"],
            )
