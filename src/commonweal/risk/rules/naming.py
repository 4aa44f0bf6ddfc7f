"""By which package URLs what lies in a repository is known where it is a part of something else.

Source: ECMA-427 (package URLs), types github, gitlab, bitbucket and golang.
"""

from urllib.parse import urlsplit

from commonweal.standards import purl
from commonweal.standards.purl import Purl
from commonweal.standards.repository_url import canonical

_TYPES = {"github.com": "github", "gitlab.com": "gitlab", "bitbucket.org": "bitbucket"}


def packages_of(address: str) -> list[Purl]:
    """Give the packages that are the repository itself; a module of Go is called by its address.

    >>> [str(each) for each in packages_of("https://github.com/Italia/spid.git")]
    ['pkg:github/italia/spid', 'pkg:golang/github.com/Italia/spid']
    >>> packages_of("https://www.comune.example")
    []
    """
    url = canonical(address)
    parts = urlsplit(url or "")
    host = (parts.hostname or "").removeprefix("www.")
    owner, _, name = parts.path.strip("/").rpartition("/")
    if not owner or not name:
        return []
    meant = [(_TYPES[host], owner)] if host in _TYPES else []
    found = [purl.build(kind, namespace, name)[0] for kind, namespace in [*meant, ("golang", f"{host}/{owner}")]]
    return [each for each in found if each is not None]
