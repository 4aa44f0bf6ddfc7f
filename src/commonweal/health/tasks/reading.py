"""Reading a history that lies on this machine, and counting it; nothing here needs the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings

from commonweal.connectors import history_clone
from commonweal.connectors.failures import HostUnavailable, NotFound
from commonweal.connectors.git_history import Commit, Glance, history_of
from commonweal.connectors.http import Client, ClientSettings
from commonweal.connectors.local_git import git_directory, head
from commonweal.health.actions import Found
from commonweal.health.models import Reach
from commonweal.health.queries.packs import health_packs
from commonweal.health.rules.facts import facts_of
from commonweal.health.rules.files import FileTally
from commonweal.health.rules.identities import people
from commonweal.health.rules.tally import Tally, work_of


def read_history(
    place: Path, now: datetime, *, names: Sequence[str] | None, owner: frozenset[str] | None = None, with_files: bool
) -> Found:
    """Count the history in a git directory; with `with_files` also who changed which file (H7).

    `names` are the files of the head's upper floors, None where they are not known.
    Raises HostUnavailable, TooLarge, TooSlow.
    """
    packs = health_packs()
    tally = Tally(packs.bots, now)
    files = FileTally(packs.bots) if with_files else None
    with history_of(place) as history:
        commits = _both(history.commits(with_changes=True), files) if files else history.glances()
        work = work_of(commits, tally, packs.merging, packs.domains)
        tags = history.tags()
        is_shallow, commit = history.is_shallow, history.head
    changed = files.files(people(files.identities(), packs.merging)) if files else None
    reach = Reach.SHALLOW if is_shallow else Reach.FULL if with_files else Reach.TREELESS
    facts = facts_of(work, tags, now, owner=owner, changed=None if is_shallow else changed, names=names)
    return Found(head(place)[0], commit or "", reach.value, facts, now)


def read_local(path: Path, now: datetime) -> Found:
    """Count a work tree or bare repository of this machine, with its files where they are all here.

    Raises HostUnavailable, NotFound, TooLarge, TooSlow.
    """
    place = git_directory(path)
    if place is None:
        raise NotFound(f"{path} is not a git repository.")
    commit = head(place)[1]
    try:
        names = history_clone.names_in(place, commit) if commit else None
    except HostUnavailable:
        # The trees are not here, as in a clone of commits alone.
        return read_history(place, now, names=None, with_files=False)
    try:
        return read_history(place, now, names=names, with_files=True)
    except HostUnavailable:
        return read_history(place, now, names=names, with_files=False)


def read_address(url: str, now: datetime, *, with_files: bool = False) -> Found:
    """Clone the history at an address and count it, without keeping anything.

    Raises HostUnavailable, NotFound, Refused, TooLarge, TooSlow.
    """
    with Client(client_settings()) as client:
        repository = history_clone.ask(client, url)
        with history_clone.cloned(client, repository, with_trees=with_files) as clone:
            return read_history(clone.place, now, names=clone.names, with_files=with_files)


def client_settings() -> ClientSettings:
    """What the installation says about reaching hosts; no token, since only what everybody may see is looked at."""
    return ClientSettings(contact=settings.SITE_URL, allow_private=frozenset(settings.PRIVATE_HOSTS))


def _both(commits: Iterator[Commit], files: FileTally) -> Iterator[Glance]:
    for commit in commits:
        files.add(commit)
        yield commit.glance
