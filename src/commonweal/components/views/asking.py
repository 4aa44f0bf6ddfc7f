"""Of which system, list or body a page tells; what the reader may not see is as if it were not there."""

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from commonweal.components import permissions, queries
from commonweal.components.models import SbomDocument
from commonweal.components.permissions import Permission
from commonweal.components.queries import Scope
from commonweal.organisations.models import Body
from commonweal.usage.models import System


def system_or_404(scope: Scope, pk: int) -> System:
    """A system whose parts may be seen.

    Raises Http404.
    """
    system = queries.system_in(scope, pk)
    if system is None:
        raise Http404
    return system


def document_or_404(scope: Scope, pk: int) -> SbomDocument:
    """A list that may be seen.

    Raises Http404.
    """
    document = queries.sbom_document(scope, pk)
    if document is None:
        raise Http404
    return document


def body_in_scope_or_404(scope: Scope, slug: str) -> Body:
    """A body whose parts may be seen.

    Raises Http404.
    """
    body = Body.objects.prefetch_related("names").filter(slug=slug).first()
    if body is None or body.pk not in scope:
        raise Http404
    return body


def owner_of(system: System) -> Body:
    """The body of a system, which it always has."""
    assert system.owner is not None  # noqa: S101  a constraint of the database
    return system.owner


def name_of(body: Body) -> str:
    """A body's name in the reader's language."""
    return body.name_in(get_language() or "en")


def frame(request: HttpRequest, system: System) -> dict[str, object]:
    """What every page of a system's parts shows: whose it is, who may hand in lists."""
    body = owner_of(system)
    return {
        "system": system,
        "body": body,
        "name": name_of(body),
        "may_send": permissions.allows(request.user, Permission.SEND_SBOM, on=body),
    }
