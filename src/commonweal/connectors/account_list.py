"""Published lists of the accounts where public bodies keep their code, turned into targets.

Four shapes are known: accounts by forge (France: code.gouv.fr "comptes-organismes-publics"), programme offices their
accounts (France and Denmark), publishers with `codeHosting` (the Netherlands, and every Italian-style catalogue), and
GitHub accounts by country (government.github.com).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import yaml

from commonweal.connectors import repository_list
from commonweal.connectors.answers import parts_of, text
from commonweal.connectors.documents import content_of
from commonweal.connectors.failures import HostUnavailable, SourceFailure
from commonweal.connectors.hosts import HOSTS, host_by_name
from commonweal.connectors.http import Client
from commonweal.connectors.repositories import MetadataFiles, Page, Repository, Target, odd
from commonweal.standards.problems import Problem, Severity

_FORGES = {"github": "github", "gitlab": "gitlab", "gitea": "gitea", "forgejo": "gitea", "bitbucket": "bitbucket"}
_Found = tuple[list[Target], list[Problem]]


def repositories(client: Client, target: Target, after: str | None = None) -> Iterator[Page]:
    """Walk every account of the list in turn; the cursor is the account's number and the cursor within it.

    Raises what fetching the list raises. An account that cannot be asked is a problem of its page.
    """
    found, problems = targets(content_of(client, target.url))
    if problems or not found:
        yield Page((), after or "0:", tuple(problems)) if found else Page((), None, tuple(problems))
    yield from walk(client, found, after)


def walk(client: Client, found: Sequence[Target], after: str | None = None) -> Iterator[Page]:
    """Walk accounts in turn, each by its own driver."""
    first, _, inner = (after or "0:").partition(":")
    for number in range(int(first), len(found)):
        is_last = number + 1 == len(found)
        beyond = None if is_last else f"{number + 1}:"
        for page in _of_account(client, found[number], inner or None):
            onward = beyond if page.next is None else f"{number}:{page.next}"
            named = tuple(_with_publisher(each, found[number]) for each in page.repositories)
            yield Page(named, onward, page.problems, page.is_partial)
        inner = ""


def metadata_files(client: Client, repository: Repository, known: Mapping[str, str]) -> MetadataFiles:
    """Let the driver that knows the repository read it."""
    return repository_list.metadata_files(client, repository, known)


def targets(content: bytes) -> tuple[list[Target], list[Problem]]:
    """Return the targets a list names, each with its publisher as far as the list says, and what is not usable."""
    try:
        read: Any = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError):
        return [], [odd("", "This list is neither YAML nor JSON.", "unreadable-list", Severity.ERROR)]
    if isinstance(read, dict) and isinstance(read.get("data"), list):
        return targets_of_publishers(read["data"])
    if not isinstance(read, dict):
        return [], [odd("", "This list has none of the known shapes.", "unknown-list", Severity.ERROR)]
    found: list[Target] = []
    problems: list[Problem] = []
    for key, value in read.items():
        more, wrong = _of_entry(str(key), value)
        found += more
        problems += wrong
    return list(dict.fromkeys(found)), problems


def targets_of_publishers(rows: list[Any]) -> tuple[list[Target], list[Problem]]:
    """Return the targets of publishers with `codeHosting`; one that is not active is left out."""
    found: list[Target] = []
    problems: list[Problem] = []
    for position, row in enumerate(rows):
        if not isinstance(row, Mapping) or row.get("active") is False:
            continue
        name = text(row, "description") or text(row, "name")
        identifier = text(row, "tooiUrl") or text(row, "alternativeId") or text(row, "id")
        hosting = row.get("codeHosting")
        for each in hosting if isinstance(hosting, list) else []:
            more, wrong = _of_address(text(each, "url"), f"data[{position}].codeHosting", name, identifier)
            found += more
            problems += wrong
    return list(dict.fromkeys(found)), problems


def _of_entry(key: str, value: object) -> _Found:
    if isinstance(value, list):
        accounts = [each for each in value if isinstance(each, str)]
        return [Target("github", "https://github.com", account, account) for account in accounts], []
    if not isinstance(value, Mapping):
        return [], [odd(key, "This entry names no account.", "no-account")]
    if key.startswith(("https://", "http://")):
        return _of_office(key, value)
    return _of_forge(key, value)


def _of_office(url: str, office: Mapping[str, Any]) -> _Found:
    found: list[Target] = []
    problems: list[Problem] = []
    code = office.get("code")
    for address in code if isinstance(code, list) else []:
        more, wrong = _of_address(str(address), url, text(office, "name"), url)
        found += more
        problems += wrong
    return found, problems


def _of_forge(name: str, forge: Mapping[str, Any]) -> _Found:
    driver = _FORGES.get(text(forge, "forge"))
    if driver is None:
        return [], [odd(name, f"No driver for the forge {text(forge, 'forge')!r}.", "unknown-forge")]
    owners = forge.get("owners")
    if not isinstance(owners, Mapping):
        # The forge as a whole is one account, which nobody owns but the forge.
        owners = {"": forge}
    found: list[Target] = []
    problems: list[Problem] = []
    for owner, said in owners.items():
        about: Mapping[str, Any] = said if isinstance(said, Mapping) else {}
        if forge.get("ignored_since") or about.get("ignored_since"):
            problems.append(odd(f"{name}.{owner}", "The list says to ignore this account.", "ignored", Severity.INFO))
            continue
        identifier = text(about, "pso_id") or text(forge, "pso_id")
        urn = f"urn:uuid:{identifier}" if identifier.strip("0-") else ""
        found.append(Target(driver, f"https://{name}", str(owner), str(owner) or name, urn))
    return found, problems


def _of_address(url: str, path: str, publisher: str, identifier: str) -> _Found:
    parts = parts_of(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return [], [odd(path, f"{url!r} is not an address.", "not-an-address")]
    driver = host_by_name(url)
    if driver is None:
        return [], [odd(path, f"It is not known which forge {parts.netloc} runs.", "unknown-forge")]
    group = parts.path.strip("/")
    if driver in {"github", "gitea", "bitbucket"}:
        group = "/".join(group.removeprefix("orgs/").split("/")[:2])
    return [Target(driver, f"{parts.scheme}://{parts.netloc}", group, publisher, identifier)], []


def _with_publisher(repository: Repository, target: Target) -> Repository:
    return replace(repository, publisher=target.publisher, publisher_uri=target.publisher_uri)


def _of_account(client: Client, target: Target, after: str | None) -> Iterator[Page]:
    where = f"{target.url}/{target.group}".rstrip("/")
    try:
        yield from HOSTS[target.driver].repositories(client, target, after)
    except HostUnavailable as error:
        yield Page((), None, (odd(where, str(error), "account-unavailable"),), is_partial=True)
    except SourceFailure as error:
        yield Page((), None, (odd(where, str(error), "account-not-there"),))
