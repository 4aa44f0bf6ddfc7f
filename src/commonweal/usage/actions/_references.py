"""Steps of actions: references given in order, suppliers taken for organisations."""

import re

from commonweal.organisations.models import Body
from commonweal.organisations.queries import fold
from commonweal.usage.models import Contract, System


def next_reference(body: Body, records: type[System] | type[Contract], letter: str) -> str:
    """The first reference of the form S-1 above all that a body has; the body's row is held until the end."""
    Body.objects.select_for_update().only("pk").get(pk=body.pk)
    pattern = rf"^{letter}-\d{{1,9}}$"
    taken = records.objects.filter(owner=body, reference__regex=pattern).values_list("reference", flat=True)
    highest = max((int(re.sub(r"\D", "", one)) for one in taken), default=0)
    return f"{letter}-{highest + 1}"


def organisation_for(name: str) -> Body | None:
    """The one organisation of exactly this name; None for none or several."""
    wanted = fold(name)
    found = list(Body.objects.filter(sort_name=wanted)[:2]) if wanted else []
    return found[0] if len(found) == 1 else None
