"""Handing a file to another installation: one request, with a token that goes nowhere else.

Unlike `http`, it goes where its user says, inside a network or outside; but never in clear text to another machine,
and never on to where an answer redirects.
Source: RFC 9110 (HTTP), RFC 6750 (bearer tokens), RFC 9457 (problem documents).
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from commonweal.connectors.failures import HostUnavailable, Refused

_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; `document` is the JSON object of the answer, or empty."""

    status: int
    document: Mapping[str, Any]


def send(url: str, content: bytes, *, parameters: Mapping[str, str], token: str, product: str = "Commonweal") -> Reply:
    """Post the bytes with a bearer token, or as a visitor where it is "". Raises Refused, HostUnavailable."""
    address = _checked(url)
    headers = {"user-agent": product, "content-type": "application/octet-stream"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    try:
        answer = httpx.post(
            address, params=dict(parameters), content=content, headers=headers, timeout=_SECONDS, follow_redirects=False
        )
    except (httpx.TransportError, httpx.InvalidURL, ValueError) as error:
        raise HostUnavailable(f"{address.host} cannot be reached: {error or type(error).__name__}.") from error
    if answer.is_redirect:
        raise Refused(f"{address.host} sends us on to another address. Give that one: {answer.headers['location']}")
    return Reply(answer.status_code, _document(answer))


def _checked(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise Refused(f"{url!r} is not an address.") from error
    if address.scheme not in ("http", "https") or not address.host or address.userinfo:
        raise Refused(f"{url!r} is not an address of http or https.")
    if address.scheme == "http" and not _is_here(address.host):
        raise Refused("The token would travel in clear text. Give an address that begins with https://.")
    return address


def _is_here(host: str) -> bool:
    """Say whether the host is this very machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _document(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        found = answer.json()
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
