"""What lies behind an address that a person pasted: a metadata file, or else the files to make one from.

Meant for somebody who waits for it, and who may be a stranger: few requests, nothing that asks for a token to be seen,
and one repository at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from commonweal.connectors import remote_git, website
from commonweal.connectors.answers import parts_of
from commonweal.connectors.failures import HostUnavailable, NotFound, NotPermitted
from commonweal.connectors.hosts import HOSTS, host_of
from commonweal.connectors.http import Client
from commonweal.connectors.metadata_paths import chosen, component_of, is_metadata_path
from commonweal.connectors.repositories import MetadataFile, MetadataFiles, Repository
from commonweal.connectors.trees import MAX_FILE_BYTES, Choose
from commonweal.standards.pasted_address import Pasted
from commonweal.standards.problems import Problem

# Of the paths there are and the directory that was asked for, those to make a metadata file from.
Wanted = Callable[[Iterable[str], str], Sequence[str]]
_NOTHING_TO_SEE = frozenset({401, 403, 404, 410, 451})


class NotARepository(NotFound):
    """The address leads to something else than a repository or a file."""


@dataclass(frozen=True, slots=True)
class Found:
    """A metadata file, or else the content of other files by path; the repository, unless one file alone was asked."""

    repository: Repository | None = None
    file: MetadataFile | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)


def look_up(client: Client, pasted: Pasted, wanted: Wanted) -> Found:
    """Find the metadata file an address means, or the wanted files of its repository.

    Raises HostUnavailable, NotARepository, NotFound, NotPermitted, Refused.
    """
    if pasted.file:
        file = _file(client, pasted)
        if file is not None:
            return Found(file=file)
        if pasted.file in {pasted.url, pasted.repository}:
            raise NotFound(f"{pasted.file} is not there, or is no file.")
    if not parts_of(pasted.repository).path.strip("/"):
        return _site(client, pasted)
    choose = _choice(pasted.directory, wanted)
    try:
        repository, files = _repository(client, pasted, choose)
    except HostUnavailable as failure:
        # A host that has answered enough for now through its API mostly still answers git.
        if failure.retry_after_seconds is None:
            raise
        repository, files = _by_git(client, f"{pasted.repository}.git", choose)
    if len(files) == 1 and is_metadata_path(files[0].path):
        return Found(repository, files[0])
    return Found(repository, files={file.path: file.content for file in files if file.content is not None})


def _file(client: Client, pasted: Pasted) -> MetadataFile | None:
    """Fetch one file as anybody could; None where there is none, or a page instead."""
    # With our token a host would show us what the person who asks may not see.
    with Client(replace(client.settings, tokens={})) as visitor:
        answer = visitor.get(pasted.file, also=_NOTHING_TO_SEE, max_bytes=MAX_FILE_BYTES)
    if answer.status in _NOTHING_TO_SEE or website.is_page(answer):
        return None
    path = PurePosixPath(pasted.directory) / PurePosixPath(parts_of(pasted.file).path).name
    return MetadataFile(str(path), answer.content, answer.revision, pasted.url)


def _site(client: Client, pasted: Pasted) -> Found:
    try:
        site = website.site(client, pasted.repository)
    except NotFound as error:
        raise NotARepository(str(error)) from error
    return Found(site, site.files[0])


def _repository(client: Client, pasted: Pasted, choose: Choose) -> tuple[Repository, MetadataFiles]:
    name = host_of(client, pasted.repository)
    if name is None:
        try:
            return _by_git(client, pasted.repository, choose)
        except NotFound as error:
            raise NotARepository(str(error)) from error
    if "/" not in parts_of(pasted.repository).path.strip("/"):
        raise NotARepository(f"{pasted.repository} is an account.")
    host = HOSTS[name]
    repository = host.repository(client, pasted.repository)
    if repository.is_private:
        raise NotPermitted(f"{pasted.repository} is not public.")
    if pasted.ref and repository.default_branch:
        files = host.metadata_files(client, replace(repository, default_branch=pasted.ref), {}, choose)
        if files:
            return repository, files
    return repository, host.metadata_files(client, repository, {}, choose)


def _by_git(client: Client, url: str, choose: Choose) -> tuple[Repository, MetadataFiles]:
    repository = remote_git.repository(client, url)
    return repository, remote_git.metadata_files(client, repository, {}, choose)


def _choice(directory: str, wanted: Wanted) -> Choose:
    def choose(paths: Iterable[str]) -> tuple[list[str], list[Problem]]:
        there = list(paths)
        nearest = _nearest(chosen(there)[0], directory)
        return [nearest] if nearest else list(wanted(there, directory)), []

    return choose


def _nearest(described: Sequence[str], directory: str) -> str | None:
    """Choose the file that describes the directory or the nearest one around it; for the root, else the first."""
    by_component = {component_of(path): path for path in described}
    here = PurePosixPath(directory)
    around = next((by_component[str(each)] for each in (here, *here.parents) if str(each) in by_component), None)
    return around or (described[0] if described and not directory else None)
