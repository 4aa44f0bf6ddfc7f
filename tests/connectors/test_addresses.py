"""Only the public internet, however an address is written."""

from __future__ import annotations

import pytest

from commonweal.connectors.addresses import checked_addresses, is_public, resolve_by_system
from commonweal.connectors.failures import HostUnavailable, Refused

INSIDE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1111%eth0",
    "fec0::1",
    "ff02::1",
    "not an address",
]
OUTSIDE = ["1.1.1.1", "9.9.9.9", "140.82.121.4", "2606:4700:4700::1111", "64:ff9b::1.1.1.1", "::ffff:1.1.1.1"]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_outside_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "0"])
def test_other_spellings_of_an_inner_address_are_refused(host: str) -> None:
    with pytest.raises(Refused):
        checked_addresses(host, 80, frozenset(), resolve_by_system)


def test_a_name_with_one_inner_address_among_public_ones_is_refused() -> None:
    with pytest.raises(Refused):
        checked_addresses("mixed.example", 443, frozenset(), lambda host, port: ["9.9.9.9", "10.0.0.1"])


def test_all_addresses_of_a_public_name_are_returned_once() -> None:
    found = checked_addresses("a.example", 443, frozenset(), lambda host, port: ["9.9.9.9", "1.1.1.1", "9.9.9.9"])

    assert found == ["9.9.9.9", "1.1.1.1"]


@pytest.mark.parametrize(("allowed", "port"), [("forge.internal", 3000), ("forge.internal:3000", 3000)])
def test_an_allowance_opens_a_host_or_one_port_of_it(allowed: str, port: int) -> None:
    assert checked_addresses("forge.internal", port, frozenset({allowed}), lambda host, port: ["10.0.0.1"])


def test_an_allowance_for_one_port_does_not_open_another() -> None:
    with pytest.raises(Refused):
        checked_addresses("forge.internal", 22, frozenset({"forge.internal:3000"}), lambda host, port: ["10.0.0.1"])


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "::ffff:169.254.169.254"])
def test_no_allowance_opens_the_place_where_cloud_machines_keep_their_credentials(address: str) -> None:
    with pytest.raises(Refused):
        checked_addresses("forge.internal", 80, frozenset({"forge.internal"}), lambda host, port: [address])


def test_a_name_that_does_not_resolve_is_unavailable_and_not_refused() -> None:
    def fail(host: str, port: int) -> list[str]:
        raise OSError

    with pytest.raises(HostUnavailable):
        checked_addresses("gone.example", 80, frozenset(), fail)
    with pytest.raises(HostUnavailable):
        checked_addresses("gone.example", 80, frozenset(), lambda host, port: [])
