"""What an advisory says is affected, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonweal.standards.osv import Affected, Span

MOST_VERSIONS, MOST_PACKAGES = 12, 60


@dataclass(frozen=True, slots=True)
class AffectedWords:
    """A package as an advisory names it: what is affected in sentences, and the versions that fix it."""

    ecosystem: str
    name: str
    ranges: tuple[str, ...]
    fixed: tuple[str, ...]


def in_words(affected: Iterable[Affected]) -> list[AffectedWords]:
    """Give each package in words, the same once."""
    found = [
        AffectedWords(
            ecosystem=each.ecosystem or (each.purl.type if each.purl else ""),
            name=each.name or (str(each.purl) if each.purl else ""),
            ranges=tuple(_ranges(each)),
            fixed=tuple(dict.fromkeys(span.fixed for span in each.spans if span.fixed)),
        )
        for each in affected
    ]
    return list(dict.fromkeys(found))


def _ranges(affected: Affected) -> Iterable[str]:
    words = [_span(span) for span in affected.spans]
    if affected.has_unordered_ranges:
        words.append(_("versions that cannot be compared from here; ask the advisory itself"))
    if not words and affected.versions:
        listed = ", ".join(affected.versions[:MOST_VERSIONS])
        more = len(affected.versions) - MOST_VERSIONS
        words.append(_("%(versions)s and %(more)s more") % {"versions": listed, "more": more} if more > 0 else listed)
    return dict.fromkeys(words) if words else [_("not said")]


def _span(span: Span) -> str:
    begin = "" if span.introduced in {"", "0"} else span.introduced
    if span.fixed:
        told = _("from %(low)s, before %(high)s") if begin else _("all before %(high)s")
        return told % {"low": begin, "high": span.fixed}
    if span.last_affected:
        told = _("from %(low)s up to %(high)s") if begin else _("all up to %(high)s")
        return told % {"low": begin, "high": span.last_affected}
    return _("from %(low)s on, no fix is known") % {"low": begin} if begin else _("all, no fix is known")
