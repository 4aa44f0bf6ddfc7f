"""Sizes in words."""

from django.utils.translation import gettext as _

from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.rules.sizes import upper_end


def size_words(size: int) -> str:
    """A size as people read it."""
    end = upper_end(size, skills_pack().sizes)
    if end is None:
        return _("%(from)s or more") % {"from": size}
    if size == 0:
        return _("fewer than %(count)s") % {"count": end + 1}
    return _("%(from)s to %(to)s") % {"from": size, "to": end}
