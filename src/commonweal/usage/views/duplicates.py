"""Systems that seem to be one: the list, and what somebody decides on each pair."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonweal.organisations.permissions import actor
from commonweal.usage import actions, permissions, queries
from commonweal.usage.permissions import Permission
from commonweal.usage.rules.duplicates import Reason
from commonweal.usage.views.asking import body_or_404
from commonweal.usage.views.keeping import frame, function_name, system_or_404

MOST = 100


@require_http_methods(["GET", "POST"])
def duplicate_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show pairs of systems that seem to be one, with the reasons; take a decision on one of them."""
    body = body_or_404(slug)
    if request.method == "POST":
        permissions.require(actor(request), Permission.KEEP_SYSTEMS, on=body)
        _decide(request)
        return redirect("system-duplicates", slug)
    found = queries.duplicates_of(request.user, body)
    return render(
        request,
        "usage/system_duplicates.html",
        frame(request, body, "duplicates")
        | {
            "pairs": [(pair, _reasons(pair)) for pair in found[:MOST]],
            "total": len(found),
            "most": MOST,
            "decisions": queries.decisions_of(request.user, body)[:50],
        },
    )


def _decide(request: HttpRequest) -> None:
    pks = [int(text) for name in ("kept", "other") if (text := request.POST.get(name, "")).isdecimal()]
    if len(pks) != 2:
        messages.error(request, _("Choose two systems of one organisation."))
        return
    kept, other = (system_or_404(request, pk) for pk in pks)
    by, reason = actor(request), request.POST.get("reason", "")
    try:
        if request.POST.get("do") == "join":
            actions.join_systems(kept=kept, other=other, on=timezone.localdate(), reason=reason, by=by)
            words = {"kept": kept.name, "other": other.name}
            messages.success(request, _("“%(other)s” is now part of “%(kept)s”.") % words)
        else:
            actions.keep_apart(first=kept, second=other, reason=reason, by=by)
            messages.success(request, _("The two are kept apart and no longer listed here."))
    except (actions.NotOneBody, actions.AlreadyDecided) as refusal:
        messages.error(request, str(refusal))


def _reasons(pair: queries.Duplicate) -> list[str]:
    names = ", ".join(function_name(one) for one in pair.functions)
    sentences = {
        Reason.SAME_NAME: _("They have the same name."),
        Reason.SAME_SOFTWARE: _("They are the same software."),
        Reason.ALIKE_NAME: _("Their names are nearly the same."),
        Reason.SAME_FUNCTION: _("Both serve: %(functions)s.") % {"functions": names},
    }
    return [sentences[reason] for reason in pair.reasons]
