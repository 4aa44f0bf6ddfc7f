"""Which network addresses a connector may reach: only hosts of the public internet.

Sources are typed in by people and followed by redirects, so without this check anyone who may add a source could read
what only this machine may read: its own services, the inner network, the machine's cloud credentials.

Source: IANA IPv4 and IPv6 special-purpose address registries, https://www.iana.org/assignments/iana-ipv4-special-registry
and -ipv6-; RFC 6052 (NAT64), RFC 3056 (6to4), RFC 4291 (mapped addresses).
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from commonweal.connectors.failures import HostUnavailable, Refused

Resolver = Callable[[str, int], Sequence[str]]

# Global by their number, and still doors to a cloud provider's inside: Azure's host agent, Oracle's metadata service.
# The relay address of 6to4 leads to whoever announces it.
_NEVER_IPV4 = (ip_network("168.63.129.16/32"), ip_network("192.0.0.0/24"), ip_network("192.88.99.0/24"))
# IPv4-compatible addresses, local-use NAT64, Teredo, documentation, segment routing, site-local.
_NEVER_IPV6 = tuple(
    ip_network(each)
    for each in ("::/96", "64:ff9b:1::/48", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fec0::/10")
)
_NAT64 = ip_network("64:ff9b::/96")
_6TO4 = ip_network("2002::/16")


def is_public(address: str) -> bool:
    """Say whether an address is global unicast; one that carries an IPv4 address inside is judged by that too.

    >>> is_public("9.9.9.9"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("64:ff9b::909:909")
    (True, False, False, True)
    """
    if "%" in address:
        return False
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return _is_public_ipv4(ip)
    inner = _embedded(ip)
    if inner is not None:
        return _is_public_ipv4(inner)
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _NEVER_IPV6)


def checked_addresses(host: str, port: int, allowed: frozenset[str], resolve: Resolver) -> list[str]:
    """Resolve a host and return the addresses to connect to; the caller connects to these and to nothing else.

    One address that is not public refuses them all: a name that mixes both is an attack or a mistake. `allowed` names
    hosts ("forge.example.internal") or hosts with a port ("127.0.0.1:8000") that may lie inside our own network.

    Raises Refused, HostUnavailable.
    """
    is_allowed = host in allowed or f"{host}:{port}" in allowed
    try:
        addresses = list(dict.fromkeys(resolve(host, port)))
    except (OSError, UnicodeError) as error:
        raise HostUnavailable(f"The name {host} cannot be resolved.") from error
    if not addresses:
        raise HostUnavailable(f"The name {host} has no address.")
    for address in addresses:
        if not is_public(address) and not (is_allowed and not _is_link_local(address)):
            raise Refused(f"{host} leads to {address}, which is not an address of the public internet.")
    return addresses


def resolve_by_system(host: str, port: int) -> list[str]:
    """Ask the system's resolver; it also reads decimal, octal and short forms of IPv4 addresses."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in rows]


def _is_public_ipv4(ip: IPv4Address) -> bool:
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not any(ip in net for net in _NEVER_IPV4)


def _embedded(ip: IPv6Address) -> IPv4Address | None:
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip in _6TO4:
        return IPv4Address((int(ip) >> 80) & 0xFFFFFFFF)
    return None


def _is_link_local(address: str) -> bool:
    """Where cloud machines keep their credentials; no allowance opens it."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = _embedded(ip)
        return ip.is_link_local or (inner is not None and inner.is_link_local)
    return ip.is_link_local
