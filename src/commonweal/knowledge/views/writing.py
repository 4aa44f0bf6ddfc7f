"""Writing a page of guidance or a paper, its history, what changed, and the way back."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.knowledge import actions, permissions
from commonweal.knowledge.documents.words import language_name
from commonweal.knowledge.forms import GuideForm, NewGuideForm, filled_from
from commonweal.knowledge.models import GuideEdition
from commonweal.knowledge.permissions import Permission
from commonweal.knowledge.queries.guides import editions_of, guide_shown, standing_edition
from commonweal.knowledge.queries.shipped import shipped
from commonweal.knowledge.rules import rendering
from commonweal.knowledge.rules.differences import differences
from commonweal.knowledge.rules.guides import RESERVED, Guide, Shelf, written
from commonweal.knowledge.views.reading import reading_language
from commonweal.organisations.permissions import actor

SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class Routes:
    """The names of the addresses of a shelf, and what its list is called."""

    all: str
    page: str
    edit: str
    history: str
    compare: str
    end: str
    name: Promise
    write_one: Promise


ROUTES = {
    Shelf.GUIDANCE: Routes(
        "guidance", "guidance-page", "guidance-edit", "guidance-history", "guidance-compare", "guidance-end",
        gettext_lazy("Guidance"), gettext_lazy("Write a page"),
    ),
    Shelf.PAPERS: Routes(
        "papers", "paper", "paper-edit", "paper-history", "paper-compare", "paper-end",
        gettext_lazy("Papers"), gettext_lazy("Write a paper"),
    ),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, shelf: Shelf = Shelf.GUIDANCE) -> HttpResponse:
    """Write an edition of a page, in a language; a page that is in another language only is its starting point."""
    permissions.require(actor(request), Permission.WRITE_GUIDANCE)
    language, routes = _language(request), ROUTES[shelf]
    shown = guide_shown(slug, language, shelf)
    before = shown.guide if shown and shown.guide.language == language else None
    original = shown.original if shown and language != "en" else None
    begins = shown.guide if shown else None
    # Not that of what is shown: an edition that can no longer be read stands, too.
    standing = standing_edition(slug, language, shelf)
    began_from = standing.number if standing else 0
    form = GuideForm(
        request.POST or None,
        shelf=shelf,
        language=reading_language(),
        is_translation=original is not None,
        initial=filled_from(begins, began_from) if begins else {"began_from": began_from},
    )
    is_look = "look" in request.POST and form.is_valid()
    if (
        request.method == "POST"
        and not is_look
        and form.is_valid()
        and _is_edited(request, form, slug, language, before, original)
    ):
        messages.success(request, _("Saved. Readers see it now; the page before stays in the history."))
        return redirect(f"{reverse(routes.page, args=[slug])}?language={language}")
    context = {
        "routes": routes,
        "form": form,
        "slug": slug,
        "title": before.title if before else slug,
        "language": language,
        "speaks": language_name(language),
        "begins_in": language_name(begins.language) if begins and before is None else "",
        "languages": settings.LANGUAGES,
        "back": reverse(routes.page, args=[slug]) if shown else reverse(routes.all),
    }
    if is_look:
        draft = form.draft(slug, language, before, original).guide
        context["look"] = draft
        context["html"] = mark_safe(rendering.html(draft.body))  # noqa: S308  written by the renderer, which escapes
    return render(request, "knowledge/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, shelf: Shelf = Shelf.GUIDANCE) -> HttpResponse:
    """Choose the address of a page of one's own, then write it."""
    permissions.require(actor(request), Permission.WRITE_GUIDANCE)
    form, routes = NewGuideForm(request.POST or None), ROUTES[shelf]
    if request.method == "POST" and form.is_valid():
        slug = form.cleaned_data["slug"]
        if guide_shown(slug, reading_language(), shelf) is None and slug not in RESERVED:
            return redirect(f"{reverse(routes.edit, args=[slug])}?language={reading_language()}")
        form.add_error("slug", _("There is a page at this address already."))
    context = {"form": form, "title": routes.write_one, "back": reverse(routes.all), "back_name": routes.name}
    return render(request, "knowledge/new.html", context)


@require_safe
def history(request: HttpRequest, slug: str, shelf: Shelf = Shelf.GUIDANCE) -> HttpResponse:
    """What was written of a page, newest first, and what is shipped."""
    language = _language(request)
    editions, guide = editions_of(slug, language, shelf), shipped(shelf).get((slug, language))
    if not editions and guide is None:
        raise Http404
    context = {
        "routes": ROUTES[shelf],
        "slug": slug,
        "title": _title(slug, language, shelf),
        "language": language,
        "speaks": language_name(language),
        "editions": editions,
        "shipped": guide,
        "standing": next((each for each in editions if each.ended_at is None), None),
        "may_write": permissions.allows(request.user, Permission.WRITE_GUIDANCE),
    }
    return render(request, "knowledge/history.html", context)


@require_safe
def compare(request: HttpRequest, slug: str, shelf: Shelf = Shelf.GUIDANCE) -> HttpResponse:
    """What changed between two editions, or an edition and the shipped page."""
    language = _language(request)
    before, after = request.GET.get("before", SHIPPED), request.GET.get("after", "")
    context = {
        "routes": ROUTES[shelf],
        "slug": slug,
        "title": _title(slug, language, shelf),
        "language": language,
        "before": _called(before),
        "after": _called(after),
        "lines": differences(_text(slug, language, shelf, before), _text(slug, language, shelf, after)),
    }
    return render(request, "knowledge/compare.html", context)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up an earlier edition."""
    edition = GuideEdition.objects.filter(pk=pk).first()
    if edition is None:
        raise Http404
    try:
        actions.restore_edition(edition=edition, by=actor(request))
    except (actions.NothingChanged, actions.GuideUnreadable) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken up again. Readers see it now."))
    return redirect(_history_of(edition.slug, edition.language, Shelf(edition.shelf)))


@require_POST
def end(request: HttpRequest, slug: str, shelf: Shelf = Shelf.GUIDANCE) -> HttpResponse:
    """Go back to the shipped page, or take a page of one's own off."""
    language = _language(request)
    try:
        actions.end_edition(slug=slug, language=language, shelf=shelf, by=actor(request))
    except actions.NoEdition as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done. What was written stays in the history."))
    return redirect(_history_of(slug, language, shelf))


def _is_edited(
    request: HttpRequest, form: GuideForm, slug: str, language: str, before: Guide | None, original: Guide | None
) -> bool:
    """Whether the edition was written; else the form says why not."""
    draft = form.draft(slug, language, before, original)
    try:
        actions.edit_page(draft=draft, by=actor(request))
    except actions.GuideUnreadable as refusal:
        for sentence in refusal.sentences:
            form.add_error(None, sentence)
    except (actions.EditedMeanwhile, actions.NothingChanged, actions.UnknownLanguage) as refusal:
        form.add_error(None, str(refusal))
    else:
        return True
    return False


def _language(request: HttpRequest) -> str:
    """The language that the address asks for, else the reader's."""
    asked = request.GET.get("language", "") or request.POST.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else reading_language()


def _title(slug: str, language: str, shelf: Shelf) -> str:
    shown = guide_shown(slug, language, shelf)
    return shown.guide.title if shown else slug


def _text(slug: str, language: str, shelf: Shelf, which: str) -> str:
    """The text of an edition by its number, or of the shipped page.

    Raises Http404.
    """
    if which == SHIPPED:
        guide = shipped(shelf).get((slug, language))
        return written(guide) if guide else ""
    number = int(which) if which.isascii() and which.isdecimal() and len(which) < 6 else 0
    edition = GuideEdition.objects.filter(shelf=shelf, slug=slug, language=language, number=number).first()
    if edition is None:
        raise Http404
    return edition.text


def _called(which: str) -> str:
    return _("the page that came with the program") if which == SHIPPED else _("edition %(number)s") % {"number": which}


def _history_of(slug: str, language: str, shelf: Shelf) -> str:
    return f"{reverse(ROUTES[shelf].history, args=[slug])}?language={language}"
