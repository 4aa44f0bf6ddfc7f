"""A git repository behind an address that no host module knows: asked with git itself, as little as git can.

`ls-remote` tells whether anything changed; then a clone of depth 1 without blobs into a temporary directory, and a
fetch of the few blobs wanted. git resolves names by itself, so it is told the address that was checked and forbidden
to follow redirects.

Source: git-clone(1), git-ls-remote(1), git-config(1) (http.curloptResolve, http.followRedirects), partial-clone design.
"""

from __future__ import annotations

import re
import resource
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from commonweal.connectors.answers import parts_of
from commonweal.connectors.failures import HostUnavailable, NotFound, Refused, TooSlow
from commonweal.connectors.git_objects import ENVIRONMENT, Search, objects_of, tree_of
from commonweal.connectors.http import Client
from commonweal.connectors.local_git import head
from commonweal.connectors.metadata_paths import chosen
from commonweal.connectors.repositories import MetadataFiles, Page, Repository, Target
from commonweal.connectors.trees import MAX_FILE_BYTES, Choose, metadata_of

_TIMEOUT_SECONDS = 120
_MAX_FILE_BYTES = 200_000_000
_HEAD = re.compile(r"^([0-9a-f]{40,64})\tHEAD$", re.MULTILINE)
_SAYS_THAT_NOTHING_IS_THERE = ("not found", "terminal prompts disabled", "not valid: ", "invalid server response")
_BRANCH = re.compile(r"^ref: refs/heads/(\S+)\tHEAD$", re.MULTILINE)


def repositories(client: Client, target: Target, after: str | None = None) -> Iterator[Page]:
    """Yield the one page with the one repository."""
    del after
    yield Page((repository(client, target.url),))


def repository(client: Client, url: str) -> Repository:
    """Ask for the head of a repository. Raises HostUnavailable, NotFound, Refused."""
    said = run_git(client, url, "ls-remote", "--symref", "--", url, "HEAD")
    commit, branch = _HEAD.search(said), _BRANCH.search(said)
    names = [part for part in parts_of(url).path.split("/") if part]
    return Repository(
        url=url.removesuffix(".git"),
        name=names[-1].removesuffix(".git") if names else parts_of(url).netloc,
        driver="remote_git",
        owner="/".join(names[:-1]),
        clone_url=url,
        default_branch=branch[1] if branch else "",
        revision=commit[1] if commit else None,
    )


def metadata_files(
    client: Client, repository: Repository, known: Mapping[str, str], choose: Choose = chosen
) -> MetadataFiles:
    """Clone without blobs, search the tree, then fetch the new blobs. Raises HostUnavailable, NotFound, Refused."""
    if repository.revision is None:
        return MetadataFiles()
    url = repository.clone_url
    with tempfile.TemporaryDirectory(prefix="commonweal-clone-") as directory:
        place = Path(directory) / "clone.git"
        sparing = ("--bare", "--depth=1", "--filter=blob:none", "--no-tags", "--single-branch", "--template=")
        run_git(client, url, "clone", "--quiet", *sparing, "--", url, str(place))
        with objects_of(place) as objects:
            search = Search(objects)
            found = dict(search.blobs(tree_of(objects.read(head(place)[1] or "", "commit"))))
        wanted = {found[path] for path in choose(found)[0] if known.get(path) != found[path]}
        if wanted:
            # By the name of the remote: only of that one git accepts that objects are missing.
            asked = ("--no-tags", "--no-write-fetch-head", "--filter=blob:none", "--quiet")
            run_git(client, url, f"--git-dir={place}", "fetch", *asked, "origin", *sorted(wanted))
        with objects_of(place) as objects:
            return metadata_of(
                found,
                known,
                lambda blob: objects.read(blob, "blob", MAX_FILE_BYTES),
                lambda path: f"{repository.url}#{path}",
                search.problems,
                choose,
            )


def run_git(client: Client, url: str, *arguments: str, more: Mapping[str, str] | None = None) -> str:
    """Run git against one checked address and return what it says; `more` are settings of git besides ours.

    Raises HostUnavailable, NotFound, Refused, TooSlow.
    """
    parts = parts_of(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise Refused(f"{url!r} is not an address of http or https.")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = client.checked_addresses(parts.hostname, port)[0]
    pinned = f"[{address}]" if ":" in address else address
    settings = {
        "http.curloptResolve": f"{parts.hostname}:{port}:{pinned}",
        "http.followRedirects": "false",
        "http.lowSpeedLimit": "1000",
        "http.lowSpeedTime": "20",
        "http.proxy": "",
        "http.userAgent": client.user_agent,
        "credential.helper": "",
        "fetch.fsckObjects": "true",
        "fetch.negotiationAlgorithm": "noop",
        "gc.auto": "0",
        **(more or {}),
    }
    options = [option for key, value in settings.items() for option in ("-c", f"{key}={value}")]
    command = ["git", "--no-pager", *options, *arguments]
    environment = {**ENVIRONMENT, "GIT_ALLOW_PROTOCOL": "http:https"}
    seconds = client.seconds_left(_TIMEOUT_SECONDS)
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        # git has no limit of its own for what a server sends; its children inherit this one.
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (_MAX_FILE_BYTES, _MAX_FILE_BYTES))
        try:
            said, complaint = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise TooSlow(f"git took more than {seconds:.0f} seconds for {url}.") from error
    if process.returncode == 0:
        return said.decode("utf-8", "replace")
    reason = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2][:300]
    if any(words in reason.lower() for words in _SAYS_THAT_NOTHING_IS_THERE):
        raise NotFound(f"{url} is not a repository that everyone may read.")
    raise HostUnavailable(f"git cannot read {url}: {reason}")
