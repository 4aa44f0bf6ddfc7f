"""The safety of one system: its light, its findings one by one, and deciding about them for this system only."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from commonweal.components.models import PackageVersion
from commonweal.components.queries import Scope, scope_of, standing_documents, system_in
from commonweal.organisations.permissions import actor
from commonweal.risk.actions.deciding import NotDecidable, decide_many
from commonweal.risk.forms.decisions import DecisionForm
from commonweal.risk.models import Decision, Vulnerability
from commonweal.risk.permissions import Permission, allows, require
from commonweal.risk.queries.in_force import decided_about
from commonweal.risk.queries.lights_pack import lights_pack
from commonweal.risk.queries.of_system import findings_of
from commonweal.risk.queries.priority_pack import priorities
from commonweal.risk.queries.standings import facts_by, unclear_parts
from commonweal.risk.rules.decisions import Standing
from commonweal.risk.rules.lights import Facts
from commonweal.risk.views.reasons import shown
from commonweal.usage.models import System

PAGE_SIZE, MOST_UNCLEAR, MOST_EARLIER = 100, 50, 100


@require_http_methods(["GET", "POST"])
def system_security(request: HttpRequest, pk: int) -> HttpResponse:
    """What hits a system, and why its light is as it is; by POST a decision for this system only."""
    scope = scope_of(request.user)
    system = system_in(scope, pk)
    if system is None:
        raise Http404
    form = DecisionForm(request.POST or None)
    ticked = [int(text) for text in request.POST.getlist("pick") if text.isdecimal() and len(text) < 18]
    if request.method == "POST":
        person = actor(request)
        require(person, Permission.DECIDE, on=system.owner)
        if form.is_valid():
            try:
                vulnerabilities = list(Vulnerability.objects.filter(pk__in=ticked).order_by("name"))
                if not vulnerabilities:
                    raise NotDecidable(_("Tick at least one vulnerability in the list."))
                made = decide_many(
                    vulnerabilities=vulnerabilities, body=system.owner, draft=form.draft(system), by=person
                )  # fmt: skip
            except NotDecidable as refusal:
                form.add_error(None, str(refusal))
            else:
                return _decided(request, made)
    return _page(request, scope, system, form, ticked)


def _decided(request: HttpRequest, made: list[Decision]) -> HttpResponse:
    text = ngettext("%(number)s decision was written down.", "%(number)s decisions were written down.", len(made))
    messages.success(request, text % {"number": len(made)})
    return redirect(request.get_full_path())


def _page(request: HttpRequest, scope: Scope, system: System, form: DecisionForm, ticked: list[int]) -> HttpResponse:
    today = timezone.localdate()
    body = system.owner
    assert body is not None  # noqa: S101  a constraint of the database
    alone = Scope(bodies=frozenset({body.pk}))
    findings = findings_of(scope, system)
    page = Paginator(findings, PAGE_SIZE).get_page(request.GET.get("page"))
    facts = facts_by("system", alone).get(system.pk, Facts())
    earlier = decided_about(scope, system, {each.vulnerability.pk for each in findings})
    context = {
        "system": system,
        "body": body,
        "light": shown(facts),
        "facts": facts,
        "page": page,
        "rows": [(each, each.due is not None and each.due < today) for each in page],
        "open_count": sum(each.standing is Standing.OPEN for each in findings),
        "unclear": _unclear(alone, system),
        "documents": list(standing_documents(scope, system)),
        "decisions": [(each, is_in_force(each)) for each in earlier[:MOST_EARLIER]],
        "form": form,
        "ticked": ticked,
        "may_decide": allows(request.user, Permission.DECIDE, on=body),
        "pack": lights_pack(),
        "priorities": priorities(),
    }
    return render(request, "risk/system_security.html", context, status=422 if form.errors else 200)


def is_in_force(decision: Decision) -> bool:
    """Whether a decision holds today."""
    today = timezone.localdate()
    is_late = decision.expires_on is not None and decision.expires_on < today
    return decision.ended_at is None and not is_late and decision.valid_from <= today


def _unclear(scope: Scope, system: System) -> list[tuple[PackageVersion, list[Vulnerability]]]:
    """The parts of which somebody must look, with the vulnerabilities that name them."""
    named: dict[int, list[int]] = {}
    for part in unclear_parts(scope):
        if part.system == system.pk:
            named.setdefault(part.version, []).append(part.vulnerability)
    versions = PackageVersion.objects.select_related("package").filter(pk__in=named).order_by("package__name", "pk")
    wanted = versions[:MOST_UNCLEAR]
    known = Vulnerability.objects.in_bulk({pk for several in named.values() for pk in several})
    return [(each, [known[pk] for pk in sorted(named[each.pk])]) for each in wanted]
