"""What each type of Package URL asks of its parts.

Source: ECMA-427, clause 6, and the type definitions of package-url/purl-spec as of August 2026. A type that is not
listed asks for nothing but a name.
"""

from dataclasses import dataclass
from enum import StrEnum


class Need(StrEnum):
    """Whether purls of a type have a part."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    PROHIBITED = "prohibited"


@dataclass(frozen=True, slots=True)
class PurlType:
    """The rules of one type: whether there is a namespace, what has no case, which qualifiers must be there."""

    namespace: Need = Need.OPTIONAL
    caseless: frozenset[str] = frozenset()
    qualifiers: tuple[str, ...] = ()


def _names(names: str) -> tuple[str, ...]:
    return tuple(names.split())


_REQUIRED = _names("alpm apk bitbucket composer deb git github huggingface maven qpkg rpm swift vscode-extension")
_PROHIBITED = _names(
    """bazel bitnami cargo chrome-extension cocoapods conda cran gem hackage julia mlflow nuget oci opam otp pub pypi
    vcpkg"""
)
# The definition of golang requires a namespace, but modules at the root of a domain (go.uber.org@v1) have none.
_OPTIONAL = _names("brew conan cpan docker generic gitlab golang hex luarocks npm swid yocto")
_CASELESS_NAMESPACE = frozenset(
    _names("alpm apk bitbucket brew composer deb github gitlab hex luarocks qpkg rpm vscode-extension yocto")
)
_CASELESS_NAME = frozenset(
    _names(
        """alpm apk bitbucket bitnami brew chrome-extension composer deb github gitlab hex luarocks oci otp pub pypi
        vscode-extension"""
    )
)
_CASELESS_VERSION = frozenset(_names("huggingface oci pypi vscode-extension"))
_CASELESS_SUBPATH = frozenset({"otp"})
_QUALIFIERS = {"julia": ("uuid",), "swid": ("tag_id",)}

UNKNOWN = PurlType()


def _purl_type(name: str, namespace: Need) -> PurlType:
    parts = {
        "namespace": _CASELESS_NAMESPACE,
        "name": _CASELESS_NAME,
        "version": _CASELESS_VERSION,
        "subpath": _CASELESS_SUBPATH,
    }
    caseless = frozenset(part for part, types in parts.items() if name in types)
    return PurlType(namespace, caseless, _QUALIFIERS.get(name, ()))


TYPES = {
    name: _purl_type(name, need)
    for need, names in ((Need.REQUIRED, _REQUIRED), (Need.PROHIBITED, _PROHIBITED), (Need.OPTIONAL, _OPTIONAL))
    for name in names
}
