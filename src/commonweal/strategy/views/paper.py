"""The paper on which a council decides, as a page, to print, and to write on with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonweal.drawing.letters import MEDIA_TYPES, Kind
from commonweal.drawing.marking import as_markdown
from commonweal.drawing.printing import Sheet, printed
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import NotAllowed, actor
from commonweal.organisations.queries import letter
from commonweal.strategy import permissions
from commonweal.strategy.documents.paper import paper_sheet
from commonweal.strategy.permissions import Permission
from commonweal.strategy.queries.paper import Paper, paper_of
from commonweal.strategy.views.keeping import body_or_404, download, frame


@require_safe
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The paper on a page."""
    body, facts = _facts(request, slug)
    shown = {"sheet": paper_sheet(facts), "strategy": facts.strategy}
    return render(request, "strategy/paper.html", frame(request, body, "paper") | shown)


@require_safe
def paper_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The paper to print."""
    body, sheet = _sheet(request, slug)
    return download(printed(sheet, at=timezone.now()), "application/pdf", f"{body.slug}-paper.pdf")


@require_safe
def paper_letter(request: HttpRequest, slug: str, kind: Kind) -> HttpResponse:
    """The paper in the letterhead of the body."""
    body, sheet = _sheet(request, slug)
    return download(letter(request.user, sheet, kind, body), MEDIA_TYPES[kind], f"{body.slug}-paper.{kind}")


@require_safe
def paper_markdown(request: HttpRequest, slug: str) -> HttpResponse:
    """The paper to write on with."""
    body, sheet = _sheet(request, slug)
    return download(as_markdown(sheet), "text/markdown; charset=utf-8", f"{body.slug}-paper.md")


def _sheet(request: HttpRequest, slug: str) -> tuple[Body, Sheet]:
    """The paper as a sheet. Raises Http404, NotAllowed."""
    body, facts = _facts(request, slug)
    return body, paper_sheet(facts)


def _facts(request: HttpRequest, slug: str) -> tuple[Body, Paper]:
    """The paper, for those who read everything it tells of: what others do not see would be missing in theirs.

    Raises Http404, NotAllowed.
    """
    person, body = actor(request), body_or_404(slug)
    if not permissions.allows(person, Permission.RAISE_CONCERNS, on=body):
        raise NotAllowed(_("Only people of the organisation see the paper for its decisions."))
    return body, paper_of(request.user, body, timezone.localdate())
