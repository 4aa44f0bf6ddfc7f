"""Distances, ages and sources in words."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from commonweal.usage.models import ClaimSource, UsageClaim


def distance(kilometres: float | None) -> str:
    """How far away: "12 km away"; "" where it is not known."""
    if kilometres is None:
        return ""
    if kilometres < 1:
        return _("less than 1 km away")
    return _("%(number)s km away") % {"number": number_format(round(kilometres), force_grouping=True)}


def source(claim: UsageClaim) -> str:
    """Who says so, by name where there is one."""
    if claim.source == ClaimSource.OWNER and not claim.source_name:
        return _("named by the publisher in the software's metadata")
    words = str(ClaimSource(claim.source).label)
    return f"{words}: {claim.source_name}" if claim.source_name else words
