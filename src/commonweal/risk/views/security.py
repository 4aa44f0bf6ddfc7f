"""The page of who answers for the safety of a body or of many: is it safe, what is new, what comes first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonweal.components.queries import scope_of
from commonweal.drawing.columns import Column, draw_columns
from commonweal.drawing.lights import Colour
from commonweal.organisations.models import Body
from commonweal.risk.queries.changes import changes_since
from commonweal.risk.queries.in_force import SOON_DAYS, ending_soon
from commonweal.risk.queries.lights_pack import lights_pack
from commonweal.risk.queries.priority_pack import priorities
from commonweal.risk.queries.standings import PlaceTask, facts_by, is_severe, tasks_by
from commonweal.risk.queries.tasks import TaskSearch, chosen, counts_of, details
from commonweal.risk.queries.trend import trend
from commonweal.risk.queries.worklist import worklist
from commonweal.risk.rules.lights import Facts, together
from commonweal.risk.rules.trend import Point, change
from commonweal.risk.views.reasons import COLOURS, Shown, place_words, shown

MOST_DANGEROUS, PAGE_SIZE, TREND_DAYS, MOST_ENDING, MOST_ON_MAP = 5, 50, 60, 10, 500
_ORDER = {colour.value: number for number, colour in enumerate((Colour.RED, Colour.AMBER, Colour.GREY, Colour.GREEN))}


@dataclass(frozen=True, slots=True)
class Standing:
    """A body with its light and what the light was judged by."""

    body: Body
    light: Shown
    facts: Facts

    @property
    def open(self) -> int | None:
        """How many vulnerabilities are open; None where no list is there."""
        found = (self.facts.severe, self.facts.less_severe)
        return None if None in found else sum(count or 0 for count in found)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """How the bodies that the reader answers for stand; an explanation for everybody else."""
    scope = scope_of(request.user)
    if scope.is_empty:
        return render(request, "risk/security_explained.html", {"q": ""})
    today = timezone.localdate()
    facts = facts_by("body", scope, tasks := tasks_by("body", scope))
    standings = _standings(facts, request.GET.get("light", ""))
    page: Page[Standing] = Paginator(standings, PAGE_SIZE).get_page(request.GET.get("page"))
    whole = _whole(facts.values(), tasks, today)
    all_tasks = worklist(scope)
    first = chosen(all_tasks, TaskSearch(), today)[:MOST_DANGEROUS]
    points = trend(scope, today - timedelta(days=TREND_DAYS), today)
    context = {
        "q": "",
        "light": shown(whole),
        "whole": whole,
        "listed": whole.listed,
        "counts": counts_of(all_tasks, today),
        "changes": changes_since(scope, timezone.now() - timedelta(days=1), tasks),
        "first": [(detail, place_words(detail.task, today)) for detail in details(first, scope)],
        "standings": page,
        "is_one": len(facts) == 1,
        "marks": [each.body for each in standings[:MOST_ON_MAP]],
        "lights": [(colour.value, COLOURS[colour]) for colour in Colour],
        "chosen": request.GET.get("light", ""),
        "colours": _counted(facts),
        "points": [point for point in points if point.bodies][::-1],
        "chart": _chart(points),
        "grown": change(points),
        "ending": ending_soon(scope)[:MOST_ENDING],
        "soon_days": SOON_DAYS,
        "pack": lights_pack(),
        "priorities": priorities(),
    }
    return render(request, "risk/security.html", context)


def _whole(facts: Iterable[Facts], tasks: Iterable[PlaceTask], today: date) -> Facts:
    """The facts of all together, in which a vulnerability counts once, however many bodies it hits."""
    found = together(facts)
    if found.exploited is None:
        return found
    still = [task for task in tasks if task.open]
    severe = {task.vulnerability.pk for task in still if is_severe(task.vulnerability)}
    return replace(
        found,
        exploited=len({task.vulnerability.pk for task in still if task.vulnerability.exploited_on is not None}),
        overdue=len({task.vulnerability.pk for task in still if task.due is not None and task.due < today}),
        severe=len(severe),
        less_severe=len({task.vulnerability.pk for task in still} - severe),
    )


def _standings(facts: dict[int, Facts], colour: str) -> list[Standing]:
    """Every body with its light, or those of one colour; the gravest first."""
    bodies = Body.objects.in_bulk(facts)
    found = [Standing(bodies[pk], shown(each), each) for pk, each in facts.items() if pk in bodies]
    wanted = [each for each in found if not colour or each.light.colour == colour]
    return sorted(
        wanted,
        key=lambda each: (_ORDER[each.light.colour], -(each.facts.exploited or 0), -(each.facts.overdue or 0),
                          -(each.open or 0), each.body.sort_name, each.body.pk),
    )  # fmt: skip


def _counted(facts: dict[int, Facts]) -> list[tuple[str, Shown, int]]:
    """How many bodies have which light."""
    lights = [shown(each) for each in facts.values()]
    examples = {each.colour: each for each in lights}
    return [
        (colour, examples[colour], sum(each.colour == colour for each in lights))
        for colour in sorted(examples, key=lambda word: _ORDER[word])
    ]


def _chart(points: list[Point]) -> SafeString:
    columns = [Column(_day(point.day), point.open) for point in points]
    return mark_safe(draw_columns(columns, label=_("Open vulnerabilities day by day")))  # noqa: S308  escaped there


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
