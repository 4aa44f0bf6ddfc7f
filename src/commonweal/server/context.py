"""What every page may show."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonweal.organisations import queries

THEME_COOKIE = "theme"
THEMES: dict[str, Promise] = {"auto": _("As my device"), "light": _("Light"), "dark": _("Dark")}
NAVIGATION: tuple[tuple[str, Promise], ...] = (
    ("/software", _("Software")),
    ("/bodies", _("Organisations")),
    ("/start", _("Radar")),
    ("/security", _("Security")),
    ("/offices", _("Offices")),
    ("/sources", _("Harvest")),
    ("/api", _("Data and API")),
)
ALSO_UNDER = {
    "/categories": "/software",
    "/products": "/software",
    "/suppliers": "/software",
    "/offers": "/software",
    "/gaps": "/software",
    "/screening": "/software",
    "/projects": "/software",
    "/sustainability": "/software",
    "/end-of-life": "/software",
    "/licences": "/software",
    "/readiness": "/offices",
    "/instruments": "/offices",
    "/assessments": "/offices",
    "/campaigns": "/offices",
    "/declarations": "/offices",
    "/guidance": "/offices",
    "/papers": "/offices",
    "/glossary": "/offices",
    "/rejections": "/sources",
    "/runs": "/sources",
    "/data": "/api",
    "/hit": "/security",
    "/vulnerabilities": "/security",
    "/advisory-sources": "/security",
}


def site(request: HttpRequest) -> dict[str, object]:
    """The installation's name and address, its languages, the reader's theme, and where in the site they are."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    here = next((over for under, over in ALSO_UNDER.items() if request.path.startswith(under)), request.path)
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "languages": settings.LANGUAGES,
        "theme": chosen if chosen in THEMES else "auto",
        "themes": THEMES.items(),
        "sign_up_is_open": settings.SIGN_UP_IS_OPEN,
        # Asked by the menu of who is signed in, and by nobody else.
        "post": lambda: queries.post_of(request.user),
        "navigation": [(address, name, here.startswith(address)) for address, name in NAVIGATION],
    }
