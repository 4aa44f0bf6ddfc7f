"""What the words of each format become in the others.

Sources: CycloneDX 1.6 (ECMA-424), vulnerabilities.analysis; OpenVEX 0.2.0, "Status Labels" and "Status
Justifications"; CSAF 2.0 and 2.1, section 3.2.3 (product_status, flags, remediations). Where no word of the other
format means the same, the nearest that does not claim more is taken, and the word itself is kept before the text, in
square brackets. The tables stand in docs/reference/vex.md.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from commonweal.standards.vex.model import Justification, Response, State

# Sentences for fields that a format demands and the statement lacks; taken away again when read.
NO_REASON = "No reason is stated."
NO_ACTION = "No action is stated."

Word = TypeVar("Word", bound=StrEnum)

_MARK = re.compile(r"\[([a-z_]{1,60})\]\s*")


class Dictionary(Generic[Word]):
    """A vocabulary of another format beside ours. Pairs in `same` mean the same; all others are only near."""

    def __init__(self, out: Mapping[Word, str], back: Mapping[str, Word], same: Mapping[Word, str]) -> None:
        self.out = out
        self.back = back
        self.same = same

    def to_theirs(self, ours: Word, marks: list[str]) -> str:
        """Give their word: one marked before, if ours was made of it. Marks lose or gain what is needed to return."""
        theirs = next((mark for mark in marks if self.back.get(mark) == ours and mark not in self.same.values()), None)
        if theirs is not None:
            marks.remove(theirs)
            return theirs
        if ours not in self.same:
            marks.append(ours.value)
        return self.out[ours]

    def to_ours(self, theirs: str, marks: list[str]) -> Word | None:
        """Give our word: one marked before, if theirs was made of it; None for a word of no vocabulary."""
        for ours, word in self.out.items():
            if word == theirs and ours.value in marks and ours not in self.same:
                marks.remove(ours.value)
                return ours
        found = self.back.get(theirs)
        if found is not None and found.value != theirs and self.same.get(found) != theirs:
            marks.append(theirs)
        return found


_SAME_STATES = {State.EXPLOITABLE: "affected", State.IN_TRIAGE: "under_investigation", State.RESOLVED: "fixed"}
OPENVEX_STATES = Dictionary(
    out={
        **_SAME_STATES,
        State.NOT_AFFECTED: "not_affected",
        State.FALSE_POSITIVE: "not_affected",
        State.RESOLVED_WITH_PEDIGREE: "fixed",
        State.UNKNOWN: "under_investigation",
    },
    back={
        "affected": State.EXPLOITABLE,
        "under_investigation": State.IN_TRIAGE,
        "fixed": State.RESOLVED,
        "not_affected": State.NOT_AFFECTED,
    },
    same={**_SAME_STATES, State.NOT_AFFECTED: "not_affected"},
)
_SAME_GROUPS = {
    State.EXPLOITABLE: "known_affected",
    State.IN_TRIAGE: "under_investigation",
    State.RESOLVED: "fixed",
    State.NOT_AFFECTED: "known_not_affected",
}
# In the order in which they count where a product stands in several: CSAF allows that only within one state.
CSAF_STATES = Dictionary(
    out={
        **_SAME_GROUPS,
        State.FALSE_POSITIVE: "known_not_affected",
        State.RESOLVED_WITH_PEDIGREE: "fixed",
        State.UNKNOWN: "under_investigation",
    },
    back={
        "known_affected": State.EXPLOITABLE,
        "first_affected": State.EXPLOITABLE,
        "last_affected": State.EXPLOITABLE,
        "under_investigation": State.IN_TRIAGE,
        "unknown": State.UNKNOWN,
        "known_not_affected": State.NOT_AFFECTED,
        "fixed": State.RESOLVED,
        "first_fixed": State.RESOLVED,
        "recommended": State.RESOLVED,
    },
    same=_SAME_GROUPS,
)
# OpenVEX and CSAF share these five.
JUSTIFICATIONS = Dictionary(
    out={
        Justification.CODE_NOT_PRESENT: "vulnerable_code_not_present",
        Justification.CODE_NOT_REACHABLE: "vulnerable_code_not_in_execute_path",
        Justification.REQUIRES_CONFIGURATION: "vulnerable_code_cannot_be_controlled_by_adversary",
        Justification.REQUIRES_DEPENDENCY: "vulnerable_code_not_in_execute_path",
        Justification.REQUIRES_ENVIRONMENT: "vulnerable_code_cannot_be_controlled_by_adversary",
        Justification.PROTECTED_BY_COMPILER: "inline_mitigations_already_exist",
        Justification.PROTECTED_AT_RUNTIME: "inline_mitigations_already_exist",
        Justification.PROTECTED_AT_PERIMETER: "inline_mitigations_already_exist",
        Justification.PROTECTED_BY_MITIGATING_CONTROL: "inline_mitigations_already_exist",
    },
    back={
        "component_not_present": Justification.CODE_NOT_PRESENT,
        "vulnerable_code_not_present": Justification.CODE_NOT_PRESENT,
        "vulnerable_code_not_in_execute_path": Justification.CODE_NOT_REACHABLE,
        "vulnerable_code_cannot_be_controlled_by_adversary": Justification.REQUIRES_ENVIRONMENT,
        "inline_mitigations_already_exist": Justification.PROTECTED_BY_MITIGATING_CONTROL,
    },
    same={
        Justification.CODE_NOT_PRESENT: "vulnerable_code_not_present",
        Justification.CODE_NOT_REACHABLE: "vulnerable_code_not_in_execute_path",
    },
)
_SAME_RESPONSES = {
    Response.UPDATE: "vendor_fix",
    Response.WORKAROUND_AVAILABLE: "workaround",
    Response.WILL_NOT_FIX: "no_fix_planned",
}
CSAF_RESPONSES = Dictionary(
    out={**_SAME_RESPONSES, Response.CAN_NOT_FIX: "none_available", Response.ROLLBACK: "mitigation"},
    back={
        "vendor_fix": Response.UPDATE,
        "optional_patch": Response.UPDATE,
        "workaround": Response.WORKAROUND_AVAILABLE,
        "mitigation": Response.WORKAROUND_AVAILABLE,
        "no_fix_planned": Response.WILL_NOT_FIX,
        "none_available": Response.CAN_NOT_FIX,
    },
    same=_SAME_RESPONSES,
)
KNOWN = frozenset(
    word
    for vocabulary in (OPENVEX_STATES, CSAF_STATES, JUSTIFICATIONS, CSAF_RESPONSES)
    for word in (*vocabulary.out, *vocabulary.back, "fix_planned")
)


def parted(text: str | None) -> tuple[list[str], str | None]:
    """Give the marks before a text, and the text.

    >>> parted("[false_positive] [no word of ours] It is another library.")
    (['false_positive'], '[no word of ours] It is another library.')
    """
    marks: list[str] = []
    rest = text or ""
    while (found := _MARK.match(rest)) and found.group(1) in KNOWN:
        marks.append(found.group(1))
        rest = rest[found.end() :]
    return marks, rest or None


def joined(marks: list[str], text: str | None) -> str | None:
    """Put marks before a text, each once."""
    return " ".join([*(f"[{mark}]" for mark in dict.fromkeys(marks)), *([text] if text else [])]) or None
