"""The letterheads of a body, for those who belong to it, and papers written in them."""

from django.utils import timezone
from django.utils.formats import date_format

from commonweal.drawing.letters import Kind, lettered, plain_letterhead, read_letterhead
from commonweal.drawing.letters import Letterhead as LetterheadFile
from commonweal.drawing.printing import Sheet
from commonweal.organisations.models import Body, Letterhead
from commonweal.organisations.permissions import Permission, allows
from commonweal.organisations.queries.ladder import Viewer
from commonweal.organisations.queries.words import name_of


def letterheads_of(viewer: Viewer, body: Body) -> list[Letterhead]:
    """Every letterhead of a body, newest first, without the files; none for whoever may not write in its name."""
    if not allows(viewer, Permission.USE_LETTERHEAD, on=body):
        return []
    return list(body.letterheads.defer("content").select_related("made_by", "ended_by"))


def letterhead_for(viewer: Viewer, pk: int) -> Letterhead | None:
    """A letterhead with its file, if the viewer may write in the name of its body."""
    found = Letterhead.objects.select_related("body").filter(pk=pk).first()
    return found if found is not None and allows(viewer, Permission.USE_LETTERHEAD, on=found.body) else None


def letter(viewer: Viewer, sheet: Sheet, kind: Kind, body: Body | None) -> bytes:
    """The sheet as a file: in the letterhead of the body if it has one and the viewer may use it, else plain."""
    values = {"date": date_format(timezone.localdate()), "body": name_of(body) if body is not None else ""}
    return lettered(sheet, _file_of(viewer, kind, body) or plain_letterhead(kind), values)


def _file_of(viewer: Viewer, kind: Kind, body: Body | None) -> LetterheadFile | None:
    if body is None or not allows(viewer, Permission.USE_LETTERHEAD, on=body):
        return None
    standing = body.letterheads.filter(kind=kind.value, ended_at=None).first()
    found = read_letterhead(bytes(standing.content)) if standing is not None else None
    return found if isinstance(found, LetterheadFile) else None
