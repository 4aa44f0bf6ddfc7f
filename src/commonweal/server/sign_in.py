"""Who may sign in and how: local accounts, and an identity provider by OpenID Connect.

Source: OpenID Connect Core 1.0, https://openid.net/specs/openid-connect-core-1_0.html; the protocol itself is
django-allauth's. An account that arrives by the identity provider has no role, unless the operator maps values of one
of its claims to roles.
"""

import contextlib
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from commonweal.organisations import actions, queries
from commonweal.organisations.models import User
from commonweal.organisations.roles import Role


def mapped_roles(text: str) -> dict[str, Role]:
    """Which value of the claim carries which role, written as `value=role,value=role`.

    >>> mapped_roles("ospo-staff=curator, it-admins=administrator")["ospo-staff"].value
    'curator'

    Raises KeyError for a role there is not.
    """
    pairs = (pair.partition("=") for pair in text.split(",") if "=" in pair)
    return {value.strip(): Role[role.strip().upper()] for value, _, role in pairs}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Local accounts: opened by an administrator, or by anybody where the operator says so."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Whether a visitor may open an account."""
        return bool(settings.SIGN_UP_IS_OPEN)

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Any, *, commit: bool = True) -> User:  # noqa: ARG002
        """Open the account and write it down."""
        saved: User = super().save_user(request, user, form, commit=True)
        actions.record_sign_up(user=saved, by=saved)
        return saved


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts that the identity provider vouches for; it decides who comes in, and may decide which role they hold."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Everybody the provider lets in."""
        return True

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Mapping[str, Any]) -> User:
        """Take over the name that is shown."""
        user: User = super().populate_user(request, sociallogin, data)
        user.display_name = str(data.get("name") or "")[:150]
        return user

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Open the account at the first sign-in."""
        user: User = super().save_user(request, sociallogin, form)
        actions.record_sign_up(user=user, by=user)
        follow_claims(user, _claims(sociallogin))
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:  # noqa: ARG002
        """Bring the roles of somebody known up to date."""
        if sociallogin.is_existing:
            follow_claims(sociallogin.user, _claims(sociallogin))


@transaction.atomic
def follow_claims(user: User, claims: Mapping[str, Any]) -> None:
    """Give the roles that the operator mapped to the values of the claim, and withdraw mapped roles no longer claimed.

    Roles that a person gave, and roles at a body, are left alone.
    """
    mapped = mapped_roles(settings.OIDC_ROLES)
    if not mapped:
        return
    found = claims.get(settings.OIDC_ROLE_CLAIM) or []
    values = {found} if isinstance(found, str) else {value for value in found if isinstance(value, str)}
    claimed = {role for value, role in mapped.items() if value in values}
    for role in claimed:
        actions.grant_role(user=user, role=role, body=None, by=None)
    for assignment in queries.roles_by_claim(user):
        if assignment.role not in claimed and assignment.role in mapped.values():
            with contextlib.suppress(actions.LastAdministrator):
                actions.withdraw_role(assignment=assignment, by=None)


def _claims(sociallogin: SocialLogin) -> dict[str, Any]:
    data = sociallogin.account.extra_data
    return {**(data.get("id_token") or {}), **(data.get("userinfo") or {})}
