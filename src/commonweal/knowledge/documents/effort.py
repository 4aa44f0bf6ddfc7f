"""How much work a page asks for, as people say it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

HOURS, HALF_A_DAY = 0.3, 0.7  # days up to which one speaks of hours, of half a day


def effort(days: float | None) -> str:
    """Days of work in words; "" where nobody says.

    >>> effort(0.2), effort(0.5), effort(3), effort(None)
    ('an hour or two of work', 'half a day of work', 'about 3 days of work', '')
    """
    if not days:
        return ""
    if days <= HOURS:
        return _("an hour or two of work")
    if days <= HALF_A_DAY:
        return _("half a day of work")
    number = round(days)
    words = ngettext("about %(number)s day of work", "about %(number)s days of work", number)
    return words % {"number": number}
