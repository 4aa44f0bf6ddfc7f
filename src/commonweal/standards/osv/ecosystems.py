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
_VENDORS = {
    "alma": "almalinux",
    "opensuse-leap": "opensuse",
    "opensuse-tumbleweed": "opensuse",
    "rhel": "redhat",
    "rocky-linux": "rocky",
    "rockylinux": "rocky",
    "sles": "suse",
}
# Distributions of which there is one release, the newest; a number in their purls is the day of the image.
_ROLLING = frozenset({"chainguard", "cleanstart", "echo", "minimos", "wolfi"})
# How many numbers name a release to which fixes go. One is enough where fixes go to the newest point release alone
# (Debian 12.5 is patched as 12, AlmaLinux 9.2 as 9); these keep a branch for each pair of numbers.
_TWO_NUMBERS = frozenset({"alpine", "openeuler", "opensuse", "suse", "ubuntu"})
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
# Releases without a number.
_CHANNELS = {"edge": "edge", "sid": "sid", "stream": "stream", "tumbleweed": "tumbleweed", "unstable": "sid"}
_DISTRIBUTED = frozenset({"apk", "deb", "rpm"})
_WORD = re.compile(r"[a-z]+")
_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_SERVICE_PACK = re.compile(r"([0-9]+)[ -]?sp([0-9]+)")
_RED_HAT_PLATFORM = re.compile(r"::el([0-9]+)\Z")
_ENTERPRISE_LINUX = re.compile(r"\.(?:el|module_?el)([0-9]+)")
_SOURCE_RPM = re.compile(r"(.+)-([^-]+-[^-]+)\.src\.rpm\Z")


@lru_cache(maxsize=100_000)
def identity(ecosystem: str, name: str) -> tuple[str, str]:
    """Give type and name as `Purl.identity` gives them, so that both sides of a match speak alike.

    >>> identity("PyPI", "Zope.Interface"), identity("Debian:12", "curl")
    (('pypi', 'zope-interface'), ('deb', 'curl'))
    """
    purl = purl_of(ecosystem, name)
    if purl is None:
        base = ecosystem.partition(":")[0].strip().lower()
        return _PURLS.get(base, (base, ""))[0], name
    return purl.identity


@lru_cache(maxsize=100_000)
def purl_of(ecosystem: str, name: str) -> Purl | None:
    """Name the package as a purl without version; None where no purl can say it.

    >>> str(purl_of("Maven", "org.apache:tika")), str(purl_of("Debian:12", "curl"))
    ('pkg:maven/org.apache/tika', 'pkg:deb/debian/curl')
    """
    base = ecosystem.partition(":")[0].strip().lower()
    purl_type, vendor = _PURLS.get(base, (base, ""))
    separator = {"maven": ":", "vscode-extension": "."}.get(purl_type, "/")
    if purl_type == "swift":
        name = name.removeprefix("https://").removesuffix(".git")
    namespace, _, last = ("", "", name) if vendor else name.rpartition(separator)
    purl, _ = build(purl_type, vendor or namespace, last)
    return purl


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
    vendor = _PURLS.get(base.strip().lower(), ("", ""))[1]
    if not vendor or not release or vendor in _ROLLING:
        return True
    wanted = _meant_release(vendor, release)
    stated = _stated_release(purl)
    if wanted is None or stated is None:
        return None
    if (stated + ".").startswith(wanted + "."):
        return True
    # "9" does not tell whether it is 9.2.
    return None if (wanted + ".").startswith(stated + ".") else False


def distribution(purl: Purl) -> str:
    """Give vendor and release of a package, so that it meets advisories by equality with `distribution_of`.

    "" where there are no distributions; "wolfi" where there is one release; "debian:" where it is not stated.

    >>> from commonweal.standards.purl import read
    >>> [distribution(read(text)[0]) for text in ("pkg:deb/debian/curl@8?distro=debian-12.5", "pkg:npm/x@1")]
    ['debian:12', '']
    """
    if purl.type not in _DISTRIBUTED or not purl.namespace:
        return ""
    vendor = _VENDORS.get(purl.namespace, purl.namespace)
    return _distribution(vendor, _stated_release(purl))


def distribution_of(ecosystem: str) -> str:
    """Give vendor and release of an ecosystem as `distribution` does for a package; what has none speaks of all.

    Equal exactly where `is_same_vendor` and `is_same_release` say yes, except that Red Hat's extended updates of 9.2
    (`rhel_eus:9.2`) and those of all 9 fall together: ask `is_same_release` as well before saying "affected".

    >>> [distribution_of(each) for each in ("Debian:12", "Ubuntu:22.04:LTS", "Wolfi", "npm")]
    ['debian:12', 'ubuntu:22.04', 'wolfi', '']
    """
    base, _, release = ecosystem.partition(":")
    vendor = _PURLS.get(base.strip().lower(), ("", ""))[1]
    return _distribution(vendor, _meant_release(vendor, release)) if vendor else ""


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


def _distribution(vendor: str, release: str | None) -> str:
    if vendor in _ROLLING:
        return vendor
    numbers = (release or "").split(".")
    return f"{vendor}:{'.'.join(numbers[: 2 if vendor in _TWO_NUMBERS else 1])}"


def _meant_release(vendor: str, release: str) -> str | None:
    """Read the release out of what follows the name of an ecosystem."""
    release = release.lower()
    if vendor == "redhat" and (platform := _RED_HAT_PLATFORM.search(release)):
        # "openshift:4.12::el8" is about packages of 8.
        return platform[1]
    packs = _SERVICE_PACK.findall(release) if vendor == "suse" else []
    if packs:
        return ".".join(packs[-1])
    found = _NUMBERS.search(release)
    return found[0] if found else _channel(release)


def _stated_release(purl: Purl) -> str | None:
    distro = (purl.qualifier("distro") or "").lower()
    channel = _channel(distro)
    if channel is not None:
        return channel
    if distro in _CODE_NAMES or distro.rpartition("-")[2] in _CODE_NAMES:
        return _CODE_NAMES[distro.rpartition("-")[2]]
    stated = _NUMBERS.search(distro) or _ENTERPRISE_LINUX.search(purl.version or "")
    return None if stated is None else stated[stated.re.groups]


def _channel(text: str) -> str | None:
    return next((_CHANNELS[word] for word in _WORD.findall(text) if word in _CHANNELS), None)
