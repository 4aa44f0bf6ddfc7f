"""Advisories in the OSV format: read, and asked whether they affect a version of a package.

Source: Open Source Vulnerability format 1.8 (ossf/osv-schema, July 2026), and every version of it before.
"""

from commonweal.standards.osv.feeds import FeedEntry, FeedLimits, read_folder, read_many
from commonweal.standards.osv.matching import Outcome, Reason, Verdict, affects
from commonweal.standards.osv.model import Advisory, Affected, Event, EventKind, Range, Reference, Score, Span
from commonweal.standards.osv.reader import read, read_record

__all__ = [
    "Advisory",
    "Affected",
    "Event",
    "EventKind",
    "FeedEntry",
    "FeedLimits",
    "Outcome",
    "Range",
    "Reason",
    "Reference",
    "Score",
    "Span",
    "Verdict",
    "affects",
    "read",
    "read_folder",
    "read_many",
    "read_record",
]
