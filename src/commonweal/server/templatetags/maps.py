"""Maps of the bodies that a page lists, for the pages of every context."""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from math import ceil, cos, floor, radians
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commonweal.drawing.map import Mark, draw_map, is_shown, land
from commonweal.drawing.projection import Window
from commonweal.drawing.topology import Topology, read_topology
from commonweal.organisations.models import Body
from commonweal.standards import countries

register = template.Library()

KM_PER_DEGREE = 111.2
SMALLEST_KM, SMALLEST_OF_COUNTRIES_KM = 300, 2200
MARGIN, STEP = 1.1, 1  # windows begin on whole steps of degrees, so that few are drawn


@register.simple_tag
def bodies_map(bodies: Iterable[Body], home: Body | None = None) -> SafeString:
    """A mark with the name for each body, and one for the body from which the reader looks; "" without places."""
    placed = [body for body in bodies if body.latitude is not None and body.longitude is not None]
    marks = [_mark(body) for body in placed if home is None or body.pk != home.pk]
    if not marks:
        return SafeString("")
    if home is not None and home.latitude is not None:
        marks.append(_mark(home, _("%(body)s, from where you look") % {"body": home.name}))
    window = _window(marks)
    shown = [mark for mark in marks if is_shown(mark, window)]
    label = _("Map of the organisations of this list")
    return mark_safe(draw_map(_outlines(window), shown, window, label=label))  # noqa: S308  escaped there


@register.simple_tag
def places_map(
    bodies: Iterable[Body], waiting: Collection[int], lands: Iterable[tuple[str, str, bool]] = ()
) -> SafeString:
    """Bodies, struck through those that are waited for (by id), and countries as (code, name, whether all is there)."""
    marks = [
        Mark(body.latitude, body.longitude, body.name, body.get_absolute_url(), body.pk in waiting)
        for body in bodies
        if body.latitude is not None and body.longitude is not None
    ]
    lands, middles = list(lands), _middles()
    for code, name, is_there in lands:
        middle = middles.get(countries.name(code, "en"))
        marks += [Mark(*middle, name, is_hollow=not is_there)] if middle else []
    if not marks:
        return SafeString("")
    window = _window(marks, SMALLEST_OF_COUNTRIES_KM if lands else SMALLEST_KM)
    shown = [mark for mark in marks if is_shown(mark, window)]
    label = _("Map of the places of this campaign")
    return mark_safe(draw_map(_outlines(window), shown, window, label=label))  # noqa: S308  escaped there


def _mark(body: Body, title: str = "") -> Mark:
    return Mark(body.latitude or 0.0, body.longitude or 0.0, title or body.name, body.get_absolute_url())


def _window(marks: Sequence[Mark], smallest_km: float = SMALLEST_KM) -> Window:
    """A window that holds the marks, on a coarse grid."""
    south, north = _stretch([mark.latitude for mark in marks])
    west, east = _stretch([mark.longitude for mark in marks])
    middle = (south + north) / 2
    height = max(smallest_km, (north - south) * KM_PER_DEGREE * MARGIN)
    width = max(smallest_km, (east - west) * KM_PER_DEGREE * cos(radians(min(abs(middle), 80))) * MARGIN)
    return Window(middle, (west + east) / 2, round(max(width, 1.6 * height)), round(max(height, width / 2.2)))


def _stretch(degrees: Sequence[float]) -> tuple[float, float]:
    return floor(min(degrees) / STEP) * STEP, ceil(max(degrees) / STEP) * STEP


@lru_cache(maxsize=256)
def _outlines(window: Window) -> tuple[str, ...]:
    """The land in a window; none where the package of borders was not fetched."""
    topology = _topology(Path(settings.NODE_MODULES) / "world-atlas" / "countries-50m.json")
    return land(topology, window) if topology else ()


@lru_cache(maxsize=1)
def _middles() -> dict[str, tuple[float, float]]:
    """Latitude and longitude of the middle of the longest border of each country, by its English name."""
    topology = _topology(Path(settings.NODE_MODULES) / "world-atlas" / "countries-50m.json")
    found = {}
    for country in topology.countries if topology else ():
        border = max((topology.ring(ring) for ring in country.rings), key=len, default=[])  # type: ignore[union-attr]
        if border:
            longitudes, latitudes = zip(*border, strict=True)
            found[country.name] = (sum(latitudes) / len(border), sum(longitudes) / len(border))
    return found


@lru_cache(maxsize=1)
def _topology(path: Path) -> Topology | None:
    return read_topology(path.read_text()) if path.exists() else None
