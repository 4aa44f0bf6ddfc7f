"""How days are written where Django's own way would mislead: English here is that of Europe, day before month.

The months are words of ours too, because Django begins the Italian ones with a capital letter.
"""

from django.utils.translation import gettext_noop as _

MONTHS = (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
    _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
)  # fmt: skip
