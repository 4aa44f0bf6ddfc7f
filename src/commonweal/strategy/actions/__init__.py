"""What people do: begin and renew strategies, plan actions, keep clauses, concerns and initiatives."""

from commonweal.strategy.actions.plan import (
    ActionDraft,
    ActionOver,
    NamelessAction,
    NamelessEvidence,
    NegativeEffort,
    NoReason,
    OfAnotherBody,
    add_evidence,
    change_action,
    drop_action,
    finish_action,
    plan_action,
    reopen_action,
    withdraw_evidence,
)

__all__ = [
    "ActionDraft",
    "ActionOver",
    "NamelessAction",
    "NamelessEvidence",
    "NegativeEffort",
    "NoReason",
    "OfAnotherBody",
    "add_evidence",
    "change_action",
    "drop_action",
    "finish_action",
    "plan_action",
    "reopen_action",
    "withdraw_evidence",
]
