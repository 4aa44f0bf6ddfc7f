"""The ruling of a person that answers the next request for the same."""

from datetime import date

from django.db.models import Q

from commonweal.organisations.models import Body
from commonweal.screening.models import Decided, How, Request, Ruling, RulingScope
from commonweal.screening.queries.wanted import Wanted
from commonweal.screening.rules.reasons import Answer, Colour, Lane, rank
from commonweal.standards import versions


def ruling_to_use_again(wanted: Wanted, answer: Answer, body: Body, today: date) -> Ruling | None:
    """Give the ruling that answers this, too; an approval only while nothing worse is known than when it was given."""
    earlier = earlier_ruling(wanted, body, today)
    if earlier is None or earlier.decided == Decided.REFUSED:
        return earlier
    was = Lane(earlier.request.lane)
    is_refused_now = answer.lane is Lane.REFUSE and was is not Lane.REFUSE
    is_worse = rank(answer.colour) > rank(Colour(earlier.request.colour))
    return None if is_refused_now or is_worse else earlier


def earlier_ruling(wanted: Wanted, body: Body, today: date) -> Ruling | None:
    """The newest ruling of a person that holds for the same at the same body."""
    # What has no version, such as a repository, is answered by a ruling for the same version, too.
    narrow = (RulingScope.VERSION, RulingScope.MAJOR)
    same = _same_versions(wanted, body)
    covered = Q(covers=RulingScope.ALL) | Q(covers__in=narrow, request__version__in=same)
    if wanted.subject.major:
        covered |= Q(covers=RulingScope.MAJOR, request__major=wanted.subject.major)
    found = Ruling.objects.filter(
        covered,
        Q(valid_until=None) | Q(valid_until__gte=today),
        how=How.PERSON,
        ended_at=None,
        request__withdrawn_at=None,
        request__body=body,
        request__kind=wanted.kind,
        request__subject_key=wanted.subject.key,
        request__use=wanted.use,
    )
    return found.select_related("request", "by").order_by("-at", "-pk").first()


def _same_versions(wanted: Wanted, body: Body) -> set[str]:
    """The version as it is asked about, and as others wrote the same one: 2.31 and 2.31.0 are equal on PyPI."""
    stated = wanted.subject.version
    kind = wanted.subject.key.partition("/")[0]
    key = versions.key(kind, stated) if wanted.subject.purl and stated else None
    if key is None:
        return {stated}
    asked = Request.objects.filter(body=body, subject_key=wanted.subject.key, kind=wanted.kind)
    written = asked.values_list("version", flat=True).distinct()
    return {stated, *(each for each in written if versions.key(kind, each) == key)}
