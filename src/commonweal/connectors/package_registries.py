"""What registries say of a package: last release, deprecated or abandoned, versions taken back.

To ask a registry about a package tells it that somebody here is interested in it, so no address of a registry is known
here: an installation names those it may ask, or its own mirrors of them.

Source: PyPA "Simple repository API" in its JSON form (upload times, yanked files, status markers; PEP 691, 700, 792);
npm registry API, "package metadata"; Packagist API, "get package data"; the web API of crates.io, "crates".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from commonweal.connectors.answers import row, text
from commonweal.connectors.failures import NotFound, TooLarge
from commonweal.connectors.http import Client
from commonweal.connectors.repositories import moment, storable
from commonweal.standards import versions
from commonweal.standards.purl import Purl

# Some packages of npm have thousands of versions.
LARGEST_ANSWER_BYTES = 60_000_000
_MOST_WITHDRAWN = 20
_LONGEST_ADVICE = 300
_LONGEST_VERSION = 100
_SIMPLE = "application/vnd.pypi.simple.v1+json"
_SHORT = "application/vnd.npm.install-v1+json"
_WITHOUT_STATUS = frozenset({"", "1.0", "1.1", "1.2", "1.3"})
_SDIST_ENDINGS = (".tar.gz", ".zip", ".tar.bz2", ".tgz", ".tar.xz")


@dataclass(frozen=True, slots=True)
class RegistryFacts:
    """What a registry says; None and "" are what it does not say. `advice` is why not to use it, in its own words.

    `is_known` is false of a package that the registry does not have. `withdrawn` are versions taken back, newest first.
    """

    is_known: bool = True
    latest_version: str = ""
    last_release_at: datetime | None = None
    is_deprecated: bool | None = None
    advice: str = ""
    withdrawn: tuple[str, ...] = ()


def registry_facts(client: Client, registries: Mapping[str, str], purl: Purl) -> RegistryFacts | None:
    """Ask the registry of a package; None where there is none for its type.

    Raises HostUnavailable, NotPermitted, Refused.
    """
    base, ask = registries.get(purl.type, "").rstrip("/"), _ASK.get(purl.type)
    if not base or ask is None or {".", ".."} & set(purl.full_name.split("/")):
        return None
    try:
        return ask(client, base, purl)
    except NotFound:
        return RegistryFacts(is_known=False)


def _pypi(client: Client, base: str, purl: Purl) -> RegistryFacts:
    address = f"{base}/{quote(purl.identity[1], safe='')}/"
    found = row(client.get(address, accept=_SIMPLE, max_bytes=LARGEST_ANSWER_BYTES))
    status = text(found, "project-status", "status")
    times: dict[str, datetime | None] = {}
    taken_back: dict[str, bool] = {}
    files = found.get("files")
    for each in files if isinstance(files, list) else []:
        version = _version_of_file(text(each, "filename"))
        if not version or not isinstance(each, Mapping):
            continue
        times[version] = _latest([times.get(version), moment(each.get("upload-time"))])
        # A text is the reason; every file of a version has to be taken back.
        taken_back[version] = taken_back.get(version, True) and each.get("yanked") not in (None, False)
    if status in {"", "active"}:
        # Before 1.4 the interface has no status, so its absence says nothing.
        is_told = bool(status) or text(found, "meta", "api-version") not in _WITHOUT_STATUS
        return _facts("pypi", times, taken_back, is_deprecated=False if is_told else None)
    advice = " ".join(filter(None, (status, text(found, "project-status", "reason"))))
    return _facts("pypi", times, taken_back, is_deprecated=True, advice=advice)


def _npm(client: Client, base: str, purl: Purl) -> RegistryFacts:
    address = f"{base}/{quote(purl.full_name, safe='@')}"
    try:
        found = row(client.get(address, accept="application/json", max_bytes=LARGEST_ANSWER_BYTES))
    except TooLarge:
        # The short form has no moments.
        found = row(client.get(address, accept=_SHORT, max_bytes=LARGEST_ANSWER_BYTES))
    latest, told = text(found, "dist-tags", "latest"), found.get("versions")
    time = found.get("time")
    if isinstance(time, Mapping) and "unpublished" in time and not told:
        return RegistryFacts(is_deprecated=True, advice="unpublished")
    published = told if isinstance(told, Mapping) else {}
    moments = [moment(time.get(each)) for each in published] if isinstance(time, Mapping) else []
    newest = published.get(latest)
    reason = newest.get("deprecated") if isinstance(newest, Mapping) else None
    is_deprecated = bool(reason) if isinstance(newest, Mapping) else None
    advice = reason if isinstance(reason, str) else ""
    return RegistryFacts(
        latest_version=_short(latest, _LONGEST_VERSION),
        last_release_at=_latest(moments),
        is_deprecated=is_deprecated,
        advice=_short(advice, _LONGEST_ADVICE),
    )


def _composer(client: Client, base: str, purl: Purl) -> RegistryFacts:
    address = f"{base}/packages/{quote(purl.full_name.lower(), safe='/')}.json"
    package = row(client.get(address, max_bytes=LARGEST_ANSWER_BYTES)).get("package")
    told = package.get("versions") if isinstance(package, Mapping) else None
    if not isinstance(package, Mapping) or not isinstance(told, Mapping):
        return RegistryFacts()
    abandoned = package.get("abandoned")
    times = {
        str(version): moment(each.get("time"))
        for version, each in told.items()
        if isinstance(each, Mapping) and not str(version).startswith("dev-") and not str(version).endswith("-dev")
    }
    advice = abandoned if isinstance(abandoned, str) else ""
    return _facts("composer", times, {}, is_deprecated=bool(abandoned), advice=advice)


def _cargo(client: Client, base: str, purl: Purl) -> RegistryFacts:
    found = row(client.get(f"{base}/api/v1/crates/{quote(purl.name, safe='')}", max_bytes=LARGEST_ANSWER_BYTES))
    told = found.get("versions")
    times: dict[str, datetime | None] = {}
    taken_back: dict[str, bool] = {}
    for each in told if isinstance(told, list) else []:
        if version := text(each, "num"):
            times[version] = moment(each.get("created_at"))
            taken_back[version] = each.get("yanked") is True
    # Crates have no mark for it; only of one whose every version was taken back is it clear.
    is_deprecated = True if taken_back and all(taken_back.values()) else None
    return _facts("cargo", times, taken_back, is_deprecated=is_deprecated)


_ASK: Mapping[str, Callable[[Client, str, Purl], RegistryFacts]] = {
    "pypi": _pypi,
    "npm": _npm,
    "composer": _composer,
    "cargo": _cargo,
}
TYPES = frozenset(_ASK)


def _facts(
    kind: str,
    times: Mapping[str, datetime | None],
    taken_back: Mapping[str, bool],
    *,
    is_deprecated: bool | None,
    advice: str = "",
) -> RegistryFacts:
    standing = [each for each in times if not taken_back.get(each)]
    withdrawn = _newest_first(kind, (each for each in times if taken_back.get(each)))
    newest = _newest_first(kind, standing)
    return RegistryFacts(
        latest_version=_short(newest[0], _LONGEST_VERSION) if newest else "",
        last_release_at=_latest(times[each] for each in standing),
        is_deprecated=is_deprecated,
        advice=_short(advice, _LONGEST_ADVICE),
        withdrawn=tuple(_short(each, _LONGEST_VERSION) for each in withdrawn[:_MOST_WITHDRAWN]),
    )


def _newest_first(kind: str, found: Iterable[str]) -> list[str]:
    """Order versions, those without an order last."""
    return sorted(found, key=lambda each: (versions.key(kind, each) or b"", each), reverse=True)


def _latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((each for each in moments if each is not None), default=None)


def _version_of_file(name: str) -> str:
    """Read the version from the name of a wheel or a source distribution, "" where there is none.

    >>> _version_of_file("forms-1.2-py3-none-any.whl"), _version_of_file("town-forms-1.2.tar.gz")
    ('1.2', '1.2')
    """
    if name.endswith(".whl"):
        parts = name.split("-")
        return parts[1] if len(parts) >= 5 else ""
    ending = next((each for each in _SDIST_ENDINGS if name.endswith(each)), "")
    return name.removesuffix(ending).rpartition("-")[2] if ending and "-" in name else ""


def _short(said: str, most: int) -> str:
    return storable(said)[:most]
