"""The world of components, with advisories about what Borgo and Altrove run."""

import re

from commonweal.risk.models import AdvisorySource, Vulnerability
from tests.components.world import SECRET, World, build
from tests.risk.feeds_world import affected, source, take_in, told

# What an advisory names only what Borgo runs; both; and nobody.
BORGO, BOTH, NOBODY = "CVE-2026-1001", "CVE-2026-1002", "CVE-2026-1003"
CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


def hit_world() -> tuple[World, AdvisorySource]:
    """Bodies, people and lists, and a source with three advisories."""
    world, feed = build(), source()
    severity = [{"type": "CVSS_V3", "score": CRITICAL}]
    below_two = (("introduced", "0"), ("fixed", "2.5.0"))
    take_in(
        feed,
        told(BORGO, affected(*below_two, package=f"{SECRET}-a", ecosystem="npm"), severity=severity, summary="Breaks"),
        told(BOTH, affected(*below_two, package="shared", ecosystem="npm"), aliases=["GHSA-aaaa-bbbb-cccc"]),
        told(NOBODY, affected(*below_two, package="nobody-runs-it", ecosystem="npm"), severity=severity),
    )
    return world, feed


def vulnerability(name: str) -> Vulnerability:
    """A vulnerability by its name."""
    return Vulnerability.objects.get(name=name)


def plain(content: bytes) -> bytes:
    """A page without the tokens of its forms, which differ each time."""
    return _TOKEN.sub(b"", content)
