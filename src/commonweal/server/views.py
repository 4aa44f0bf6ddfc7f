"""Pages of the site itself: the front page, settings of the reader, what went wrong."""

from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from commonweal.catalogue import documents, queries
from commonweal.components.queries import scope_of
from commonweal.licensing.queries import own_parts
from commonweal.server import paths
from commonweal.server.context import THEME_COOKIE, THEMES

HALF_A_YEAR_DAYS = 183
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
        "asks_for_hits": not scope_of(request.user).is_empty,
    }
    return render(request, "server/home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this site is, and on what terms its data and program may be used."""
    return render(request, "server/about.html")


@require_safe
def about_notice(request: HttpRequest) -> HttpResponse:
    """What the program is built on, and under which licences."""
    return render(request, "licensing/own_notice.html", {"notice": own_parts.own_notice(paths.PROJECT)})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How the site serves people of every ability, and whom to tell when it does not."""
    return render(request, "server/accessibility.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form's token no longer fits, and what to do; `reason` is for developers only."""
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What programs that walk the web may read: everything but accounts and administration. Source: RFC 9309."""
    return HttpResponse("User-agent: *\nDisallow: /accounts/\nDisallow: /admin/\n", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead programs that guess the mark's address to where it is."""
    return HttpResponseRedirect(static("commonweal/mark.svg"))


@require_safe
def security_contact(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a security problem, if the operator says so. Source: RFC 9116."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    address = contact if ":" in contact else f"mailto:{contact}"
    expires = timezone.now() + timedelta(days=HALF_A_YEAR_DAYS)
    text = f"Contact: {address}\nExpires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


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
