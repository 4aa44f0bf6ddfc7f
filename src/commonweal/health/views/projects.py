"""Projects: the list, one project with its four words and figures, several side by side, and how it is counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_safe

from commonweal.catalogue import queries as catalogue
from commonweal.catalogue.models import Entry
from commonweal.drawing.columns import draw_columns
from commonweal.health.documents import figures
from commonweal.health.documents.criteria import shown_levels
from commonweal.health.documents.forge import standing_rows
from commonweal.health.documents.lists import CSV_COLUMNS, csv_rows
from commonweal.health.documents.projects import COMPARED, place_words, project_name
from commonweal.health.documents.words import ANSWERS, WORDS, Said, said, short
from commonweal.health.forms.projects import ConfirmationForm, StageForm
from commonweal.health.models import Examination, LifeStage, Project
from commonweal.health.permissions import Permission, allows
from commonweal.health.queries.counted import counted_of, forge_facts_of
from commonweal.health.queries.listing import (
    MOST_COMPARED,
    Listed,
    ProjectSearch,
    found_projects,
    listed,
    project_of_entry,
    seen_projects,
)
from commonweal.health.queries.packs import health_packs
from commonweal.health.queries.peers import peers
from commonweal.health.queries.screening import seen_checks
from commonweal.health.queries.screening_packs import criteria_pack, word_packs
from commonweal.health.queries.standing import is_made_up, last_failure, standing
from commonweal.health.queries.words import standing_confirmation, standing_declaration, words_of
from commonweal.health.rules.words import Word
from commonweal.standards.spreadsheet import csv_text

PAGE_SIZE, MOST_LOOKS, MOST_CSV, MOST_UNSEEN = 50, 20, 10_000, 5


@dataclass(frozen=True, slots=True)
class Row:
    """A project as lists show it."""

    project: Project
    name: str
    words: tuple[Said, ...]
    stage: str
    listed: Listed


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """Search projects by name, word and stage."""
    search = _search(request)
    page = Paginator(found_projects(request.user, search), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "search": search,
        "page": page,
        "rows": rows_of(listed(cast("Iterable[Project | Listed]", page))),
        "unseen": _unseen(request, search) if not page.paginator.count else [],
        "words": [(word.value, name, search.answers.get(word.value, "")) for word, name in WORDS.items()],
        "answers": [(answer.value, name) for answer, name in ANSWERS.items()],
        "stages": LifeStage.choices,
        "query": request.GET.urlencode(),
        "may_watch": allows(request.user, Permission.KEEP_PROJECTS),
        "most_compared": MOST_COMPARED,
    }
    return render(request, "health/project_list.html", context)


def _unseen(request: HttpRequest, search: ProjectSearch) -> list[Entry]:
    """Software of the catalogue of this name at which nobody looked."""
    found = catalogue.entries_for(request.user).filter(name__icontains=search.text, projects=None)
    return list(found.order_by("name", "pk")[:MOST_UNSEEN]) if search.text and not search.is_by_words else []


@require_safe
def project_csv(request: HttpRequest) -> HttpResponse:
    """The list as a table, narrowed as the page is."""
    found = found_projects(request.user, _search(request))[:MOST_CSV]
    text = csv_text(CSV_COLUMNS, csv_rows(listed(found), settings.SITE_URL))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="projects.csv"'
    return answer


@require_safe
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """One project."""
    found = project_or_404(request, pk)
    return render(request, "health/project_page.html", page_of(request, found))


@require_safe
def software_health(request: HttpRequest, slug: str) -> HttpResponse:
    """The health of a piece of software: the page of its project."""
    found = project_of_entry(request.user, slug)
    if found is not None:
        return render(request, "health/project_page.html", page_of(request, found) | {"from_entry": found.entry})
    entry = entry_or_404(request, slug)
    may_watch = allows(request.user, Permission.KEEP_PROJECTS)
    return render(request, "health/software_without.html", {"entry": entry, "may_watch": may_watch})


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Up to four projects side by side."""
    numbers = [int(text) for text in request.GET.getlist("project") if text.isdecimal() and len(text) < 18]
    found = {each.pk: each for each in seen_projects(request.user).filter(pk__in=numbers[:MOST_COMPARED])}
    chosen = [found[pk] for pk in dict.fromkeys(numbers) if pk in found]
    rows = rows_of(listed(chosen))
    looks = [standing(each) for each in chosen]
    tables = [figures.windowed(look) if look else [] for look in looks]
    lines = [
        (metric, name, definition, [_years(table[place]) if table else None for table in tables])
        for place, (metric, _key, name, definition) in enumerate(figures.COUNTED)
    ]
    context = {
        "rows": rows,
        "words": [(name, [_word(row, word) for row in rows]) for word, name in WORDS.items()],
        "lines": lines,
        "columns": [(row, look.last_commit_at if look else None) for row, look in zip(rows, looks, strict=True)],
        "is_too_many": len(set(numbers)) > MOST_COMPARED,
        "most": MOST_COMPARED,
    }
    return render(request, "health/compare.html", context)


@require_safe
def how_counted(request: HttpRequest) -> HttpResponse:
    """How words and figures come about: the definitions, the limits, and where both come from."""
    context = {
        "limits": health_packs().limits,
        "rule_packs": word_packs(),
        "counted": [(metric, name, definition) for metric, _key, name, definition in figures.COUNTED],
        "single": [(metric, name, definition) for metric, _key, name, definition in figures.SINGLE],
    }
    return render(request, "health/how_counted.html", context)


def project_or_404(request: HttpRequest, pk: int) -> Project:
    """The project at an address, if the reader may see it.

    Raises Http404.
    """
    found = seen_projects(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def entry_or_404(request: HttpRequest, slug: str) -> Entry:
    """The software at an address, if the reader may see it.

    Raises Http404.
    """
    entry = catalogue.entries_seen_by(request.user).filter(slug=slug).first()
    if entry is None:
        raise Http404
    return entry


def page_of(request: HttpRequest, found: Project) -> dict[str, object]:
    """What the page of a project shows."""
    look, forge = standing(found), forge_facts_of(found)
    publisher = found.entry.publisher if found.entry else None
    may_confirm = allows(request.user, Permission.CONFIRM_MAINTAINED, on=publisher)
    context: dict[str, object] = {
        "project": found,
        "name": project_name(found),
        "look": look,
        "failure": last_failure(found),
        "words": [said(each) for each in words_of(found)],
        "places": _places(found) if look else {},
        "confirmation": standing_confirmation(found),
        "declaration": standing_declaration(found),
        "levels": shown_levels(criteria_pack(), counted_of(found, look, forge)),
        "criteria_pack": criteria_pack(),
        "checks": seen_checks(request.user).filter(project=found)[:MOST_LOOKS],
        "history": _history(found),
        "forge": forge,
        "told": figures.told(forge) if forge else [],
        "open_issues": figures.open_issues(forge) if forge else None,
        "at_host": standing_rows(forge) if forge else [],
        "not_visible": figures.not_visible(forge),
        "may_confirm": may_confirm,
        "is_made_up": is_made_up(found),
        "may_watch": allows(request.user, Permission.KEEP_PROJECTS) and not is_made_up(found),
        "badge_address": f"{settings.SITE_URL}/api/v1/projects/{found.pk}",
        "site_address": f"{settings.SITE_URL}{found.get_absolute_url()}",
    }
    if may_confirm:
        context |= {"confirmation_form": ConfirmationForm(), "stage_form": StageForm()}
    if look is not None:
        months = figures.months(look, timezone.localdate())
        context |= {
            "windowed": figures.windowed(look),
            "single": figures.single(look),
            "months": months,
            "chart": draw_columns(figures.columns(months), label=_chart_label(found)),
        }
    return context


def rows_of(found: list[Listed]) -> list[Row]:
    """Projects with what lists show of each."""
    stages = dict(LifeStage.choices)
    return [
        Row(each.project, project_name(each.project), tuple(map(said, each.words)), str(stages[each.stage]), each)
        for each in found
    ]


def _chart_label(found: Project) -> str:
    return translate("Changes of the code of %(name)s by month") % {"name": project_name(found)}


def _places(found: Project) -> dict[str, str]:
    """By word, where the project stands among those of its like."""
    return {word.value: place_words(peers(found, *keys), str(name)) for word, (keys, name) in COMPARED.items()}


def _history(found: Project) -> list[tuple[Examination, list[str]]]:
    """The newest looks at a project, those that failed too, each with what was said then."""
    looks = Examination.objects.filter(project=found).defer("days", "figures")[:MOST_LOOKS]
    return [(look, [short(each["word"], each["answer"]) for each in look.statements]) for look in looks]


def _word(row: Row, word: Word) -> Said | None:
    return next((each for each in row.words if each.word == word), None)


def _years(row: figures.FigureRow) -> tuple[str, str]:
    """Of the values by window those of the year before the look and of the year before the last commit."""
    return figures.year_today(row), row.values[-1]


def _search(request: HttpRequest) -> ProjectSearch:
    answers = {word.value: request.GET.get(word.value, "") for word in Word}
    return ProjectSearch(
        text=request.GET.get("q", "")[:200].strip(),
        stage=request.GET.get("stage", "") if request.GET.get("stage") in LifeStage.values else "",
        answers={word: answer for word, answer in answers.items() if answer in list(ANSWERS)},
        order=request.GET.get("order", "") if request.GET.get("order") == "name" else "",
    )
