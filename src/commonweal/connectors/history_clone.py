"""A history fetched from an address: commits and tags of the default branch, and of the files as little as is asked.

Treeless, git fetches commits alone; then the two upper floors of the head's tree, for the names of the files there, and
`.mailmap`. With `with_trees` every tree comes, still without contents. Guarded as in `remote_git`: the checked address,
no redirects, a limit of time and size; what lies in the temporary directory is deleted afterwards.

Source: git-clone(1) (--filter, --single-branch), git-rev-list(1) (--filter=tree:<depth>), git-fsck(1) (message ids).
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from commonweal.connectors import remote_git
from commonweal.connectors.failures import HostUnavailable, NotFound, Refused, SourceFailure
from commonweal.connectors.git_objects import ENVIRONMENT, objects_of, tree_of
from commonweal.connectors.http import Client
from commonweal.connectors.local_git import head
from commonweal.connectors.repositories import Repository

_MAX_NAMES = 2_000
_LONGEST_LIST_BYTES = 1_000_000
_SECONDS = 30
# Slips of old programs that harm nobody who only reads; a server that refused them would hide whole histories.
_SLIPS = (
    "badTimezone",
    "badDate",
    "badDateOverflow",
    "missingSpaceBeforeDate",
    "missingSpaceBeforeEmail",
    "missingNameBeforeEmail",
    "missingEmail",
    "badEmail",
    "badName",
    "zeroPaddedDate",
    "zeroPaddedFilemode",
    "missingTaggerEntry",
    "nulInCommit",
    "multipleAuthors",
    "badTagName",
)
_SETTINGS = {f"fetch.fsck.{slip}": "ignore" for slip in _SLIPS}


@dataclass(frozen=True, slots=True)
class Clone:
    """Where a clone lies, what its branch and head are, and the names of files in the two upper floors of the head."""

    place: Path
    branch: str
    head: str | None
    names: tuple[str, ...] | None


def ask(client: Client, url: str) -> Repository:
    """Ask for the head of the repository at an address, with or without `.git` behind it.

    Raises HostUnavailable, NotFound, Refused, TooSlow.
    """
    plain = url.rstrip("/").removesuffix(".git")
    try:
        # Hosts that redirect do so to the address with .git, which is therefore asked first.
        return remote_git.repository(client, f"{plain}.git")
    except Refused:
        raise
    except (HostUnavailable, NotFound) as failure:
        try:
            return remote_git.repository(client, plain)
        except SourceFailure:
            raise failure from None


@contextmanager
def cloned(client: Client, repository: Repository, *, with_trees: bool = False) -> Iterator[Clone]:
    """Clone the history of the default branch into a directory that is gone afterwards.

    Raises HostUnavailable, NotFound, Refused, TooSlow.
    """
    url = repository.clone_url
    with tempfile.TemporaryDirectory(prefix="commonweal-history-clone-") as directory:
        place = Path(directory) / "clone.git"
        sparing = ("--bare", "--single-branch", "--no-hardlinks", "--template=")
        kind = "--filter=blob:none" if with_trees else "--filter=tree:0"
        remote_git.run_git(client, url, "clone", "--quiet", *sparing, kind, "--", url, str(place), more=_SETTINGS)
        branch, commit = head(place)
        names = None if commit is None else _names(client, url, place, commit)
        yield Clone(place, branch, commit, names)


def names_in(git_directory: Path, commit: str) -> tuple[str, ...]:
    """List the files in the two upper floors of a commit that is wholly here. Raises HostUnavailable."""
    upper = _listed(git_directory, "-z", commit, "--", *_folders(git_directory, commit))
    return tuple(name for kind, _, name in (*_entries(_listed(git_directory, "-z", commit)), *_entries(upper)) if kind)


def _names(client: Client, url: str, place: Path, commit: str) -> tuple[str, ...] | None:
    """Fetch the upper floors of the head's tree and `.mailmap`; None from a server that does not give them."""
    with objects_of(place) as objects:
        tree = tree_of(objects.read(commit, "commit"))
    asked = ("--no-tags", "--no-write-fetch-head", "--quiet")
    try:
        fetch = (f"--git-dir={place}", "fetch", *asked)
        remote_git.run_git(client, url, *fetch, "--filter=tree:2", "origin", tree, more=_SETTINGS)
        found = list(_entries(_listed(place, "-z", tree)))
        mailmap = next((object_id for kind, object_id, name in found if kind and name == ".mailmap"), None)
        if mailmap:
            remote_git.run_git(client, url, *fetch, "--filter=blob:none", "origin", mailmap, more=_SETTINGS)
        return names_in(place, commit)
    except HostUnavailable:
        return None


def _folders(place: Path, commit: str) -> list[str]:
    return [f"{name}/" for kind, _, name in _entries(_listed(place, "-z", commit)) if not kind][:200]


def _listed(place: Path, *arguments: str) -> bytes:
    """List trees as git does, of what is here alone. Raises HostUnavailable."""
    command = ["git", "--no-pager", f"--git-dir={place}", "ls-tree", *arguments]
    try:
        said = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, env=ENVIRONMENT, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise HostUnavailable("git took too long to list the files.") from error
    if said.returncode:
        raise HostUnavailable("The files of the newest commit cannot be listed.")
    return said.stdout[:_LONGEST_LIST_BYTES]


def _entries(listed: bytes) -> Iterator[tuple[bool, str, str]]:
    """Yield whether it is a file, the object id and the name."""
    for line in listed.decode("utf-8", "replace").split("\0")[:_MAX_NAMES]:
        about, tab, name = line.partition("\t")
        mode, _, rest = about.partition(" ")
        kind, _, object_id = rest.partition(" ")
        if tab and mode != "160000":
            yield kind == "blob", object_id, name
