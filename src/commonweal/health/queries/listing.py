"""Projects as lists show them: searched, narrowed by their words and stage, and side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from commonweal.catalogue import queries as catalogue
from commonweal.health.models import Examination, Project
from commonweal.health.queries.words import words_of_each
from commonweal.health.rules.words import Stage, Statement, Word
from commonweal.organisations.queries import Viewer

MOST_COMPARED = 4


@dataclass(frozen=True, slots=True)
class ProjectSearch:
    """What is looked for; blank means any. `answers` are by word, `order` is "examined" (also for blank) or "name"."""

    text: str = ""
    stage: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    order: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.text or self.is_by_words)

    @property
    def is_by_words(self) -> bool:
        """Whether the words or the stage of today decide."""
        return bool(self.stage or any(self.answers.values()))

    def matching(self, found: QuerySet[Project]) -> QuerySet[Project]:
        """Those of which the name or the address holds every word."""
        for word in self.text.split():
            found = found.filter(Q(url__icontains=word) | Q(entry__name__icontains=word))
        return found


@dataclass(frozen=True, slots=True)
class Listed:
    """A project with its words and stage of today; without words it was never examined."""

    project: Project
    words: tuple[Statement, ...]
    examined_at: datetime | None

    @property
    def stage(self) -> str:
        """The stage of life of today; "unknown" where it was never examined."""
        told = next((each.facts.get("stage") for each in self.words if each.word == Word.ALIVE), None)
        return str(told) if told is not None else Stage.UNKNOWN.value


def seen_projects(viewer: Viewer) -> QuerySet[Project]:
    """The projects that the viewer may see: not those of software that is hidden from them."""
    seen = Q(entry=None) | Q(entry__in=catalogue.entries_seen_by(viewer))
    looked = Max("examinations__examined_at", filter=Q(examinations__failure=""))
    return Project.objects.filter(seen).select_related("entry", "entry__publisher").annotate(looked_at=looked)


def found_projects(viewer: Viewer, search: ProjectSearch) -> QuerySet[Project] | list[Listed]:
    """The projects that are looked for; with their words already where these decide."""
    found = search.matching(seen_projects(viewer))
    if search.order == "name":
        found = found.order_by("entry__name", "url", "pk")
    else:
        found = found.order_by(F("looked_at").desc(nulls_last=True), "pk")
    return [each for each in listed(found) if _fits(each, search)] if search.is_by_words else found


def listed(found: Iterable[Project | Listed]) -> list[Listed]:
    """These projects with their words, in a handful of queries; those that have them already stay as they are."""
    given = list(found)
    every = [each for each in given if isinstance(each, Project)]
    if not every:
        return [each for each in given if isinstance(each, Listed)]
    words = words_of_each(every, timezone.now())
    newest = dict(
        Examination.objects.filter(project__in=every, failure="")
        .values_list("project_id")
        .annotate(at=Max("examined_at"))
        .values_list("project_id", "at")
    )
    return [Listed(each, words.get(each.pk, ()), newest.get(each.pk)) for each in every]


def project_of_entry(viewer: Viewer, slug: str) -> Project | None:
    """The project of a piece of software, if the viewer may see both."""
    return seen_projects(viewer).filter(entry__slug=slug).order_by("pk").first()


def _fits(one: Listed, search: ProjectSearch) -> bool:
    answers = {each.word.value: each.answer.value for each in one.words}
    asked = {word: answer for word, answer in search.answers.items() if answer}
    return all(answers.get(word, "unknown") == answer for word, answer in asked.items()) and (
        not search.stage or one.stage == search.stage
    )
