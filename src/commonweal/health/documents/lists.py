"""Projects as a table for spreadsheets."""

from collections.abc import Iterable, Iterator

from commonweal.health.documents.projects import project_name
from commonweal.health.queries.listing import Listed
from commonweal.health.rules.words import Word

CSV_COLUMNS = ("name", "address", "page", *Word, "stage", "days_since_last_commit", "examined_on", "said_on", "rules")


def csv_rows(found: Iterable[Listed], site: str) -> Iterator[dict[str, object]]:
    """A row for each project; blank is not known."""
    for one in found:
        words = {each.word: each for each in one.words}
        alive = words.get(Word.ALIVE)
        yield {
            "name": project_name(one.project),
            "address": one.project.url,
            "page": f"{site}{one.project.get_absolute_url()}",
            **{word.value: words[word].answer.value if word in words else "" for word in Word},
            "stage": one.stage,
            "days_since_last_commit": _blank(alive.facts.get("days_since_last_commit") if alive else None),
            "examined_on": one.examined_at.date() if one.examined_at else "",
            "said_on": alive.as_of if alive else "",
            "rules": "; ".join(alive.rules) if alive else "",
        }


def _blank(value: object) -> object:
    return "" if value is None else value
