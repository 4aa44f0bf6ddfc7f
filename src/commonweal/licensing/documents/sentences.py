"""Sentences for what rules and packs say in keys; each key of a pack has one here (tests/licensing)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonweal.licensing.rules.compatibility import Answer
from commonweal.licensing.rules.policy import NO_RULE, NOT_READ, NOT_STATED, Outcome, Use
from commonweal.licensing.rules.statements import Origin
from commonweal.standards.licence_kinds import Kind
from commonweal.standards.licences import Openness

KINDS: dict[Kind, Promise] = {
    Kind.PUBLIC_DOMAIN: _("public domain"),
    Kind.PERMISSIVE: _("permissive"),
    Kind.WEAK_COPYLEFT: _("weak copyleft"),
    Kind.STRONG_COPYLEFT: _("strong copyleft"),
    Kind.NETWORK_COPYLEFT: _("network copyleft"),
    Kind.RESTRICTED: _("with limits of use"),
    Kind.PROPRIETARY: _("proprietary"),
    Kind.UNKNOWN: _("not known"),
}
KIND_SENTENCES: dict[Kind, Promise] = {
    Kind.PUBLIC_DOMAIN: _("Everything is allowed, nothing is asked."),
    Kind.PERMISSIVE: _("Everything is allowed where the names of the authors and the licence stay with it."),
    Kind.WEAK_COPYLEFT: _("Who passes it on gives the source of this part, changes included, under the same licence."),
    Kind.STRONG_COPYLEFT: _(
        "Who passes on a program made with it gives the source of the whole program under the same licence."
    ),
    Kind.NETWORK_COPYLEFT: _(
        "As strong copyleft, and it also holds for those who do not pass the program on but let others use it over a "
        "network."
    ),
    Kind.RESTRICTED: _("The source may be seen, but not everybody may use it for everything. It is not open source."),
    Kind.PROPRIETARY: _("It may be used only as far as its maker allows."),
    Kind.UNKNOWN: _("What it asks is not known here. Read its text."),
}
OUTCOMES: dict[Outcome, Promise] = {
    Outcome.ALLOWED: _("allowed"),
    Outcome.LOOK: _("a person has to look"),
    Outcome.REFUSED: _("refused"),
}
USES: dict[Use, Promise] = {
    Use.INTERNAL: _("used inside the house only"),
    Use.SERVICE: _("offered to others over a network"),
    Use.BINARY: _("passed on as a finished program"),
    Use.SOURCE: _("passed on as source code"),
}
ORIGINS: dict[Origin, Promise] = {
    Origin.CONCLUDED: _("concluded by a person"),
    Origin.DECLARED: _("declared by its maker"),
    Origin.DETECTED: _("found by a tool"),
    Origin.NOBODY: _("stated by nobody"),
}
OPENNESS: dict[Openness, Promise] = {
    Openness.OPEN: _("open source (approved by OSI or listed as free by FSF)"),
    Openness.NOT_OPEN: _("neither approved by OSI nor listed as free by FSF"),
    Openness.UNKNOWN: _("not known whether it is open source"),
}
ANSWERS: dict[Answer, Promise] = {
    Answer.YES: _("yes"),
    Answer.CHECK: _("it depends"),
    Answer.UNKNOWN: _("not known"),
    Answer.NO: _("no"),
}
# Why a policy says what it says.
POLICY: dict[str, Promise] = {
    NO_RULE: _("No rule speaks of this licence, so that a person has to look."),
    NOT_STATED: _("Nobody stated a licence. Without one, nothing may be passed on."),
    NOT_READ: _("The licence is stated in words that cannot be read here."),
    "only-building": _("It only builds or tests the software and is not passed on with it."),
    "permissive": _("A permissive licence asks nothing of those who do not pass it on."),
    "permissive-notice": _("A permissive licence: keep the names of the authors and the text of the licence with it."),
    "advertising": _("An old clause asks to name the makers in advertising or in papers. That is easily forgotten."),
    "copyleft-inside": _("It asks for something only when the software is passed on or offered to others."),
    "network-source": _("Those who use it over the network must be able to get the source."),
    "weak-copyleft": _("The part and changes to it stay under its licence, with source; your own code may stay yours."),
    "strong-copyleft": _(
        "What is passed on together with it goes under its licence as a whole. Somebody should check that you may do "
        "so."
    ),
    "restricted": _("The licence limits who may use it or for what."),
    "proprietary": _("The contract with the maker decides."),
}
# What licences ask, as things to do.
DUTIES: dict[str, Promise] = {
    "keep-notices": _("Leave the names of the authors (copyright notices) in place and pass them on."),
    "include-licence": _("Pass on the text of the licence."),
    "keep-notice-file": _("Pass on the file NOTICE, if there is one."),
    "state-changes": _("Say in the changed files that you changed them, and when."),
    "give-source": _("Give the source code to everybody to whom you give the program, or say where it is to be had."),
    "same-licence": _("Put everything that is made from it under the same licence."),
    "same-licence-part": _("Leave this part, with your changes to it, under its licence; the rest may have another."),
    "network-source": _("Let those who use it over the network get the source of the version that runs."),
    "allow-replacing": _(
        "Let people replace the library by another version of it, and do not forbid to look how it works."
    ),
    "installation-information": _(
        "Where it is part of a device for consumers, say how a changed version is installed."
    ),
    "no-further-limits": _("Ask for nothing more than the licence does: no further conditions for those who get it."),
    "no-endorsement": _("Do not advertise with the names of the authors without asking them."),
    "name-in-advertising": _("Name the makers where you advertise features of the software, or in its documentation."),
    "no-trademark": _("Do not use their names, logos or trademarks beyond saying where it comes from."),
    "patent-peace": _("Who sues over patents in it loses the right to use it."),
    "name-the-author": _("Name the author, link to the licence, and say what you changed."),
    "rename-changed-fonts": _("Do not sell the font by itself, and give a changed font another name."),
    "keep-to-limits": _("Read what it may be used for and by whom, and keep to that."),
    "keep-to-contract": _("Keep to the contract: how many, where, for how long, whether it may be passed on."),
}
# Why something may go into something else, or not.
COMPATIBILITY: dict[str, Promise] = {
    "same": _("Both are the same licence."),
    "appendix": _("The EUPL names this licence in its appendix: a work made of both may be published under it."),
    "appendix-not-software": _("The EUPL names it in its appendix, but only for works other than software."),
    "not-in-appendix": _(
        "What is made from EUPL code stays under the EUPL. Only the licences in its appendix are excepted, and this "
        "one is not among them."
    ),
    "permissive-in": _("It asks only that its notices stay, and the EUPL keeps them."),
    "no-conditions-in": _("It sets no conditions."),
    "advertising-in": _("It asks to name its makers in more places than the EUPL lets you ask for."),
    "part-keeps": _("Its files stay under it; the work around them may be under the EUPL."),
    "library-keeps": _(
        "Linked as a library it stays under its licence, and the work may be under the EUPL. Copied in, not."
    ),
    "module-keeps": _("As a module of its own it stays under its licence. Mixed into the same files, not."),
    "whole-in": _("It asks that the whole work be under its own licence."),
    "this-version-only": _("It holds in this version only: the whole work may be given under it, without “or later”."),
    "names-eupl": _("It names the EUPL as a licence under which a work made of both may be published."),
    "similar-in": _("It lets the work go under a licence that asks as much; it names the EUPL 1.1, not 1.2."),
    "later-version": _("A later version may be taken, unless its makers said that only this version holds."),
    "not-for-software": _("It was made for texts and pictures, not for software."),
    "limits-in": _("It limits who may use the work or for what, and the EUPL allows no such limits."),
    "exception-in": _("It carries an exception that allows more. Whether that helps here has to be looked at."),
    "exception-out": _("The work is published with an exception, which has to hold for all code in it."),
    "not-listed": _("No table here speaks of these two. Ask somebody who knows licences."),
    "osadl-yes": _("The lawyers of OSADL found that the conditions of both can be kept at once."),
    "osadl-no": _("The lawyers of OSADL found that the conditions of both cannot be kept at once."),
    "osadl-check": _("The lawyers of OSADL found that it depends on how the two are joined."),
    "osadl-unknown": _("The lawyers of OSADL looked at it and came to no answer."),
}


def words(table: dict[str, Promise], key: str) -> str:
    """The sentence for a key; an office's own rules bring their own sentences, which stand as they are."""
    found = table.get(key)
    return key if found is None else str(found)
