"""What a project is called, and how it stands among those of its like, in words."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonweal.health.documents.words import WORDS
from commonweal.health.models import Project
from commonweal.health.queries.peers import Peers
from commonweal.health.rules.words import Answer, Statement, Word

# By which figure a word is compared; for the others the peers' figures are mostly not known.
COMPARED: dict[Word, tuple[tuple[str, ...], Promise]] = {
    Word.ALIVE: (("from_today", "365", "commits"), _("changes in 365 days")),
    Word.SHARED: (("from_last_commit", "365", "absence_factor"), _("people who do half of the work")),
}

_GRAVEST = (Answer.NO, Answer.WATCH, Answer.UNKNOWN, Answer.YES)
_BADGE_ANSWERS: dict[Answer, Promise | str] = {
    Answer.YES: _("yes"),
    Answer.WATCH: pgettext_lazy("an answer on a badge", "look"),
    Answer.NO: _("no"),
    Answer.UNKNOWN: "?",
}


def project_name(project: Project) -> str:
    """The name of its software; of a repository that is not in the catalogue the end of its address."""
    if project.entry is not None:
        return project.entry.name
    parts = [part for part in urlsplit(project.url).path.split("/") if part]
    return "/".join(parts[-2:]) or project.url


def badge_words(said: Sequence[Statement]) -> tuple[str, str, Answer]:
    """The label and the text of a badge, and the gravest answer; yes only where all four are."""
    label = translate("maintained?")
    if not said:
        return label, translate("not known"), Answer.UNKNOWN
    text = " · ".join(f"{WORDS[each.word]} {_BADGE_ANSWERS[each.answer]}" for each in said)
    return label, text, min((each.answer for each in said), key=_GRAVEST.index)


def place_words(found: Peers, figure: str) -> str:
    """Where a project stands among those of its like; a place, and no score."""
    if found.share_lower is None or found.rank is None:
        return translate("There are too few comparable projects here to say where it stands.")
    told = translate("Place %(rank)s of %(known)s comparable projects by %(figure)s, the highest first.") % {
        "rank": number_format(found.rank),
        "known": number_format(found.known),
        "figure": figure,
    }
    if found.same:
        told += " " + translate("%(same)s others have the same.") % {"same": number_format(found.same)}
    return told
