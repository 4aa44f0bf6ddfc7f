"""What people do: ask, rule, withdraw, reopen."""

from commonweal.screening.actions.asking import NotOpen, reopen, request_screening, withdraw
from commonweal.screening.actions.ruling import RulingDraft, RulingUnclear, rule

__all__ = ["NotOpen", "RulingDraft", "RulingUnclear", "reopen", "request_screening", "rule", "withdraw"]
