"""Finding or entering the system that a program hands a list in for."""

from django.db import transaction
from django.db.models import Q

from commonweal.components import permissions
from commonweal.components.permissions import Permission
from commonweal.organisations.models import Body, User, Visibility
from commonweal.organisations.queries import fold
from commonweal.usage import actions as usage
from commonweal.usage.models import System


@transaction.atomic
def find_or_enter_system(*, body: Body, name: str, reference: str, by: User | None) -> System:
    """Give the running system of a body by its reference, else by its name; enter it where there is none.

    Calls other actions. Raises NotAllowed, NamelessSystem, ReferenceTaken.
    """
    permissions.require(by, Permission.SEND_SBOM, on=body)
    # Two build servers at once must not enter the same system twice.
    Body.objects.select_for_update(no_key=True).only("pk").get(pk=body.pk)
    chosen = Q(reference=reference) if reference else Q(folded_name=fold(" ".join(name.split())[:300])[:300])
    known = System.objects.filter(chosen, owner=body, ended_on=None, visibility__gte=Visibility.BODY).first()
    return known or usage.enter_system(body=body, draft=usage.SystemDraft(name=name, reference=reference), by=by)
