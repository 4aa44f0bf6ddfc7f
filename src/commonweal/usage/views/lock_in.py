"""The ten questions that show how caught a body is in a contract."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonweal.organisations.permissions import actor
from commonweal.usage import actions, permissions, queries
from commonweal.usage.forms.contracts import LockInForm
from commonweal.usage.permissions import Permission
from commonweal.usage.rules.lock_in import Suggestion
from commonweal.usage.views.keeping import contract_or_404, frame, owner_of


@require_http_methods(["GET", "POST"])
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the ten questions; what is on file is suggested with its reason, never filled in."""
    contract = contract_or_404(request, pk)
    permissions.require(actor(request), Permission.KEEP_CONTRACTS, on=contract.owner)
    last = queries.assessments_of(contract).first()
    form = LockInForm(request.POST or None, last=last)
    if request.method == "POST" and form.is_valid():
        answers = form.answers()
        actions.assess_lock_in(contract=contract, answers=answers, by=actor(request))
        messages.success(request, _("%(count)s of the ten questions are answered.") % {"count": len(answers)})
        return redirect(contract)
    suggested = queries.suggestions_for(contract)
    page = frame(request, owner_of(contract), "contracts") | {
        "contract": contract,
        "form": form,
        "pack": form.pack,
        "questions": [
            (field, evidence, _sentence(suggested[one], form) if one in suggested else "")
            for one, field, evidence in form.questions()
        ],
    }
    return render(request, "usage/contract_lock_in.html", page, status=422 if form.is_bound else 200)


def _sentence(suggestion: Suggestion, form: LockInForm) -> str:
    """What is suggested, and why."""
    language = get_language() or "en"
    question = next(one for one in form.pack.questions if one.id == suggestion.question)
    answer = queries.in_language(question.answers[suggestion.value], language)
    why = {
        "dependants": _("on the map, %(number)s other systems get their data from the systems of this contract"),
        "suppliers": _("%(number)s suppliers in the catalogue say that they serve this software"),
        "terms": _("the dates and the prolongation of this contract say so (%(number)s months)"),
    }[suggestion.question] % {"number": suggestion.number}
    return _("Suggested: “%(answer)s”, since %(why)s.") % {"answer": answer, "why": why}
