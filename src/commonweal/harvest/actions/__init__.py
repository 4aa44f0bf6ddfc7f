"""What one can do to sources, runs and what they found."""

from commonweal.harvest.actions.pages import RunOvertaken, take_page
from commonweal.harvest.actions.removing import DROP_TASK, drop_finds, remove_source
from commonweal.harvest.actions.runs import (
    NothingToConfirm,
    confirm_departures,
    fail_run,
    finish_run,
    interrupt_run,
    start_run,
)
from commonweal.harvest.actions.sources import (
    TASK,
    SourceDraft,
    SourcePaused,
    add_source,
    ask_for_run,
    pause_publishers,
    pause_source,
    resume_source,
    switch_on_publishers,
)

__all__ = [
    "DROP_TASK",
    "TASK",
    "NothingToConfirm",
    "RunOvertaken",
    "SourceDraft",
    "SourcePaused",
    "add_source",
    "ask_for_run",
    "confirm_departures",
    "drop_finds",
    "fail_run",
    "finish_run",
    "interrupt_run",
    "pause_publishers",
    "pause_source",
    "remove_source",
    "resume_source",
    "start_run",
    "switch_on_publishers",
    "take_page",
]
