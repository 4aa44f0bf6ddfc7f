"""What the platform knows itself that answers a question of an instrument, with the sentence and the page it rests on.

Only what is on file here counts, and only as far as who asks may see it. What is not on file is not known: nothing is
suggested from silence. A grade is the cautious one, since the rules and habits of a house stand on no file here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonweal.assessments.models import Assessment
from commonweal.catalogue.models import Entry, Record
from commonweal.catalogue.queries import entries_for
from commonweal.components.queries import Coverage, Scope, coverage_of, scope_of
from commonweal.health.queries.screening import parts_of
from commonweal.licensing.queries.standings import facts_by_system
from commonweal.organisations.models import Body, BodyKind, BudgetKind, Parent, Visibility
from commonweal.organisations.queries import Viewer, offices_of
from commonweal.screening.queries.requests import requests_for
from commonweal.skills.queries.known import skills_known
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.queries.statements import works_at
from commonweal.strategy.queries.concerns import concerns_of
from commonweal.strategy.queries.evidence import StrategyEvidence, strategy_evidence
from commonweal.usage.models import Contribution, RadarStart
from commonweal.usage.queries import claims_for, contracts, in_use, may_read_radar, running_systems
from commonweal.usage.queries.tenancies import seen_tenancies

LIST_IS_OLD_DAYS = 365
IMPORTANT_SYSTEMS = 5
_NO_MONEY = frozenset({BudgetKind.NONE, BudgetKind.UNKNOWN})


@dataclass(frozen=True, slots=True)
class KnownFact:
    """Something the platform knows: a grade from 1, the share in percent or the count where it is one, and its page."""

    key: str
    grade: int
    sentence: str
    url: str
    percent: float | None = None
    count: int | None = None


@dataclass
class Files:
    """What is on file for a body as far as the viewer may see it, each asked for once."""

    viewer: Viewer
    body: Body

    @cached_property
    def strategy(self) -> StrategyEvidence:
        """What shows a strategy."""
        return strategy_evidence(self.viewer, self.body)

    @cached_property
    def published(self) -> list[int]:
        """The programs that it publishes."""
        return list(entries_for(self.viewer).filter(publisher=self.body).values_list("pk", flat=True))

    @cached_property
    def scope(self) -> Scope:
        """Whose systems the viewer may see the parts of."""
        return scope_of(self.viewer)

    @cached_property
    def lists(self) -> Coverage:
        """How many of its systems have a list of their parts; none where the viewer may not see that."""
        if self.body.pk not in self.scope:
            return Coverage()
        return coverage_of(self.scope, self.body, timezone.now() - timedelta(days=LIST_IS_OLD_DAYS))

    def page(self, name: str = "body") -> str:
        """The address of one of its pages."""
        return reverse(name, args=[self.body.slug])


def known_facts(viewer: Viewer, assessment: Assessment, keys: Iterable[str]) -> Mapping[str, KnownFact]:
    """Those of the facts asked for that are known of the subject of an assessment; `keys` are of `instrument.FACTS`."""
    asked = sorted(set(keys))
    known: list[KnownFact | None] = []
    if assessment.entry is not None:
        known = [_OF_PRODUCTS[key](viewer, assessment.entry) for key in asked if key in _OF_PRODUCTS]
    elif assessment.owner is not None and assessment.subject == "body":
        files = Files(viewer, assessment.owner)
        known = [_OF_BODIES[key](files) for key in asked if key in _OF_BODIES]
    return {fact.key: fact for fact in known if fact is not None}


def _has_strategy(files: Files) -> KnownFact | None:
    found = files.strategy
    if not found.is_there:
        return None
    url = files.page("body-strategy")
    if found.has_strategy:
        grade = 3 if found.goals_owned else 2
        return KnownFact("has_strategy", grade, _("A strategy of yours is on file here."), url)
    sentence = ngettext(
        "%(count)s place in your documents that speaks of open source is on file here.",
        "%(count)s places in your documents that speak of open source are on file here.",
        found.clauses,
    )
    return KnownFact("has_strategy", 2, sentence % {"count": found.clauses}, url)


def _goals_owned(files: Files) -> KnownFact | None:
    found = files.strategy
    if not found.goals_owned:
        return None
    sentence = _("Of %(goals)s goals on file here, %(owned)s have something to do that somebody answers for.") % {
        "goals": found.goals,
        "owned": found.goals_owned,
    }
    grade = 3 if found.goals_owned == found.goals else 2
    share = _percent(found.goals_owned, found.goals)
    return KnownFact("goals_owned", grade, sentence, files.page("body-strategy"), share)


def _worries_answered(files: Files) -> KnownFact | None:
    answers = list(concerns_of(files.viewer, files.body).values_list("answer", flat=True))
    if not answers:
        return None
    answered = sum(map(bool, answers))
    sentence = _("Of %(all)s worries on file here, %(answered)s have an answer.") % {
        "all": len(answers),
        "answered": answered,
    }
    grade = 2 if answered == len(answers) else 1
    share = _percent(answered, len(answers))
    return KnownFact("worries_answered", grade, sentence, files.page("body-concerns"), share)


def _knows_people(files: Files) -> KnownFact | None:
    known = skills_known(files.body) if works_at(files.viewer, files.body) else None
    if known is None:
        return None
    day = date_format(known.last_said_on)
    sentence = (
        _("There is a list here of who of you knows what, last changed on %(day)s.") % {"day": day}
        if known.people is None
        else _("%(people)s of your people said here what they know, the last on %(day)s.")
        % {"people": known.people, "day": day}
    )
    today, said = timezone.localdate(), known.last_said_on
    months = 12 * (today.year - said.year) + today.month - said.month
    grade = 2 if months < skills_pack().old_after_months else 1
    return KnownFact("knows_people", grade, sentence, files.page("body-skills"))


def _has_office(files: Files) -> KnownFact | None:
    standing = [office for office in offices_of(files.viewer, files.body) if not office.is_closed]
    if not standing:
        return None
    office = standing[0]
    grade = 2 if office.budget_kind in _NO_MONEY else 4
    sentence = _("The directory names an office of yours: %(office)s.") % {"office": office.name}
    return KnownFact("has_office", grade, sentence, office.get_absolute_url())


def _publishes_code(files: Files) -> KnownFact | None:
    count = len(files.published)
    if not count:
        return None
    sentence = ngettext(
        "%(count)s program that you publish is in the catalogue.",
        "%(count)s programs that you publish are in the catalogue.",
        count,
    )
    return KnownFact("publishes_code", 1 if count < 3 else 2, sentence % {"count": count}, files.page())


def _valid_publiccode(files: Files) -> KnownFact | None:
    own = files.published
    if not own:
        return None
    described, faultless = descriptions_of(own)
    sentence = _("Of %(all)s programs that you publish, %(good)s have a description file without errors.") % {
        "all": len(own),
        "good": len(faultless),
    }
    grade = 3 if 2 * len(faultless) >= len(own) else 2 if described else 1
    return KnownFact("valid_publiccode", grade, sentence, files.page(), _percent(len(faultless), len(own)))


def _names_usage(files: Files) -> KnownFact | None:
    public = in_use(claims_for(files.viewer)).filter(owner=files.body, visibility=Visibility.PUBLIC)
    count = public.values("entry_id").distinct().count()
    if not count:
        return None
    sentence = ngettext(
        "It is public here that you use %(count)s program.", "It is public here that you use %(count)s programs.", count
    )
    return KnownFact("names_usage", 2, sentence % {"count": count}, files.page("body-use"))


def _has_inventory(files: Files) -> KnownFact | None:
    systems, signed = running_systems(files.viewer, files.body).count(), contracts(files.viewer, files.body).count()
    told = []
    if systems:
        told.append(
            ngettext(
                "%(count)s system of yours is on file here.", "%(count)s systems of yours are on file here.", systems
            )
            % {"count": systems}
        )
    if signed:
        told.append(
            ngettext(
                "%(count)s contract of yours is on file here.", "%(count)s contracts of yours are on file here.", signed
            )
            % {"count": signed}
        )
    if not told:
        return None
    return KnownFact("has_inventory", 2, " ".join(told), files.page("body-systems" if systems else "body-contracts"))


def _sbom_coverage(files: Files) -> KnownFact | None:
    found = files.lists
    if not found.listed:
        return None
    is_renewed = found.listed == found.systems and not found.old
    grade = 3 if is_renewed else 2 if 2 * found.listed >= found.systems else 1
    return _of_lists("sbom_coverage", grade, files)


def _hit_answer(files: Files) -> KnownFact | None:
    found = files.lists
    if not found.listed or 2 * found.listed < found.systems:
        return None
    return _of_lists("hit_answer", 4 if found.listed == found.systems else 2, files)


def _licences_known(files: Files) -> KnownFact | None:
    if files.body.pk not in files.scope:
        return None
    systems = list(files.scope.systems().filter(owner=files.body).values_list("pk", flat=True))
    facts = facts_by_system(files.scope, systems).values() if systems else []
    parts, unknown = sum(each.parts for each in facts), sum(each.unknown for each in facts)
    if not parts or parts == unknown:
        return None
    is_full = not unknown and not any(each.unlisted for each in facts)
    sentence = _("Of %(parts)s parts of your systems on file here, the licence of %(known)s is known.") % {
        "parts": parts,
        "known": parts - unknown,
    }
    share = _percent(parts - unknown, parts)
    return KnownFact("licences_known", 3 if is_full else 2, sentence, files.page("body-licences"), share)


def _health_known(files: Files) -> KnownFact | None:
    count = sum(part.is_in_use and bool(part.words or part.check) for part in parts_of(files.viewer, files.body))
    if not count:
        return None
    sentence = ngettext(
        "Of the software you use, it was looked at here whether %(count)s program is still maintained.",
        "Of the software you use, it was looked at here whether %(count)s programs are still maintained.",
        count,
    )
    grade = 3 if count >= IMPORTANT_SYSTEMS else 2 if count >= IMPORTANT_SYSTEMS - 2 else 1
    return KnownFact("health_known", grade, sentence % {"count": count}, files.page("body-checks"))


def _checks_alternatives(files: Files) -> KnownFact | None:
    count = requests_for(files.viewer).filter(body=files.body).count()
    if may_read_radar(files.viewer, files.body):
        count += RadarStart.objects.filter(body=files.body, undone_at=None).count()
    if not count:
        return None
    sentence = ngettext(
        "Somebody of yours looked here for software or asked about some, %(count)s time.",
        "Somebody of yours looked here for software or asked about some, %(count)s times.",
        count,
    )
    return KnownFact("checks_alternatives", 1, sentence % {"count": count}, files.page("body-radar"))


def _is_member(files: Files) -> KnownFact | None:
    # Who is a member of what is public.
    memberships = Parent.objects.filter(
        body=files.body, relation="membership", until=None, parent__kind=BodyKind.ASSOCIATION
    ).select_related("parent")
    first = memberships.order_by("pk").first()
    if first is None:
        return None
    sentence = _("The directory says that you are a member of %(association)s.") % {"association": first.parent.name}
    return KnownFact("is_member", 2, sentence, reverse("body", args=[first.parent.slug]))


def _shares_system(files: Files) -> KnownFact | None:
    tenancies = seen_tenancies(files.viewer).filter(owner=files.body, left_on=None)
    first = (
        tenancies.exclude(offer__supplier__body__kind=BodyKind.COMPANY).select_related("offer__supplier__body").first()
    )
    if first is None:
        return None
    sentence = _("You run on %(offer)s, which %(host)s offers.") % {
        "offer": first.offer.title,
        "host": first.offer.supplier.body.name,
    }
    return KnownFact("shares_system", 2, sentence, files.page())


def _joins_supplier_evidence(files: Files) -> KnownFact | None:
    # What suppliers gave is public, and who checked it is counted only.
    checkers = files.body.assignments.filter(ended_at=None).values("user_id")
    count = Contribution.objects.filter(checked_at__isnull=False, checked_by__in=checkers).count()
    if not count:
        return None
    sentence = ngettext(
        "Somebody of yours checked here what a supplier gave to a project, %(count)s time.",
        "Somebody of yours checked here what suppliers gave to projects, %(count)s times.",
        count,
    )
    return KnownFact("joins_supplier_evidence", 1, sentence % {"count": count}, reverse("suppliers"))


def _product_code(viewer: Viewer, entry: Entry) -> KnownFact | None:
    del viewer
    if not entry.url:
        return None
    sentence = _("The catalogue names where its code is: %(url)s") % {"url": entry.url}
    return KnownFact("publishes_code", 3, sentence, entry.get_absolute_url(), 100.0)


def _product_publiccode(viewer: Viewer, entry: Entry) -> KnownFact | None:
    del viewer
    described, faultless = descriptions_of([entry.pk])
    if not described:
        return None
    if not faultless:
        return KnownFact("valid_publiccode", 2, _("Its description file has errors."), entry.get_absolute_url(), 0.0)
    sentence = _("Its description file has no errors.")
    return KnownFact("valid_publiccode", 3, sentence, entry.get_absolute_url(), 100.0)


def _product_licence(viewer: Viewer, entry: Entry) -> KnownFact | None:
    del viewer
    if not entry.licence or entry.openness != "open":
        return None
    sentence = _("The catalogue names its licence: %(licence)s.") % {"licence": entry.licence}
    return KnownFact("licences_known", 3, sentence, entry.get_absolute_url(), 100.0)


def _product_users(viewer: Viewer, entry: Entry) -> KnownFact | None:
    public = in_use(claims_for(viewer)).filter(entry=entry, visibility=Visibility.PUBLIC)
    count = public.values("owner_id").distinct().count()
    if not count:
        return None
    sentence = ngettext(
        "It is public here that %(count)s organisation uses it.",
        "It is public here that %(count)s organisations use it.",
        count,
    )
    url = reverse("software-users", args=[entry.slug])
    return KnownFact("names_usage", 2 if count > 1 else 1, sentence % {"count": count}, url)


def _of_lists(key: str, grade: int, files: Files) -> KnownFact:
    found = files.lists
    sentence = _("Of %(systems)s systems on file here, %(listed)s have a list of their parts.") % {
        "systems": found.systems,
        "listed": found.listed,
    }
    return KnownFact(key, grade, sentence, files.page("body-components"), _percent(found.listed, found.systems))


def descriptions_of(entries: list[int]) -> tuple[set[int], set[int]]:
    """Give the entries with a description file that was read, and those of them where it has no error."""
    records = Record.objects.filter(entry__in=entries, is_broken=False).exclude(raw="")
    described, faulty = set(), set()
    for entry, problems in records.values_list("entry_id", "problems"):
        described.add(entry)
        if any(problem.get("severity") == "error" for problem in problems):
            faulty.add(entry)
    return described, described - faulty


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1)


_OF_BODIES: Mapping[str, Callable[[Files], KnownFact | None]] = {
    "has_strategy": _has_strategy,
    "goals_owned": _goals_owned,
    "worries_answered": _worries_answered,
    "knows_people": _knows_people,
    "has_office": _has_office,
    "publishes_code": _publishes_code,
    "valid_publiccode": _valid_publiccode,
    "names_usage": _names_usage,
    "has_inventory": _has_inventory,
    "sbom_coverage": _sbom_coverage,
    "hit_answer": _hit_answer,
    "licences_known": _licences_known,
    "health_known": _health_known,
    "checks_alternatives": _checks_alternatives,
    "is_member": _is_member,
    "shares_system": _shares_system,
    "joins_supplier_evidence": _joins_supplier_evidence,
}
_OF_PRODUCTS: Mapping[str, Callable[[Viewer, Entry], KnownFact | None]] = {
    "publishes_code": _product_code,
    "valid_publiccode": _product_publiccode,
    "licences_known": _product_licence,
    "names_usage": _product_users,
}
