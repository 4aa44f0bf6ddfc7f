"""What pages say of an answer, a ruling and a clock."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.screening.documents.words import COLOURS, TONES
from commonweal.screening.models import Decided, Request, Ruling
from commonweal.screening.rules.reasons import Answer, Colour, Lane


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """A colour in words, with what follows from it."""

    word: str
    tone: str
    follows: str
    unknown: int


@dataclass(frozen=True, slots=True)
class RulingWords:
    """What stands: in words, with a tone; `days_left` to rule, negative when overdue, None where nobody has to."""

    word: str
    tone: str
    how: str = ""
    days_left: int | None = None


def answer_words(answer: Answer) -> AnswerWords:
    """Say an answer."""
    return AnswerWords(
        str(COLOURS[answer.colour]), TONES[answer.colour], follows(answer.lane, answer.colour), len(answer.unknown)
    )  # fmt: skip


def follows(lane: Lane, colour: Colour) -> str:
    """Say what the policy makes of an answer."""
    if lane is Lane.APPROVE and colour is Colour.GREEN:
        return _("Yes. Our rules approve this at once.")
    if lane is Lane.APPROVE:
        return _("Yes, with care. Our rules approve this at once, but not all is green.")
    if lane is Lane.PERSON:
        return _("Not yet. A person has to look at this.")
    return _("No. Our rules refuse this.")


def ruling_words(request: Request, ruling: Ruling | None, today: date | None = None) -> RulingWords:
    """Say what became of a request."""
    if ruling is not None:
        tones = {Decided.APPROVED: "success", Decided.CONDITIONS: "warning", Decided.REFUSED: "danger"}
        return RulingWords(
            ruling.get_decided_display(), tones[Decided(ruling.decided)], ruling.get_how_display()
        )  # fmt: skip
    if request.withdrawn_at is not None:
        return RulingWords(_("withdrawn"), "neutral")
    left = (request.due_on - (today or timezone.localdate())).days if request.due_on else None
    return RulingWords(_("waits for a person"), "info", "", left)
