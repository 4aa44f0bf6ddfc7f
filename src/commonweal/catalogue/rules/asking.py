"""Questions for a product by name: "programs like Photoshop", "alternative a Photoshop". Our own lists of words."""

from collections.abc import Sequence

# Words around the name of a product, beside those that carry no meaning.
ASKING = frozenset(
    """
    program programs programme programmes app apps software tool tools free open source like similar alternative
    alternatives instead replace replaces replacement substitute than other same similar what could looking look want
    programma programmi gratis gratuito gratuiti libero liberi aperto simile simili alternativa alternative invece
    posto sostituire sostituto sostituisce cerco altro
    logiciel logiciels gratuit gratuits libre libres ouvert comme semblable semblables similaire similaires place
    remplacer remplace remplacement lieu cherche autre
    programm programme kostenlos kostenlose frei freie offene offen ahnlich ahnliche wie alternative alternativen statt
    anstatt anstelle ersatz ersetzen suche andere
    """.split()  # noqa: SIM905
)


def names_asked_for(words: Sequence[str], stop_words: frozenset[str]) -> tuple[str, ...]:
    """The names of a product that a text may ask for: itself, and itself without the words of asking at its ends.

    >>> names_asked_for("programs like adobe photoshop".split(), frozenset())
    ('programs like adobe photoshop', 'adobe photoshop')
    """
    start, end = 0, len(words)
    while start < end and (words[start] in ASKING or words[start] in stop_words):
        start += 1
    while end > start and (words[end - 1] in ASKING or words[end - 1] in stop_words):
        end -= 1
    names = (" ".join(words), " ".join(words[start:end]))
    return tuple(dict.fromkeys(name for name in names if name))
