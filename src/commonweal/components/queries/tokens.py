"""What a secret opens."""

from commonweal.components.models import AccessToken
from commonweal.components.queries.scope import NOTHING, Scope, scope_of
from commonweal.components.rules.tokens import digest_of


def token_of(secret: str) -> AccessToken | None:
    """The token of a secret, unless it was revoked or its maker's account is closed."""
    found = AccessToken.objects.select_related("body", "made_by").filter(digest=digest_of(secret), revoked_at=None)
    return found.filter(made_by__is_active=True).first()


def scope_of_token(token: AccessToken) -> Scope:
    """What a token may see: its body, as long as its maker may see that."""
    is_seen = token.body_id in scope_of(token.made_by)
    return Scope(bodies=frozenset({token.body_id})) if is_seen else NOTHING
