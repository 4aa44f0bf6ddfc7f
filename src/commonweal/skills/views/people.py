"""Who can what at a body, and counts of those without an account; for those who keep its skills."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.organisations.permissions import actor
from commonweal.skills import actions, permissions
from commonweal.skills.forms.needs import CountForm
from commonweal.skills.models import SkillCount, SkillStatement
from commonweal.skills.permissions import Permission
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.queries.statements import counts_of, people_of
from commonweal.skills.views.keeping import body_or_404, frame, saved, sent

REFUSALS = (actions.UnknownSkill, actions.NoPeople)


@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who said what; `skill` of the address keeps those who can it alone or better, the best first."""
    body, pack = body_or_404(slug), skills_pack()
    permissions.require(actor(request), Permission.KEEP_SKILLS, on=body)
    found = people_of(request.user, body, timezone.localdate())
    skill = request.GET.get("skill", "")
    if skill in pack.skills:
        able = [each for each in found if each.levels.get(skill, 0) >= pack.alone]
        found = sorted(able, key=lambda each: -each.levels[skill])
    rows = [
        (
            each,
            [
                (pack.label_of(name), pack.levels[each.levels[name]].label)
                for name in pack.in_order(set(each.levels))
                if skill not in pack.skills or name == skill
            ],
        )
        for each in found
    ]
    page = frame(request, body, "people") | {"rows": rows, "skills": list(pack.skills.values()), "skill": skill}
    page |= {"label": pack.label_of(skill) if skill in pack.skills else "", "pack": pack}
    return render(request, "skills/people.html", page)


@require_POST
def end_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase what somebody said who has left."""
    by = actor(request)
    statement = SkillStatement.objects.select_related("body").filter(pk=pk).first()
    if statement is None or not permissions.allows(by, Permission.KEEP_SKILLS, on=statement.body):
        raise Http404
    actions.withdraw_statement(statement=statement, by=by)
    messages.success(request, _("Erased."))
    return redirect("skills-people", statement.body.slug)


@require_http_methods(["GET", "POST"])
def counts(request: HttpRequest, slug: str) -> HttpResponse:
    """Counts of people without an account; what is sent is one more."""
    body, by, pack = body_or_404(slug), actor(request), skills_pack()
    permissions.require(by, Permission.KEEP_SKILLS, on=body)
    form = CountForm(sent(request))
    if saved(form, lambda: actions.enter_count(body=body, by=by, **form.cleaned_data), REFUSALS):
        return redirect("skills-counts", slug)
    rows = [(each, pack.label_of(each.skill), pack.levels[each.level].label) for each in counts_of(by, body)]
    page = frame(request, body, "counts") | {"form": form, "rows": rows}
    return render(request, "skills/counts.html", page, status=422 if form.is_bound else 200)


@require_POST
def end_count(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a count holds no more."""
    by = actor(request)
    count = SkillCount.objects.select_related("body").filter(pk=pk).first()
    if count is None or not permissions.allows(by, Permission.KEEP_SKILLS, on=count.body):
        raise Http404
    actions.end_count(count=count, by=by)
    return redirect("skills-counts", count.body.slug)
