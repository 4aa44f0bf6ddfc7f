"""Which body a name in a list stands for: "Comune di Borgo", "Borgo", "c_b012".

Names are compared folded (`organisations.rules.fold`), so that case, accents and punctuation do not count. A name of
the country of whoever wrote the list comes before the same name abroad. Nothing is guessed: where two bodies fit, none
is taken, and a person may say which one it is.

Source: own judgement; the forms of names are packs/body-name-forms.yaml.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a name was taken for a body, or for none."""

    IDENTIFIER = "identifier"
    EXACT = "exact-name"
    FORM = "name-and-kind"
    ABROAD = "name-abroad"
    SEVERAL = "several"
    NOBODY = "nobody"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write what a body is before or after its name: folded words, and the kind of body they mean."""

    words: str
    kind: str
    is_after: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A body that may be meant: its id, kind, country and all its names, folded."""

    body: int
    kind: str
    country: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The body a name was taken for, or None, and why."""

    body: int | None
    reason: Reason


def core(folded: str, forms: Iterable[Form]) -> tuple[str, str]:
    """A folded name without the words that say what the body is, and the kind they mean; the longest form counts.

    >>> core("comune di borgo", [Form("comune di", "municipality")]), core("borgo", [])
    (('borgo', 'municipality'), ('borgo', ''))
    """
    best = ("", folded, "")
    for form in forms:
        if len(form.words) <= len(best[0]):
            continue
        if form.is_after and folded.endswith(f" {form.words}"):
            best = (form.words, folded[: -len(form.words) - 1], form.kind)
        elif not form.is_after and folded.startswith(f"{form.words} "):
            best = (form.words, folded[len(form.words) + 1 :], form.kind)
    return best[1], best[2]


def codes(text: str) -> list[str]:
    """What in a name may be the code of a register: the whole, what stands in brackets, the part after a colon.

    >>> codes("Comune di Bologna (c_a944)"), codes("urn:siret:21750001600019")
    (['Comune di Bologna (c_a944)', 'c_a944'], ['urn:siret:21750001600019', '21750001600019'])
    """
    inside = re.findall(r"[(\[]([^)\]]+)[)\]]", text)
    after = [text.rpartition(":")[2]] if ":" in text and "//" not in text else []
    return [part.strip() for part in dict.fromkeys([text, *inside, *after]) if part.strip()]


def without_brackets(text: str) -> str:
    """A name without what stands in brackets.

    >>> without_brackets("DINUM (data.gouv.fr)")
    'DINUM'
    """
    return re.sub(r"\s*[(\[][^)\]]*[)\]]", "", text).strip()


def match(folded: str, candidates: Sequence[Named], *, country: str, forms: Sequence[Form]) -> Match:
    """The one body a folded name stands for: by its whole name, else by its name without what says what it is.

    >>> borgo = Named(1, "municipality", "IT", ("borgo",))
    >>> match("comune di borgo", [borgo], country="IT", forms=[Form("comune di", "municipality")])
    Match(body=1, reason=<Reason.FORM: 'name-and-kind'>)
    """
    exact = [each for each in candidates if folded in each.names]
    if exact:
        return _one(exact, country, Reason.EXACT)
    name, kind = core(folded, forms)
    if not name:
        return Match(None, Reason.NOBODY)
    alike = [each for each in candidates if any(core(other, forms)[0] == name for other in each.names)]
    of_the_kind = [each for each in alike if not kind or each.kind == kind]
    return _one(of_the_kind, country, Reason.FORM) if of_the_kind else Match(None, Reason.NOBODY)


def _one(found: Sequence[Named], country: str, reason: Reason) -> Match:
    at_home = [each for each in found if country and each.country == country]
    chosen = at_home or found
    if len({each.body for each in chosen}) > 1:
        return Match(None, Reason.SEVERAL)
    is_abroad = bool(country) and not at_home and bool(chosen[0].country)
    return Match(chosen[0].body, Reason.ABROAD if is_abroad else reason)
