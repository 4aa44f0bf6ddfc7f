"""The directory of bodies, offices, links and claims as files that other programs read."""

from commonweal.organisations.documents.directory import (
    BodyFacts,
    ClaimFacts,
    Directory,
    DirectoryUnreadable,
    OfficeFacts,
    directory_of,
    directory_yaml,
    read_directory,
)
from commonweal.organisations.documents.network import network_graphml, network_json
from commonweal.organisations.documents.table import offices_csv

__all__ = [
    "BodyFacts",
    "ClaimFacts",
    "Directory",
    "DirectoryUnreadable",
    "OfficeFacts",
    "directory_of",
    "directory_yaml",
    "network_graphml",
    "network_json",
    "offices_csv",
    "read_directory",
]
