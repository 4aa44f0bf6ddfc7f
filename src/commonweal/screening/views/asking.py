"""Asking: the one box and its answer, the two short forms, and a whole list; nothing is kept until it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.components.queries import scope_of
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import NotAllowed, actor
from commonweal.screening.actions import request_screening
from commonweal.screening.documents.words import Said, said
from commonweal.screening.forms import ContributeForm, ListForm, PublishForm, UseForm
from commonweal.screening.models import UseKind
from commonweal.screening.queries.gathering import answer_to, answers_to
from commonweal.screening.queries.policy_pack import policy_pack
from commonweal.screening.queries.requests import asking_for, requests_for, standing_ruling, waiting
from commonweal.screening.queries.suggestions import meant_packages
from commonweal.screening.queries.wanted import Asker, Wanted
from commonweal.screening.rules.reasons import Answer, Colour
from commonweal.screening.rules.subjects import Subject, Unclear, subject_from
from commonweal.screening.views.lists import MOST_TOLD, read_list
from commonweal.screening.views.words import AnswerWords, answer_words, ruling_words

EXAMPLES = ("pkg:npm/lodash@4.17.20", "pypi requests 2.31.0", "https://github.com/italia/design-angular-kit")
MOST_RECENT = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One of a list, with its answer."""

    subject: Subject
    answer: AnswerWords
    worst: Said | None


@require_safe
def screening(request: HttpRequest) -> HttpResponse:
    """May I use this? The answer to what the address asks for, at once; and what the reader asked before."""
    asking = asking_for(request.user)
    text = request.GET.get("q", "").strip()
    given = request.GET.copy()
    if given.get("use") not in UseKind.values:
        given["use"] = UseKind.SERVICE.value
    form = UseForm(given if text else None, asking=asking, initial={"use": UseKind.SERVICE})
    form.fields.pop("body", None)
    context: dict[str, object] = {
        "form": form,
        "q": text,
        "asking": asking,
        "examples": EXAMPLES,
        "pack": policy_pack(),
    }
    if text and form.is_valid():
        found = subject_from(form.cleaned_data["q"], request.GET.get("type", "")[:20])
        if isinstance(found, Unclear):
            meant = meant_packages(found)
            others = [each for each in found.choices if each not in meant]
            context |= {"is_unclear": True, "meant": meant, "choices": others}
        else:
            body = asking.preview_for(request.GET.get("body", ""))
            answer = answer_to(form.wanted(found), _asker(request, body))
            given_again = {**form.cleaned_data, "q": found.purl or found.url, "body": body.pk if body else ""}
            sending = UseForm(initial=given_again, asking=asking, auto_id="kept_%s")
            says_more = any(each.sentence in ("licence.unknown", "health.no_repository") for each in answer.reasons)
            context |= _answered(answer) | {"subject": found, "sending": sending, "says_more": says_more}
    if request.user.is_authenticated:
        context |= _own(request)
    return render(request, "screening/screening.html", context)


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a body; what the policy lets pass is approved with the next page."""
    person = actor(request)
    asking = asking_for(person)
    _require_asking(asking.is_nobody)
    form = UseForm(request.POST, asking=asking)
    found: Subject | Unclear = Unclear()
    if form.is_valid():
        found = subject_from(form.cleaned_data["q"])
        body = form.body()
        if isinstance(found, Subject) and body is not None:
            return redirect(request_screening(wanted=form.wanted(found), body=body, by=person))
        form.add_error("q", _("This cannot be read. Write a package URL, such as pkg:npm/left-pad@1.3.0."))
    context = {"form": form, "title": _("May I use this?"), "lead": "", "button": _("Ask for my organisation")}
    return render(request, "screening/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def contribute(request: HttpRequest) -> HttpResponse:
    """May I contribute to this? One form; a small fix to an open project is approved with its answer."""
    lead = _("A small fix to an open project needs nobody's leave: answer four questions and go ahead.")
    return _form_page(request, ContributeForm, _("May I contribute to this?"), lead)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest) -> HttpResponse:
    """May I publish this? One form, answered at once."""
    lead = _("Answer what you know. What is missing is what somebody will ask you about.")
    return _form_page(request, PublishForm, _("May I publish this?"), lead)


@require_http_methods(["GET", "HEAD", "POST"])
def whole_list(request: HttpRequest) -> HttpResponse:
    """May I use all of this? A row for each package; the list is read and not kept."""
    form = ListForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        use = form.cleaned_data["use"]
        found = read_list(form.cleaned_data["file"], form.cleaned_data["text"], use)
        context |= {"unread": found.unread[:MOST_TOLD], "unread_count": len(found.unread), "problems": found.problems}
        if not found.wanted:
            form.add_error(None, found.fault or _("Nothing in it can be read."))
        else:
            answers = answers_to(found.wanted, _asker(request, asking_for(request.user).preview_for("")))
            context |= {"rows": _rows(found.wanted, answers), "counts": _counts(answers), "use": use}
    return render(request, "screening/list.html", context)


def _form_page(
    request: HttpRequest, kind: type[ContributeForm] | type[PublishForm], title: str, lead: str
) -> HttpResponse:
    """A form that is kept for who may ask, and only answered for everybody else."""
    asking = asking_for(request.user)
    initial = {"subject": request.GET.get("subject", "")[:2000]}
    form = kind(request.POST or None, asking=asking, initial=initial)
    context: dict[str, object] = {"form": form, "title": title, "lead": lead, "asking": asking, "button": _("Ask")}
    context["kind"] = "publish" if kind is PublishForm else "contribute"
    if request.method == "POST" and form.is_valid():
        body = form.body()
        if body is not None:
            return redirect(request_screening(wanted=form.wanted(), body=body, by=actor(request)))
        context |= _answered(answer_to(form.wanted(), _asker(request)))
    return render(request, "screening/form.html", context)


def _asker(request: HttpRequest, body: Body | None = None) -> Asker:
    """Who asks; what a body chose and concluded counts as it does when they ask for it."""
    return Asker(request.user, scope_of(request.user), body)


def _answered(answer: Answer) -> dict[str, object]:
    return {"answer": answer_words(answer), "reasons": [said(each, to_asker=True) for each in answer.reasons]}


def _own(request: HttpRequest) -> dict[str, object]:
    """What the reader asked, and what waits for them."""
    seen = list(requests_for(request.user)[:MOST_RECENT])
    scope = scope_of(request.user)
    return {
        "recent": [(each, ruling_words(each, standing_ruling(each))) for each in seen],
        "rules": not scope.is_empty,
        "waiting": 0 if scope.is_empty else waiting(scope).count(),
    }


def _rows(wanted: Sequence[Wanted], answers: list[Answer]) -> list[Row]:
    """The worst first."""
    rows = []
    pairs = sorted(zip(wanted, answers, strict=True), key=lambda pair: _badness(pair[1]))
    for each, answer in pairs:
        worst = next((one for one in answer.reasons if one.colour is not Colour.GREEN), None)
        rows.append(Row(each.subject, answer_words(answer), said(worst) if worst else None))
    return rows


def _badness(answer: Answer) -> tuple[int, int]:
    order = {"refuse": 0, "person": 1, "approve": 2}
    colours = {Colour.RED: 0, Colour.AMBER: 1}
    return order[answer.lane.value], colours.get(answer.colour, 2)


def _counts(answers: list[Answer]) -> dict[str, int]:
    lanes = [each.lane.value for each in answers]
    return {name: lanes.count(name) for name in ("approve", "person", "refuse")}


def _require_asking(is_nobody: bool) -> None:  # noqa: FBT001
    if is_nobody:
        raise NotAllowed(_("You may not ask for any organisation. Somebody there can give you a role."))
