"""How OSV names ecosystems, and how Package URLs name the same.

Sources: OSV schema, "Defined ecosystems" (July 2026); package-url/purl-spec, type definitions; Debian's and Ubuntu's
distro-info-data for code names.
"""

import re
from functools import lru_cache

from commonweal.standards.purl import Purl, build

# OSV's name: type and, for distributions, vendor of the purl.
_PURLS: dict[str, tuple[str, str]] = {
    "bitnami": ("bitnami", ""),
    "conancenter": ("conan", ""),
    "cran": ("cran", ""),
    "crates.io": ("cargo", ""),
    "github actions": ("github", ""),
    "go": ("golang", ""),
    "hackage": ("hackage", ""),
    "hex": ("hex", ""),
    "julia": ("julia", ""),
    "maven": ("maven", ""),
    "npm": ("npm", ""),
    "nuget": ("nuget", ""),
    "opam": ("opam", ""),
    "packagist": ("composer", ""),
    "pub": ("pub", ""),
    "pypi": ("pypi", ""),
    "rubygems": ("gem", ""),
    "swifturl": ("swift", ""),
    "vscode": ("vscode-extension", ""),
    "alpaquita": ("apk", "alpaquita"),
    "alpine": ("apk", "alpine"),
    "chainguard": ("apk", "chainguard"),
    "cleanstart": ("apk", "cleanstart"),
    "minimos": ("apk", "minimos"),
    "wolfi": ("apk", "wolfi"),
    "debian": ("deb", "debian"),
    "echo": ("deb", "echo"),
    "ubuntu": ("deb", "ubuntu"),
    "almalinux": ("rpm", "almalinux"),
    "azure linux": ("rpm", "azurelinux"),
    "mageia": ("rpm", "mageia"),
    "openeuler": ("rpm", "openeuler"),
    "opensuse": ("rpm", "opensuse"),
    "photon os": ("rpm", "photon"),
    "red hat": ("rpm", "redhat"),
    "rocky linux": ("rpm", "rocky"),
    "suse": ("rpm", "suse"),
    "tuxcare": ("rpm", "tuxcare"),
}
_VENDORS = {"rocky-linux": "rocky", "rockylinux": "rocky", "rhel": "redhat", "sles": "suse", "alma": "almalinux"}
_CODE_NAMES = {
    "buster": "10",
    "bullseye": "11",
    "bookworm": "12",
    "trixie": "13",
    "forky": "14",
    "xenial": "16.04",
    "bionic": "18.04",
    "focal": "20.04",
    "jammy": "22.04",
    "noble": "24.04",
    "resolute": "26.04",
}
_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_ENTERPRISE_LINUX = re.compile(r"\.(?:el|module_?el)([0-9]+)")
_SOURCE_RPM = re.compile(r"(.+)-([^-]+-[^-]+)\.src\.rpm\Z")


@lru_cache(maxsize=100_000)
def identity(ecosystem: str, name: str) -> tuple[str, str]:
    """Give type and name as `Purl.identity` gives them, so that both sides of a match speak alike.

    >>> identity("PyPI", "Zope.Interface"), identity("Debian:12", "curl")
    (('pypi', 'zope-interface'), ('deb', 'curl'))
    """
    base = ecosystem.partition(":")[0].strip().lower()
    purl_type, vendor = _PURLS.get(base, (base, ""))
    separator = {"maven": ":", "vscode-extension": "."}.get(purl_type, "/")
    if purl_type == "swift":
        name = name.removeprefix("https://").removesuffix(".git")
    namespace, _, last = ("", "", name) if vendor else name.rpartition(separator)
    purl, _ = build(purl_type, vendor or namespace, last)
    return (purl_type, name) if purl is None else purl.identity


def is_same_vendor(ecosystem: str, purl: Purl) -> bool:
    """Say whether the purl is of this distribution; where there are no distributions it always is."""
    _, vendor = _PURLS.get(ecosystem.partition(":")[0].strip().lower(), ("", ""))
    if not vendor:
        return True
    found = purl.namespace or ""
    return _VENDORS.get(found, found) == vendor


def is_same_release(ecosystem: str, purl: Purl) -> bool | None:
    """Say whether the purl is of this release of its distribution; None where the purl does not tell."""
    base, _, release = ecosystem.partition(":")
    if not _PURLS.get(base.strip().lower(), ("", ""))[1] or not release:
        return True
    wanted = _NUMBERS.search(release)
    if wanted is None:
        return None
    stated = _stated_release(purl)
    if stated is None:
        return None
    if (stated + ".").startswith(wanted[0] + "."):
        return True
    # "9" does not tell whether it is 9.2.
    return None if (wanted[0] + ".").startswith(stated + ".") else False


def source(purl: Purl) -> tuple[str, str | None] | None:
    """Give name and version of the source package, under which distributions publish advisories, if the purl tells."""
    upstream = purl.qualifier("upstream") if purl.type in ("deb", "rpm", "apk") else None
    if not upstream:
        return None
    found = _SOURCE_RPM.match(upstream)
    if found:
        return found[1], found[2]
    name, _, version = upstream.partition("@")
    return name, version or None


def _stated_release(purl: Purl) -> str | None:
    distro = (purl.qualifier("distro") or "").lower()
    if distro in _CODE_NAMES or distro.rpartition("-")[2] in _CODE_NAMES:
        return _CODE_NAMES[distro.rpartition("-")[2]]
    stated = _NUMBERS.search(distro) or _ENTERPRISE_LINUX.search(purl.version or "")
    return None if stated is None else stated[stated.re.groups]
