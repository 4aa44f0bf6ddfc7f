"""Words that several pages share."""

from django.conf import settings


def language_name(code: str) -> str:
    """The language's own name, its code where the program does not speak it."""
    return dict(settings.LANGUAGES).get(code, code)
