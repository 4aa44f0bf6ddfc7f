"""Projects: which repositories are looked at, and asking for a look."""

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from commonweal.catalogue.models import Entry
from commonweal.catalogue.queries.entries import find_by_url
from commonweal.health import permissions
from commonweal.health.models import Project
from commonweal.health.permissions import Permission
from commonweal.journal import actions as journal
from commonweal.organisations.models import User, Visibility
from commonweal.standards import pasted_address

TASK = "health.examine_project"


class NotARepositoryAddress(Exception):
    """The address cannot be that of a repository."""


class EntryNotPublic(Exception):
    """Not everybody may see the entry, and what is said of a project is public."""


@transaction.atomic
def watch_project(*, url: str, entry: Entry | None = None, by: User | None) -> Project:
    """Look at the repository at an address from now on, or give the project that is looked at already.

    Without `entry` it is that of the catalogue at the address, where there is one that everybody may see.
    Raises NotAllowed, NotARepositoryAddress, EntryNotPublic.
    """
    permissions.require(by, Permission.KEEP_PROJECTS)
    pasted = pasted_address.read(url)
    if pasted is None or not pasted.repository.startswith(("http://", "https://")):
        raise NotARepositoryAddress(_("This is not the address of a repository."))
    if entry is not None and entry.visibility != Visibility.PUBLIC:
        raise EntryNotPublic(_("Only software that everybody may see is looked at."))
    address = pasted.repository.rstrip("/").removesuffix(".git")
    entry = entry or _public_entry(address)
    project, is_new = Project.objects.get_or_create(url=address, defaults={"entry": entry})
    if project.entry is None and entry is not None:
        project.entry = entry
        project.save(update_fields=["entry"])
    if is_new:
        journal.record("health.project_watched", subject=project, by=by, data={"url": project.url})
        _enqueue(project)
    return project


@transaction.atomic
def watch_entry(*, entry: Entry, by: User | None) -> Project:
    """Look at the repository of an entry. Calls other actions.

    Raises NotAllowed, NotARepositoryAddress, EntryNotPublic.
    """
    return watch_project(url=entry.url, entry=entry, by=by)


@transaction.atomic
def ask_for_examination(*, project: Project, by: User | None) -> bool:
    """Put a look at the project into the queue; False when one waits already.

    Records nothing, since the look itself is recorded when it ends. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_PROJECTS)
    return _enqueue(project)


def _public_entry(address: str) -> Entry | None:
    found = find_by_url(address)
    return found if found is not None and found.visibility == Visibility.PUBLIC else None


def _enqueue(project: Project) -> bool:
    try:
        with transaction.atomic():
            app.configure_task(TASK, queueing_lock=f"{TASK}:{project.pk}").defer(project_id=project.pk)
    except AlreadyEnqueued:
        return False
    return True
