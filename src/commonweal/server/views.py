"""Pages of the site itself: the front page, settings of the reader, what went wrong."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from commonweal.catalogue import documents, queries
from commonweal.server.context import THEME_COOKIE, THEMES

ONE_YEAR_SECONDS = 31_536_000
MOST_NEW = 6
MOST_SHELVES = 9


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page: what there is, what is new, the ways in."""
    language = get_language() or "en"
    newest = queries.with_details(queries.entries_for(request.user)).order_by("-first_seen_at", "-pk")[:MOST_NEW]
    figures = queries.figures()
    shelves = documents.shelves(figures.by_category, language)
    context = {
        "hides_header_search": True,
        "figures": figures,
        "new": [documents.card(entry, queries.best_text(entry, language), language) for entry in newest],
        "shelves": documents.fullest(shelves, MOST_SHELVES),
    }
    return render(request, "server/home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this site is, and on what terms its data and program may be used."""
    return render(request, "server/about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How the site serves people of every ability, and whom to tell when it does not."""
    return render(request, "server/accessibility.html")


# Both keep a preference in a cookie and nothing else. Without a token in their forms, pages are alike for all visitors.
choose_language = csrf_exempt(set_language)


@csrf_exempt
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice of light or dark in a cookie and show the page they came from."""
    wanted = request.POST.get("theme", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if wanted in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            wanted,
            max_age=ONE_YEAR_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
