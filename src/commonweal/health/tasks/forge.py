"""Looking at the git host of a project: what it says of the repository, its tickets page by page, then their replies.

A look takes few requests and goes on later where it was cut off; what a host does not show is kept as not visible.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from commonweal.connectors.failures import HostUnavailable, NotFound, NotPermitted, SourceFailure
from commonweal.connectors.forges import FORGES, Forge
from commonweal.connectors.forges.tickets import Ask, Kind, Replies
from commonweal.connectors.hosts import HOSTS, host_of
from commonweal.connectors.http import Client, ClientSettings, client_or
from commonweal.health.actions import forge as actions
from commonweal.health.models import ForgeLook, Project
from commonweal.health.queries import forge as queries
from commonweal.health.queries.forge_packs import asking
from commonweal.journal import actions as journal
from commonweal.organisations.models import User

if TYPE_CHECKING:
    from commonweal.connectors.repositories import Repository

FORGE_LOCK = 0x666F7267  # "forg": the advisory lock of whoever looks at the host of a project
_LATER = timedelta(hours=1)
_ANSWERS = frozenset({400, 401, 403, 404, 405, 410})
_LONGEST_PATIENCE = timedelta(days=7)


class AlreadyLooking(Exception):
    """Another process looks at the host of this project just now."""


@app.periodic(cron="13 * * * *")
@app.task(name="health.look_at_forges", queueing_lock="health.look_at_forges", pass_context=False)
def look_at_forges(timestamp: int) -> None:
    """Look at the hosts of the few projects that were not looked at for longest; one after the other is polite."""
    due = queries.due_looks(timezone.now(), settings.FORGE_LOOKS) if settings.FORGE_LOOKS > 0 else []
    with client_or(None, _settings()) as client:
        for project in due:
            try:
                look_at_forge(project=project, by=None, client=client)
            except AlreadyLooking:
                continue


def look_at_forge(
    *, project: Project, by: User | None, client: Client | None = None, now: datetime | None = None
) -> ForgeLook:
    """Look at the host of a project, or go on with the look under way; return the look as it stands then.

    Raises NotAllowed, AlreadyLooking.
    """
    at = now or timezone.now()
    with _only_here(project), client_or(client, _settings()) as asking_:
        look = actions.start_look(project=project, at=at, by=by)
        try:
            return _Looking(look, asking_, at, by).look()
        except HostUnavailable as failure:
            if at - look.started_at > _LONGEST_PATIENCE:
                return actions.fail_look(look=look, failure=str(failure), at=at, by=by)
            wait = timedelta(seconds=min(failure.retry_after_seconds or 0, 86_400))
            return actions.interrupt_look(look=look, goes_on_at=at + max(wait, _LATER), by=by)
        except SourceFailure as failure:
            return actions.fail_look(look=look, failure=str(failure), at=at, by=by)


class _Looking:
    """One turn of a look: no more requests than the pack allows."""

    def __init__(self, look: ForgeLook, client: Client, at: datetime, by: User | None) -> None:
        self.look_, self.client, self.at, self.by = look, client, at, by

    def look(self) -> ForgeLook:
        url = self.look_.project.url
        host = self.look_.host or host_of(self.client, url)
        if host is None or host not in FORGES:
            # A host that is down could be any; it says so here, and the look goes on later.
            self.client.get(url, also=_ANSWERS)
            raise NotFound(_("Its host is none of those whose issues and changes can be read."))
        forge, repository = FORGES[host], HOSTS[host].repository(self.client, url)
        if repository.is_private:
            raise NotPermitted(_("The repository is not public."))
        if self.look_.standing is None:
            standing = forge.standing(self.client, repository)
            actions.note_standing(look=self.look_, host=host, standing=standing, by=self.by)
        if not self._walk(forge, repository):
            return actions.interrupt_look(look=self.look_, goes_on_at=self.at, by=self.by)
        self._read_replies(forge, repository)
        actions.finish_look(look=self.look_, at=self.at, by=self.by)
        return self.look_

    def _walk(self, forge: Forge, repository: Repository) -> bool:
        """Walk on; False when the turn is over before the walk is."""
        look = self.look_
        standing = look.standing or {}
        if look.is_walked or not (standing["are_issues_visible"] or standing["are_changes_visible"]):
            return True
        pages = forge.tickets(self.client, repository, Ask(look.since, look.is_full), look.cursor or None)
        for page in islice(pages, asking().requests_a_turn):
            actions.take_tickets(look=look, page=page, by=self.by)
            if look.is_walked:
                return True
        return False

    def _read_replies(self, forge: Forge, repository: Repository) -> None:
        """Read what stands under tickets one by one, newest first, as far as a turn goes; the rest stays unread."""
        if self.look_.hides_answers or self.look_.is_cut:
            return
        for ticket in queries.unread(self.look_.project, self.at, asking().replies_a_turn):
            try:
                found = forge.replies(self.client, repository, Kind(ticket.kind), ticket.number)
            except NotPermitted:
                actions.hide_answers(look=self.look_, by=self.by)
                return
            except NotFound:
                found = Replies()
            actions.take_replies(look=self.look_, ticket=ticket, replies=found, at=self.at, by=self.by)


def _settings() -> ClientSettings:
    """What the installation says about reaching hosts."""
    return ClientSettings(
        contact=settings.SITE_URL, tokens=settings.HOST_TOKENS, allow_private=frozenset(settings.PRIVATE_HOSTS)
    )


@contextmanager
def _only_here(project: Project) -> Iterator[None]:
    """Hold the project's lock; PostgreSQL lets go of it when this process dies. Raises AlreadyLooking."""
    with journal.alone(FORGE_LOCK, project.pk) as is_alone:
        if not is_alone:
            raise AlreadyLooking(_("Somebody looks at the host of this project just now."))
        yield
