"""What a harvest decides, as pure functions on values: no database, no clock, no chance.

Source: the forks and variants of publiccode.yml 0.7.0; otherwise judgement, with thresholds in packs/politeness.yaml.
"""

import hashlib
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from commonweal.standards import repository_url
from commonweal.standards.publiccode import PublicCode, Relation, relation

HOST_DRIVERS = frozenset({"github", "gitlab", "gitea", "bitbucket"})
LOCAL_DRIVERS = frozenset({"local_git", "folder"})
# Where the address of a row is the address of the software and not where the file was found, a file cannot be a fork.
LISTING_DRIVERS = frozenset({"software_catalog_api", "foreign_json"})
SIDE_DIRECTORIES = frozenset({".github", ".well-known"})
# What changes by itself from day to day must not by itself make a repository "changed".
RESTLESS_FACTS = frozenset({"stars"})


@dataclass(frozen=True, slots=True)
class Known:
    """A repository as a source held it last: `files` are metadata paths with the revision of each."""

    url: str
    revision: str = ""
    facts: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    needs_reading: bool = False


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Addresses of what a source holds now against what is known, in the order found."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Departures:
    """What a completed run did not find: moved (from, to), missing, and whether so much that somebody must be asked."""

    moved: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    is_suspicious: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is not listed: a reason's code, and what belongs to this very case."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an entry lies: a repository and, for one of several components, a path in it."""

    url: str
    component_path: str = ""

    @property
    def key(self) -> str:
        """What is equal exactly for the same entry."""
        return f"{repository_url.comparison_key(self.url) or self.url}#{self.component_path}"


def reconcile(known: Mapping[str, Known], found: Iterable[Known]) -> Reconciled:
    """Sort what a source holds now into new, changed and same.

    A repository without a revision, or with something left to read, counts as changed: only reading it can tell.

    >>> reconcile({"a": Known("a", "1")}, [Known("a", "1"), Known("b", "1")])
    Reconciled(new=('b',), changed=(), same=('a',))
    """
    new, changed, same = [], [], []
    for repository in found:
        before = known.get(repository.url)
        if before is None:
            new.append(repository.url)
        elif before.needs_reading or not repository.revision or _state(before) != _state(repository):
            changed.append(repository.url)
        else:
            same.append(repository.url)
    return Reconciled(tuple(new), tuple(changed), tuple(same))


def departures(
    absent: Mapping[str, Known], arrived: Iterable[Known], *, known_count: int, share: float, applies_from: int
) -> Departures:
    """Tell what has moved and what is missing after a run that completed and did not see the absent ones.

    Moved is what is absent and has arrived elsewhere with exactly the same metadata files, and only when neither side
    is ambiguous. With less than `share` of at least `applies_from` known ones still there, the run is suspicious.
    """
    origins, targets = _by_files(absent.values()), _by_files(arrived)
    moved = tuple(
        (origins[files][0], targets[files][0])
        for files in sorted(origins)
        if len(origins[files]) == 1 and len(targets.get(files, ())) == 1
    )
    missing = tuple(sorted(absent.keys() - {origin for origin, _ in moved}))
    is_suspicious = known_count >= applies_from and known_count - len(missing) < share * known_count
    return Departures(moved, missing, is_suspicious)


def place(driver: str, address: str, group: str = "") -> tuple[str, str]:
    """Split the address of an account into its host and its account; other addresses stay whole.

    >>> place("gitlab", "https://gitlab.example/town/forms/")
    ('https://gitlab.example', 'town/forms')
    """
    address, group = address.strip().rstrip("/"), group.strip().strip("/")
    parts = urlsplit(address)
    if driver not in HOST_DRIVERS or group or not parts.netloc:
        return address, group
    account = parts.path.strip("/").removeprefix("orgs/").removeprefix("groups/")
    return f"{parts.scheme}://{parts.netloc}", account


def facts_digest(facts: Mapping[str, object]) -> str:
    """Digest what a host says of a repository, without what changes by itself."""
    lasting = {key: value for key, value in facts.items() if key not in RESTLESS_FACTS}
    return hashlib.sha256(json.dumps(lasting, sort_keys=True, default=str).encode()).hexdigest()


def component_path(path: str) -> str:
    """Give the directory that a metadata file describes.

    >>> component_path("apps/forms/publiccode.yml"), component_path(".github/publiccode.yml"), component_path("")
    ('apps/forms', '', '')
    """
    directory = PurePosixPath(path).parent
    if directory.name in SIDE_DIRECTORIES:
        directory = directory.parent
    return "" if str(directory) == "." else str(directory)


def placed(
    document: PublicCode | None, *, found_at: str, path: str, driver: str, former: Iterable[str] = ()
) -> Address | Refusal:
    """Say at which address a file's software is listed, or why it is not.

    `former` are earlier addresses of the repository: a file that still names one of them is no copy.
    """
    if document is None:
        return Refusal("unreadable")
    if not document.name:
        return Refusal("no_name")
    component = component_path(path)
    at_host = repository_url.canonical(found_at)
    declared = repository_url.canonical(document.url or "")
    if at_host is None or driver == "website":
        return Address(declared, component) if declared else Refusal("no_address", document.url or "")
    is_elsewhere = relation(document, at_host) is Relation.TECHNICAL_FORK
    if is_elsewhere and driver not in LISTING_DRIVERS and not any(_is_same(declared, each) for each in former):
        return Refusal("fork", document.url or "")
    return Address(at_host, component)


def speaks_better(candidate: str, holder: str, address: str) -> bool:
    """Whether one repository rather than another is the home of an address, judging by its name.

    >>> speaks_better("file:///srv/forms.git", "file:///srv/copy-of-forms.git", "https://git.example.org/borgo/forms")
    True
    """
    wanted = _last_part(address)
    return _last_part(candidate) == wanted != _last_part(holder)


def next_due(finished_at: datetime, interval_hours: int, *, spread: float, chance: float) -> datetime:
    """Give the moment of the next harvest: the interval, moved by up to `spread` either way; `chance` lies in 0…1."""
    return finished_at + timedelta(hours=interval_hours) * (1 + spread * (2 * chance - 1))


def retry_wait(
    attempts: int, *, asked_seconds: float | None, first: timedelta, longest: timedelta, chance: float
) -> timedelta:
    """Give how long to leave an unavailable host alone: what it asked for, else doubling, with up to half more."""
    doubled = min(first * int(2 ** min(attempts - 1, 20)), longest)
    asked = timedelta(seconds=asked_seconds or 0)
    return max(doubled, asked) * (1 + chance / 2)


def is_too_old(started_at: datetime, now: datetime, *, hours: int) -> bool:
    """Whether a run that was cut off should start afresh instead of going on."""
    return now - started_at > timedelta(hours=hours)


def slug(text: str) -> str:
    """Spell a publisher's name for an address, never empty.

    >>> slug("Comune di Forlì-Cesena"), slug("?")
    ('comune-di-forli-cesena', 'unknown')
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return "-".join(words)[:120].rstrip("-") or "unknown"


def _state(repository: Known) -> tuple[str, str]:
    return repository.revision, repository.facts


def _by_files(repositories: Iterable[Known]) -> dict[tuple[tuple[str, str], ...], list[str]]:
    """Group addresses by their metadata files; without any, nothing tells two repositories to be the same."""
    groups: dict[tuple[tuple[str, str], ...], list[str]] = defaultdict(list)
    for repository in repositories:
        if repository.files and all(repository.files.values()):
            groups[tuple(sorted(repository.files.items()))].append(repository.url)
    return groups


def _is_same(one: str | None, other: str) -> bool:
    return one is not None and repository_url.is_same(one, other)


def _last_part(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2].casefold().removesuffix(".git").removesuffix(".yml").removesuffix(".yaml")
