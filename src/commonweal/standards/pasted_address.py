"""What a person means who pastes an address: a repository, a directory of it, or one file.

Source: the page addresses of GitHub (`/tree/`, `/blob/`, `/raw/`), GitLab (`/-/tree/`), Gitea and Forgejo
(`/src/branch/`), Bitbucket (`/src/`); git-clone(1) "GIT URLS"; raw.githubusercontent.com.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from commonweal.standards import repository_url

_LONGEST = 2_000
_LONGEST_HOST = 260
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?(?:/|\Z)")
_PAGES_OF_FILES = frozenset({"blob", "raw", "edit", "blame", "src"})
_PAGES = _PAGES_OF_FILES | {"tree"}
_KINDS_OF_REF = frozenset({"branch", "tag", "commit"})
_RAW_HOST = "raw.githubusercontent.com"


@dataclass(frozen=True, slots=True)
class Pasted:
    """An address in one spelling, and what it means.

    `repository` is the page of the repository; `ref` and `directory` say where in it, if the address does. `file` is
    where the bytes of one YAML file lie, "" when the address names no such file.
    """

    url: str
    host: str
    repository: str
    ref: str = ""
    directory: str = ""
    file: str = ""


def read(text: str) -> Pasted | None:
    """Read an address in any usual spelling, also without https://; None where it is none.

    >>> read("github.com/italia/spid/blob/main/publiccode.yml").file
    'https://github.com/italia/spid/raw/main/publiccode.yml'
    """
    text = text.strip().strip("<>\"'")
    if len(text) > _LONGEST - len("https://"):
        return None
    if _BARE.match(text) and "@" not in text.split("/", 1)[0]:
        text = f"https://{text}"
    address = repository_url.canonical(text)
    host = urlsplit(address or "").netloc
    if address is None or len(host) > _LONGEST_HOST:
        return None
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"}:
        return Pasted(address, host, address)
    # One spelling, in which nobody's password stays; what follows "?" says how a page is shown.
    plain = f"{parts.scheme}://{host}"
    segments = [segment for segment in parts.path.split("/") if segment not in {"", ".", ".."}]
    if host == _RAW_HOST:
        return _raw_on_github(plain, host, segments)
    return _page(plain, host, segments) or _file_or_repository(text, plain, host, segments)


def _raw_on_github(plain: str, host: str, segments: list[str]) -> Pasted | None:
    if len(segments) < 4:
        return None
    owner, name, *place = segments
    ref, _ = _ref_and_inside(place)
    url = f"{plain}/{'/'.join(segments)}"
    file = url if _is_yaml(segments[-1]) else ""
    return Pasted(url, host, f"https://github.com/{owner}/{name}", unquote(ref), "", file)


def _page(plain: str, host: str, segments: list[str]) -> Pasted | None:
    """Read a page of a directory or a file; None for every other page."""
    position = _position_of_page(host, segments)
    if position is None:
        return None
    page, *place = segments[position:]
    repository_segments = segments[:position][:-1] if segments[position - 1] == "-" else segments[:position]
    repository = repository_url.canonical(f"{plain}/{'/'.join(repository_segments)}")
    if repository is None or not place:
        return None
    ref, inside = _ref_and_inside(place)
    url = f"{plain}/{'/'.join(segments)}"
    if page == "tree" or not inside:
        return Pasted(url, host, repository, unquote(ref), unquote("/".join(inside)))
    if page == "src" and "." not in inside[-1]:  # Gitea and Bitbucket show directories and files under one name
        return Pasted(url, host, repository, unquote(ref), unquote("/".join(inside)))
    raw = "/".join([*segments[:position], "raw", *place])
    file = f"{plain}/{raw}" if _is_yaml(inside[-1]) else ""
    return Pasted(url, host, repository, unquote(ref), unquote("/".join(inside[:-1])), file)


def _ref_and_inside(place: list[str]) -> tuple[str, list[str]]:
    """Part the branch from the path; a branch with a slash in its name cannot be told, and loses its tail."""
    skipped = 2 if place[0] == "refs" and len(place) > 2 else 1 if place[0] in _KINDS_OF_REF and len(place) > 1 else 0
    return place[skipped], place[skipped + 1 :]


def _position_of_page(host: str, segments: list[str]) -> int | None:
    """Say where the kind of page stands: after "/-/" on GitLab, elsewhere after owner and name."""
    if "-" in segments[1:-1]:
        position = segments.index("-", 1) + 1
        return position if segments[position] in _PAGES else None
    if "gitlab" in host.split("."):
        return None
    return next((place for place in range(2, len(segments)) if segments[place] in _PAGES), None)


def _file_or_repository(text: str, plain: str, host: str, segments: list[str]) -> Pasted | None:
    repository = repository_url.canonical(text) or plain
    url = f"{plain}/{'/'.join(segments)}" if segments else plain
    if segments and _is_yaml(segments[-1]):
        query = urlsplit(text).query
        file = f"{url}?{query}" if query else url
        return Pasted(file, host, repository, file=file)
    return Pasted(repository, host, repository)


def _is_yaml(name: str) -> bool:
    return name.lower().endswith((".yml", ".yaml"))
