"""Whether an advisory affects a version of a package.

Source: OSV schema, "Evaluation": a version is affected if it is listed or in a range; `introduced: 0` is before every
version, `fixed` and `limit` exclude, `last_affected` includes.
"""

from dataclasses import dataclass
from enum import StrEnum

from commonweal.standards import versions
from commonweal.standards.osv import ecosystems
from commonweal.standards.osv.model import Advisory, Affected
from commonweal.standards.purl import Purl


class Outcome(StrEnum):
    """Affected, not affected, or not known, which is never shown as the second."""

    AFFECTED = "affected"
    NOT_AFFECTED = "not-affected"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why an outcome is what it is."""

    LISTED = "listed"
    IN_RANGE = "in-range"
    OUTSIDE = "outside"
    OTHER_PACKAGE = "other-package"
    OTHER_RELEASE = "other-release"
    WITHDRAWN = "withdrawn"
    NO_VERSION = "no-version"
    VERSION_WITHOUT_ORDER = "version-without-order"
    RANGE_WITHOUT_ORDER = "range-without-order"
    NO_VERSIONS_STATED = "no-versions-stated"
    RELEASE_NOT_STATED = "release-not-stated"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome and its reason; for what is in a range the version that fixes it, if there is one."""

    outcome: Outcome
    why: Reason
    fixed: str | None = None


# Which of several verdicts counts: the first of these outcomes that was found.
_PRECEDENCE = (Outcome.AFFECTED, Outcome.UNKNOWN, Outcome.NOT_AFFECTED)


def affects(advisory: Advisory, purl: Purl, version: str | None = None) -> Verdict:
    """Say whether the advisory affects the version of the package; without a version, that of the purl."""
    named = [affected for affected in advisory.affected if is_named(affected, purl)]
    if not named:
        return Verdict(Outcome.NOT_AFFECTED, Reason.OTHER_PACKAGE)
    if advisory.withdrawn is not None:
        return Verdict(Outcome.NOT_AFFECTED, Reason.WITHDRAWN)
    verdicts = [
        _in_release(affected, purl, _verdict(affected, _version(affected, purl, version))) for affected in named
    ]
    return min(verdicts, key=lambda verdict: _PRECEDENCE.index(verdict.outcome))


def is_named(affected: Affected, purl: Purl) -> bool:
    """Say whether this is about the package, in any of its releases."""
    if affected.identity[0] != purl.type or not ecosystems.is_same_vendor(affected.ecosystem, purl):
        return False
    source = ecosystems.source(purl)
    return affected.identity[1] in (purl.identity[1], source[0] if source else None)


def version_of(purl: Purl, version: str | None = None) -> str | None:
    """Give the version with its epoch, which RPM purls carry apart."""
    version = version or purl.version
    epoch = purl.qualifier("epoch")
    return f"{epoch}:{version}" if version and epoch and purl.type == "rpm" and ":" not in version else version


def _version(affected: Affected, purl: Purl, version: str | None) -> str | None:
    """Take the version of the source package where the advisory names that: it may differ from the built one."""
    source = ecosystems.source(purl)
    is_source = source is not None and source[1] and affected.identity[1] != purl.identity[1]
    return source[1] if source and is_source else version_of(purl, version)


def _verdict(affected: Affected, version: str | None) -> Verdict:
    if not version:
        return Verdict(Outcome.UNKNOWN, Reason.NO_VERSION)
    key = versions.key(affected.order, version) if affected.order else None
    if version in affected.listed or key in affected.listed_keys:
        return Verdict(Outcome.AFFECTED, Reason.LISTED, _fix_after(affected, key))
    for span in affected.spans if key is not None else ():
        if key in span.interval:
            return Verdict(Outcome.AFFECTED, Reason.IN_RANGE, span.fixed)
    if affected.has_unordered_ranges:
        return Verdict(Outcome.UNKNOWN, Reason.RANGE_WITHOUT_ORDER)
    if key is None and affected.order:
        return Verdict(Outcome.UNKNOWN, Reason.VERSION_WITHOUT_ORDER)
    if not affected.ranges and not affected.versions:
        return Verdict(Outcome.UNKNOWN, Reason.NO_VERSIONS_STATED)
    return Verdict(Outcome.NOT_AFFECTED, Reason.OUTSIDE)


def _in_release(affected: Affected, purl: Purl, verdict: Verdict) -> Verdict:
    """Judge by the release of the distribution: another is not meant, and one that is not stated is not known."""
    is_same = ecosystems.is_same_release(affected.ecosystem, purl)
    if is_same is False:
        return Verdict(Outcome.NOT_AFFECTED, Reason.OTHER_RELEASE)
    if is_same is None and verdict.outcome is Outcome.AFFECTED:
        return Verdict(Outcome.UNKNOWN, Reason.RELEASE_NOT_STATED, verdict.fixed)
    return verdict


def _fix_after(affected: Affected, key: bytes | None) -> str | None:
    return next((span.fixed for span in affected.spans if key is not None and key in span.interval), None)
