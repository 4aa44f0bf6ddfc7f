"""What every page may show."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The installation's name and address, and its languages."""
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "languages": settings.LANGUAGES}
