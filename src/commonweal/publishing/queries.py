"""Reading fetches; whoever has the token may read one, since it shows what everyone may read."""

from datetime import datetime

from commonweal.organisations.models import User
from commonweal.publishing import rules
from commonweal.publishing.models import Fetch


def fetch(token: str) -> Fetch | None:
    """Return the fetch of a token, None where there is none or no longer."""
    return Fetch.objects.filter(pk=token).first() if "\0" not in token else None


def recent_fetch(url: str, by: User | None, now: datetime) -> Fetch | None:
    """Return what the same person asked of the same address a moment ago; visitors without account count as one."""
    since = now - rules.SAME_ADDRESS_REST
    return Fetch.objects.filter(url=url, by=by, asked_at__gt=since).order_by("-asked_at").first()


def traffic(host: str, now: datetime) -> rules.Traffic:
    """Count what is under way and what just went to a host."""
    waiting = Fetch.objects.filter(finished_at=None, asked_at__gt=now - rules.LONGEST_WAIT)
    to_host = Fetch.objects.filter(host=host, asked_at__gt=now - rules.SAME_ADDRESS_REST)
    return rules.Traffic(waiting=waiting.count(), to_same_host=to_host.count())
