"""How a system stands, for a badge: shown to whoever holds an address that nobody can guess.

The address is signed for one system and one access token, so it opens nothing else, and nothing any more once the token
is revoked, its person may no longer see the system, or the system is gone.
"""

from django.core import signing
from django.core.cache import cache
from django.utils import timezone

from commonweal.components.models import AccessToken
from commonweal.components.queries import Scope, scope_of_token, system_in
from commonweal.drawing.lights import Colour
from commonweal.risk.queries.lights_pack import lights_pack
from commonweal.risk.queries.standings import facts_by
from commonweal.risk.rules.lights import light
from commonweal.usage.models import System

_SIGNER = signing.Signer(salt="risk.badge", sep=".")
_KEPT_SECONDS = 300


def badge_key(system: System, token: AccessToken) -> str:
    """Give what opens the badge of a system as long as the token stands."""
    return _SIGNER.sign(f"{system.pk}-{token.pk}").partition("-")[2]


def system_of_badge(pk: int, key: str) -> System | None:
    """Give the system of a badge, if the key opens it today."""
    try:
        token_pk = int(_SIGNER.unsign(f"{pk}-{key}").partition("-")[2])
    except (signing.BadSignature, ValueError):
        return None
    tokens = AccessToken.objects.select_related("made_by").filter(pk=token_pk, revoked_at=None)
    token = tokens.filter(made_by__is_active=True).first()
    return system_in(scope_of_token(token), pk) if token else None


def colour_of(system: System) -> Colour:
    """Give the colour of the system's light; asked for often, it is worked out anew every five minutes."""
    name = f"risk.badge.{system.pk}"
    kept: str | None = cache.get(name)
    if kept is None:
        kept = str(_colour_of(system))
        cache.set(name, kept, _KEPT_SECONDS)
    return Colour(kept)


def _colour_of(system: System) -> Colour:
    if system.owner_id is None:
        return Colour.GREY
    facts = facts_by("system", Scope(bodies=frozenset({system.owner_id}))).get(system.pk)
    return light(facts, lights_pack().limits, timezone.localdate()).colour if facts else Colour.GREY
