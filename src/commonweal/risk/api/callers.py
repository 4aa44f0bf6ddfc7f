"""Who calls a route of this context; the doors themselves are in `components.api`."""

from typing import Protocol

from commonweal.components.queries import Scope
from commonweal.organisations.models import User


class Caller(Protocol):
    """A person, or a program with a token, which opens one body only."""

    @property
    def user(self) -> User:
        """The person, or who made the token."""

    @property
    def scope(self) -> Scope:
        """The bodies whose components they may see."""

    @property
    def body_id(self) -> int | None:
        """The only body that is spoken of; None where it is to be named."""
