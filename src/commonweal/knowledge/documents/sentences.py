"""What is wrong with a page, for whoever wrote it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonweal.knowledge.rules.guides import Fault, Wrong

SENTENCES: dict[Wrong, Promise] = {
    Wrong.NO_FRONT_MATTER: _("The page has no head between two lines of three hyphens."),
    Wrong.NOT_YAML: _("The head of the page cannot be read. Line: %(value)s"),
    Wrong.TWICE: _("%(path)s is said twice. %(value)s"),
    Wrong.UNKNOWN: _("The head holds “%(path)s”, which means nothing here."),
    Wrong.MISSING: _("%(path)s is missing."),
    Wrong.KIND: _("%(path)s cannot be “%(value)s”."),
    Wrong.TOO_LONG: _("%(path)s is too long: at most %(value)s characters."),
    Wrong.NOT_LISTED: _("%(path)s: there is no “%(value)s” to choose."),
    Wrong.ADDRESS: _("“%(value)s” is no address of a web page. It begins with https://"),
    Wrong.HTML: _("Write Markdown only, without HTML: %(value)s"),
    Wrong.IMAGE: _("A page holds no pictures: %(value)s"),
    Wrong.HEADING: _("Begin headings with two or three signs #. Line of the text: %(value)s"),
    Wrong.EMPTY: _("The page has no text."),
}
TEXT = _("The text")


def sentence_of(fault: Fault) -> str:
    """A fault as a sentence."""
    return str(SENTENCES[fault.wrong]) % {"path": fault.path or TEXT, "value": fault.value}
