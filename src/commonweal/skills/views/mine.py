"""What I can: saying it, changing it, taking it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonweal.organisations.permissions import actor
from commonweal.skills import actions
from commonweal.skills.forms.levels import MineForm
from commonweal.skills.permissions import NotAllowed
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.queries.statements import statement_of, works_at
from commonweal.skills.rules.gaps import is_old
from commonweal.skills.views.keeping import body_or_404, frame, saved, sent

EVERYTHING = "all"
REFUSALS = (actions.NothingSaid, actions.UnknownSkill)


@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """What I said, and the form for the work that is mine (`role` of the address)."""
    body, by, pack = body_or_404(slug), actor(request), skills_pack()
    if not works_at(by, body):
        raise NotAllowed(_("Only people of this organisation say what they can, each for themselves."))
    statement = statement_of(by, body)
    said = {each.skill: each.level for each in statement.levels.all()} if statement else {}
    role = request.GET.get("role", "")
    asked = (
        list(pack.profiles[role].needs) if role in pack.profiles else list(pack.skills) if role == EVERYTHING else []
    )
    before = {"would_help": statement.would_help if statement else False}
    form = MineForm(sent(request), skills=asked, said=said, initial=before) if asked else None
    if form is not None and form.is_valid():
        kept = {skill: level for skill, level in said.items() if skill not in asked and skill in pack.skills}
        levels, helps = kept | form.levels(), form.cleaned_data["would_help"]
        if saved(form, lambda: actions.state_skills(body=body, levels=levels, would_help=helps, by=by), REFUSALS):
            messages.success(request, _("Thank you. You can change it or take it back at any time."))
            return redirect("my-skills", slug)
    told = [(pack.label_of(skill), pack.levels[said[skill]]) for skill in pack.in_order(set(said))]
    day = timezone.localtime(statement.said_at).date() if statement else None
    page = frame(request, body, "mine") | {
        "statement": statement,
        "is_old": day is not None and is_old(day, timezone.localdate(), pack.old_after_months),
        "said": told,
        "form": form,
        "role": role,
        "pack": pack,
    }
    return render(request, "skills/mine.html", page, status=422 if form is not None and form.is_bound else 200)


@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back what I said."""
    body, by = body_or_404(slug), actor(request)
    statement = statement_of(by, body)
    if statement is not None:
        actions.withdraw_statement(statement=statement, by=by)
        messages.success(request, _("Taken back. What you had said is erased."))
    return redirect("my-skills" if works_at(by, body) else "body-skills", slug)
