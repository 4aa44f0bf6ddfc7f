"""What tests of screening ask about: a package with advisories, its end of life, and a project with a history."""

from datetime import timedelta

from django.utils import timezone

from commonweal.health.models import LifecycleProduct, LifecycleRange, LifecycleSource, ReleaseCycle
from commonweal.risk.models import SyncRun
from commonweal.screening.models import Decided
from commonweal.screening.queries.wanted import Wanted
from commonweal.screening.rules.subjects import Subject, subject_from
from commonweal.standards import versions
from tests.risk.feeds_world import affected, source, take_in, told

HIT, LIGHT, EXPLOITED, FINE = (
    "pkg:pypi/demo@1.2", "pkg:pypi/mild@1.0", "pkg:pypi/bad@1.0", "pkg:pypi/fine@1.0",
)  # fmt: skip
SMALL_FIX = {"size": "small", "own_work": "yes", "agreement": "none"}


def advisories(*, days_ago: int = 0) -> None:
    """One severe with a fix, one lesser without, and one package made to do harm: all of PyPI, read so long ago."""
    feed = source("osv-pypi")
    read_at = timezone.now() - timedelta(days=days_ago)
    SyncRun.objects.create(source=feed, started_at=read_at, finished_at=read_at)
    take_in(
        feed,
        told("CVE-2031-1", affected(("introduced", "1.0"), ("fixed", "1.3")), database_specific={"severity": "HIGH"}),
        told(
            "CVE-2031-2", affected(("introduced", "0"), package="mild"), database_specific={"severity": "LOW"}
        ),
        told("MAL-2031-3", affected(("introduced", "0"), package="bad")),
    )  # fmt: skip


def end_of_life(days: int, *, name: str = "fine", low: str = "1", high: str = "2") -> None:
    """A product whose release 1 ends so many days from now, and whose versions are those of a PyPI package."""
    feed, _ = LifecycleSource.objects.get_or_create(slug="published", defaults={"name": "Published"})
    product = LifecycleProduct.objects.create(
        source=feed, name=name, label=name.title(), digest="0" * 64, seen_at=timezone.now()
    )
    ends = timezone.localdate() + timedelta(days=days)
    cycle = ReleaseCycle.objects.create(product=product, name="1", ends_on=ends)
    keys = (versions.key("pypi", low), versions.key("pypi", high))
    LifecycleRange.objects.create(cycle=cycle, type="pypi", name=name, low=keys[0], high=keys[1])


def wanting(text: str, **more: object) -> Wanted:
    """Somebody who wants to use a package in a service."""
    subject = subject_from(text)
    assert isinstance(subject, Subject)
    return Wanted(**{"kind": "use", "subject": subject, "use": "service"} | more)


def helping(text: str, **more: object) -> Wanted:
    """Somebody who wants to contribute a small fix."""
    return wanting(text, kind="contribute", use="", answers=SMALL_FIX, **more)


APPROVED, CONDITIONS, REFUSED = Decided.APPROVED.value, Decided.CONDITIONS.value, Decided.REFUSED.value
