"""Pages that tell what licences say, whoever asks: the list, one licence, an expression, two together, advice."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from commonweal.licensing.documents import answers, sentences
from commonweal.licensing.documents.advice_sentences import WHATS
from commonweal.licensing.documents.left_open import asked_back, candidates
from commonweal.licensing.forms.advice import AdviceForm
from commonweal.licensing.queries import listed
from commonweal.licensing.queries.advice_pack import advice_pack
from commonweal.licensing.queries.compatibility_pack import compatibility_pack
from commonweal.licensing.queries.obligations_pack import obligations_pack
from commonweal.licensing.queries.policy_pack import policy_pack
from commonweal.licensing.rules.compatibility import EUPL, Answer
from commonweal.standards.licence_kinds import Kind

ROWS, LONGEST = 50, 1_000
TONES = {"allowed": "success", "look": "warning", "refused": "danger"}
ANSWER_TONES = {"yes": "success", "check": "warning", "unknown": "neutral", "no": "danger"}
KIND_TONES = {
    Kind.PUBLIC_DOMAIN: "success",
    Kind.PERMISSIVE: "success",
    Kind.WEAK_COPYLEFT: "info",
    Kind.STRONG_COPYLEFT: "info",
    Kind.NETWORK_COPYLEFT: "info",
    Kind.RESTRICTED: "warning",
    Kind.PROPRIETARY: "warning",
    Kind.UNKNOWN: "neutral",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A licence as the list shows it."""

    licence: listed.Listed
    kind: Promise
    tone: str
    asks: Promise

    @classmethod
    def of(cls, licence: listed.Listed) -> "Row":
        """A licence with its kind in words."""
        return cls(
            licence, sentences.KINDS[licence.kind], KIND_TONES[licence.kind], sentences.KIND_SENTENCES[licence.kind]
        )


@require_safe
def licences(request: HttpRequest) -> HttpResponse:
    """Search the licences that SPDX lists."""
    text = request.GET.get("q", "").strip()[:200]
    kind = request.GET.get("kind", "")
    chosen = Kind(kind) if kind in set(Kind) else None
    only_open = request.GET.get("open") == "1"
    page = Paginator(listed.licences(text, chosen, only_open=only_open), ROWS).get_page(request.GET.get("page"))
    context = {
        "text": text,
        "page": page,
        "rows": [Row.of(each) for each in page],
        "kinds": [(each.value, words) for each, words in sentences.KINDS.items()],
        "chosen": kind,
        "only_open": only_open,
        "is_searched": bool(text or chosen or only_open),
        "kind_sentences": [(words, sentences.KIND_SENTENCES[each]) for each, words in sentences.KINDS.items()],
        "meant": answers.checked(text).expression if text else None,
    }
    return render(request, "licensing/licence_list.html", context)


@require_safe
def licence(request: HttpRequest, identifier: str) -> HttpResponse:
    """One licence: what it asks for each use, what the policy says, what goes together with it."""
    found = listed.licence_named(identifier)
    if found is None:
        raise Http404
    if found.identifier != identifier:
        return redirect("licence", found.identifier)
    into, out = listed.pairs_of(found.identifier)
    context = {
        "row": Row.of(found),
        "licence": found,
        "checked": answers.checked(found.identifier),
        "into": [(each, *_of_answer(each.answer)) for each in into],
        "out": [(each, *_of_answer(each.answer)) for each in out],
        "eupl": EUPL,
        **_packs(),
    }
    return render(request, "licensing/licence.html", context)


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """What an expression, or words for a licence, mean, ask and are allowed."""
    text = request.GET.get("text", "").strip()
    is_too_long = len(text) > LONGEST
    checked = answers.checked(text) if text and not is_too_long else None
    context = {
        "text": text[:LONGEST],
        "is_too_long": is_too_long,
        "checked": checked,
        "tone": KIND_TONES[Kind(checked.kind)] if checked else "",
        "candidates": candidates(text),
        **_packs(),
    }
    return render(request, "licensing/check.html", context)


@require_safe
def compatibility(request: HttpRequest) -> HttpResponse:
    """Whether code under one licence may go into a work under another."""
    inbound, outbound = (request.GET.get(name, "").strip()[:LONGEST] for name in ("inbound", "outbound"))
    compared = answers.compared(inbound, outbound) if inbound and outbound else None
    table = compatibility_pack().table.values()
    context = {
        "inbound": inbound,
        "outbound": outbound,
        "is_asked": bool(inbound or outbound),
        "inbound_asked_back": asked_back(inbound),
        "outbound_asked_back": asked_back(outbound),
        "found": compared,
        "tones": ANSWER_TONES,
        "tone": ANSWER_TONES.get(compared.answer or "", "") if compared else "",
        "into_eupl": [_line(answers.pair(cell)) for cell in table if cell.outbound == EUPL],
        "out_of_eupl": [_line(answers.pair(cell)) for cell in table if cell.inbound == EUPL],
        "pack": compatibility_pack(),
        "choices": [each.identifier for each in listed.licences(only_open=True)],
        "eupl": EUPL,
    }
    return render(request, "licensing/compatibility.html", context)


@require_safe
def advice(request: HttpRequest) -> HttpResponse:
    """Which licence fits what somebody publishes."""
    what = request.GET.get("what", "")
    form = AdviceForm(request.GET) if request.GET.keys() - {"what"} else AdviceForm.about(what)
    advised = answers.advised(form.wish()) if form.is_bound and form.is_valid() else None
    recommended = [(each, listed.licence_named(each.licence)) for each in advised.recommended] if advised else []
    context = {
        "form": form,
        "whats": [(each.value, words) for each, words in WHATS.items()],
        "what": form["what"].value(),
        "advised": advised,
        "recommended": recommended,
        "pack": advice_pack(),
    }
    return render(request, "licensing/advice.html", context)


def _packs() -> dict[str, object]:
    return {
        "policy": policy_pack(),
        "obligations": obligations_pack(),
        "compatibility": compatibility_pack(),
        "tones": TONES,
    }


def _of_answer(answer: Answer) -> tuple[str, str]:
    return str(sentences.ANSWERS[answer]), ANSWER_TONES[answer.value]


def _line(pair: answers.LicencePairDocument) -> tuple[answers.LicencePairDocument, str]:
    return pair, ANSWER_TONES[pair.answer]
