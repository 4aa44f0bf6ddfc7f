"""Everything a person can do about what systems are made of, one function each."""

from commonweal.components.actions.intake import (
    SbomUnreadable,
    SystemIsPrivate,
    SystemNotInUse,
    receive_sbom,
    withdraw_sbom,
)
from commonweal.components.actions.joining import take_over_lists
from commonweal.components.actions.licences import read_licences_again
from commonweal.components.actions.oversight import (
    OverseesItself,
    OverseesNobody,
    agree_oversight,
    agree_oversight_for_many,
    end_oversight,
)
from commonweal.components.actions.packages import intern_packages
from commonweal.components.actions.systems import find_or_enter_system
from commonweal.components.actions.tokens import MadeToken, NamelessToken, NoPerson, make_token, note_use, revoke_token
from commonweal.components.rules.contents import PackageName

__all__ = [
    "MadeToken",
    "NamelessToken",
    "NoPerson",
    "OverseesItself",
    "OverseesNobody",
    "PackageName",
    "SbomUnreadable",
    "SystemIsPrivate",
    "SystemNotInUse",
    "agree_oversight",
    "agree_oversight_for_many",
    "end_oversight",
    "find_or_enter_system",
    "intern_packages",
    "make_token",
    "note_use",
    "read_licences_again",
    "receive_sbom",
    "revoke_token",
    "take_over_lists",
    "withdraw_sbom",
]
