"""What the network brought, as values for the actions: readings of repositories and of their metadata files."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from commonweal.connectors.repositories import MetadataFile, Repository
from commonweal.harvest import rules
from commonweal.standards import publiccode
from commonweal.standards.problems import Problem
from commonweal.standards.publiccode import PublicCode

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A metadata file and what it says; `is_unchanged` files were not fetched and say nothing here."""

    path: str
    revision: str
    url: str = ""
    raw: str = ""
    document: PublicCode | None = None
    problems: tuple[Problem, ...] = ()
    is_unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A repository with its files; without `files` (None) it is the same as before and nothing was asked.

    With a `failure` it could not be asked, and what is known of it stands.
    """

    repository: Repository
    facts: Mapping[str, Json]
    files: tuple[ReadFile, ...] | None = None
    listing_revision: str = ""
    problems: tuple[Problem, ...] = field(default=())
    failure: str = ""

    @property
    def known(self) -> rules.Known:
        """What reconciling compares."""
        return rules.Known(self.repository.url, self.repository.revision or "", rules.facts_digest(self.facts))


def read_file(file: MetadataFile) -> ReadFile:
    """Understand one file; never raises."""
    if file.content is None:
        return ReadFile(file.path, file.revision, file.url, is_unchanged=True)
    document, problems = publiccode.read(file.content)
    # PostgreSQL stores no NUL in text.
    raw = file.content.decode("utf-8", "replace").replace("\x00", "\ufffd")
    return ReadFile(file.path, file.revision, file.url, raw, document, tuple(problems))


def facts_of(repository: Repository) -> dict[str, Json]:
    """What the host says of a repository, as the catalogue keeps it; what it does not say is left out."""
    told: dict[str, Json] = {
        "is_archived": repository.is_archived,
        "is_fork": repository.is_fork,
        "parent_url": repository.parent_url,
        "description": repository.description,
        "language": repository.language,
        "homepage": repository.homepage,
        "licence": repository.licence,
        "default_branch": repository.default_branch,
        "topics": list(repository.topics),
        "stars": repository.stars,
        "last_activity": repository.last_activity.isoformat() if repository.last_activity else None,
        "created_at": repository.created_at.isoformat() if repository.created_at else None,
    }
    return {key: value for key, value in told.items() if value not in (None, "", [])}


def problem_rows(problems: tuple[Problem, ...]) -> list[dict[str, Json]]:
    """Problems as JSON."""
    return [asdict(problem) | {"severity": problem.severity.value} for problem in problems]
