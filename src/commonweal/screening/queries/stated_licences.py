"""Which licence software has, as far as anybody states it, as a reason.

The catalogue counts first, then the list that was sent, then lists of systems that the asker may see, then what the
asker says. Where what they say differs from what is on file, a person looks.
"""

from collections.abc import Sequence

from django.db.models import Q

from commonweal.catalogue.models import Entry
from commonweal.catalogue.queries.entries import find_by_url
from commonweal.components.models import Occurrence
from commonweal.organisations.models import Visibility
from commonweal.screening.queries.wanted import Asker, Wanted
from commonweal.screening.rules.asked import licence_reason
from commonweal.screening.rules.policy import Kind, Policy
from commonweal.screening.rules.reasons import Colour, Lane, Perspective, Reason
from commonweal.standards import purl
from commonweal.standards.licences import canonical

_MOST_LOOKED_UP = 20  # addresses are looked up one by one; lists have package URLs


def licence_reasons(wanted: Sequence[Wanted], asker: Asker, policy: Policy) -> list[Reason]:
    """Give the reason for each."""
    listed = _in_lists(wanted, asker)
    looked_up = {number for number, each in enumerate(wanted) if each.url}
    few = set(sorted(looked_up)[:_MOST_LOOKED_UP])
    return [
        _reason(each, _entry(each) if number in few else None, listed.get(each.subject.purl, ""), policy)
        for number, each in enumerate(wanted)
    ]


def _reason(each: Wanted, entry: Entry | None, listed: str, policy: Policy) -> Reason:
    use = each.use if each.kind == Kind.USE else each.kind
    on_file = (
        (entry.licence if entry else "", "catalogue", entry.get_absolute_url() if entry else ""),
        (each.listed_licence, "sent_list", ""),
        (listed, "own_lists", ""),
    )
    known = next(((text, source, link) for text, source, link in on_file if text), None)
    if known is None:
        if not each.licence or not policy.takes_stated_licence:
            return Reason(Perspective.LICENCE, Colour.GREY, Lane.PERSON, "licence.unknown")
        return licence_reason(each.licence, use, policy, source="asker")
    text, source, link = known
    if each.licence and canonical(each.licence) != canonical(text):
        facts = {"licence": text, "stated": each.licence}
        return Reason(Perspective.LICENCE, Colour.AMBER, Lane.PERSON, "licence.disagree", facts, source, link=link)
    return licence_reason(text, use, policy, source=source, link=link)


def _entry(each: Wanted) -> Entry | None:
    """The software at the address, where everybody may see it."""
    entry = find_by_url(each.url)
    return entry if entry is not None and entry.visibility == Visibility.PUBLIC else None


def _in_lists(wanted: Sequence[Wanted], asker: Asker) -> dict[str, str]:
    """What lists of systems in scope say of these very versions: what was concluded before what was declared."""
    if asker.scope.is_empty:
        return {}
    read = {each.subject.purl: purl.read(each.subject.purl)[0] for each in wanted if each.subject.version}
    asked = {text: (*found.identity, found.version) for text, found in read.items() if found and found.version}
    if not asked:
        return {}
    which = Q(
        package_version__package__name__in={name for _, name, _ in asked.values()},
        package_version__version__in={version for _, _, version in asked.values()},
    )
    rows = Occurrence.objects.filter(which, licence__isnull=False, system__in=asker.scope.systems()).values_list(
        "package_version__package__type",
        "package_version__package__name",
        "package_version__version",
        "licence__concluded",
        "licence__declared",
    )
    stated: dict[tuple[str, str, str], str] = {}
    for kind, name, version, concluded, declared in rows.distinct():
        text = " AND ".join(dict.fromkeys((concluded or declared).split("\n")))
        if text:
            stated.setdefault((kind, name, version), text)
    return {text: stated[key] for text, key in asked.items() if key in stated}
