"""The directory of bodies, offices, links and claims as files that other programs read."""

from commonweal.organisations.documents.columns import is_meaning, meanings, recognised
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
from commonweal.organisations.documents.list_reading import (
    MOST_BYTES,
    MOST_ROWS,
    BodyRow,
    ListChoices,
    RowProblem,
    read_rows,
    unreadable,
)
from commonweal.organisations.documents.list_writing import bodies_csv, bodies_json
from commonweal.organisations.documents.network import network_graphml, network_json
from commonweal.organisations.documents.table import offices_csv

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "BodyFacts",
    "BodyRow",
    "ClaimFacts",
    "Directory",
    "DirectoryUnreadable",
    "ListChoices",
    "OfficeFacts",
    "RowProblem",
    "bodies_csv",
    "bodies_json",
    "directory_of",
    "directory_yaml",
    "is_meaning",
    "meanings",
    "network_graphml",
    "network_json",
    "offices_csv",
    "read_directory",
    "read_rows",
    "recognised",
    "unreadable",
]
