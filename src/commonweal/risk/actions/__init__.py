"""Everything a person or a task can do about advisories, findings and decisions, one function each."""

from commonweal.risk.actions._batch import Counts, digest_of
from commonweal.risk.actions.local import (
    LocalDraft,
    NotWrittenHere,
    PackageUnclear,
    SeverityUnclear,
    VersionUnclear,
    withdraw_advisory,
    write_advisory,
)
from commonweal.risk.actions.releases import name_releases
from commonweal.risk.actions.runs import fail_sync, finish_sync, hold_back, note_progress, start_sync
from commonweal.risk.actions.signals import finish_signals, take_in_exploited, take_in_forecasts, take_in_ssvc
from commonweal.risk.actions.sources import (
    TASK,
    NothingHeldBack,
    SourceHasNoAddress,
    SourceUnknown,
    accept_held_back,
    ask_for_sync,
    open_source,
    switch_off,
    switch_on,
)
from commonweal.risk.actions.taking_in import take_in, take_in_batch
from commonweal.risk.queries.sources import SourceDraft

__all__ = [
    "TASK",
    "Counts",
    "LocalDraft",
    "NotWrittenHere",
    "NothingHeldBack",
    "PackageUnclear",
    "SeverityUnclear",
    "SourceDraft",
    "SourceHasNoAddress",
    "SourceUnknown",
    "VersionUnclear",
    "accept_held_back",
    "ask_for_sync",
    "digest_of",
    "fail_sync",
    "finish_signals",
    "finish_sync",
    "hold_back",
    "name_releases",
    "note_progress",
    "open_source",
    "start_sync",
    "switch_off",
    "switch_on",
    "take_in",
    "take_in_batch",
    "take_in_exploited",
    "take_in_forecasts",
    "take_in_ssvc",
    "withdraw_advisory",
    "write_advisory",
]
