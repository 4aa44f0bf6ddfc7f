"""Forms that came back in a campaign, and answers that contradict each other."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.assessments.actions import campaigns as campaign_actions
from commonweal.assessments.actions import offline_forms as actions
from commonweal.assessments.documents.reporting import answer_words
from commonweal.assessments.documents.sentences import language
from commonweal.assessments.forms.campaigns import FormsForm
from commonweal.assessments.models import Campaign, OfflineForm
from commonweal.assessments.queries.campaigns import place_name
from commonweal.assessments.queries.instruments import instrument
from commonweal.assessments.queries.merged_forms import merged_of
from commonweal.assessments.rules.instrument import Instrument, State, said
from commonweal.assessments.rules.merging import Claim, Standing
from commonweal.assessments.rules.sayings import Problem, read_problems
from commonweal.assessments.views.campaigns import run_or_refused
from commonweal.organisations.permissions import actor

PAGE_SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def form_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The forms that came back, and taking in more."""
    campaign = run_or_refused(request, pk)
    form = FormsForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            _take(request, campaign, form.cleaned_data["came_back"])
        except (campaign_actions.CampaignClosed, actions.FormTooLarge) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("campaign-forms", pk)
    received = campaign.forms.select_related("received_by").defer("content")
    page = Paginator(received, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "campaign": campaign,
        "form": form,
        "page": page,
        "forms": [(each, len(each.said), list(map(problem_words, read_problems(each.problems)))) for each in page],
        "contested": sum(each.is_conflict for each in merged_of(campaign).values()),
    }
    return render(request, "assessments/campaigns/forms.html", context, status=422 if form.is_bound else 200)


@require_safe
def form_file(request: HttpRequest, pk: int, form_pk: int) -> HttpResponse:
    """A form as it came."""
    received = _received(run_or_refused(request, pk), form_pk)
    response = HttpResponse(bytes(received.content), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="form-{received.pk}"'
    return response


@require_POST
def form_take_back(request: HttpRequest, pk: int, form_pk: int) -> HttpResponse:
    """Count a form no more."""
    campaign = run_or_refused(request, pk)
    try:
        actions.take_back_form(form=_received(campaign, form_pk), by=actor(request))
    except campaign_actions.CampaignClosed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It does not count any more. The file is kept."))
    return redirect("campaign-forms", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def conflict_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers that contradict each other, with who said what, and deciding one."""
    campaign = run_or_refused(request, pk)
    if request.method == "POST":
        return _decide(request, campaign)
    asks = instrument(campaign.instrument)
    if asks is None:
        raise Http404
    names = {
        each.code: place_name(each)
        for each in campaign.invitations.select_related("body").prefetch_related("body__names")
    }
    contested = [
        (place, names.get(place, place), question, *_contested(asks, question, standing))
        for (place, question), standing in merged_of(campaign).items()
        if len(standing.claims) > 1
    ]
    page = {
        "campaign": campaign,
        "open": [each for each in contested if each[-1] is None],
        "decided": [each for each in contested if each[-1] is not None],
    }
    return render(request, "assessments/campaigns/conflicts.html", page)


def problem_words(problem: Problem) -> str:
    """What could not be read, in a sentence with its line."""
    told = {"line": problem.line, "question": problem.question, "text": problem.text[:200]}
    sentences = {
        "more": _("There are more lines that cannot be read; these are the first."),
        "cut": _("Line %(line)s was cut off. What was left of it: “%(text)s”."),
        "unreadable": _("Line %(line)s cannot be read: “%(text)s”."),
        "no_end": _("The file was cut off; what could be read of it counts."),
        "empty_form": _("This is the form itself, without answers. Ask for the file that its button “Save” makes."),
        "no_columns": _("This is no table of answers: the columns “question” and “answer” are missing."),
        "other_campaign": _("Line %(line)s belongs to another campaign."),
        "other_place": _("Line %(line)s is for “%(text)s”, which is not invited. Invite it and send the file again."),
        "other_question": _("Line %(line)s answers %(question)s, which is not asked: “%(text)s”."),
        "no_value": _("Line %(line)s: “%(text)s” is no answer to %(question)s."),
    }
    return sentences[problem.code] % told


def _take(request: HttpRequest, campaign: Campaign, files: Iterable[object]) -> None:
    answers = problems = count = 0
    for file in files:
        received = actions.Received(str(getattr(file, "name", "")), file.read())  # type: ignore[attr-defined]
        form = actions.take_in_form(campaign=campaign, file=received, by=actor(request))
        answers, problems, count = answers + len(form.said), problems + len(form.problems), count + 1
    told = ngettext(
        "%(count)s file taken in: %(answers)s answers.", "%(count)s files taken in: %(answers)s answers.", count
    )
    messages.success(request, told % {"count": count, "answers": answers})
    if problems:
        messages.warning(request, _("Some lines could not be read; they are listed below."))


def _decide(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    invitation = campaign.invitations.filter(code=request.POST.get("place", ""), withdrawn_at=None).first()
    if invitation is None:
        raise Http404
    try:
        actions.decide_conflict(
            invitation=invitation,
            question=request.POST.get("question", "")[:40],
            chosen=_claim(request.POST.get("chosen", "")),
            reason=request.POST.get("reason", ""),
            by=actor(request),
        )
    except (actions.NoConflict, campaign_actions.CampaignClosed) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Decided. The other answers are kept."))
    return redirect("campaign-conflicts", campaign.pk)


def _contested(
    asks: Instrument, identifier: str, standing: Standing
) -> tuple[str, list[tuple[str, str, list[str]]], str | None]:
    """The question, each claim with its words and who made it, and the words of what was decided."""
    question = asks.question(identifier)
    if question is None:
        return identifier, [], None
    choices = []
    for claim in standing.claims:
        words = answer_words(asks, question, claim.state.value, claim.value)
        voices = [
            " · ".join(filter(None, (each.by or _("no name"), each.reason, each.evidence_url, each.evidence_note)))
            for each in standing.said
            if each.claim == claim
        ]
        choices.append((_written(claim), words, voices))
    settled = standing.settled
    decided = answer_words(asks, question, settled.claim.state.value, settled.claim.value) if settled else None
    return said(question.ask, language()), choices, decided


def _written(claim: Claim) -> str:
    return claim.state.value if claim.value is None else f"{claim.value!r}"


def _claim(text: str) -> Claim:
    """The claim that a form names; one that nobody made where it names none."""
    if text in set(State):
        return Claim(State(text))
    try:
        return Claim(State.ANSWERED, float(text))
    except ValueError:
        return Claim(State.UNKNOWN)


def _received(campaign: Campaign, pk: int) -> OfflineForm:
    found = campaign.forms.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
