"""The nouns of the context, a file each."""

from commonweal.harvest.models.find import Component, Reason, Rejection, Repository
from commonweal.harvest.models.run import Run, RunEnd
from commonweal.harvest.models.source import DriverKind, Source, SourcePause

__all__ = [
    "Component",
    "DriverKind",
    "Reason",
    "Rejection",
    "Repository",
    "Run",
    "RunEnd",
    "Source",
    "SourcePause",
]
