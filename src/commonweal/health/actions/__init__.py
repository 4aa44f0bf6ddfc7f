"""Everything a person or a task can do about the health of projects, one function each."""

from commonweal.health.actions.examinations import Found, record_examination, record_failure, record_unchanged
from commonweal.health.actions.projects import (
    TASK,
    EntryNotPublic,
    NotARepositoryAddress,
    ask_for_examination,
    watch_entry,
    watch_project,
)
from commonweal.health.actions.sayings import (
    ConfirmationDraft,
    ConfirmationUnclear,
    StageUnclear,
    confirm_maintained,
    declare_stage,
    end_confirmation,
    end_declaration,
)

__all__ = [
    "TASK",
    "ConfirmationDraft",
    "ConfirmationUnclear",
    "EntryNotPublic",
    "Found",
    "NotARepositoryAddress",
    "StageUnclear",
    "ask_for_examination",
    "confirm_maintained",
    "declare_stage",
    "end_confirmation",
    "end_declaration",
    "record_examination",
    "record_failure",
    "record_unchanged",
    "watch_entry",
    "watch_project",
]
