"""For which organisations those write who write for a project's own publisher, told by its website and mailbox."""

from urllib.parse import urlsplit

from commonweal.health.models import Project
from commonweal.health.queries.packs import health_packs
from commonweal.health.rules.identities import organisation


def owner_of(project: Project) -> frozenset[str] | None:
    """The organisations that count as inside (H20); None where the publisher or its domains are not known."""
    publisher = project.entry.publisher if project.entry else None
    if publisher is None:
        return None
    host = (urlsplit(publisher.website).hostname or "").removeprefix("www.")
    mails = (publisher.mailbox, f"@{host}")
    found = (organisation(mail, health_packs().domains) for mail in mails)
    return frozenset(each for each in found if each) or None
