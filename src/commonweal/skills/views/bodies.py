"""What people of a body can and what is missing: exact for those who plan, in sizes and only published for others."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonweal.drawing.bars import Bar, draw_bars
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import actor
from commonweal.skills import actions, permissions
from commonweal.skills.documents.gaps import NEED_COLUMNS, as_json, need_rows
from commonweal.skills.documents.sizes import size_words
from commonweal.skills.models import SkillFigures
from commonweal.skills.permissions import Permission
from commonweal.skills.queries.cohorts import cohorts_for
from commonweal.skills.queries.needs import Inventory, figures_of, inventory_of
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.queries.statements import statement_of
from commonweal.skills.views.keeping import body_or_404, download, frame
from commonweal.standards.spreadsheet import csv_text


@require_safe
def body_skills(request: HttpRequest, slug: str) -> HttpResponse:
    """What is needed and what is missing, or what the body shows to others."""
    body, today, pack = body_or_404(slug), timezone.localdate(), skills_pack()
    found = inventory_of(request.user, body, today)
    shown = figures_of(body)
    page = frame(request, body, "skills") | {
        "found": found,
        "needs": [(row, pack.label_of(row.need.skill), pack.levels[row.need.level].label) for row in found.rows]
        if found
        else [],
        "held": [(pack.label_of(each.skill), each) for each in found.held] if found else [],
        "chart": _chart(found) if found else "",
        "shown": shown,
        "figures": _figures(shown),
        "mine": statement_of(request.user, body),
        "trainings": list(cohorts_for(request.user, body)[:5]),
        "pack": pack,
        "today": today,
    }
    return render(request, "skills/body.html", page)


@require_safe
def skills_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The list of what is missing as a table for other programs."""
    body, found = _kept(request, slug)
    return download(csv_text(NEED_COLUMNS, need_rows(found)), "text/csv; charset=utf-8", f"{body.slug}-skills.csv")


@require_safe
def skills_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The same with how many have each skill at each level, as JSON."""
    body, found = _kept(request, slug)
    text = json.dumps(as_json(found, skills_pack().name), indent=2)
    return download(text, "application/json", f"{body.slug}-skills.json")


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everybody figures in sizes."""
    body = body_or_404(slug)
    try:
        actions.publish_figures(body=body, by=actor(request))
    except (actions.NothingToPublish, actions.PublishedLately) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Published, as it is today."))
    return redirect("body-skills", slug)


@require_POST
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the figures to nobody any more."""
    body = body_or_404(slug)
    by, figures = actor(request), figures_of(body)
    permissions.require(by, Permission.KEEP_SKILLS, on=body)
    if figures is not None:
        actions.take_back_figures(figures=figures, by=by)
    return redirect("body-skills", slug)


def _kept(request: HttpRequest, slug: str) -> tuple[Body, Inventory]:
    """A body with what its keeper reads.

    Raises Http404, NotAllowed.
    """
    body = body_or_404(slug)
    permissions.require(actor(request), Permission.KEEP_SKILLS, on=body)
    found = inventory_of(request.user, body, timezone.localdate())
    if found is None:
        raise Http404
    return body, found


def _chart(found: Inventory) -> SafeString:
    """How much of each need is met; what is not known has no bar."""
    pack = skills_pack()
    bars = [
        Bar(
            f"{pack.label_of(row.need.skill)}: {pack.levels[row.need.level].label}",
            row.gap.held / row.need.people,
            _("%(held)s, needed %(needed)s") % {"held": row.gap.held, "needed": row.need.people},
        )
        for row in found.rows
        if row.gap.missing is not None
    ]
    return mark_safe(draw_bars(bars, label=_("How much of each need is met")))  # noqa: S308  escaped by the drawing


def _figures(shown: SkillFigures | None) -> list[tuple[str, str, str]]:
    if shown is None:
        return []
    pack = skills_pack()
    return [(pack.label_of(row["skill"]), size_words(row["said"]), size_words(row["alone"])) for row in shown.figures]
