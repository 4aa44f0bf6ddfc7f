"""The map and the network of the offices, and the map of one body; "" where there is nothing to draw."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commonweal.drawing.map import EUROPE, Mark, draw_map, is_shown, land
from commonweal.drawing.network import Edge, Node, draw_network
from commonweal.drawing.projection import Window
from commonweal.drawing.topology import Topology, read_topology
from commonweal.organisations.models import Body, LinkKind, Office, OfficeLink
from commonweal.organisations.rules import distance_km

STEP_KM = 250
SURROUNDINGS = {"width_km": 1000, "height_km": 640, "width": 480}


def office_map(offices: Iterable[Office]) -> SafeString:
    """Europe with a mark for each office at the first host whose place is known."""
    marks = [mark for office in offices if (mark := _office_mark(office)) and is_shown(mark, EUROPE)]
    outlines = _outlines(EUROPE)
    if not marks or not outlines:
        return SafeString("")
    return mark_safe(draw_map(outlines, marks, EUROPE, label=_("Map of the offices in Europe")))  # noqa: S308  escaped there


def body_map(body: Body) -> SafeString:
    """A body's place and what lies around it."""
    if body.latitude is None or body.longitude is None:
        return SafeString("")
    window = Window(body.latitude, body.longitude, **SURROUNDINGS)
    outlines = _outlines(window)
    if not outlines:
        return SafeString("")
    label = _("Map: where %(body)s lies") % {"body": body}
    return mark_safe(draw_map(outlines, [Mark(body.latitude, body.longitude, body.name)], window, label=label))  # noqa: S308


def bodies_map(bodies: Sequence[Body]) -> SafeString:
    """Where bodies lie, in a window that just holds them."""
    marks = [
        Mark(body.latitude, body.longitude, body.name, body.get_absolute_url(), body.ended_on is not None)
        for body in bodies
        if body.latitude is not None and body.longitude is not None
    ]
    if not marks:
        return SafeString("")
    window = _around(marks)
    outlines = _outlines(window)
    if not outlines:
        return SafeString("")
    return mark_safe(draw_map(outlines, marks, window, label=_("Map of the organisations")))  # noqa: S308  escaped there


def _around(marks: Sequence[Mark]) -> Window:
    """A window around marks; its middle and size are rounded, so that like searches share the drawn land."""
    south, north = min(mark.latitude for mark in marks), max(mark.latitude for mark in marks)
    west, east = min(mark.longitude for mark in marks), max(mark.longitude for mark in marks)
    middle = (round((south + north) / 2 * 2) / 2, round((west + east) / 2 * 2) / 2)
    reach = max(distance_km(middle, (mark.latitude, mark.longitude)) for mark in marks)
    size_km = max(300.0, STEP_KM * ceil(2.3 * reach / STEP_KM))
    return Window(*middle, size_km, size_km, 1000)


def office_network(offices: Sequence[Office], links: Sequence[OfficeLink]) -> SafeString:
    """Who supports whom and who peers with whom; offices without a link are not drawn."""
    nodes = [Node(office.slug, office.name, office.get_absolute_url(), office.is_closed) for office in offices]
    edges = [Edge(link.origin.slug, link.target.slug, link.kind == LinkKind.SUPPORTS, str(link)) for link in links]
    return mark_safe(draw_network(nodes, edges, label=_("Network of the offices")))  # noqa: S308  escaped there


def _office_mark(office: Office) -> Mark | None:
    for host in office.hosts.all():
        body = host.body
        if body.latitude is not None and body.longitude is not None:
            title = f"{office.name} ({_('closed')})" if office.is_closed else office.name
            return Mark(body.latitude, body.longitude, title, office.get_absolute_url(), office.is_closed)
    return None


@lru_cache(maxsize=256)
def _outlines(window: Window) -> tuple[str, ...]:
    """The land in a window; none where the package of borders was not fetched."""
    topology = _topology(Path(settings.NODE_MODULES) / "world-atlas" / "countries-50m.json")
    return land(topology, window) if topology else ()


@lru_cache(maxsize=1)
def _topology(path: Path) -> Topology | None:
    return read_topology(path.read_text()) if path.exists() else None
