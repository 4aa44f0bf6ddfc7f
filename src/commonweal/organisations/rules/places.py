"""Distances on the Earth, and boxes of latitude and longitude around a place.

Source: haversine formula; mean radius of the International Union of Geodesy and Geophysics.
"""

from dataclasses import dataclass
from math import asin, cos, degrees, pi, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
SLACK = 1.000001  # a box is wider than its radius by so much, that no rounding leaves a place out


def distance_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Great-circle distance between two (latitude, longitude) pairs in degrees, by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = ((radians(lat), radians(lon)) for lat, lon in (here, there))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))


@dataclass(frozen=True, slots=True)
class Box:
    """From south to north, and one or two stretches from west to east (two where the date line lies between)."""

    south: float
    north: float
    stretches: tuple[tuple[float, float], ...]


def box_around(place: tuple[float, float], radius_km: float) -> Box:
    """A box of (latitude, longitude) degrees that holds every place within the radius, and others too.

    >>> box = box_around((45.0, 9.0), 111.2)
    >>> round(box.south, 1), round(box.north, 1), [(round(west, 1), round(east, 1)) for west, east in box.stretches]
    (44.0, 46.0, [(7.6, 10.4)])
    """
    latitude, longitude = place
    reach = radius_km / EARTH_RADIUS_KM * SLACK + 1e-9  # as an angle
    south, north = latitude - degrees(reach), latitude + degrees(reach)
    if reach >= pi / 2 or south <= -90 or north >= 90:
        return Box(max(south, -90.0), min(north, 90.0), ((-180.0, 180.0),))
    width = degrees(asin(min(1.0, sin(reach) / cos(radians(latitude))))) + 1e-9
    west, east = longitude - width, longitude + width
    if west < -180:
        return Box(south, north, ((-180.0, east), (west + 360, 180.0)))
    if east > 180:
        return Box(south, north, ((west, 180.0), (-180.0, east - 360)))
    return Box(south, north, ((west, east),))
