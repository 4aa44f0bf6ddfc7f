"""What happens to lists when two systems turn out to be one."""

from django.db import transaction

from commonweal.components import permissions
from commonweal.components.models import Occurrence, SbomDocument
from commonweal.components.permissions import Permission
from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.usage.models import System


@transaction.atomic
def take_over_lists(*, system: System, other: System, by: User | None) -> list[SbomDocument]:
    """Let the lists of a system that was joined into another stand there, part by part; done twice it is the same.

    Where both have a list of a part, that of `system` stands and the other's stays where it is, on file.
    Raises NotAllowed.
    """
    permissions.require(by, Permission.SEND_SBOM, on=system.owner)
    held = System.objects.select_for_update(no_key=True).filter(pk__in=[system.pk, other.pk]).order_by("pk")
    if len(held) != 2 or system.owner_id != other.owner_id:
        return []
    taken = SbomDocument.objects.filter(system=system, replaced_at=None).values("part")
    moved = list(SbomDocument.objects.filter(system=other, replaced_at=None).exclude(part__in=taken).order_by("pk"))
    SbomDocument.objects.filter(pk__in=[each.pk for each in moved]).update(system=system)
    Occurrence.objects.filter(document__in=moved).update(system=system)
    for document in moved:
        document.system = system
        data = {"system": system.pk, "body": system.owner_id, "part": document.part, "from": other.pk}
        journal.record("components.sbom_moved", subject=document, by=by, data=data)
    return moved
