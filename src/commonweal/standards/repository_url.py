"""One spelling for the address of a code repository, so that two sources can be compared.

Source: RFC 3986 section 6 (comparison of URIs), git-clone(1) "GIT URLS" (the `host:path` form), and the page
addresses of GitHub, GitLab, Forgejo and Bitbucket.
"""

import re
from urllib.parse import SplitResult, urlsplit

_LONGEST_URL = 2_000
_SCP_FORM = re.compile(r"(?:[\w.+-]+@)?(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+):(?P<path>(?!//)[^\s:]+)\Z")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\Z|\[[0-9a-f:.]+\]\Z")
_NOT_IN_A_URL = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")
_WEB_SCHEMES = frozenset({"http", "https"})
_GIT_SCHEMES = frozenset({"git", "ssh", "git+ssh", "git+https", "git+http", "ssh+git"})
_DEFAULT_PORTS = {"http": 80, "https": 443}
# On these hosts a repository is exactly owner/name; what follows is a page of it.
_TWO_PART_HOSTS = frozenset({"github.com", "bitbucket.org", "codeberg.org"})


def canonical(text: str) -> str | None:
    """Give the http(s) address of a repository in one spelling, or None where the text is none.

    Gone are user names, default ports, query, fragment, `.git`, trailing slashes and the pages inside a repository;
    ssh and git addresses become https. The case of the path stays, since some hosts tell cases apart.

    >>> canonical("git@GitHub.com:italia/Spid.git")
    'https://github.com/italia/Spid'
    """
    text = text.strip()
    if not text or len(text) > _LONGEST_URL or _NOT_IN_A_URL.search(text):
        return None
    scp = _SCP_FORM.match(text)
    if scp:
        text = f"ssh://{scp['host']}/{scp['path'].lstrip('/')}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    scheme = "https" if parts.scheme in _GIT_SCHEMES else parts.scheme
    if scheme not in _WEB_SCHEMES or not _HOST.match(host):
        return None
    if port is not None and parts.scheme in _WEB_SCHEMES and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    path = _repository_path(host, parts)
    return f"{scheme}://{host}/{path}" if path else f"{scheme}://{host}"


def comparison_key(text: str) -> str | None:
    """Give what is equal exactly for addresses of the same repository: no scheme, no `www.`, lower case.

    >>> comparison_key("http://www.github.com/Italia/SPID/") == comparison_key("git@github.com:italia/spid.git")
    True
    """
    url = canonical(text)
    if url is None:
        return None
    return url.split("://", 1)[1].removeprefix("www.").casefold()


def is_same(one: str, other: str) -> bool:
    """Say whether two addresses name the same repository."""
    key = comparison_key(one)
    return key is not None and key == comparison_key(other)


def _repository_path(host: str, parts: SplitResult) -> str:
    segments = [segment for segment in parts.path.split("/") if segment not in {"", ".", ".."}]
    if "-" in segments[1:]:  # GitLab puts "/-/" between a project and its pages
        segments = segments[: segments.index("-", 1)]
    if host.removeprefix("www.") in _TWO_PART_HOSTS:
        segments = segments[:2]
    while segments and segments[-1].lower().endswith(".git"):
        segments[-1] = segments[-1][:-4]
        segments = [segment for segment in segments if segment]
    return "/".join(segments)
