"""A small OpenID Connect provider on loopback: everybody who asks is the person it was told of."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class IdentityProvider(ThreadingHTTPServer):
    """The server; `person` are the claims it signs, `asked` what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.person: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}

    def id_token(self, nonce: str | None) -> str:
        now = int(time.time())
        own = {"iss": self.issuer, "aud": "commonweal", "iat": now, "exp": now + 300}
        return jwt.encode(own | ({"nonce": nonce} if nonce else {}) | self.person, KEY, "RS256", headers={"kid": "one"})


class _Handler(BaseHTTPRequestHandler):
    server: IdentityProvider

    def do_GET(self) -> None:
        parts, issuer = urlsplit(self.path), self.server.issuer
        if parts.path == "/.well-known/openid-configuration":
            ends = {"authorization": "/authorize", "token": "/token", "userinfo": "/userinfo"}
            document = {f"{name}_endpoint": issuer + path for name, path in ends.items()}
            self._answer(document | {"issuer": issuer, "jwks_uri": f"{issuer}/keys"})
        elif parts.path == "/keys":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            self._answer({"keys": [key | {"kid": "one", "use": "sig", "alg": "RS256"}]})
        elif parts.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            code = f"code-{len(self.server.codes)}"
            self.server.codes[code] = asked
            self.send_response(302)
            self.send_header(
                "Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
            )
            self.end_headers()
        elif parts.path == "/userinfo" and self.headers["Authorization"] == "Bearer access":
            self._answer(self.server.person)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.server.codes.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or asked.get("code_challenge") != challenge
            or given.get("client_secret", "secret") != "secret"
        ):
            self.send_error(400)
            return
        token = self.server.id_token(asked.get("nonce"))
        self._answer({"access_token": "access", "token_type": "Bearer", "expires_in": 300, "id_token": token})

    def _answer(self, document: dict[str, Any]) -> None:
        content = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name it has in the library
        """Say nothing."""


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """A provider that runs as long as the block."""
    server = IdentityProvider()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
