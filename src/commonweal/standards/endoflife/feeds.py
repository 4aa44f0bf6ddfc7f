"""Many products at once: the API's answer, lines of JSON, one page, or a folder of pages. Never raises.

Source: endoflife.date API v1, `GET /products/full` (schema FullProductListResponse): {"schema_version", "total",
"result": [ProductDetails, …]}.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from commonweal.standards.endoflife.model import Product
from commonweal.standards.endoflife.reader import LARGEST_PAGE_BYTES, parsed, read, read_front_matter
from commonweal.standards.problems import Problem, Severity

# All products together have 4 MB.
LARGEST_FEED_BYTES = 100_000_000
MOST_PRODUCTS = 20_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A product as it was read, and what was odd; without a product the problems say why."""

    name: str
    product: Product | None
    problems: tuple[Problem, ...]


def read_many(content: bytes, name: str) -> Iterator[Entry]:
    """Read what a file holds, told by its content: a page, one JSON document, or lines of JSON."""
    if len(content) > LARGEST_FEED_BYTES:
        yield _broken(name, "All products together have at most 100 MB", "eol-too-large")
    elif content.lstrip()[:3] == b"---":
        yield Entry(name, *_both(read_front_matter(content.lstrip(), name)))
    else:
        yield from _from_json(content, name)


def read_folder(folder: Path) -> Iterator[Entry]:
    """Read every page and every JSON document of a folder, by name; links out of it are not followed."""
    for file in sorted(folder.rglob("*")):
        if file.suffix not in (".md", ".json", ".jsonl") or file.is_symlink() or not file.is_file():
            continue
        most = LARGEST_PAGE_BYTES if file.suffix == ".md" else LARGEST_FEED_BYTES
        try:
            with file.open("rb") as stream:
                content = stream.read(most + 1)
        except OSError as error:
            yield _broken(file.name, f"This cannot be read: {error.strerror}", "eol-file")
            continue
        yield from read_many(content, file.name)


def _from_json(content: bytes, name: str) -> Iterator[Entry]:
    whole = parsed(content)
    if whole is None:
        lines = [line for line in content.splitlines() if line.strip()]
        if len(lines) < 2:
            yield _broken(name, "This is neither JSON nor a page with front matter", "eol-format")
            return
        items: list[object] = [parsed(line) for line in lines]
    elif isinstance(whole, Mapping) and "result" in whole:
        result = whole["result"]
        items = result if isinstance(result, list) else [result]
    else:
        items = whole if isinstance(whole, list) else [whole]
    for place, item in enumerate(items[:MOST_PRODUCTS]):
        where = f"{name}[{place}]"
        yield Entry(where, *_both(read(item, where)))


def _both(found: tuple[Product | None, list[Problem]]) -> tuple[Product | None, tuple[Problem, ...]]:
    return found[0], tuple(found[1])


def _broken(name: str, message: str, rule: str) -> Entry:
    problem = Problem(path=name, line=None, column=None, severity=Severity.ERROR, message=message, rule=rule)
    return Entry(name, None, (problem,))
