"""Reads of health: projects, what stands about them, words and peers; the packs that rules go by."""

from commonweal.health.queries.packs import health_packs
from commonweal.health.queries.peers import Peers, peers
from commonweal.health.queries.standing import (
    due_projects,
    last_failure,
    projects,
    standing,
    standing_examinations,
)
from commonweal.health.queries.words import (
    stage_of,
    standing_confirmation,
    standing_declaration,
    words_of,
    words_of_each,
)

__all__ = [
    "Peers",
    "due_projects",
    "health_packs",
    "last_failure",
    "peers",
    "projects",
    "stage_of",
    "standing",
    "standing_confirmation",
    "standing_declaration",
    "standing_examinations",
    "words_of",
    "words_of_each",
]
