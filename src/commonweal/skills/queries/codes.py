"""Codes on paper by which people without an account answer for a training."""

from django.utils.crypto import salted_hmac

from commonweal.skills.models import Participant

# Without those that are read as another: 0 and O, 1, I and L. Twelve of them are some 59 bits.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def digest_of(code: str) -> str:
    """What is kept of a code: it is short enough to be typed, so its digest hangs on the key of the installation."""
    return salted_hmac("commonweal.skills.code", plain(code), algorithm="sha256").hexdigest()


def plain(code: str) -> str:
    """A code as it was made, however it was typed."""
    return "".join(each for each in code.upper() if each in LETTERS)


def printed(code: str) -> str:
    """A code as it is printed, in fours."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def participant_with(code: str) -> Participant | None:
    """Who holds a code, if anybody."""
    typed = plain(code)
    found = Participant.objects.filter(code_digest=digest_of(typed)) if typed else Participant.objects.none()
    return found.select_related("cohort__owner").prefetch_related("answers__levels").first()
