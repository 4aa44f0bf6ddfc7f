"""The operator's identity provider, as environment variables name it. No Django: settings read this."""

import os
from collections.abc import Mapping
from typing import Any


def provider_settings(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """What allauth is told about the operator's identity provider; nothing without COMMONWEAL_OIDC_ISSUER."""
    issuer = environment.get("COMMONWEAL_OIDC_ISSUER", "")
    if not issuer:
        return {}
    provider = {
        "provider_id": "oidc",
        "name": environment.get("COMMONWEAL_OIDC_NAME") or issuer,
        "client_id": environment["COMMONWEAL_OIDC_CLIENT_ID"],
        "secret": environment["COMMONWEAL_OIDC_CLIENT_SECRET"],
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"APPS": [provider], "OAUTH_PKCE_ENABLED": True}}
