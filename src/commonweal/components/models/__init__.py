"""The nouns of the context."""

from commonweal.components.models.packages import LicenceStatement, Occurrence, Package, PackageVersion
from commonweal.components.models.sboms import Channel, SbomContent, SbomDocument
from commonweal.components.models.trust import AccessToken, Oversight

__all__ = [
    "AccessToken",
    "Channel",
    "LicenceStatement",
    "Occurrence",
    "Oversight",
    "Package",
    "PackageVersion",
    "SbomContent",
    "SbomDocument",
]
