"""Whether an office becomes less needed: the share of decisions that needed nobody, by quarter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from commonweal.components.queries import Scope, scope_of
from commonweal.drawing.bars import Bar, draw_bars
from commonweal.organisations.permissions import NotAllowed, actor
from commonweal.strategy.queries.sunset import sunset as sunset_of
from commonweal.strategy.rules.sunset import Quarter
from commonweal.strategy.views.keeping import body_or_404, frame


@require_safe
def sunset(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of a body, for those who rule there."""
    person, body = actor(request), body_or_404(slug)
    if body.pk not in scope_of(person):
        raise NotAllowed(_("Only those who rule for an organisation see its figures."))
    quarters = sunset_of(Scope(bodies=frozenset({body.pk})))
    page = frame(request, body, "sunset") | {
        "quarters": [(each, _name(each), round((each.share or 0) * 100)) for each in quarters],
        "chart": _chart(quarters),
    }
    return render(request, "strategy/sunset.html", page)


def _name(each: Quarter) -> str:
    return _("%(year)s, quarter %(quarter)s") % {"year": each.year, "quarter": each.quarter}


def _chart(quarters: tuple[Quarter, ...]) -> SafeString:
    bars = [
        Bar(
            _name(each),
            each.share or 0.0,
            ngettext("%(share)s %% of %(number)s decision", "%(share)s %% of %(number)s decisions", each.decided)
            % {"share": round((each.share or 0) * 100), "number": each.decided},
        )
        for each in quarters[:12]
    ]
    return mark_safe(draw_bars(bars, label=_("Decisions that needed nobody")))  # noqa: S308  escaped by the drawing
