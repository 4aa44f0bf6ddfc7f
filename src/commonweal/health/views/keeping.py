"""What people do about a project: say that it is maintained, declare its stage, ask for a look, add one."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonweal.health import actions, permissions
from commonweal.health.forms.projects import ConfirmationForm, ProjectForm, StageForm
from commonweal.health.models import MaintenanceConfirmation, Project, StageDeclaration
from commonweal.health.permissions import Permission
from commonweal.health.views.projects import entry_or_404, page_of, project_or_404
from commonweal.organisations.permissions import actor


@require_http_methods(["GET", "POST"])
def new_project(request: HttpRequest) -> HttpResponse:
    """Look at a repository from now on."""
    person = actor(request)
    permissions.require(person, Permission.KEEP_PROJECTS)
    form = ProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.watch_project(url=form.cleaned_data["url"], by=person)
        except (actions.NotARepositoryAddress, actions.EntryNotPublic) as refusal:
            form.add_error("url", str(refusal))
        else:
            messages.success(request, _("It will be looked at in the next minutes."))
            return redirect(made)
    return render(request, "health/project_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def watch_software(request: HttpRequest, slug: str) -> HttpResponse:
    """Look at the repository of a piece of software from now on."""
    person, entry = actor(request), entry_or_404(request, slug)
    try:
        actions.watch_entry(entry=entry, by=person)
    except (actions.NotARepositoryAddress, actions.EntryNotPublic) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It will be looked at in the next minutes."))
    return redirect("software-health", slug)


@require_POST
def look_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a fresh look."""
    found = project_or_404(request, pk)
    if actions.ask_for_examination(project=found, by=actor(request)):
        messages.success(request, _("It will be looked at in the next minutes."))
    else:
        messages.info(request, _("A look is asked for already; it comes in the next minutes."))
    return redirect(found)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a project is still maintained."""
    found, person, form = project_or_404(request, pk), actor(request), ConfirmationForm(request.POST)

    def act() -> None:
        actions.confirm_maintained(project=found, draft=form.draft(), by=person)
        messages.success(request, _("Thank you. Everybody can see now who looks after it, and until when."))

    return _saved(request, found, form, "confirmation_form", act)


@require_POST
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare the stage of life of a project."""
    found, person, form = project_or_404(request, pk), actor(request), StageForm(request.POST)

    def act() -> None:
        actions.declare_stage(
            project=found, stage=form.cleaned_data["stage"], note=form.cleaned_data["note"], by=person
        )  # fmt: skip
        messages.success(request, _("The stage you declare counts from now on."))

    return _saved(request, found, form, "stage_form", act)


@require_POST
def end_confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that a project is maintained."""
    said = MaintenanceConfirmation.objects.select_related("project__entry__publisher").filter(pk=pk).first()
    if said is None:
        raise Http404
    project_or_404(request, said.project_id)
    actions.end_confirmation(confirmation=said, by=actor(request))
    return _taken_back(request, said.project)


@require_POST
def end_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a declared stage back."""
    said = StageDeclaration.objects.select_related("project__entry__publisher").filter(pk=pk).first()
    if said is None:
        raise Http404
    project_or_404(request, said.project_id)
    actions.end_declaration(declaration=said, by=actor(request))
    return _taken_back(request, said.project)


def _taken_back(request: HttpRequest, project: Project) -> HttpResponse:
    messages.success(request, _("Taken back. That it was said stays on file."))
    return redirect(project)


def _saved(
    request: HttpRequest, found: Project, form: ConfirmationForm | StageForm, name: str, act: Callable[[], None]
) -> HttpResponse:
    """Back to the page; with the form and what is wrong where it is refused."""
    if form.is_valid():
        try:
            act()
        except (actions.ConfirmationUnclear, actions.StageUnclear) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(found)
    context = page_of(request, found) | {name: form, "is_open": name}
    return render(request, "health/project_page.html", context, status=422)
