"""The nouns of the context."""

from commonweal.risk.models.advisories import (
    Advisory,
    AdvisoryName,
    AdvisoryRevision,
    AffectedPackage,
    AffectedRange,
    ListedVersion,
    NameKind,
    Vulnerability,
)
from commonweal.risk.models.decisions import Decision, DecisionSource, Justification, Response, State
from commonweal.risk.models.signals import Exploitation, ExploitForecast, SsvcDecision
from commonweal.risk.models.sources import AdvisorySource, FeedKind, SyncRun
from commonweal.risk.models.telling import DayCount, Notice
from commonweal.risk.models.vex import Trust, VexImport

__all__ = [
    "Advisory",
    "AdvisoryName",
    "AdvisoryRevision",
    "AdvisorySource",
    "AffectedPackage",
    "AffectedRange",
    "DayCount",
    "Decision",
    "DecisionSource",
    "ExploitForecast",
    "Exploitation",
    "FeedKind",
    "Justification",
    "ListedVersion",
    "NameKind",
    "Notice",
    "Response",
    "SsvcDecision",
    "State",
    "SyncRun",
    "Trust",
    "VexImport",
    "Vulnerability",
]
