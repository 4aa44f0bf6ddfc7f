"""Words for a licence that leave open which of several is meant: which those are, and a sentence that asks."""

from django.utils.translation import gettext as _

from commonweal.standards.licence_names import expression_named

_LONGEST = 60
_MISSING = (
    "1.0", "1.1", "1.2", "2.0", "2.0 or later", "2.1", "2.1 or later", "3.0", "3.0 or later", "4.0",
    "2-clause", "3-clause", "4-clause",
)  # fmt: skip


def candidates(text: str) -> tuple[str, ...]:
    """The licences that a text names as soon as a version, or a number of clauses, stands in it.

    >>> candidates("LGPL")
    ('LGPL-2.0-only', 'LGPL-2.0-or-later', 'LGPL-2.1-only', 'LGPL-2.1-or-later', 'LGPL-3.0-only', 'LGPL-3.0-or-later')
    >>> candidates("MIT"), candidates("our own")
    ((), ())
    """
    text = text.strip()
    if not text or len(text) > _LONGEST or expression_named(text) is not None:
        return ()
    named = (expression_named(f"{text} {missing}") for missing in _MISSING)
    return tuple(dict.fromkeys(each for each in named if each and not each.endswith("+")))


def asked_back(text: str) -> str | None:
    """Ask which licence is meant; None where no candidate is known."""
    found = candidates(text)
    if not found:
        return None
    told = {"text": text.strip(), "licences": ", ".join(found)}
    return _("“%(text)s” leaves open which version is meant: %(licences)s?") % told
