"""What a statement that others wrote (VEX) means as a decision here: the facts, and the versions as intervals.

Source: CycloneDX 1.6 (ECMA-424), "analysis", whose words both sides use; docs/reference/vex.md for the other formats.
None of the formats has a place for who answers for an accepted risk and for the last day: both stand in a sentence.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from commonweal.standards import vers, versions
from commonweal.standards.vers import Comparator, Constraint, Vers
from commonweal.standards.versions import FIRST, LAST, after
from commonweal.standards.versions.intervals import Interval, only
from commonweal.standards.vex import Product, Response, State, Statement
from commonweal.standards.vex.words import NO_ACTION, NO_REASON

LONGEST_DETAIL, LONGEST_WORDS = 2_000, 300
# Where a statement has several, the first of these is taken: what makes it go away before what leaves it.
_RESPONSES = (
    Response.UPDATE,
    Response.ROLLBACK,
    Response.WORKAROUND_AVAILABLE,
    Response.CAN_NOT_FIX,
    Response.WILL_NOT_FIX,
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# By these a range of another name is known to have the same order of versions.
_SAMPLES = ("1.0", "1.0-rc1", "1.0.0+b", "1.10a", "1:1.0")
_LAST_DAY = re.compile(r"(?:Risk accepted by (?P<owner>[^\n]{1,200}?)\. )?Until (?P<day>\d{4}-\d\d-\d\d)\.\s*")


class Hindrance(StrEnum):
    """Why a statement decides nothing here."""

    SAYS_NOTHING = "says_nothing"
    NO_REASON = "no_reason"
    IS_OVER = "is_over"
    NO_VULNERABILITY = "no_vulnerability"
    UNKNOWN_VULNERABILITY = "unknown_vulnerability"
    NO_PRODUCT = "no_product"
    NO_PACKAGE_URL = "no_package_url"
    UNKNOWN_PACKAGE = "unknown_package"
    UNKNOWN_WHOLE = "unknown_whole"
    NOT_INSIDE = "not_inside"
    WHOLE_OF_OTHERS = "whole_of_others"
    UNREADABLE_VERSIONS = "unreadable_versions"
    LONG_VERSIONS = "long_versions"
    NO_VERSIONS = "no_versions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a statement decides, whatever it is about; `was_accepted` where a risk that others accepted stays open."""

    state: str
    source: str
    justification: str = ""
    response: str = ""
    detail: str = ""
    evidence_url: str = ""
    owner_words: str = ""
    expires_on: date | None = None
    said_at: datetime | None = None
    author: str = ""
    was_accepted: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """One interval of versions with the words for exactly it; None twice are all versions."""

    low: bytes | None = None
    high: bytes | None = None
    words: str = ""


ALL_VERSIONS = Span()


def facts_of(statement: Statement, source: str, today: date) -> Facts | Hindrance:
    """Give what it decides.

    A risk that others accept is not accepted here: only of one's own words ("local"), with who and until when, it is.
    """
    if statement.state is State.UNKNOWN:
        return Hindrance.SAYS_NOTHING
    owner, last_day, action = _told(statement.action or "")
    if last_day is not None and last_day < today:
        return Hindrance.IS_OVER
    response = next((each for each in _RESPONSES if each in statement.responses), None)
    can_accept = source == "local" and owner and last_day
    is_open = statement.state in (State.EXPLOITABLE, State.IN_TRIAGE)
    was_accepted = response is Response.WILL_NOT_FIX and not (can_accept and is_open)
    detail = "\n\n".join(part for part in (statement.detail, action) if part and part not in (NO_REASON, NO_ACTION))
    is_clear = statement.state is State.NOT_AFFECTED
    if is_clear and not (statement.justification or detail):
        return Hindrance.NO_REASON
    return Facts(
        state=statement.state.value,
        source=source,
        justification=statement.justification.value if statement.justification and is_clear else "",
        response="" if response is None or was_accepted else response.value,
        detail=_storable(detail, LONGEST_DETAIL),
        evidence_url=next((each for each in statement.evidence if len(each) <= 1_000), ""),
        owner_words=_storable(owner, 200) if can_accept else "",
        expires_on=last_day,
        said_at=statement.when,
        author=_storable(statement.author or "", LONGEST_WORDS),
        was_accepted=was_accepted,
    )


def told(action: str, owner: str, last_day: date | None) -> str:
    """Put who answers and the last day before an advice, so that `facts_of` finds them.

    >>> told("", "Head of IT", date(2027, 1, 31))
    'Risk accepted by Head of IT. Until 2027-01-31.'
    """
    if last_day is None:
        return action
    said = f"Risk accepted by {' '.join(owner.split())}. " if owner else ""
    return f"{said}Until {last_day.isoformat()}. {action}".strip()


def _told(action: str) -> tuple[str, date | None, str]:
    found = _LAST_DAY.search(action)
    if found is None:
        return "", None, action
    try:
        day = date.fromisoformat(found["day"])
    except ValueError:
        return "", None, action
    return found["owner"] or "", day, (action[: found.start()] + action[found.end() :]).strip()


def _storable(text: str, longest: int) -> str:
    clean = _UNSTORABLE.sub("\ufffd", text)
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"


def spans_of(product: Product, kind: str) -> tuple[Span, ...] | Hindrance:
    """Give the versions of a product, in the order of its ecosystem; a range that nobody understands is never all."""
    if product.stated_range:
        return _of_range(product.range, kind)
    version = version_of(product)
    if not version:
        return (ALL_VERSIONS,)
    key = versions.key(kind, version)
    if key is None:
        return Hindrance.UNREADABLE_VERSIONS
    if len(version) > LONGEST_WORDS:
        return Hindrance.LONG_VERSIONS
    span = only(key)
    return (Span(span.low, span.high, version),)


def version_of(product: Product) -> str:
    """Give the version, with the epoch where a package URL keeps it apart."""
    version = product.version or ""
    epoch = product.purl.qualifier("epoch") if product.purl else None
    return f"{epoch}:{version}" if version and epoch and epoch != "0" and ":" not in version else version


def _of_range(found: Vers | None, kind: str) -> tuple[Span, ...] | Hindrance:
    intervals = None if found is None else found.intervals
    if found is None or intervals is None:
        return Hindrance.UNREADABLE_VERSIONS
    if not _has_order_of(found.type, kind):
        return Hindrance.UNREADABLE_VERSIONS
    if not intervals:
        return Hindrance.NO_VERSIONS
    if intervals == (Interval(),):
        return (ALL_VERSIONS,)
    spans = tuple(Span(each.low, each.high, _words(found, each)) for each in intervals)
    return Hindrance.LONG_VERSIONS if any(len(each.words) > LONGEST_WORDS for each in spans) else spans


def _has_order_of(vers_type: str, kind: str) -> bool:
    if vers_type in (kind, "all", "none"):
        return True
    return all(versions.key(vers_type, each) == versions.key(kind, each) for each in _SAMPLES)


def _words(found: Vers, interval: Interval) -> str:
    """Write one interval of a range by itself, with the versions that the range names."""
    keys = {versions.key(found.type, each.version) or b"": each.version for each in found.constraints}
    by_end = {FIRST: None, LAST: None}
    low = high = None
    for key, version in keys.items():
        if only(key) == interval:
            return str(vers.make(found.type, [Constraint(Comparator.EQUAL, version)]))
        if interval.low not in by_end and interval.low in (key, after(key)):
            is_in = interval.low == key
            low = Constraint(Comparator.GREATER_OR_EQUAL if is_in else Comparator.GREATER, version)
        if interval.high not in by_end and interval.high in (key, after(key)):
            is_out = interval.high == key
            high = Constraint(Comparator.LESS if is_out else Comparator.LESS_OR_EQUAL, version)
    return str(vers.make(found.type, [each for each in (low, high) if each is not None]))
