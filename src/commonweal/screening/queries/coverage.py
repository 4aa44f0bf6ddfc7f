"""Of which kinds of package all advisories are read here: none known is good news of these alone.

A kind is covered by a source of OSV that holds all of its advisories, read to the end, and not too long ago. What was
written here, or taken in on the side with advisories of other kinds, covers nothing.
"""

from datetime import timedelta
from urllib.parse import unquote

from django.utils import timezone

from commonweal.components.queries import Part
from commonweal.risk.models import AdvisorySource, FeedKind
from commonweal.risk.queries.lights_pack import lights_pack
from commonweal.risk.queries.sources import known_sources, with_runs
from commonweal.standards.osv import ecosystems

_WHOLE = "/all.zip"

Covered = frozenset[tuple[str, str]]


def covered_kinds() -> Covered:
    """Give the types of package with "", or with the distribution, of which all advisories are read and not old."""
    oldest = timezone.now() - timedelta(days=lights_pack().limits.advisories_are_old_days)
    sources = with_runs(AdvisorySource.objects.filter(kind=FeedKind.OSV))
    fresh = [each for each in sources if each.read_at is not None and each.read_at >= oldest]  # type: ignore[attr-defined]
    return frozenset(found for source in fresh if (found := _kind(source)))


def is_covered(part: Part, covered: Covered) -> bool:
    """Whether all advisories about packages of this kind are read here."""
    return (part.package.type, part.package.distribution.partition(":")[0]) in covered


def _kind(source: AdvisorySource) -> tuple[str, str] | None:
    """What a source holds all of: its address says it, or that of the one known by its name."""
    known = known_sources().get(source.slug)
    address = source.url or (known.url if known else "")
    if not address.endswith(_WHOLE):
        return None
    ecosystem = unquote(address.removesuffix(_WHOLE).rpartition("/")[2])
    named = ecosystems.identity(ecosystem, "a")[0]
    return named, ecosystems.distribution_of(ecosystem).partition(":")[0]
