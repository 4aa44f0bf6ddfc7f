"""Answering before and after a training, with an account or with a code on paper."""

from collections.abc import Mapping

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from commonweal.organisations.permissions import actor
from commonweal.skills import actions
from commonweal.skills.actions import AnswerDraft
from commonweal.skills.forms.cohorts import CodeForm
from commonweal.skills.forms.levels import AfterForm, LevelsForm
from commonweal.skills.models import Cohort, Moment, Participant
from commonweal.skills.permissions import NotAllowed
from commonweal.skills.queries.codes import participant_with
from commonweal.skills.queries.cohorts import cohort_for, participant_of, takes_part
from commonweal.skills.views.keeping import found_or_404, saved, sent

REFUSALS = (
    actions.CohortClosed, actions.AnsweredBefore, actions.BeforeIsOver, actions.NothingSaid, actions.UnknownSkill,
    actions.NoSatisfaction, actions.UnknownCode,
)  # fmt: skip
# In the settings: how often codes may be typed from one address.
RATE = "training_code"


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with an account, for before or after (`moment` of the address)."""
    cohort, by = found_or_404(cohort_for(request.user, pk)), actor(request)
    if not takes_part(by, cohort):
        raise NotAllowed(_("This training is for people of other organisations."))
    moment = _moment(request.GET.get("moment", ""))
    form = _form(cohort, moment, sent(request))
    if saved(form, lambda: actions.answer(cohort=cohort, draft=_draft(form, moment), by=by), REFUSALS):
        messages.success(request, _thanks(moment))
        return redirect(cohort)
    page = {"cohort": cohort, "moment": moment, "form": form, "code": ""}
    return render(request, "skills/answer.html", page, status=422 if form.is_bound else 200)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what I said for a training."""
    cohort, by = found_or_404(cohort_for(request.user, pk)), actor(request)
    mine = participant_of(by, cohort)
    if mine is not None:
        _take_back(request, mine, "")
    return redirect(cohort)


@never_cache
@require_http_methods(["GET", "POST"])
def with_code(request: HttpRequest) -> HttpResponse:
    """Answer with a code: type it, choose before or after, answer. It stands in no address."""
    if request.method == "GET":
        return render(request, "skills/code.html", {"form": CodeForm()})
    if not ratelimit.consume(request, action=RATE):
        too_many: HttpResponse = ratelimit.respond_429(request)
        return too_many
    typed = CodeForm(request.POST)
    participant = participant_with(typed.cleaned_data["code"]) if typed.is_valid() else None
    if participant is None:
        if typed.is_valid():
            typed.add_error("code", _("We do not know this code. Look at it again: it has 12 letters and digits."))
        return render(request, "skills/code.html", {"form": typed}, status=422)
    code = typed.cleaned_data["code"]
    if "take-back" in request.POST:
        _take_back(request, participant, code)
        return redirect("training-code")
    if request.POST.get("moment") not in Moment.values:
        given = {each.moment for each in participant.answers.all()}
        page = {"cohort": participant.cohort, "code": code, "answered": given}
        return render(request, "skills/code_choice.html", page)
    return _answered(request, participant, code)


def _answered(request: HttpRequest, participant: Participant, code: str) -> HttpResponse:
    cohort, moment = participant.cohort, _moment(request.POST["moment"])
    form = _form(cohort, moment, request.POST if "send" in request.POST else None)
    if saved(form, lambda: actions.answer_with_code(code=code, draft=_draft(form, moment)), REFUSALS):
        messages.success(request, _thanks(moment))
        return redirect("training-code")
    page = {"cohort": cohort, "moment": moment, "form": form, "code": code, "address": reverse("training-code")}
    return render(request, "skills/answer.html", page, status=422 if form.is_bound else 200)


def _take_back(request: HttpRequest, participant: Participant, code: str) -> None:
    by = actor(request) if not code else None
    try:
        actions.withdraw_answers(participant=participant, code=code, by=by)
    except actions.CohortClosed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back. What you had said is erased."))


def _form(cohort: Cohort, moment: str, sent: Mapping[str, str] | None) -> LevelsForm:
    kind = AfterForm if moment == Moment.AFTER else LevelsForm
    return kind(sent, skills=cohort.skills)


def _draft(form: LevelsForm, moment: str) -> AnswerDraft:
    return AnswerDraft(moment=moment, levels=form.levels(), satisfaction=form.cleaned_data.get("satisfaction"))


def _moment(asked: str) -> str:
    return Moment.AFTER if asked == Moment.AFTER else Moment.BEFORE


def _thanks(moment: str) -> str:
    if moment == Moment.BEFORE:
        return _("Thank you. Please come back after the training and answer again.")
    return _("Thank you. That was all.")
