"""The editor of publiccode.yml: pages that keep nothing, so that each carries the file with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.catalogue import queries as catalogue
from commonweal.organisations.models import User
from commonweal.publishing import actions, queries
from commonweal.publishing.documents import Clash, Proposal, Typed, desk, merged, proposal
from commonweal.publishing.forms import AddressForm, PasteForm, Submission, UploadForm, too_large
from commonweal.publishing.models import Fetch
from commonweal.standards import language
from commonweal.standards.publiccode import Change, repair, upgrade
from commonweal.standards.publiccode.editing import edit
from commonweal.standards.publiccode.written import written

HEAD = b"# publiccode.yml describes this software to catalogues: https://yml.publiccode.tools/\n"
POLL_SECONDS = 2
IMPROVEMENTS = {"upgrade": upgrade, "repair": repair}


@dataclass(frozen=True, slots=True)
class Work:
    """What lies on the desk after a button was pressed, and what there is to say about it."""

    content: bytes
    before: bytes | None = None
    fetch: Fetch | None = None
    typed: Typed = field(default_factory=Typed)
    notices: tuple[tuple[str, str | Promise], ...] = ()
    clashes: tuple[Clash, ...] = ()
    proposal: Proposal | None = None
    taken: tuple[Change, ...] = field(default=())

    def saying(self, tone: str, text: str | Promise) -> "Work":
        """The same with one more notice."""
        return replace(self, notices=(*self.notices, (tone, text)))


# It changes nothing here and reads no account; a token that ran out would cost people their text.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def editor(request: HttpRequest) -> HttpResponse:
    """Begin with a file, or go on with the one on the desk."""
    if request.method == "POST":
        return _worked(request) if "base" in request.POST else _begun(request)
    slug = request.GET.get("software", "")
    if slug:
        return _of_the_catalogue(request, slug)
    return _start(request, address=AddressForm(initial={"url": request.GET.get("url", "")}))


@require_POST
def ask_for(request: HttpRequest) -> HttpResponse:
    """Queue the fetch of a file and lead to the page that waits for it."""
    form = AddressForm(request.POST)
    if form.is_valid():
        by = request.user if isinstance(request.user, User) else None
        try:
            fetch = actions.ask_for(url=form.cleaned_data["url"], by=by)
        except (actions.NotAnAddress, actions.TooManyFetches) as refusal:
            form.add_error("url", str(refusal))
        else:
            return HttpResponseRedirect(reverse("publiccode-fetch", args=[fetch.token]))
    return _start(request, address=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_safe
def fetched(request: HttpRequest, token: str) -> HttpResponse:
    """Wait for a file, then open it in the editor."""
    fetch = queries.fetch(token)
    if fetch is None:
        raise Http404
    if fetch.state == "waiting":
        return render(request, "publishing/waiting.html", {"fetch": fetch, "poll_seconds": POLL_SECONDS})
    if fetch.state == "failed":
        return _start(request, address=AddressForm(initial={"url": fetch.url}), failure=fetch.problem)
    if fetch.is_prefilled:
        text = _("There is no publiccode.yml yet. This draft is made of what the repository says; look it through.")
    else:
        text = _("This is the file as it lies in the repository.")
    return _shown(request, Work(fetch.content.encode("utf-8"), fetch=fetch).saying("info", text))


# Beginning


def _start(
    request: HttpRequest,
    *,
    form: UploadForm | PasteForm | None = None,
    address: AddressForm | None = None,
    failure: str | Promise = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The ways to begin."""
    context = {
        "upload": form if isinstance(form, UploadForm) else UploadForm(),
        "paste": form if isinstance(form, PasteForm) else PasteForm(),
        "address": address or AddressForm(),
        "failure": failure,
    }
    return render(request, "publishing/start.html", context, status=status)


def _begun(request: HttpRequest) -> HttpResponse:
    if request.POST.get("do") == "empty":
        tag = language.canonical(get_language() or "en") or "en"
        content, _changes = edit(HEAD, {"publiccodeYmlVersion": "0", f"description.{tag}": {"shortDescription": ""}})
        return _shown(request, Work(content))
    form = PasteForm(request.POST) if request.POST.get("do") == "paste" else UploadForm(request.POST, request.FILES)
    if form.is_valid():
        return _shown(request, Work(form.content()))
    return _start(request, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _of_the_catalogue(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the file of an entry as the harvest last read it."""
    entry = catalogue.entry_for(request.user, slug)
    record = next((record for record in entry.records.all() if record.raw), None) if entry else None
    if entry is None or record is None:
        return _start(request, address=AddressForm(initial={"url": entry.url if entry else ""}))
    text = _("This is the file of %(name)s as the harvest last read it. Put what you make of it into your repository.")
    return _shown(request, Work(record.raw.encode("utf-8")).saying("info", text % {"name": entry.name}))


# Working


def _worked(request: HttpRequest) -> HttpResponse:
    """Take in what was typed, then do what the button says."""
    sent = Submission(request.POST)
    fetch = queries.fetch(request.POST.get("fetch", "")) if request.POST.get("fetch") else None
    if sent.is_too_large:
        work = Work(sent.base or b"", sent.before, fetch, Typed(sent.text, sent.changes))
        return _shown(request, work.saying("error", too_large()))
    if sent.base is None:  # somebody built the request by hand
        return _shown(request, Work(sent.text.encode("utf-8", "replace"), fetch=fetch))
    name, argument = sent.button
    found = merged(sent.base, sent.text, sent.changes, {"take-form": "form", "take-yaml": "yaml"}.get(name, ""))
    if found.clashes and not name.startswith("take-"):
        typed = Typed(sent.text, sent.changes)
        return _shown(request, Work(sent.base, sent.before, fetch, typed, clashes=found.clashes))
    before = sent.base if found.content != sent.base else sent.before
    work = Work(found.content, before, fetch)
    if found.took_both:
        work = work.saying("info", _("You changed the form and the YAML. Both are taken in."))
    if found.unwritten:
        work = replace(work, typed=Typed(None, found.unwritten, frozenset(found.unwritten)))
        return _shown(request, work.saying("error", _not_written()))
    if name == "download":
        return _download(work.content)
    return _shown(request, _done(work, name, argument or request.POST.get("language", ""), sent))


def _done(work: Work, name: str, argument: str, sent: Submission) -> Work:
    """Do what a button says with a file into which everything is taken."""
    if name == "undo" and sent.before is not None:
        return replace(work, content=sent.before, before=work.content).saying("success", _("Undone."))
    if name in IMPROVEMENTS:
        return _proposed(work, name)
    if name.startswith("take-") and name.removeprefix("take-") in IMPROVEMENTS:
        after, changes = IMPROVEMENTS[name.removeprefix("take-")](work.content)
        return replace(work, content=after, before=work.content, taken=tuple(changes)).saying("success", _("Done."))
    if name == "add-language":
        return _with_language(work, argument)
    if name == "remove-language":
        after, changes = edit(work.content, {f"description.{argument}": ""})
        if not changes:
            return work.saying("error", _("This could not be taken out here. Take it out of the YAML."))
        text = _("The description in this language is taken out. Undo brings it back.")
        return replace(work, content=after, before=work.content).saying("success", text)
    return work


def _proposed(work: Work, name: str) -> Work:
    after, changes = IMPROVEMENTS[name](work.content)
    if after != work.content:
        return replace(work, proposal=proposal(name, work.content, after, changes))
    if name == "upgrade":
        return work.saying("info", _("There is nothing to upgrade. If the file has mistakes, mend these first."))
    return work.saying("info", _("There is nothing here that a program could mend without asking you."))


def _with_language(work: Work, text: str) -> Work:
    tag = language.canonical(text)
    if tag is None:
        return work.saying("error", _("Write the short code of a language, such as it or pt-BR."))
    after, changes = edit(work.content, {f"description.{tag}": {"shortDescription": ""}})
    if not changes:
        return work.saying("error", _("This language could not be added here. Add it to the YAML."))
    return replace(work, content=after, before=work.content)


def _download(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/yaml")
    response["Content-Disposition"] = 'attachment; filename="publiccode.yml"'
    return response


def _shown(request: HttpRequest, work: Work) -> HttpResponse:
    """The page with the desk; for the script only the desk."""
    laid_out = desk(
        work.content,
        get_language() or "en",
        before=work.before,
        origins=_origins(work.fetch, work.content),
        typed=work.typed,
    )
    context = {"desk": laid_out, "work": work, "is_live": request.headers.get("X-Desk") == "live"}
    return render(request, "publishing/desk.html" if context["is_live"] else "publishing/editor.html", context)


def _origins(fetch: Fetch | None, content: bytes) -> Mapping[str, str]:
    """Which file each prefilled value came from, as long as it is what it was."""
    if fetch is None or not fetch.is_prefilled:
        return {}
    now, was = written(content), written(fetch.content.encode("utf-8"))
    return {
        origin["key"]: origin["file"] for origin in fetch.origins if now.get(origin["key"]) == was.get(origin["key"])
    }


def _not_written() -> str:
    return _("Not everything from the form could be put into the YAML. What is missing is marked; nothing is lost.")
