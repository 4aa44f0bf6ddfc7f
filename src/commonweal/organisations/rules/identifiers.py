"""The registers whose codes name bodies: what a code looks like, and where it leads.

Sources: Wikidata Help:QID; ROR identifier pattern, https://ror.readme.io/docs/identifier; ISO 17442 (LEI);
INSEE (SIREN, SIRET, code officiel géographique); AgID, Indice dei domicili digitali (iPA); ISTAT, codici dei comuni;
KOOP, TOOI identifiers; Destatis, Amtlicher Gemeindeschlüssel; Swiss Federal Statistical Office (UID, BFS number).
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scheme:
    """A register of codes; `address` has {} where the code goes, and is "" where codes lead nowhere."""

    code: str
    label: str
    pattern: str
    address: str = ""


SCHEMES = {
    scheme.code: scheme
    for scheme in (
        Scheme("wikidata", "Wikidata", r"Q[1-9]\d*", "https://www.wikidata.org/wiki/{}"),
        Scheme("ror", "ROR", r"0[a-hj-km-np-tv-z0-9]{6}\d{2}", "https://ror.org/{}"),
        Scheme("lei", "LEI", r"[A-Z0-9]{18}\d{2}", "https://search.gleif.org/#/record/{}"),
        Scheme("siret", "SIRET", r"\d{14}", "https://annuaire-entreprises.data.gouv.fr/etablissement/{}"),
        Scheme("siren", "SIREN", r"\d{9}", "https://annuaire-entreprises.data.gouv.fr/entreprise/{}"),
        Scheme("insee", "INSEE", r"\d[0-9AB]\d{3}"),
        Scheme("ipa", "iPA", r"[A-Za-z0-9_]{1,20}"),
        Scheme("istat", "ISTAT", r"\d{6}"),
        Scheme("tooi", "TOOI", r"[a-z]+/[a-z]+\d+", "https://identifier.overheid.nl/tooi/id/{}"),
        Scheme("ags", "AGS", r"\d{8}"),
        Scheme("uid", "UID", r"CHE-\d{3}\.\d{3}\.\d{3}"),
        Scheme("bfs", "BFS", r"\d{1,4}"),
        Scheme("cvr", "CVR", r"\d{8}"),
        Scheme("orgnr", "Orgnr", r"\d{6}-?\d{4}|\d{9}"),
    )
}
SCHEME_CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")


def scheme_label(scheme: str) -> str:
    """What a scheme is called; its code where it is not described here.

    >>> scheme_label("ror"), scheme_label("termdat")
    ('ROR', 'termdat')
    """
    return SCHEMES[scheme].label if scheme in SCHEMES else scheme


def scheme_address(scheme: str, value: str) -> str:
    """The page about a body in another register; "" where the scheme has none.

    >>> scheme_address("wikidata", "Q34370"), scheme_address("ipa", "c_h501")
    ('https://www.wikidata.org/wiki/Q34370', '')
    """
    described = SCHEMES.get(scheme)
    return described.address.format(value) if described and described.address else ""


def read_identifier(text: str) -> tuple[str, str] | None:
    """Scheme and value of "scheme:value" or of an address that a scheme gives; None when it is neither.

    >>> read_identifier("ror: 05cfpqk42"), read_identifier("https://www.wikidata.org/wiki/Q34370")
    (('ror', '05cfpqk42'), ('wikidata', 'Q34370'))
    >>> read_identifier("wikidata:34370"), read_identifier("nothing")
    (None, None)
    """
    text = text.strip()
    for scheme in SCHEMES.values():
        before, _, after = scheme.address.partition("{}")
        if before and text.startswith(before) and re.fullmatch(scheme.pattern, text[len(before) :].removesuffix(after)):
            return scheme.code, text[len(before) :]
    code, _, value = text.partition(":")
    code, value = code.strip().lower(), value.strip()
    if not value or not SCHEME_CODE.fullmatch(code) or len(value) > 200:
        return None
    described = SCHEMES.get(code)
    return None if described and not re.fullmatch(described.pattern, value) else (code, value)
