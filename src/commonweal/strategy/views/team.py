"""The team: who has how much time, what is planned for them month by month, and what ends with their money."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.organisations.permissions import actor
from commonweal.standards.spreadsheet import csv_text
from commonweal.strategy import actions, permissions
from commonweal.strategy.documents.team import (
    COLUMNS,
    apart_of_team,
    ends_of_team,
    load_as_json,
    months_of_team,
    payer_of,
    people_of_team,
    rows_of_load,
    rule_words,
)
from commonweal.strategy.forms.team import MemberForm
from commonweal.strategy.models import TeamMember
from commonweal.strategy.permissions import Permission
from commonweal.strategy.queries.team import TeamLoad, load_of, member_for, team_load, team_of
from commonweal.strategy.queries.watch_pack import watch_pack
from commonweal.strategy.views.keeping import body_or_404, download, form_page, found_or_404, frame, owner_of, saved

REFUSALS = (
    actions.RolelessMember, actions.DaysOutOfRange, actions.EndsBeforeItBegan, actions.PayerUnclear,
    actions.OfAnotherBody,
)  # fmt: skip


@require_safe
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is in the team, what ends, and what is planned for each month."""
    body, today = body_or_404(slug), timezone.localdate()
    members = list(team_of(request.user, body))
    page = frame(request, body, "team") | {"members": [(each, payer_of(each)) for each in members]}
    if members:
        found = team_load(request.user, body, today)
        page |= {
            "ends": ends_of_team(found, today),
            "months": months_of_team(found, today),
            "people": people_of_team(found, today),
            "apart": apart_of_team(found),
            "rule": rule_words(),
            "pack": watch_pack(),
        }
    return render(request, "strategy/team.html", page)


@require_safe
def team_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """A row for each month and person."""
    body = body_or_404(slug)
    text = csv_text(COLUMNS, rows_of_load(_load(request, slug)))
    return download(text, "text/csv; charset=utf-8", f"{body.slug}-team.csv")


@require_safe
def team_json(request: HttpRequest, slug: str) -> JsonResponse:
    """The same for programs, with what ends and what is counted apart."""
    return JsonResponse(load_as_json(_load(request, slug)))


@require_http_methods(["GET", "POST"])
def add_member(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down somebody of the team."""
    body, by = body_or_404(slug), actor(request)
    permissions.require(by, Permission.KEEP_STRATEGY, on=body)
    form = MemberForm(request.POST or None, body=body)
    made = saved(form, lambda: actions.add_member(body=body, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect(made)
    lead = _("Only the role is needed. Only people of your organisation see the team.")
    back = f"{body.get_absolute_url()}/strategy/team"
    return form_page(request, form, title=_("Add somebody to the team"), back=back, back_name=_("Team"), lead=lead)


@require_http_methods(["GET", "POST"])
def change_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of somebody's time."""
    member, by = _kept(request, pk), actor(request)
    form = MemberForm(request.POST or None, body=owner_of(member), member=member)
    made = saved(form, lambda: actions.change_member(member=member, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect(made)
    title, back = _("Change the time of %(who)s") % {"who": member}, member.get_absolute_url()
    return form_page(request, form, title=title, back=back, back_name=_("Team"))


@require_POST
def withdraw_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was written by mistake."""
    member = _kept(request, pk)
    actions.withdraw_member(member=member, by=actor(request))
    messages.success(request, _("Taken out of the team."))
    return redirect(member)


def _load(request: HttpRequest, slug: str) -> TeamLoad:
    """What is planned for the team that the reader may see; where they see no team, nothing of what is planned."""
    body, today = body_or_404(slug), timezone.localdate()
    if not team_of(request.user, body).exists():
        return load_of([], [], today)
    return team_load(request.user, body, today)


def _kept(request: HttpRequest, pk: int) -> TeamMember:
    """Somebody of a team that the reader keeps.

    Raises Http404, NotAllowed.
    """
    member = found_or_404(member_for(request.user, pk))
    permissions.require(actor(request), Permission.KEEP_STRATEGY, on=member.owner)
    return member
