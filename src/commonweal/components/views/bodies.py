"""How far a body knows what its systems are made of; its tokens, and who watches over it."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from commonweal.components import actions, permissions, queries
from commonweal.components.forms import OversightForm, TokenForm
from commonweal.components.models import AccessToken, Oversight
from commonweal.components.permissions import Permission
from commonweal.components.views.asking import body_in_scope_or_404, name_of
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import actor

PAGE_SIZE = 100


@require_GET
def body_components(request: HttpRequest, slug: str) -> HttpResponse:
    """Which systems of a body have a list and how old it is, and the same for those it watches over."""
    body = body_in_scope_or_404(queries.scope_of(request.user), slug)
    return _page(request, body)


@require_POST
def make_token(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a secret and show it, this once."""
    body = body_in_scope_or_404(queries.scope_of(request.user), slug)
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, body, token_form=form)
    try:
        made = actions.make_token(body=body, name=form.cleaned_data["name"], by=actor(request))
    except actions.NamelessToken as refusal:
        form.add_error("name", str(refusal))
        return _page(request, body, token_form=form)
    answer = render(request, "components/token.html", {"made": made, "body": body, "name": name_of(body)})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """End a secret."""
    token = get_object_or_404(AccessToken.objects.select_related("body"), pk=pk)
    body_in_scope_or_404(queries.scope_of(request.user), token.body.slug)
    actions.revoke_token(token=token, by=actor(request))
    messages.success(request, _("The token opens nothing any more."))
    return redirect("body-components", token.body.slug)


@require_POST
def agree_oversight(request: HttpRequest, slug: str) -> HttpResponse:
    """Let another organisation watch over this one."""
    body = body_in_scope_or_404(queries.scope_of(request.user), slug)
    form = OversightForm(request.POST)
    if not form.is_valid():
        return _page(request, body, oversight_form=form)
    try:
        actions.agree_oversight(
            body=body, overseer=form.cleaned_data["overseer"], reason=form.cleaned_data["reason"], by=actor(request)
        )
    except (actions.OverseesItself, actions.OverseesNobody) as refusal:
        form.add_error("overseer", str(refusal))
        return _page(request, body, oversight_form=form)
    messages.success(request, _("Its security officers now see what your systems are made of."))
    return redirect("body-components", slug)


@require_POST
def end_oversight(request: HttpRequest, pk: int) -> HttpResponse:
    """End it."""
    oversight = get_object_or_404(Oversight.objects.select_related("body"), pk=pk)
    body_in_scope_or_404(queries.scope_of(request.user), oversight.body.slug)
    actions.end_oversight(oversight=oversight, by=actor(request))
    messages.success(request, _("They no longer see what your systems are made of."))
    return redirect("body-components", oversight.body.slug)


def _page(
    request: HttpRequest,
    body: Body,
    *,
    token_form: TokenForm | None = None,
    oversight_form: OversightForm | None = None,
) -> HttpResponse:
    """The page, with a form that was refused."""
    if not request.user.is_authenticated:
        raise Http404
    scope = queries.scope_of(request.user)
    since = timezone.now() - timedelta(days=queries.lists_pack().list_is_old_days)
    watched = Paginator(queries.may_be_watched(scope, body), PAGE_SIZE).get_page(request.GET.get("page"))
    coverage = queries.coverage_by_body(scope, [body.pk, *watched], since)
    bodies = Body.objects.filter(pk__in=list(watched)).order_by("sort_name")
    systems = Paginator(queries.listed_systems(scope, body), PAGE_SIZE).get_page(request.GET.get("systems"))
    context = {
        "body": body,
        "name": name_of(body),
        "days": queries.lists_pack().list_is_old_days,
        "coverage": coverage.get(body.pk, queries.Coverage()),
        "systems": systems,
        "watched": watched,
        "watched_rows": [(one, coverage.get(one.pk, queries.Coverage())) for one in bodies],
        "tokens": queries.tokens_of(scope, body),
        "overseers": queries.overseers_of(scope, body),
        "may_send": permissions.allows(request.user, Permission.SEND_SBOM, on=body),
        "may_agree": permissions.allows(request.user, Permission.AGREE_OVERSIGHT, on=body),
        "token_form": token_form or TokenForm(),
        "oversight_form": oversight_form or OversightForm(),
    }
    return render(request, "components/body.html", context, status=422 if token_form or oversight_form else 200)
