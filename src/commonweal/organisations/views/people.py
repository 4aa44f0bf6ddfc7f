"""Who holds which role: for those who give out roles."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonweal.organisations import actions, permissions, queries
from commonweal.organisations.forms import AccountForm, RoleForm
from commonweal.organisations.models import RoleAssignment
from commonweal.organisations.permissions import Permission, actor
from commonweal.organisations.roles import Role
from commonweal.organisations.views.paging import page_of


@require_http_methods(["GET", "POST"])
def people_list(request: HttpRequest) -> HttpResponse:
    """Every account with its roles; open an account, give a role."""
    permissions.require(actor(request), Permission.GRANT_ROLES)
    opens = request.POST.get("do") == "open"
    account_form, role_form = (
        AccountForm(request.POST if opens else None, auto_id="open_%s"),
        RoleForm(None if opens else request.POST or None, auto_id="grant_%s"),
    )
    form: AccountForm | RoleForm = account_form if opens else role_form
    if request.method == "POST" and form.is_valid():
        form.perform(by=actor(request))
        messages.success(request, _("Done."))
        return redirect("people")
    people = page_of(queries.people(), request)
    page = {"people": people, "roles": list(Role), "account_form": account_form, "role_form": role_form}
    return render(request, "organisations/people_list.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def withdraw_role(request: HttpRequest, number: int) -> HttpResponse:
    """End a role, after asking once more."""
    permissions.require(actor(request), Permission.GRANT_ROLES)
    assignment = get_object_or_404(RoleAssignment.objects.select_related("user", "body"), pk=number)
    if request.method == "GET":
        return render(request, "parts/confirm.html", _question(assignment))
    try:
        actions.withdraw_role(assignment=assignment, by=actor(request))
    except actions.LastAdministrator as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The role is withdrawn."))
    return redirect("people")


def _question(assignment: RoleAssignment) -> dict[str, object]:
    words = {
        "role": assignment.get_role_display(),
        "person": assignment.user,
        "place": assignment.body or _("everywhere"),
    }
    return {
        "title": _("Withdraw a role"),
        "text": _("%(person)s is then no longer %(role)s (%(place)s). You can give the role again.") % words,
        "button": _("Withdraw"),
        "back": reverse("people"),
    }
