"""What somebody wants, and who asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from commonweal.components.queries import Part, Scope, parts_of_component
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer
from commonweal.screening.rules.subjects import Subject
from commonweal.standards.sbom import Component


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


def part_of(each: Wanted) -> Part | None:
    """The package and version that is asked about; None for an address."""
    if not each.subject.purl:
        return None
    component = Component(
        ref="", name=each.subject.name, version=each.subject.version or None, purl=each.subject.purl
    )  # fmt: skip
    return next(iter(parts_of_component(component)), None)
