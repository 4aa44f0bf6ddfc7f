"""What publiccode.yml allows as an address: of a page, of a repository, of a picture, and as an identifier.

What the reference parser refuses is refused, by its rules for reading a URL (Go's net/url, RFC 3986 read leniently).
Beyond it, addresses that run code or open local files are refused, and what is no http address is left out of the
value with a remark. Source: publiccode.yml 0.7.0 schema.core; publiccode-parser-go 5; RFC 3986; RFC 8141 (URN).
"""

import re
from dataclasses import dataclass

from commonweal.standards import repository_url
from commonweal.standards.publiccode import vocabularies
from commonweal.standards.publiccode.outcomes import Outcome, Remark

_LISTS = "https://github.com/publiccodeyml/publiccode.yml/blob/main/docs/standard"
# The ordinary case in one match: nothing in it can be wrong, and nothing needs to be mended.
_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][!#$&-;=?-\[\]_a-z~]*)?\Z", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_AUTHORITY = re.compile(r"//(?P<authority>[^/?]*)(?P<path>.*)\Z", re.DOTALL)
_HOST = re.compile(r"(?:\[[^\]\s%]*(?:%25[^\]\s]*)?\]|[^\s\\^`{|}%/?#\[\]:@]*)(?::[0-9]*)?\Z")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NOT_IN_A_VALUE = re.compile(r"[\s<>\"\\]")
_BARE_ADDRESS = re.compile(r"(?:www\.|github\.com/|gitlab\.com/)[^\s:<>\"\\]+\Z", re.IGNORECASE)
_URN = re.compile(r"urn:(?!urn:)[a-z0-9][a-z0-9-]{0,31}:(?:[a-z0-9()+,\-.:=@;$_!*']|%[0-9a-f]{2})+\Z", re.IGNORECASE)
_ITALIAN_CODE = re.compile(r"[A-Za-z0-9_]{1,16}\Z")
_DANGEROUS_SCHEMES = frozenset({"javascript", "data", "file", "vbscript", "blob", "view-source"})
_LONGEST_URL = 2_000
_NOT_LINKED = "is not an http or https address, so it is not shown as a link"


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a URL that decide whether it is allowed."""

    scheme: str
    host: str
    has_user: bool
    has_more: bool


def _read(text: str) -> Address | None:
    """Split a URL as the reference does; None where it cannot be read at all."""
    if _CONTROL.search(text):
        return None
    text, _, fragment = text.partition("#")
    found = _SCHEME.match(text)
    scheme, rest = (found[1].lower(), text[found.end() :]) if found else ("", text)
    if text.startswith(":") or _BAD_ESCAPE.search(fragment):
        return None
    authority = _AUTHORITY.match(rest)
    if authority is None:
        path = rest.partition("?")[0]
        has_opaque = bool(scheme and path and not path.startswith("/"))
        if not has_opaque and (_BAD_ESCAPE.search(path) or (not scheme and ":" in path.split("/", 1)[0])):
            return None
        return Address(scheme, "", has_user=False, has_more=has_opaque or bool(fragment))
    user, _, host = authority["authority"].rpartition("@")
    if not _HOST.match(host) or _BAD_ESCAPE.search(authority["path"].partition("?")[0]):
        return None
    return Address(scheme, host, has_user=bool(user), has_more=bool(fragment))


def web_address(text: str) -> Outcome:
    """Keep http and https addresses only: everything else may run code in a reader's browser."""
    if len(text) <= _LONGEST_URL and _PLAIN.match(text):
        return text, None
    address = _read(text)
    if address and address.scheme in {"http", "https"} and address.host:
        return _linkable(text, address)
    return _mended_address(text), "must be an HTTP URL"


def repository_address(text: str) -> Outcome:
    """Keep the address of a repository; what only git understands (ssh, git) becomes https."""
    if len(text) <= _LONGEST_URL and _PLAIN.match(text):
        return text, None
    canonical = repository_url.canonical(text) if text.lower().startswith(("git", "ssh")) else None
    address = _read(text)
    is_read = address is not None and address.scheme and (address.host or address.has_more)
    if address is None or not is_read or address.scheme in _DANGEROUS_SCHEMES:
        return canonical or _mended_address(text), "must be a valid URL"
    if address.scheme in {"http", "https"} and address.host:
        return _linkable(text, address)
    return (canonical, None) if canonical else (None, Remark(_NOT_LINKED))


def _linkable(text: str, address: Address) -> Outcome:
    """Leave out what must not stand in a link: names and passwords, and signs that end an attribute."""
    if _NOT_IN_A_VALUE.search(address.host):
        return None, Remark("has signs in its host that no link may have")
    if address.has_user:
        head, _, tail = text.partition("//")
        authority = re.split("[/?#]", tail, maxsplit=1)[0]
        text = f"{head}//{authority.rpartition('@')[2]}{tail[len(authority) :]}"
        return _without_spaces(text), Remark("contains a user name or a password")
    return _without_spaces(text), None if len(text) <= _LONGEST_URL else Remark("is too long for a link")


def _without_spaces(text: str) -> str | None:
    return _NOT_IN_A_VALUE.sub(lambda sign: f"%{ord(sign[0]):02X}", text) if len(text) <= _LONGEST_URL else None


def _mended_address(text: str) -> str | None:
    """Give an address that only lacks its scheme, such as www.example.org."""
    return f"https://{text}" if len(text) <= _LONGEST_URL and _BARE_ADDRESS.match(text) else None


def picture(text: str) -> Outcome:
    """Allow a path inside the repository or a web address; whether it exists is looked at elsewhere."""
    if text.startswith("/"):
        path = None if text.startswith("//") else text.lstrip("/") or None
        return path, "is an absolute path. Only relative paths or HTTP(s) URLs allowed"
    if text.lower().startswith("file:"):
        return None, "is a file:// URL. Only relative paths or HTTP(s) URLs allowed"
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() in _DANGEROUS_SCHEMES:
        return None, "must be a relative path or an HTTP URL"
    if scheme:
        kept, message = web_address(text)
        return kept, Remark(_NOT_LINKED) if message and kept is None else None
    return (None, Remark("is not a path inside the repository")) if "\\" in text else (text or None, None)


def logo(text: str) -> Outcome:
    """Allow a picture in SVG or PNG; what stands elsewhere is not looked at."""
    return _of_type(text, {"svg", "svgz", "png"}, "invalid file extension for: {}")


def screenshot(text: str) -> Outcome:
    """Allow a picture in one of the formats that browsers show."""
    allowed = {"jpg", "png", "jpeg", "webp", "gif", "avif"}
    return _of_type(text, allowed, "'{0}' is not an image: invalid file extension for: {0}")


def _of_type(text: str, endings: set[str], message: str) -> Outcome:
    kept, problem = picture(text)
    if problem or not text or _SCHEME.match(text):
        return kept, problem
    name = text.rpartition("/")[2]
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return kept, None if ending in endings else message.format(text)


def video(text: str) -> Outcome:
    """Allow a web address; a host that is not known to embed its videos is remarked on."""
    kept, message = web_address(text)
    if message or kept is None:
        return kept, message
    host = re.split("[/?#:]", kept.partition("//")[2], maxsplit=1)[0].lower().removeprefix("www.")
    is_known = host in vocabularies.VIDEO_HOSTS or host.startswith(("peertube.", "video.", "videos.", "tube."))
    return kept, None if is_known else Remark("is not on a host known to embed videos (oEmbed)")


def uri(text: str) -> Outcome:
    """Allow a web address or a URN as the identifier of an organisation."""
    is_urn = text[:4].lower() == "urn:"
    if is_urn and _URN.match(text) and len(text) <= _LONGEST_URL:
        return _italian(text) if text.lower().startswith("urn:x-italian-pa:") else (text, None)
    if len(text) <= _LONGEST_URL and _PLAIN.match(text):
        return text, None
    address = None if is_urn else _read(text.partition("#")[0])
    if address is None or not address.scheme or not address.host or address.scheme in _DANGEROUS_SCHEMES:
        return None, "is not a valid URI"
    return _linkable(text, address) if address.scheme in {"http", "https"} else (None, Remark(_NOT_LINKED))


def _italian(text: str) -> Outcome:
    """Look at the shape of an Italian code; the register itself (iPA) changes daily and is not kept here."""
    code = text[len("urn:x-italian-pa:") :]
    if not _ITALIAN_CODE.match(code):
        return None, (
            "must be a valid Italian Public Administration Code (iPA) with format 'urn:x-italian-pa:[codiceIPA]' "
            "(see https://github.com/publiccodeyml/italian-organizations-ipa-vocabulary)"
        )
    return text, None


def supported(text: str) -> Outcome:
    """Allow `alias:<name>` of the vocabulary, or a URI."""
    if text.startswith("alias:"):
        is_known = text.removeprefix("alias:") in vocabularies.SUPPORTS_ALIASES
        return text, None if is_known else f"contains an unknown alias (see {_LISTS}/aliases-list.rst)"
    kept, message = uri(text)
    if message and not isinstance(message, Remark):
        return None, "must be a known alias ('alias:<name>') or a valid URI (URL or URN)"
    return kept, message
