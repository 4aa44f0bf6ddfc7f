"""Are we hit? under /api/v1, for those who see what systems are made of: signed in, or with a token of a body."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from commonweal.risk.api.callers import Caller
from commonweal.risk.documents.answers import ExposureDocument, exposure_document
from commonweal.risk.permissions import NotAllowed
from commonweal.risk.queries.answering import answer
from commonweal.risk.queries.brought_in import brought_in
from commonweal.risk.queries.lines import bodies_in, lines_of
from commonweal.risk.queries.sources import freshness
from commonweal.risk.rules.asking import LONGEST_TEXT
from commonweal.standards.http_problems import ProblemDocument

router = Router(tags=["risk"])  # who may call is said where it is added to the API

Question = Annotated[
    str,
    Query(min_length=1, max_length=LONGEST_TEXT, description="a CVE, a package with versions, a purl, or a product"),
]


@router.get(
    "/risk/exposure",
    response={200: ExposureDocument} | dict.fromkeys((400, 401, 403, 422), ProblemDocument),
    summary="Are we hit?",
)
def exposure(request: HttpRequest, q: Question) -> ExposureDocument:
    """Who of those you may see runs it. What is not in the answer is not safe: see `systems_silent` and `is_known`."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    if caller.scope.is_empty:
        raise NotAllowed(_("You do not see what the systems of any organisation are made of."))
    found = answer(q, caller.user, caller.scope)
    return exposure_document(
        found,
        lines_of(found),
        question=q,
        bodies=bodies_in(caller.scope),
        as_of=freshness().as_of,
        brought=brought_in(found, caller.scope),
    )
