"""Who is one person, who is a program, and for which organisation somebody writes (version: identities 1).

Merging: the project's `.mailmap` (by git, before this), then the same mail, then the same account in a noreply address,
then the same name. What joins is transitive, and does not depend on the order in which people are met.

Source: own rule after Commonweal's counting rules H2, H5 and H6 (docs/reference/health.md); the forms, patterns and
domains are those of packs/identities.yaml, packs/bots.yaml and packs/domains.yaml.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

VERSION = "identities 1"


class Identity(NamedTuple):
    """A name and a mail as they stand in a commit."""

    name: str
    mail: str


@dataclass(frozen=True, slots=True)
class Merging:
    """What packs/identities.yaml says; names and mails of everybody join nobody."""

    account_forms: tuple[re.Pattern[str], ...]
    least_words_of_a_name: int
    names_of_everybody: frozenset[str]
    mails_of_everybody: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bots:
    """What packs/bots.yaml says, and what an installation adds."""

    pattern: re.Pattern[str]

    def has(self, identity: Identity) -> bool:
        """Whether the identity is a program's."""
        return any(self.pattern.search(each.lower()) for each in (identity.name, identity.mail))


@dataclass(frozen=True, slots=True)
class Domains:
    """What packs/domains.yaml says: domains of nobody in particular, and whose the others are where known."""

    no_organisation: frozenset[str]
    organisations: Mapping[str, str]


def people(identities: Iterable[Identity], merging: Merging) -> dict[Identity, Identity]:
    """Give for each identity the one that stands for the person: the first in the alphabet of those that are one."""
    known = sorted(set(identities))
    above = {identity: identity for identity in known}

    def root(identity: Identity) -> Identity:
        while above[identity] != identity:
            above[identity] = above[above[identity]]
            identity = above[identity]
        return identity

    first: dict[tuple[str, str], Identity] = {}
    for identity in known:
        for sign in _signs(identity, merging):
            one, other = sorted((root(first.setdefault(sign, identity)), root(identity)))
            above[other] = one
    return {identity: root(identity) for identity in known}


def organisation(mail: str, domains: Domains) -> str | None:
    """Give the organisation a mail belongs to, None when its domain tells none.

    An organisation is named by its domain, or by the name that packs/domains.yaml gives to several.
    """
    domain = mail_domain(mail)
    for each in _suffixes(domain):
        if each in domains.no_organisation:
            return None
        if each in domains.organisations:
            return domains.organisations[each]
    return domain if "." in domain else None


def mail_domain(mail: str) -> str:
    """Give what stands behind the last @, "" where there is none.

    >>> mail_domain("Aino@Esempia.Example")
    'esempia.example'
    """
    return mail.rpartition("@")[2].strip().rstrip(".").casefold() if "@" in mail else ""


def plain_name(name: str) -> str:
    """Give a name without accents, case, signs and double spaces.

    >>> plain_name("  Łucja  NOVÁK-Braun ")
    'łucja novak braun'
    """
    spelled = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(letter for letter in spelled if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+|_+", " ", kept).split())


def _signs(identity: Identity, merging: Merging) -> Iterator[tuple[str, str]]:
    """Yield by what an identity can be known to be the same as another."""
    mail, name = identity.mail.strip().casefold(), plain_name(identity.name)
    if "@" in mail and mail not in merging.mails_of_everybody:
        yield "mail", mail
        for form in merging.account_forms:
            if match := form.fullmatch(mail):
                yield f"account at {match['host']}", match["account"]
    if len(name.split()) >= merging.least_words_of_a_name and name not in merging.names_of_everybody:
        yield "name", name
    if not mail and not name:
        yield "nobody", ""


def _suffixes(domain: str) -> Iterator[str]:
    """Yield a domain and all it is a subdomain of, the longest first."""
    while domain:
        yield domain
        domain = domain.partition(".")[2]
