"""Which licence software has, as far as anybody states it, as a reason.

What a person concluded counts first, then the catalogue, the list that was sent, lists of systems that the asker may
see, and then what the asker says. Where what they say differs from what is on file, a person looks. Whether the licence
may be used is the licence policy's to say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from commonweal.catalogue.models import Entry
from commonweal.catalogue.queries.entries import find_by_url
from commonweal.components.models import Occurrence
from commonweal.licensing.queries.asked import AskedPolicy, concluded_for, policy_for, verdict_for
from commonweal.licensing.queries.compatibility_pack import answer_for, compatibility_pack
from commonweal.organisations.models import Visibility
from commonweal.screening.queries.wanted import Asker, Wanted, part_of
from commonweal.screening.rules.asked import Fit, as_expression, licence_reason, third_party_licences
from commonweal.screening.rules.policy import Kind, LicenceVerdict, Policy, licence_verdict
from commonweal.screening.rules.reasons import Colour, Lane, Perspective, Reason
from commonweal.standards import purl
from commonweal.standards.licence_names import all_of
from commonweal.standards.licences import canonical

_LANES = {"allowed": Lane.APPROVE, "look": Lane.PERSON, "refused": Lane.REFUSE}
COMPATIBILITY = compatibility_pack().name
_FITS = ("yes", "check", "unknown", "no")
_MOST_LOOKED_UP = 20  # addresses are looked up one by one; lists have package URLs


def licence_reasons(wanted: Sequence[Wanted], asker: Asker, pack: Policy) -> tuple[list[Reason], str]:
    """Give the reason for each, and the policy that judged."""
    if not wanted:
        return [], ""
    policy = policy_for(asker.body.pk if asker.body else None)
    judged = _Judging(policy, pack, _in_lists(wanted, asker), _concluded(wanted, asker))
    few = set([number for number, each in enumerate(wanted) if each.url][:_MOST_LOOKED_UP])
    found = [judged.reason(each, _entry(each) if number in few else None) for number, each in enumerate(wanted)]
    return found, policy.name


@dataclass(frozen=True, slots=True)
class _Judging:
    """What is on file, and the policies that judge it."""

    policy: AskedPolicy
    pack: Policy
    listed: Mapping[str, str]
    concluded: Mapping[str, str]

    def reason(self, each: Wanted, entry: Entry | None) -> Reason:
        """What is on file counts before what the asker says; where they differ, a person looks."""
        on_file = (
            (self.concluded.get(each.subject.purl, ""), "concluded", ""),
            (entry.licence if entry else "", "catalogue", entry.get_absolute_url() if entry else ""),
            (each.listed_licence, "sent_list", ""),
            (self.listed.get(each.subject.purl, ""), "own_lists", ""),
        )
        known = next(((as_expression(text), source, link) for text, source, link in on_file if text), None)
        if known is None and (not each.licence or not self.pack.takes_stated_licence):
            return Reason(Perspective.LICENCE, Colour.GREY, Lane.PERSON, "licence.unknown")
        stated = as_expression(each.licence)
        text, source, link = known or (stated, "asker", "")
        if stated and canonical(stated) != canonical(text):
            facts = {"licence": text, "stated": stated}
            return Reason(Perspective.LICENCE, Colour.AMBER, Lane.PERSON, "licence.disagree", facts, source, link=link)
        return licence_reason(text, self._verdict(each, text), source=source, link=link)

    def _verdict(self, each: Wanted, text: str) -> LicenceVerdict:
        if each.kind != Kind.USE:
            return licence_verdict(text, Kind(each.kind), self.pack)
        kind = each.subject.key.partition("/")[0] if each.subject.purl else ""
        said = verdict_for(self.policy, text, each.use, kind, each.subject.purl)
        return LicenceVerdict(_LANES[said.outcome], said.kind, said.is_read, said.is_own_choice)


def fit_of(answers: Mapping[str, str]) -> Fit | None:
    """Whether the code by others fits the licence chosen: the worst of all; None where nothing is chosen."""
    chosen, others = as_expression(answers.get("licence", "")), third_party_licences(answers)
    if not chosen or not others:
        return None
    fits = []
    for other in others:
        compatible = answer_for(as_expression(other), chosen)
        fits.append(Fit(compatible.answer.value if compatible else "unknown", other))
    return max(fits, key=lambda fit: _FITS.index(fit.answer))


def _entry(each: Wanted) -> Entry | None:
    """The software at the address, where everybody may see it."""
    entry = find_by_url(each.url)
    return entry if entry is not None and entry.visibility == Visibility.PUBLIC else None


def _concluded(wanted: Sequence[Wanted], asker: Asker) -> dict[str, str]:
    """What a person concluded of these versions, for those who may see what the body runs."""
    if asker.body is None or asker.body.pk not in asker.scope:
        return {}
    parts = {each.subject.purl: part_of(each) for each in wanted}
    found = concluded_for([part for part in parts.values() if part is not None], asker.body.pk)
    keys = {text: (part.package.type, part.package.name, part.version) for text, part in parts.items() if part}
    return {text: found[key] for text, key in keys.items() if key in found}


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
        text = as_expression(all_of((concluded or declared).split("\n")))
        if text:
            stated.setdefault((kind, name, version), text)
    return {text: stated[key] for text, key in asked.items() if key in stated}
