"""Reads; every one that tells of components takes the scope of who asks."""

from commonweal.components.queries.bodies import (
    Coverage,
    coverage_by_body,
    coverage_of,
    listed_systems,
    may_be_watched,
    overseers_of,
    tokens_of,
)
from commonweal.components.queries.components import (
    ComponentSearch,
    components,
    package,
    runners,
    types_of,
    versions_of,
)
from commonweal.components.queries.lists import (
    Way,
    before,
    content_of,
    difference,
    documents_of,
    lists_without_licences,
    quality_of,
    read_again,
    sbom_document,
    standing_documents,
    unreadable_parts,
    ways_to,
)
from commonweal.components.queries.lists_pack import lists_pack
from commonweal.components.queries.scope import EVERYTHING, NOTHING, Scope, scope_of
from commonweal.components.queries.systems import system_in, system_to_send
from commonweal.components.queries.tokens import scope_of_token, token_of
from commonweal.components.rules.contents import Part, parts_of_component

__all__ = [
    "EVERYTHING",
    "NOTHING",
    "ComponentSearch",
    "Coverage",
    "Part",
    "Scope",
    "Way",
    "before",
    "components",
    "content_of",
    "coverage_by_body",
    "coverage_of",
    "difference",
    "documents_of",
    "listed_systems",
    "lists_pack",
    "lists_without_licences",
    "may_be_watched",
    "overseers_of",
    "package",
    "parts_of_component",
    "quality_of",
    "read_again",
    "runners",
    "sbom_document",
    "scope_of",
    "scope_of_token",
    "standing_documents",
    "system_in",
    "system_to_send",
    "token_of",
    "tokens_of",
    "types_of",
    "unreadable_parts",
    "versions_of",
    "ways_to",
]
