"""Systems as far as somebody may see or hand in what they are made of."""

from django.db.models import Q

from commonweal.components.permissions import Permission, allows
from commonweal.components.queries.scope import Scope
from commonweal.organisations.models import User, Visibility
from commonweal.usage.models import System


def system_in(scope: Scope, pk: int) -> System | None:
    """The system, if what it is made of may be seen."""
    return scope.systems().select_related("owner").filter(pk=pk).first()


def system_to_send(by: User, chosen: Q) -> System | None:
    """The system for which somebody may hand in lists, in use or not; None as if there were none."""
    seen = Q(visibility__gte=Visibility.BODY) | Q(author_id=by.pk)
    system = System.objects.select_related("owner").filter(chosen, seen).first()
    return system if system and allows(by, Permission.SEND_SBOM, on=system.owner) else None
