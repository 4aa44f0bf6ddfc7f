"""How names are compared and become addresses."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator

# Letters that Unicode does not take apart into a plain letter and a mark.
PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


RESERVED = frozenset({"new", "import", "map"})  # addresses of pages that are not about one thing


def fold(name: str) -> str:
    """The name as it is compared: small plain letters, digits and single spaces.

    >>> fold("Pôle  emploi"), fold("Straße"), fold("Ærø Kommune"), fold("L'Aquila")
    ('pole emploi', 'strasse', 'aero kommune', 'l aquila')
    """
    # Taking apart may bring capitals to light (𝐀), and casefolding may bring marks (İ): so apart, small, apart.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(PLAIN_LETTERS)
    return re.sub(r"[\W_]+", " ", plain).strip()


def fold_all(names: Iterable[str]) -> str:
    """Every name folded, each once, one a line, in the order given: what a search by name looks through.

    >>> fold_all(["France Travail", "Pôle emploi", "pole emploi"])
    'france travail\\npole emploi'
    """
    return "\n".join(dict.fromkeys(folded for name in names if (folded := fold(name))))


def free_slug(wishes: Iterable[str], taken: Container[str]) -> str:
    """The first wish that is not empty and not taken; else the first wish with the lowest free number.

    >>> free_slug(["bergen", "bergen-no"], {"bergen"}), free_slug(["bergen"], {"bergen", "bergen-2"})
    ('bergen-no', 'bergen-3')
    """
    wanted = [wish for wish in wishes if wish]
    return next(slug for slug in _slugs(wanted or ["body"]) if slug not in taken and slug not in RESERVED)


def _slugs(wanted: list[str]) -> Iterator[str]:
    yield from wanted
    number = 2
    while True:
        yield f"{wanted[0]}-{number}"
        number += 1
