"""Keeping the letterheads of bodies."""

from pathlib import PurePath

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from commonweal.drawing.letters import Fault, read_letterhead
from commonweal.journal import actions as journal
from commonweal.organisations import permissions
from commonweal.organisations.documents.letterheads import SENTENCES
from commonweal.organisations.models import Body, Letterhead, User
from commonweal.organisations.permissions import Permission

LONGEST_NAME = 200


class LetterheadUnfit(Exception):
    """A file cannot be a letterhead; the message says why, and the one that stands stays."""


@transaction.atomic
def keep_letterhead(*, body: Body, name: str, content: bytes, by: User | None) -> Letterhead:
    """Take a file as the letterhead of a body; the one of its kind before it ends and is kept.

    The file that stands already changes and records nothing. Raises NotAllowed, LetterheadUnfit.
    """
    permissions.require(by, Permission.KEEP_LETTERHEAD, on=body)
    found = read_letterhead(content)
    if isinstance(found, Fault):
        raise LetterheadUnfit(str(SENTENCES[found]))
    Body.objects.select_for_update().get(pk=body.pk)
    of_kind = Letterhead.objects.filter(body=body, kind=found.kind.value)
    standing = of_kind.filter(ended_at=None).first()
    if standing is not None and bytes(standing.content) == content:
        return standing
    if standing is not None:
        _end(standing, by)
    made = Letterhead.objects.create(
        body=body,
        kind=found.kind.value,
        number=(of_kind.aggregate(last=Max("number"))["last"] or 0) + 1,
        name=PurePath(name.replace("\\", "/")).name[-LONGEST_NAME:] or found.kind.value,
        content=content,
        made_by=by,
        made_at=timezone.now(),
    )
    journal.record("organisations.letterhead_kept", subject=made, by=by, data=_told(made))
    return made


@transaction.atomic
def end_letterhead(*, letterhead: Letterhead, by: User | None) -> Letterhead:
    """Use a letterhead no more; it is kept. One that has ended changes and records nothing. Raises NotAllowed."""
    permissions.require(by, Permission.KEEP_LETTERHEAD, on=letterhead.body)
    standing = Letterhead.objects.select_for_update().get(pk=letterhead.pk)
    if standing.ended_at is not None:
        return standing
    _end(standing, by)
    journal.record("organisations.letterhead_ended", subject=standing, by=by, data=_told(standing))
    return standing


def _end(letterhead: Letterhead, by: User | None) -> None:
    letterhead.ended_by, letterhead.ended_at = by, timezone.now()
    letterhead.save(update_fields=["ended_by", "ended_at"])


def _told(letterhead: Letterhead) -> dict[str, object]:
    return {"body": letterhead.body.slug, "kind": letterhead.kind, "number": letterhead.number}
