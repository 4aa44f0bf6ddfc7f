"""What a source found, and what became of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from commonweal.catalogue.models import Entry
from commonweal.organisations.models import Body, Visibility
from commonweal.standards.problems import Problem
from commonweal.standards.publiccode import PublicCode


class Outcome(StrEnum):
    """What publishing a finding did."""

    PUBLISHED = "published"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    BROKEN = "broken"
    RETURNED = "returned"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one source says of one asset.

    `source` is a stable key ("harvest:<id>"); of two sources the lower `precedence` wins a field (own publiccode.yml
    10, another catalogue 40, starter pack 60, facts of a host 80). `document` is None when it could not be read.
    `extra` holds facts of the host: is_archived, last_activity (ISO 8601), stars, topics, is_fork, parent_url,
    description, logo_url, country.
    """

    source: str
    source_name: str
    precedence: int
    url: str
    seen_at: datetime
    document: PublicCode | None
    component_path: str = ""
    problems: tuple[Problem, ...] = ()
    raw: str = ""
    licence: str = ""
    publisher: Body | None = None
    publisher_name: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    origin_url: str = ""
    visibility: int = Visibility.PUBLIC
    kind: str = "software"

    def digest(self) -> str:
        """Give what is equal for findings that say the same; when it was seen does not count."""
        said = self.raw or (json.dumps(self.document.to_dict(), sort_keys=True, default=str) if self.document else "")
        facts = json.dumps(dict(self.extra), sort_keys=True, default=str)
        publisher = self.publisher.pk if self.publisher is not None else ""
        problems = ";".join(f"{found.path}:{found.line}:{found.rule}" for found in self.problems)
        parts = (
            said, facts, str(publisher), self.publisher_name, self.licence, str(self.precedence), str(self.visibility),
            self.kind, self.url, problems, str(self.document is None),
        )  # fmt: skip
        return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Publication:
    """What became of a finding; the entry is None when it was rejected."""

    entry: Entry | None
    outcome: Outcome
