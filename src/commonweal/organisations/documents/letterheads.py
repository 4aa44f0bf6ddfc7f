"""Why a file cannot be a letterhead, for whoever sent it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonweal.drawing.letters import Fault

SENTENCES: dict[Fault, Promise] = {
    Fault.TOO_LARGE: _("The file is too large: at most 5 MB, 25 MB unpacked. Make its pictures smaller."),
    Fault.NOT_READABLE: _("The file is damaged, or it is no file of a word processor."),
    Fault.NO_LETTER: _("Save it as a document in the format DOCX or ODT, not as a template, and send that."),
    Fault.LOCKED: _("The file is locked by a password. Save it without one."),
    Fault.MACROS: _("The file holds macros or scripts. Save it without them."),
    Fault.OUTSIDE: _("The file fetches something from outside, such as a linked picture. Put it into the file."),
    Fault.EMBEDDED: _("The file holds another file, such as a table of a spreadsheet. Take it out."),
    Fault.TOO_MUCH: _("The file is far longer than a letterhead. Keep one page."),
    Fault.NO_PLACE: _(
        "The file has no paragraph that says {{ content }} and nothing else. Write it where the text should begin."
    ),
    Fault.MORE_PLACES: _("The file has more than one paragraph that says {{ content }}. Leave one."),
}  # fmt: skip
