"""Order-preserving version keys: `key(a) < key(b)` exactly when `a` comes before `b` in its ecosystem.

With keys every range of versions is an interval of bytes, in a database index and in memory alike. Ecosystems are
named by Package URL types ("deb"), by OSV ("Debian:12") or by VERS ("datetime"), in any case of letters.
Pass rates on the vectors of others and every deviation: docs/reference/components.md.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from commonweal.standards.versions import alpine, composer, debian, gem, maven, others, pypi, rpm, semver

KeyOf = Callable[[str], bytes | None]

# Longer texts are no versions; keys stay below the 2,704 bytes that an index of PostgreSQL takes.
LONGEST_VERSION = 250
# Sorts before and after every key.
FIRST, LAST = b"", b"\xff" * 8

# Signs of ranges and of templates that were not filled in.
_NO_VERSION = re.compile(r"^[\^~!]|[\x00-\x1f\x7f<>|()\[\]{}$,\"'`\\]")
_PLACEHOLDERS = frozenset({"unknown", "unspecified", "noassertion", "none", "null", "undefined", "n/a", "latest", "*"})

_SCHEMES: dict[KeyOf, tuple[str, ...]] = {
    semver.semver: (
        *("semver", "npm", "cargo", "crates.io", "golang", "go", "hex", "swift", "swifturl", "kubernetes"),
        *("github actions", "vscode", "vscode-extension", "nginx", "linux", "otp"),
    ),
    semver.nuget: ("nuget",),
    semver.bitnami: ("bitnami",),
    semver.with_build: ("pub", "dart", "julia"),
    semver.conan: ("conan", "conancenter"),
    pypi.pypi: ("pypi",),
    debian.debian: ("deb", "debian", "ubuntu", "echo", "docker hardened images"),
    debian.opam: ("opam",),
    rpm.rpm: (
        *("rpm", "red hat", "redhat", "almalinux", "rocky linux", "suse", "opensuse", "mageia", "openeuler"),
        *("photon os", "azure linux", "fedora", "amazon linux", "oracle linux", "tuxcare"),
    ),
    rpm.alpm: ("alpm", "arch", "arch linux"),
    alpine.alpine: (
        *("apk", "alpine", "wolfi", "chainguard", "minimos", "alpaquita", "bellsoft hardened containers"),
        "cleanstart",
    ),
    alpine.gentoo: ("ebuild", "gentoo"),
    gem.gem: ("gem", "rubygems", "cocoapods"),
    composer.composer: ("composer", "packagist"),
    maven.maven: ("maven",),
    others.cran: ("cran", "bioconductor"),
    others.hackage: ("hackage", "ghc"),
    others.intdot: ("intdot", "chrome-extension"),
    others.lexicographic: ("lexicographic",),
    others.instant: ("datetime",),
    others.openssl: ("openssl",),
    others.cpan: ("cpan",),
    others.generic: (
        *("generic", "github", "bitbucket", "gitlab", "docker", "oci", "brew", "bazel", "luarocks", "vcpkg", "yocto"),
        *("qpkg", "swid", "huggingface", "mlflow", "git"),
    ),
}
_BY_ECOSYSTEM = {name: key_of for key_of, names in _SCHEMES.items() for name in names}


def key(ecosystem: str, version: str) -> bytes | None:
    """Give the key of the version; None where the ecosystem or the version has no order that we know.

    >>> key("npm", "1.0.0-rc.1") < key("npm", "1.0.0") == key("npm", "v1.0")
    True
    >>> key("Debian:12", "1.0~rc1-1") < key("deb", "1.0-1") < key("deb", "1:0.9")
    True
    >>> key("pypi", "latest") is None
    True
    """
    key_of = _key_of(ecosystem)
    if key_of is None or not version or len(version) > LONGEST_VERSION:
        return None
    if key_of is others.lexicographic:
        return key_of(version)
    if _NO_VERSION.search(version) or version.lower() in _PLACEHOLDERS:
        return None
    return key_of(version)


def after(found: bytes) -> bytes:
    """Give the least key that is greater, so that an interval that includes its end can be half open.

    >>> after(b"a") > b"a"
    True
    """
    return found + b"\x00"


def is_ordered(ecosystem: str) -> bool:
    """Say whether versions of the ecosystem have an order that we know."""
    return _key_of(ecosystem) is not None


def is_same_order(one: str, other: str) -> bool:
    """Say whether two names of ecosystems mean one order, so that keys of one may stand beside keys of the other.

    >>> is_same_order("Debian:12", "deb"), is_same_order("GitHub Actions", "github")
    (True, False)
    """
    return _key_of(one) is _key_of(other)


@lru_cache(maxsize=1_000)
def _key_of(ecosystem: str) -> KeyOf | None:
    return _BY_ECOSYSTEM.get(ecosystem.partition(":")[0].strip().lower())
