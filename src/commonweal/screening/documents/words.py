"""Sentences for reasons, and words for the rest: a reason keeps a key and facts, so each reader has their words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonweal.screening.rules.reasons import Colour, Fact, Lane, Perspective, Reason

PERSPECTIVES: dict[str, Promise] = {
    Perspective.LICENCE: _("Licence"),
    Perspective.WEAKNESSES: _("Weaknesses"),
    Perspective.END_OF_LIFE: _("End of life"),
    Perspective.HEALTH: _("Health"),
    Perspective.POLICY: _("Our rules"),
}
COLOURS: dict[str, Promise] = {
    Colour.GREEN: _("green"),
    Colour.GREY: _("not known"),
    Colour.AMBER: _("amber"),
    Colour.RED: _("red"),
}
TONES = {Colour.GREEN: "success", Colour.GREY: "neutral", Colour.AMBER: "warning", Colour.RED: "danger"}
LANES: dict[str, Promise] = {
    Lane.APPROVE: _("does not hold it up"),
    Lane.PERSON: _("a person looks at it"),
    Lane.REFUSE: _("is refused"),
}
SOURCES: dict[str, Promise] = {
    "catalogue": _("the catalogue"),
    "concluded": _("somebody who looked into it"),
    "sent_list": _("the list that was sent"),
    "own_lists": _("lists of parts of your systems"),
    "asker": _("whoever asked"),
    "advisories": _("the advisories read here"),
    "endoflife": _("published ends of life"),
    "history": _("the history of the repository"),
    "registry": _("the registry of the package"),
}
WORDS: dict[str, Promise] = {
    "alive": _("alive"),
    "shared": _("shared"),
    "kept": _("kept"),
    "open": _("open"),
}
_LICENCES: dict[str, Promise] = {
    "licence.public-domain": _("%(licence)s asks for nothing."),
    "licence.permissive": _("%(licence)s only asks to keep its notice."),
    "licence.weak-copyleft": _("%(licence)s asks who passes the software on to give its source, and changes to it."),
    "licence.strong-copyleft": _("%(licence)s asks who passes on a program made with it to give its whole source."),
    "licence.network-copyleft": _(
        "%(licence)s asks to give the source also to those who use the software over a network."
    ),
    "licence.restricted": _("%(licence)s does not let everybody use it for everything; it is not open source."),
    "licence.proprietary": _("%(licence)s allows only what its maker allows; it is not open source."),
    "licence.kind_unknown": _("What %(licence)s asks is not known here."),
    "licence.own_choice_approve": _("Your organisation allows %(licence)s."),
    "licence.own_choice_person": _("Your organisation wants somebody to look at %(licence)s."),
    "licence.own_choice_refuse": _("Your organisation refuses %(licence)s."),
    "licence.not_read": _("“%(licence)s” is no licence that can be looked up."),
    "licence.unknown": _("Nobody here states its licence. If you know it, say so in the form."),
    "licence.disagree": _("On file is %(licence)s, but you say %(stated)s."),
    "publish.public-domain": _("%(licence)s is open, and lets others do everything."),
    "publish.permissive": _("%(licence)s is open, and lets others do almost everything."),
    "publish.weak-copyleft": _("%(licence)s is open, and asks others to share changes to your software."),
    "publish.strong-copyleft": _("%(licence)s is open, and asks others to share what they build with your software."),
    "publish.network-copyleft": _("%(licence)s is open, and asks others to share also what they run as a service."),
    "publish.restricted": _("%(licence)s is not an open licence, so this would not be open source."),
    "publish.proprietary": _("%(licence)s is not an open licence, so this would not be open source."),
    "publish.kind_unknown": _("What %(licence)s asks is not known here."),
    "publish.not_read": _("“%(licence)s” is no licence that can be looked up."),
    "publish.licence_unknown": _("No licence is chosen yet."),
    "third_party.none": _("It contains no code by others."),
    "third_party.fit_yes": _("The code by others may go under %(chosen)s."),
    "third_party.fit_check": _("Whether code under %(licence)s may go under %(chosen)s depends on how it is joined."),
    "third_party.fit_unknown": _("Whether code under %(licence)s may go under %(chosen)s is not known here."),
    "third_party.fit_no": _("Code under %(licence)s may not go under %(chosen)s."),
    "third_party.no_licence": _("Whether the code by others fits can be said once a licence is chosen."),
    "third_party.unknown": _("Nobody said under which licences the code by others is."),
}
_WEAKNESSES: dict[str, Promise] = {
    "weaknesses.none": _("No weakness is known in this version."),
    "weaknesses.malicious": _("This package was made to do harm (%(names)s)."),
    "weaknesses.exploited": _("Attackers use a weakness of this version (%(names)s), and no fix is known."),
    "weaknesses.exploited_update": _(
        "Attackers use a weakness of this version (%(names)s). By the advisories read here, take %(update)s instead."
    ),
    "weaknesses.stopped": _("A severe weakness is known in this version (%(names)s)."),
    "weaknesses.stopped_update": _(
        "A severe weakness is known in this version (%(names)s). By the advisories read here, take %(update)s instead."
    ),
    "weaknesses.grave": _("A severe weakness is known, and no fix (%(names)s)."),
    "weaknesses.grave_update": _(
        "A severe weakness is known (%(names)s). By the advisories read here, %(update)s is better."
    ),
    "weaknesses.light": _("A lesser weakness is known (%(names)s)."),
    "weaknesses.light_update": _(
        "A lesser weakness is known (%(names)s). By the advisories read here, %(update)s is better."
    ),
    "weaknesses.no-package-url": _("Advisories are looked up by package; an address or a file name is not enough."),
    "weaknesses.no-version": _("Without a version nobody can say whether weaknesses are known in it."),
    "weaknesses.version-has-no-order": _("This version cannot be compared with those that advisories name."),
    "weaknesses.release-of-distribution-not-stated": _("Say of which release of the distribution the package is."),
    "weaknesses.no-advisories-for-this-ecosystem": _("No source of advisories for this kind of package is read here."),
    "weaknesses.thinly-covered": _(
        "Not known: the advisories for this kind of package are not all read here, or not lately."
    ),
    "weaknesses.advisory-does-not-say-which-versions": _("An advisory does not say which versions it is about."),
}
_LIFE: dict[str, Promise] = {
    "end_of_life.unknown": _("No end of life is published for it that we know."),
    "end_of_life.day_unknown": _("%(product)s %(cycle)s: nobody published when it ends."),
    "end_of_life.past": _("%(product)s %(cycle)s has been past its end of life since %(day)s."),
    "end_of_life.past_no_day": _("%(product)s %(cycle)s is past its end of life."),
    "end_of_life.soon": _("%(product)s %(cycle)s comes to its end on %(day)s."),
    "end_of_life.supported": _("%(product)s %(cycle)s is supported until %(day)s."),
    "end_of_life.supported_no_day": _("%(product)s %(cycle)s is supported; no end is set."),
    "health.unknown": _("Nobody looked at the history of its repository yet."),
    "health.no_repository": _("We do not know where its source is kept. If you know it, say so in the form."),
    "health.no": _("By its history it is not %(words)s."),
    "health.watch": _("By its history, keep an eye on whether it is %(words)s."),
    "health.partly": _("By its history it is %(words)s; the rest is not known."),
    "health.yes": _("By its history it is %(words)s."),
    "health.deprecated": _("Its registry says that it should be used no more."),
    "health.deprecated_why": _("Its registry says that it should be used no more: %(advice)s"),
    "health.taken_back": _("Those who publish it took this version back."),
}
_ASKED: dict[str, Promise] = {
    "publish.secrets_checked": _("It was searched for passwords and keys, in its history too."),
    "publish.secrets_found": _(
        "Passwords or keys are in it. Change them, take them out of the history, and ask again."
    ),
    "publish.secrets_unknown": _("It was not yet searched for passwords and keys."),
    "publish.personal_checked": _("It was checked that it holds no personal data."),
    "publish.personal_found": _("Personal data is in it. Take it out of the history, and ask again."),
    "publish.personal_unknown": _("It was not yet checked for personal data."),
    "publish.maintainer_named": _("%(maintainer)s will keep it."),
    "publish.maintainer_unknown": _("Nobody is named who will keep it."),
    "publish.description_valid": _("Its publiccode.yml is valid."),
    "publish.description_faults": _("Its publiccode.yml has faults: %(count)s. Mend them, and the catalogue lists it."),
    "publish.description_missing": _("A publiccode.yml was not shown. Write one, and the catalogue lists it."),
    "contribute.small": _("It is a small fix (no more than %(hours)s h of work)."),
    "contribute.large": _("It is more than a small fix."),
    "contribute.own_work": _("It is your own work, and holds nothing that has to stay inside."),
    "contribute.own_work_unknown": _(
        "You did not say that it is your own work and holds nothing that has to stay inside."
    ),
    "contribute.none": _("The project asks you to sign nothing."),
    "contribute.dco": _("The project asks for a line in each commit that the work is yours to give (DCO)."),
    "contribute.cla": _("The project asks for a contract (CLA). Somebody who may sign for your organisation reads it."),
    "contribute.agreement_unknown": _("It is not known whether the project asks you to sign something."),
}
_FACTS = (
    "licence", "stated", "chosen", "names", "update", "product", "cycle", "day", "words", "maintainer",
    "count", "hours", "advice",
)  # fmt: skip
SENTENCES = _LICENCES | _WEAKNESSES | _LIFE | _ASKED


@dataclass(frozen=True, slots=True)
class Said:
    """A reason as a page shows it."""

    perspective: str
    word: str
    tone: str
    sentence: str
    lane: str
    source: str
    as_of: str
    link: str


def said(reason: Reason, *, to_asker: bool = False) -> Said:
    """Put a reason into the reader's words; who asked needs no telling that they said it themselves."""
    source = "" if to_asker and reason.source == "asker" else reason.source
    as_of = parse_date(reason.as_of) if reason.as_of else None
    return Said(
        perspective=str(PERSPECTIVES[reason.perspective]),
        word=str(COLOURS[reason.colour]),
        tone=TONES[reason.colour],
        sentence=sentence(reason),
        lane=str(LANES[reason.lane]),
        source=str(SOURCES.get(source, source)),
        as_of=date_format(as_of, "DATE_FORMAT") if as_of else "",
        link=reason.link,
    )


def sentence(reason: Reason) -> str:
    """The sentence of a reason, with its facts."""
    return str(SENTENCES[reason.sentence]) % {name: _fact(name, value) for name, value in _whole(reason.facts).items()}


def duration(seconds: float | None) -> str:
    """How long something took, as people say it; "" where that is not known."""
    if seconds is None:
        return ""
    if seconds < 60:
        return translate("at once")
    minutes, hours, days = int(seconds // 60), int(seconds // 3600), int(seconds // 86_400)
    if days >= 2:
        return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
    if hours >= 1:
        return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}
    return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}


def _whole(facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """The facts of a sentence; what an older version of the rules did not keep is shown as "?"."""
    return dict.fromkeys(_FACTS, "?") | dict(facts)


def _fact(name: str, value: Fact) -> str:
    if name == "day" and (day := parse_date(str(value))):
        return date_format(day, "DATE_FORMAT")
    if name == "words":
        return ", ".join(str(WORDS.get(each, each)) for each in str(value).split(","))
    return str(value)
