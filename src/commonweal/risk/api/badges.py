"""Badges that tell how safe a system is, for who holds their address; what a body runs is never told to all."""

from typing import Annotated

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from ninja.security import HttpBearer

from commonweal.components import actions, queries
from commonweal.components.models import AccessToken
from commonweal.drawing.badge import BadgeState, badge_json, draw_badge
from commonweal.drawing.lights import Colour
from commonweal.risk.queries.badges import badge_key, colour_of, system_of_badge
from commonweal.standards.http_problems import ProblemDocument

router = Router(tags=["risk"])

STATES = {
    Colour.GREEN: BadgeState.GOOD,
    Colour.AMBER: BadgeState.ATTENTION,
    Colour.RED: BadgeState.BAD,
    Colour.GREY: BadgeState.UNKNOWN,
}
Key = Annotated[str, Query(max_length=200, description="what opens the badge; `/badge` gives it")]


class TokenItself(HttpBearer):
    """A token of a body; its badges end with it."""

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken | None:
        """The token of a secret."""
        found = queries.token_of(token)
        if found is not None:
            actions.note_use(token=found, on=timezone.localdate(), by=found.made_by)
        return found


class BadgeAddresses(Schema):
    """Where a badge lies, as a picture and in the form of shields.io; both end when the token is revoked."""

    svg: str
    json_address: str


FAULTS = dict.fromkeys((400, 404, 422), ProblemDocument)


@router.get(
    "/systems/{int:pk}/badge",
    auth=TokenItself(),
    response={200: BadgeAddresses, 401: ProblemDocument} | FAULTS,
    summary="Where the badge of a system lies",
)
def badge_addresses(request: HttpRequest, pk: int) -> BadgeAddresses:
    """Whoever has the addresses sees how the system stands. They end when the token that asked is revoked."""
    token: AccessToken = request.auth  # type: ignore[attr-defined]
    system = queries.system_in(queries.scope_of_token(token), pk)
    if system is None:
        raise Http404
    start, key = f"{settings.SITE_URL}/api/v1/systems/{pk}/security", badge_key(system, token)
    return BadgeAddresses(svg=f"{start}.svg?key={key}", json_address=f"{start}.json?key={key}")


@router.get("/systems/{int:pk}/security.svg", auth=None, response=FAULTS, summary="How safe a system is, as a badge")
def badge_picture(request: HttpRequest, pk: int, key: Key = "") -> HttpResponse:
    """A picture for a read-me; grey is not known."""
    return _answer(draw_badge(*_badge(pk, key)), "image/svg+xml")


@router.get(
    "/systems/{int:pk}/security.json", auth=None, response=FAULTS, summary="How safe a system is, for shields.io"
)
def badge_document(request: HttpRequest, pk: int, key: Key = "") -> HttpResponse:
    """The same for who draws badges elsewhere."""
    return _answer(badge_json(*_badge(pk, key)), "application/json")


def _badge(pk: int, key: str) -> tuple[str, str, BadgeState]:
    system = system_of_badge(pk, key) if key else None
    if system is None:
        raise Http404
    words = {
        Colour.GREEN: _("nothing open"),
        Colour.AMBER: _("to do"),
        Colour.RED: _("urgent"),
        Colour.GREY: _("not known"),
    }
    colour = colour_of(system)
    return _("security"), words[colour], STATES[colour]


def _answer(content: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Robots-Tag"] = "noindex"
    return answer
