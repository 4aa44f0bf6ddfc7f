"""Secrets by which programs hand in lists and ask for a body."""

import secrets
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.components import permissions
from commonweal.components.models import AccessToken
from commonweal.components.permissions import Permission
from commonweal.components.rules import tokens as rules
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User


class NamelessToken(Exception):
    """A token needs a name, by which people know it again."""


class NoPerson(Exception):
    """A token acts for the person who made it."""


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new token and its secret, which nobody can see again."""

    token: AccessToken
    secret: str


@transaction.atomic
def make_token(*, body: Body, name: str, by: User | None) -> MadeToken:
    """Make a secret that may do at a body what its maker may. Raises NotAllowed, NamelessToken, NoPerson."""
    permissions.require(by, Permission.SEND_SBOM, on=body)
    if by is None:
        raise NoPerson(_("A token acts for a person. Sign in to make one."))
    name = " ".join(name.split())[:100]
    if not name:
        raise NamelessToken(_("Give the token a name, such as the program that will use it."))
    secret = rules.PREFIX + secrets.token_urlsafe(32)
    token = AccessToken(body=body, name=name, shown=rules.beginning_of(secret), digest=rules.digest_of(secret))
    token.made_by_id = by.pk
    token.save()
    journal.record("components.token_made", subject=token, by=by, data={"body": body.pk, "name": name})
    return MadeToken(token, secret)


@transaction.atomic
def revoke_token(*, token: AccessToken, by: User | None) -> AccessToken:
    """End a token at once; it stays on file. Raises NotAllowed."""
    permissions.require(by, Permission.SEND_SBOM, on=token.body)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        journal.record("components.token_revoked", subject=token, by=by, data={"body": token.body_id})
    return token


@transaction.atomic
def note_use(*, token: AccessToken, on: date, by: User | None) -> None:
    """Write down the last day a token was used. Records nothing, since programs call many times a day."""
    if token.used_on != on:
        token.used_on = on
        token.save(update_fields=["used_on"])
