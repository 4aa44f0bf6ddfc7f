"""The nouns of the context."""

from commonweal.screening.models.requests import Decided, How, Request, RequestKind, Ruling, RulingScope, UseKind

__all__ = ["Decided", "How", "Request", "RequestKind", "Ruling", "RulingScope", "UseKind"]
