"""What reading a document of any of the formats needs: how much may be gathered, and what is told once."""

from commonweal.standards.sbom.found import Path, Problems, quoted
from commonweal.standards.sbom.limits import TooMuch
from commonweal.standards.vex.words import Dictionary, Word

# A product named in a statement, counted each time: groups of products multiply, and must not without end.
MOST_PAIRS = 250_000
MOST_LETTERS = 50_000_000
MOST_ADDRESSES = 50


class Gathering:
    """Counts what is gathered and tells of each word without exact partner once."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self._pairs = 0
        self._letters = 0
        self._told: set[str] = set()

    def count(self, pairs: int, letters: int = 0) -> None:
        """Raise TooMuch when a document names more products in statements, or says more of them, than anybody would."""
        self._pairs += pairs
        self._letters += letters
        if self._pairs > MOST_PAIRS or self._letters > MOST_LETTERS:
            message = f"the document says more of products than is read: {MOST_PAIRS:,} times, {MOST_LETTERS:,} letters"
            raise TooMuch(message, "too-many-statements")

    def word(self, words: Dictionary[Word], stated: str, marks: list[str], path: Path) -> Word | None:
        """Give our word for theirs; of one without exact partner, and of one that nobody knows, say so."""
        before = len(marks)
        found = words.to_ours(stated, marks)
        if found is None:
            self.problems.error(path, f"{quoted(stated)} is no word of this format", "wrong-word")
        elif len(marks) > before and stated not in self._told:
            self._told.add(stated)
            message = (
                f"{quoted(stated)} has no exact partner: it is kept as {found.value}, with its own word in the text"
            )
            self.problems.remark(path, message, "nearest-word")
        return found
