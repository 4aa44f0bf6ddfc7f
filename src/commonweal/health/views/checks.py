"""The software of a body and what of it wants a look: the worklist, one part, looks by people, decisions."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.catalogue import queries as catalogue
from commonweal.catalogue.models import Entry
from commonweal.health import permissions
from commonweal.health.actions import EntryNotPublic, NotARepositoryAddress
from commonweal.health.actions import screening as actions
from commonweal.health.documents.projects import project_name
from commonweal.health.documents.screening import (
    ShownPart,
    proposals,
    shown_answers,
    shown_part,
    summary_of,
)
from commonweal.health.forms.screening import CourseForm, ImportanceForm, ManualCheckForm
from commonweal.health.models import Project
from commonweal.health.permissions import Permission, allows
from commonweal.health.queries.counted import counted_of, forge_facts_of, users_of
from commonweal.health.queries.screening import decisions_of, part_of, parts_of, seen_checks, seen_decisions
from commonweal.health.queries.screening_packs import check_pack, screening_pack
from commonweal.health.queries.standing import standing
from commonweal.health.rules.screening import Flag, needed
from commonweal.health.views.projects import project_or_404
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import actor

PAGE_SIZE = 50
SHOWN = ("todo", "flagged", "all")


@require_safe
def body_checks(request: HttpRequest, slug: str) -> HttpResponse:
    """The software of a body: what is to be done first, and what was found about the rest."""
    body = body_or_404(slug)
    may_check = allows(request.user, Permission.CHECK_HEALTH, on=body)
    today = timezone.localdate()
    parts = [shown_part(part, today) for part in parts_of(request.user, body, today)]
    chosen = request.GET.get("show", "")
    show = chosen if chosen in SHOWN else "todo" if may_check else "all"
    page = Paginator(_narrowed(parts, show), PAGE_SIZE).get_page(request.GET.get("page"))
    context = frame(body) | {
        "page": page,
        "rows": list(page),
        "show": show,
        "may_check": may_check,
        "todo_count": sum(1 for part in parts if part.can_step),
        "late_count": sum(1 for part in parts if part.is_late),
        "flagged_count": sum(1 for part in parts if part.flags),
        "all_count": len(parts),
        "never_count": sum(1 for part in parts if not part.words),
        "needed": [(level, screening_pack().levels[level].told().label, flags) for level, flags in needed_levels()],
        "flag_words": [screening_pack().flags[flag].told() for flag in Flag],
        "pack": screening_pack(),
    }
    return render(request, "health/body_checks.html", context)


@require_safe
def body_part(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One part of a body's software: flags, how much it matters, looks and decisions."""
    return _part_page(request, body_or_404(slug), project_or_404(request, pk))


@require_http_methods(["GET", "POST"])
def take_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how much software of the catalogue matters to a body; it is looked at from now on."""
    body, person = body_or_404(slug), actor(request)
    permissions.require(person, Permission.CHECK_HEALTH, on=body)
    entry = _entry(request)
    form = ImportanceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            stated = actions.take_up(body=body, entry=entry, level=form.cleaned_data["level"], by=person)
        except (NotARepositoryAddress, EntryNotPublic) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down."))
            return redirect("body-part", body.slug, stated.project_id)
    context = frame(body) | {"entry": entry, "form": form}
    return render(request, "health/take_up.html", context, status=422 if form.errors else 200)


@require_POST
def state_importance(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say how much a project matters to a body."""
    body, project, person = body_or_404(slug), project_or_404(request, pk), actor(request)
    form = ImportanceForm(request.POST)

    def act() -> object:
        part = part_of(request.user, body, project)
        return actions.state_importance(
            body=body, project=project, level=form.cleaned_data["level"], is_proposed=not part.is_in_use, by=person
        )

    return _saved(request, body, project, form, "importance_form", act)


@require_http_methods(["GET", "POST"])
def new_check(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The look by a person: fourteen questions, of which what was counted answers some."""
    body, project, person = body_or_404(slug), project_or_404(request, pk), actor(request)
    permissions.require(person, Permission.CHECK_HEALTH, on=body)
    facts = counted_of(project, standing(project), forge_facts_of(project))
    counted = proposals(facts, users_of(request.user, project))
    proposed = {question: answer for question, (answer, _number) in counted.items()}
    form = ManualCheckForm(request.POST or None, proposed=proposed)
    if request.method == "POST" and form.is_valid():
        actions.make_manual_check(body=body, project=project, draft=form.draft(), by=person)
        messages.success(request, _("Your look is on file. Now it can be decided."))
        return redirect("body-part", body.slug, project.pk)
    context = frame(body) | {
        "project": project,
        "project_name": project_name(project),
        "form": form,
        "questions": [
            (field, note, counted[name][1] if name in counted else "") for name, field, note in form.questions()
        ],
        "pack": check_pack(),
    }
    return render(request, "health/check_new.html", context, status=422 if form.errors else 200)


@require_POST
def decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Decide about a part."""
    body, project, person = body_or_404(slug), project_or_404(request, pk), actor(request)
    part = part_of(request.user, body, project)
    level = part.importance.level if part.importance else None
    form = CourseForm(request.POST, is_in_use=part.is_in_use, level=level)
    return _saved(
        request,
        body,
        project,
        form,
        "course_form",
        lambda: actions.decide_course(body=body, project=project, draft=form.draft(), by=person),
    )


@require_POST
def end_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    person = actor(request)
    decision = seen_decisions(request.user).select_related("owner", "project").filter(pk=pk).first()
    if decision is None or decision.owner is None:
        raise Http404
    actions.end_course(decision=decision, by=person)
    messages.success(request, _("Taken back. That it was decided stays on file."))
    return redirect("body-part", decision.owner.slug, decision.project_id)


@require_safe
def manual_check(request: HttpRequest, pk: int) -> HttpResponse:
    """What a person found by looking, if the reader may see it."""
    check = seen_checks(request.user).filter(pk=pk).first()
    if check is None or check.owner is None:
        raise Http404
    project = project_or_404(request, check.project_id)
    context = frame(check.owner) | {
        "check": check,
        "project": project,
        "project_name": project_name(project),
        "answers": shown_answers(check),
        "summary": summary_of(check),
        "pack": check_pack(),
    }
    return render(request, "health/check.html", context)


def body_or_404(slug: str) -> Body:
    """The body at an address.

    Raises Http404.
    """
    body = Body.objects.prefetch_related("names").filter(slug=slug).first()
    if body is None:
        raise Http404
    return body


def frame(body: Body) -> dict[str, object]:
    """What every page of a body shows."""
    return {"body": body, "name": body.name_in(get_language() or "en")}


def needed_levels() -> list[tuple[int, int]]:
    """How many flags make a person look, by level."""
    return list(needed(screening_pack().screening.importance))


def _narrowed(parts: list[ShownPart], show: str) -> list[ShownPart]:
    if show == "todo":
        return [part for part in parts if part.can_step]
    return [part for part in parts if part.flags] if show == "flagged" else parts


def _entry(request: HttpRequest) -> Entry:
    """The software named in the address, if the reader may see it.

    Raises Http404.
    """
    slug = request.GET.get("software", "")[:200]
    entry = catalogue.entries_seen_by(request.user).filter(slug=slug).first() if slug else None
    if entry is None:
        raise Http404
    return entry


def _part_page(
    request: HttpRequest, body: Body, project: Project, refused: dict[str, object] | None = None
) -> HttpResponse:
    part = part_of(request.user, body, project)
    may_check = allows(request.user, Permission.CHECK_HEALTH, on=body)
    level = part.importance.level if part.importance else None
    context = frame(body) | {
        "project": project,
        "project_name": project_name(project),
        "shown": shown_part(part, timezone.localdate()),
        "checks": [
            (check, summary_of(check)) for check in seen_checks(request.user).filter(project=project, owner=body)
        ],
        "elsewhere": seen_checks(request.user).filter(project=project).exclude(owner=body)[:10],
        "decisions": decisions_of(request.user, body, project),
        "may_check": may_check,
        "pack": screening_pack(),
    }
    if may_check:
        context |= {
            "importance_form": ImportanceForm(initial={"level": level}),
            "course_form": CourseForm(is_in_use=part.is_in_use, level=level),
        }
    return render(request, "health/body_part.html", context | (refused or {}), status=422 if refused else 200)


def _saved(
    request: HttpRequest,
    body: Body,
    project: Project,
    form: ImportanceForm | CourseForm,
    name: str,
    act: Callable[[], object],
) -> HttpResponse:
    """Back to the part; with the form and what is wrong where it is refused."""
    permissions.require(actor(request), Permission.CHECK_HEALTH, on=body)
    if form.is_valid():
        try:
            act()
        except (actions.NoSuchLevel, actions.CourseUnclear) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down."))
            return redirect("body-part", body.slug, project.pk)
    return _part_page(request, body, project, {name: form, "is_open": name})
