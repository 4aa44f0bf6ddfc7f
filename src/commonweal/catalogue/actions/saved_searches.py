"""Searches that somebody wants to come back to."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.catalogue.models import SavedSearch
from commonweal.catalogue.permissions import NotAllowed
from commonweal.journal import actions as journal
from commonweal.organisations.models import User


class NameTaken(Exception):
    """The person already keeps another search under the name."""


@transaction.atomic
def save_search(*, name: str, query: str, by: User) -> SavedSearch:
    """Keep a search (its URL query) under a name; saving the same again changes nothing.

    Raises NameTaken.
    """
    name, query = name.strip()[:200], query.lstrip("?")[:2000]
    known = SavedSearch.objects.filter(user=by, name=name).first()
    if known is not None and known.query != query:
        raise NameTaken(_("You already keep another search named “%(name)s”.") % {"name": name})
    if known is not None:
        return known
    search = SavedSearch.objects.create(user=by, name=name, query=query, token=secrets.token_urlsafe(24))
    journal.record("catalogue.search_saved", subject=search, by=by, data={"name": name})
    return search


@transaction.atomic
def remove_search(*, search: SavedSearch, by: User) -> None:
    """Forget a saved search; its feed ends.

    Raises NotAllowed when it is somebody else's.
    """
    if search.user_id != by.pk:
        raise NotAllowed(_("This is somebody else's search."))
    journal.record("catalogue.search_removed", subject=search, by=by, data={"name": search.name})
    search.delete()
