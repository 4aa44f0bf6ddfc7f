"""The network beneath the client: every connection goes to an address that was checked, and every read has a deadline.

The check sits where the connection is made, so there is no second resolution that could answer differently, and TLS
still verifies the name of the host, not the address.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from functools import cache
from ssl import SSLContext
from typing import Any

import httpcore
import httpx

from commonweal.connectors.addresses import Resolver, checked_addresses


class Deadline(threading.local):
    """When the request of this thread must be over, by the monotonic clock; no single read may wait longer."""

    at: float = float("inf")

    def has_passed(self) -> bool:
        return time.monotonic() >= self.at

    def within(self, timeout: float | None) -> float:
        """Shorten a timeout to what is left. Raises httpcore.ReadTimeout when nothing is."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole request took too long")
        return left if timeout is None else min(timeout, left)


class CheckedTransport(httpx.HTTPTransport):
    """An httpx transport that reaches checked addresses only, with no proxy and nothing taken from the environment."""

    def __init__(self, *, allowed: frozenset[str], resolve: Resolver, deadline: Deadline) -> None:
        super().__init__(verify=_trust(), trust_env=False)
        self._pool.close()
        # HTTP/1.1 only: a connection then serves one request at a time, which is what ties a read to its deadline.
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trust(),
            max_connections=50,
            max_keepalive_connections=20,
            keepalive_expiry=15.0,
            network_backend=_CheckedNetwork(allowed, resolve, deadline),
        )


@cache
def _trust() -> SSLContext:
    """Read the certificates we trust once: it takes tens of milliseconds. SSL_CERT_FILE names an office's own."""
    return httpx.create_ssl_context()


class _CheckedNetwork(httpcore.NetworkBackend):
    def __init__(self, allowed: frozenset[str], resolve: Resolver, deadline: Deadline) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._deadline = deadline
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = checked_addresses(host, port, self._allowed, self._resolve)
        for position, address in enumerate(addresses, start=1):
            try:
                stream = self._network.connect_tcp(
                    address, port, self._deadline.within(timeout), local_address, socket_options
                )
                return _DeadlineStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if position == len(addresses):
                    raise
        raise httpcore.ConnectError("no address to connect to")


class _DeadlineStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        return _DeadlineStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
