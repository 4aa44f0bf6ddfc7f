"""Git repositories on this machine: a work tree, a bare repository, or a directory with any number of them.

The content is a stranger's, and so is the configuration inside the repository. Nothing is checked out and nothing of
it is run: no hooks, no filters, no pager, no lazy fetches, no transport at all. One `git cat-file --batch` per
repository reads the commit, the trees and the blobs; where the head commit lies loose, listing starts no process.

Source: git-cat-file(1), gitrepository-layout(5), git(1) on environment variables; tree objects as in "Git Internals".
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from commonweal.connectors.answers import parts_of
from commonweal.connectors.failures import HostUnavailable, NotFound
from commonweal.connectors.git_objects import Search, commit_moment, loose_commit, objects_of, tree_of
from commonweal.connectors.http import Client
from commonweal.connectors.repositories import MetadataFiles, Page, Repository, Target, odd
from commonweal.connectors.trees import MAX_FILE_BYTES, metadata_of
from commonweal.standards.problems import Problem

_PAGE_SIZE = 100
_SEARCH_DEPTH = 4
_OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def repositories(client: Client, target: Target, after: str | None = None) -> Iterator[Page]:
    """Walk the repositories under a directory by name; the cursor is the path of the last one.

    Raises NotFound when the directory is not there.
    """
    del client
    root = local_path(target.url)
    if not root.is_dir():
        raise NotFound(f"{root} is not a directory.")
    waiting: list[Path] = []
    for found in _git_directories(root):
        if after is not None and f"{found.relative_to(root)}/" <= f"{after}/":
            continue
        if len(waiting) == _PAGE_SIZE:
            yield _page(root, waiting, is_last=False)
            waiting = []
        waiting.append(found)
    yield _page(root, waiting, is_last=True)


def metadata_files(client: Client, repository: Repository, known: Mapping[str, str]) -> MetadataFiles:
    """Search the tree of the head commit to a bounded depth and read each new blob."""
    del client
    if repository.revision is None:
        return MetadataFiles()
    directory = Path(repository.api_url)
    with objects_of(directory) as objects:
        search = Search(objects)
        found = dict(search.blobs(tree_of(objects.read(repository.revision, "commit"))))

        def page_of(path: str) -> str:
            return f"{repository.url}#{path}"

        def read(blob: str) -> bytes:
            return objects.read(blob, "blob", MAX_FILE_BYTES)

        return metadata_of(found, known, read, page_of, search.problems)


def local_path(url: str) -> Path:
    """Return the path that a `file:` address or a plain path names.

    >>> str(local_path("file:///srv/git"))
    '/srv/git'
    """
    return Path(unquote(parts_of(url).path)) if url.startswith("file:") else Path(url)


def git_directory(path: Path) -> Path | None:
    """Return the git directory of a work tree or bare repository, None where there is none."""
    dot_git = path / ".git"
    if dot_git.is_file():
        pointed = dot_git.read_text(errors="replace").removeprefix("gitdir:").strip()
        dot_git = path / pointed
    for candidate in (dot_git, path):
        if (candidate / "HEAD").is_file() and (shared_directory(candidate) / "objects").is_dir():
            return candidate
    return None


def head(git_directory: Path) -> tuple[str, str | None]:
    """Return the branch and the commit id of the head, read from the files; no commit is None."""
    content = _first_line(git_directory / "HEAD")
    if not content.startswith("ref: "):
        return "", content if _OBJECT_ID.fullmatch(content) else None
    ref = content.removeprefix("ref: ").strip()
    branch = ref.removeprefix("refs/heads/")
    shared = shared_directory(git_directory)
    if not ref.startswith("refs/") or ".." in ref:
        return branch, None
    for home in (git_directory, shared):
        commit = _first_line(home / ref)
        if _OBJECT_ID.fullmatch(commit):
            return branch, commit
    return branch, _packed_ref(shared / "packed-refs", ref)


def described(path: Path, url: str = "", driver: str = "local_git") -> tuple[Repository, Problem | None]:
    """Describe one repository by its files; a head that cannot be read is a problem of its own."""
    directory = git_directory(path)
    if directory is None:
        raise NotFound(f"{path} is not a git repository.")
    branch, commit = head(directory)
    last_activity, problem = None, None
    if commit is not None:
        try:
            last_activity = _last_activity(directory, commit)
        except HostUnavailable as error:
            problem = odd(str(path), str(error), "unreadable-repository")
    address = url or path.resolve().as_uri()
    name = path.resolve().name.removesuffix(".git")
    repository = Repository(
        url=address,
        name=name,
        driver=driver,
        owner=path.resolve().parent.name,
        clone_url=address,
        api_url=str(directory),
        default_branch=branch,
        last_activity=last_activity,
        revision=commit,
    )
    return repository, problem


def _page(root: Path, found: list[Path], *, is_last: bool) -> Page:
    read = [described(path) for path in found]
    problems = tuple(problem for _, problem in read if problem is not None)
    onward = None if is_last else str(found[-1].relative_to(root))
    return Page(tuple(repository for repository, _ in read), onward, problems)


def _last_activity(directory: Path, commit: str) -> datetime | None:
    """Read the date of the head commit, from its file when it is loose, else through git."""
    loose = loose_commit(shared_directory(directory), commit)
    if loose is not None:
        return commit_moment(loose)
    with objects_of(directory) as objects:
        return commit_moment(objects.read(commit, "commit"))


def shared_directory(git_directory: Path) -> Path:
    """Return where objects and branches lie; for a linked work tree that is another directory."""
    return git_directory / _first_line(git_directory / "commondir")


def _packed_ref(packed: Path, ref: str) -> str | None:
    try:
        lines = packed.read_text(errors="replace").splitlines()
    except OSError:
        return None
    return next((line[: -len(ref) - 1] for line in lines if line.endswith(f" {ref}") and line[0] not in "#^"), None)


def _first_line(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.readline(1_000).strip()
    except OSError:
        return ""


def _git_directories(root: Path, depth: int = 0) -> Iterator[Path]:
    """Find repositories under a directory, in the order of their relative paths; never inside another repository."""
    if git_directory(root) is not None:
        yield root
        return
    if depth == _SEARCH_DEPTH:
        return
    try:
        # A slash ends each name, so that the order is that of the whole paths, which is the order of the cursor.
        below = sorted((each for each in os.scandir(root) if each.is_dir(follow_symlinks=False)), key=_sort_key)
    except PermissionError:
        return
    for each in below:
        yield from _git_directories(Path(each.path), depth + 1)


def _sort_key(entry: os.DirEntry[str]) -> str:
    return f"{entry.name}/"
