"""What somebody wants, and who asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from commonweal.components.queries import Scope
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer
from commonweal.screening.rules.subjects import Subject


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants: `licence` is what they say it is, `listed_licence` what the list says that they sent.

    `repository` is where the source is kept, if they say so; `answers` are those of the form.
    """

    kind: str
    subject: Subject
    use: str = ""
    licence: str = ""
    listed_licence: str = ""
    repository: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where the source is kept, "" where nobody knows."""
        return self.subject.url or self.repository


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, whose components they may see, and for which body."""

    viewer: Viewer
    scope: Scope
    body: Body | None = None
