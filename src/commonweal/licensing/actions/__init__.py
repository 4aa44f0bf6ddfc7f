"""Everything a person can do about licences, one function each."""

from commonweal.licensing.actions.concluding import (
    ConclusionDraft,
    NotConcludable,
    conclude,
    conclude_many,
    end_conclusion,
    end_conclusions,
)
from commonweal.licensing.actions.obligations import (
    NothingSaid,
    end_fulfilment,
    fulfil_obligation,
    say_use,
)
from commonweal.licensing.actions.policies import NoSuchLicence, choose_policy, end_policy_choice

__all__ = [
    "ConclusionDraft",
    "NoSuchLicence",
    "NotConcludable",
    "NothingSaid",
    "choose_policy",
    "conclude",
    "conclude_many",
    "end_conclusion",
    "end_conclusions",
    "end_fulfilment",
    "end_policy_choice",
    "fulfil_obligation",
    "say_use",
]
