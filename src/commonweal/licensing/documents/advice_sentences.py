"""Sentences for what the pack of advice says in keys, and the questions of the form."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonweal.licensing.rules.advice import Publisher, What

WHATS: dict[What, Promise] = {
    What.SOFTWARE: _("a program"),
    What.LIBRARY: _("a library or component that others build in"),
    What.DOCUMENTATION: _("texts and documentation"),
    What.DATA: _("data"),
    What.IMAGES: _("images, sound or film"),
    What.FONTS: _("fonts"),
    What.HARDWARE: _("a design of hardware"),
    What.STANDARD: _("a standard, a schema or a vocabulary"),
}
PUBLISHERS: dict[Publisher, Promise] = {
    Publisher.MEMBER: _("a public body in the European Union"),
    Publisher.INSTITUTION: _("an institution of the European Union"),
    Publisher.OTHER: _("somebody else"),
}
# Why a licence is proposed.
REASONS: dict[str, Promise] = {
    "software-network-eu": _(
        "For services whose changes must come back, also from those who only offer them over a network."
    ),
    "software-network": _(
        "For services whose changes must come back, also from those who only offer them over a network."
    ),
    "software-whole-eu": _(
        "For programs whose changes must come back. The EUPL is made for public bodies of the Union."
    ),
    "software-whole": _("For programs whose changes must come back when they are passed on."),
    "library-whole": _("For libraries that only open programs should build in."),
    "software-part": _("Anybody may build it in; changes to your part come back."),
    "institution-free": _(
        "Institutions of the Union take the EUPL first, and another licence where there is a reason."
    ),
    "software-free": _("Anybody may build it in, also into closed programs. That spreads it most widely."),
    "documentation-free": _("For texts that anybody may use where the author is named."),
    "documentation-shared": _("For texts of which changed versions must be as free as yours."),
    "data-free": _("For open data that anybody may use."),
    "data-shared": _("For data of which improved versions must be as free as yours."),
    "images-free": _("For works that anybody may use where the author is named."),
    "images-shared": _("For works of which changed versions must be as free as yours."),
    "fonts": _("Made for fonts: they may stand in any document without the document falling under it."),
    "hardware-free": _("For designs that anybody may build into anything."),
    "hardware-part": _("For designs where changes to your part come back."),
    "hardware-whole": _("For designs where everything made from them comes back."),
    "standard": _("For what everybody should be able to implement and quote."),
    "forced": _("What you built on, or what yours becomes a part of, is under this licence and asks for it."),
}
# Why a licence was taken out.
DISCARDED: dict[str, Promise] = {
    "does-not-fit": _("It does not go together with what you built on or plug into."),
    "no-patents": _("It says nothing about patents, and you asked for that."),
}
# What speaks for a licence.
STRENGTHS: dict[str, Promise] = {
    "languages": _("It holds in 23 languages, each of equal value."),
    "member-law": _("The law of your own country applies."),
    "appendix-open": _("Works made of it and of GPL, AGPL, MPL and others named in its appendix can be published."),
    "covers-network": _("Offering it over a network counts as passing it on."),
    "patents": _("It grants patents in words."),
    "well-known": _("It is known all over the world."),
    "whole-comes-back": _("Everything made from it that is passed on comes back with source."),
    "library-comes-back": _("Changes to the library come back, programs that use it stay free to choose."),
    "files-come-back": _("Changes to your files come back, what is added beside them is free to choose."),
    "free-for-all": _("Everybody may build it in, whatever they make."),
    "short": _("It is short enough to be read by everybody."),
    "name-protected": _("Nobody may advertise with your name."),
    "named-author": _("Who uses it names you."),
    "many-languages": _("Its short form exists in many languages."),
    "shared-alike": _("Changed versions stay as free as yours."),
    "no-conditions": _("Nobody has to do anything, not even to name you."),
    "database-right": _("It covers the right of those who make databases in the Union."),
    "fonts-made-for": _("Font makers and distributors know it."),
    "hardware-made-for": _("It is written for designs and things, not for programs."),
}
# What else to know.
NOTES: dict[str, Promise] = {
    "high-value-data": _(
        "High-value datasets of the Union must be under CC BY 4.0, CC0 or something freer, so that nothing may ask to "
        "share alike."
    ),
    "institution-software": _(
        "Software of the Commission is published under the EUPL, unless there is a reason against it."
    ),
    "institution-documents": _(
        "Documents and data of the Commission are published under CC BY 4.0, raw data under CC0."
    ),
    "share-solutions": _(
        "The Interoperable Europe Act asks public bodies to share what supports public services on request."
    ),
    "funded": _("Paid for with money of the Union: look into the grant agreement, which may ask for open publication."),
    "no-software-licence": _("Programs that come with it need a licence for software of their own."),
    "code-in-standard": _("Put code and machine-readable schemas under a licence for software, or under CC0."),
    "logos-apart": _("Coats of arms and logos are protected apart. Say that they are not covered."),
    "service-covered": _(
        "With this choice others may change it and offer it as a service without giving their changes."
    ),
}
