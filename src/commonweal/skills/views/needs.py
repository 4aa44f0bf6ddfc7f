"""What a body needs its people to know: from roles of the catalogue, or one by one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from commonweal.organisations.permissions import actor
from commonweal.skills import actions, permissions
from commonweal.skills.forms.needs import NeedForm, ProfileForm
from commonweal.skills.models import SkillNeed
from commonweal.skills.permissions import Permission
from commonweal.skills.queries.needs import needs_of
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.views.keeping import body_or_404, frame, saved

REFUSALS = (actions.UnknownSkill, actions.NoPeople, actions.NeedsNobody, actions.UnknownProfile)


@require_http_methods(["GET", "POST"])
def needs(request: HttpRequest, slug: str) -> HttpResponse:
    """What is needed; what is sent is a role with all it takes, or one skill."""
    body, by, pack = body_or_404(slug), actor(request), skills_pack()
    permissions.require(by, Permission.KEEP_SKILLS, on=body)
    is_role = "profile" in request.POST
    role = ProfileForm(request.POST if is_role else None, prefix=None, auto_id="role_%s")
    one = NeedForm(request.POST if request.method == "POST" and not is_role else None)
    made = saved(role, lambda: actions.need_profile(body=body, by=by, **role.cleaned_data), REFUSALS)
    if made is not None:
        said = ngettext(
            "%(count)s skill is needed for this role.", "%(count)s skills are needed for this role.", len(made)
        )
        messages.success(request, said % {"count": len(made)})
        return redirect("skills-needs", slug)
    if saved(one, lambda: actions.add_need(body=body, draft=one.draft(), by=by), REFUSALS):
        messages.success(request, _("Written down."))
        return redirect("skills-needs", slug)
    order = {skill: place for place, skill in enumerate(pack.skills)}
    found = sorted(needs_of(by, body), key=lambda each: (order.get(each.skill, len(order)), each.level))
    rows = [(each, pack.label_of(each.skill), pack.levels[each.level].label) for each in found]
    page = frame(request, body, "needs") | {"role": role, "one": one, "rows": rows}
    return render(request, "skills/needs.html", page, status=422 if role.is_bound or one.is_bound else 200)


@require_POST
def end_need(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is needed no more."""
    by = actor(request)
    need = SkillNeed.objects.select_related("body").filter(pk=pk).first()
    if need is None or not permissions.allows(by, Permission.KEEP_SKILLS, on=need.body):
        raise Http404
    actions.end_need(need=need, by=by)
    return redirect("skills-needs", need.body.slug)
