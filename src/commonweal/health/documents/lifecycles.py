"""Ends of life in words, as a picture, and as a table to take along."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.drawing.lifelines import Lifeline, draw_lifelines
from commonweal.health.models import Ended
from commonweal.health.queries.end_of_life import CycleLine, RunLine
from commonweal.health.queries.lifecycle_runs import Way
from commonweal.health.rules.phases import Phase

PHASES: dict[Phase, Promise] = {
    Phase.PAST: gettext_lazy("past its end"),
    Phase.EXTENDED: gettext_lazy("extended support only"),
    Phase.SOON: gettext_lazy("ends soon"),
    Phase.UNKNOWN: gettext_lazy("end not known"),
    Phase.SUPPORTED: gettext_lazy("supported"),
}
TONES = {
    Phase.PAST: "danger",
    Phase.EXTENDED: "warning",
    Phase.SOON: "warning",
    Phase.UNKNOWN: "neutral",
    Phase.SUPPORTED: "success",
}
WAYS: dict[Way, Promise] = {
    Way.SYSTEM: gettext_lazy("the system itself"),
    Way.PACKAGE: gettext_lazy("a part in its list"),
    Way.DISTRIBUTION: gettext_lazy("the distribution its parts are of"),
}
CATEGORIES: dict[str, Promise] = {
    "app": gettext_lazy("programs"),
    "database": gettext_lazy("databases"),
    "device": gettext_lazy("devices"),
    "framework": gettext_lazy("frameworks and libraries"),
    "lang": gettext_lazy("programming languages"),
    "os": gettext_lazy("operating systems"),
    "server-app": gettext_lazy("server programs"),
    "service": gettext_lazy("services"),
    "standard": gettext_lazy("standards"),
}
MOST_BARS = 24
COLUMNS = (
    "organisation", "system", "if_it_stops", "product", "cycle", "version", "found_by", "standing", "ends_on",
    "kept_by",
)  # fmt: skip


def category_name(category: str) -> str:
    """A category of products in words."""
    return str(CATEGORIES.get(category, category))


def end_words(day: date | None, word: str) -> str:
    """An end of a phase in words; not known is said."""
    if day is not None:
        return date_format(day)
    return {Ended.YES: _("over, day not known"), Ended.NO: _("goes on, no end known")}.get(Ended(word), _("not known"))


def life_picture(lines: Sequence[CycleLine], today: date) -> SafeString:
    """The newest cycles as bars; "" where no day is known."""
    bars = [
        Lifeline(
            name=each.cycle.name,
            start=each.cycle.released_on,
            end=each.cycle.ends_on,
            extended=each.cycle.extended_until,
            words=_("ends: %(end)s") % {"end": end_words(each.cycle.ends_on, each.cycle.is_over)},
        )
        for each in lines
        if each.cycle.released_on is not None
    ]
    label = _("When each cycle begins and ends; the table below says the same.")
    return mark_safe(draw_lifelines(bars[:MOST_BARS], today, label=label, today_name=_("today")))  # noqa: S308  escaped there


def table_rows(lines: Iterable[RunLine]) -> Iterator[dict[str, str]]:
    """The rows of the file; words of the data, not of a language."""
    for line in lines:
        row = {
            "organisation": line.system.owner.name if line.system.owner else "",
            "system": line.system.name,
            "if_it_stops": line.system.criticality or "unknown",
            "product": line.product.label,
            "cycle": line.cycle.name if line.cycle else "",
            "version": ", ".join(line.run.versions),
            "found_by": line.run.way.value,
            "standing": line.run.phase.value,
            "ends_on": line.run.ends_on.isoformat() if line.run.ends_on else "",
            "kept_by": str(line.kept_by) if line.kept_by else "",
        }
        yield row
