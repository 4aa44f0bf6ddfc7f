"""Single facts about a project by name, as criteria and the look by a person take them, each with its evidence.

Six months are 183 days. What is not known is not there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from commonweal.health.models import Examination, ForgeFacts, Project
from commonweal.health.queries.words import pulse_kept
from commonweal.health.rules.criteria import Measured
from commonweal.organisations.queries import Viewer
from commonweal.usage import queries as usage

HALF_A_YEAR_DAYS = 183


@dataclass(frozen=True, slots=True)
class Counted:
    """A fact, the day it was found on, and where one can see for oneself."""

    value: Measured
    on: date
    url: str


def counted_of(
    project: Project, look: Examination | None, forge: ForgeFacts | None, now: datetime | None = None
) -> dict[str, Counted]:
    """Give every single fact that is known of a project, from its history and from its host."""
    at = now or timezone.now()
    url = project.url if project.url.startswith(("http://", "https://")) else ""
    found: dict[str, Counted] = {}
    for name, value in (_of_history(look, at) if look else {}).items():
        if value is not None and look is not None:
            found[name] = Counted(value, timezone.localdate(look.seen_at), url)
    for name, value in (_of_host(forge, at) if forge else {}).items():
        if value is not None and forge is not None:
            found[name] = Counted(value, forge.day, url)
    return found


def forge_facts_of(project: Project) -> ForgeFacts | None:
    """What the host of a project told last; None where it told nothing."""
    return ForgeFacts.objects.filter(project=project).order_by("-day").first()


def users_of(viewer: Viewer, project: Project) -> int | None:
    """How many bodies use its software, as far as the viewer may see; None where it is not in the catalogue."""
    if project.entry_id is None:
        return None
    claims = usage.in_use(usage.claims_for(viewer)).filter(entry_id=project.entry_id)
    return claims.values("owner_id").distinct().count()


def _of_history(look: Examination, now: datetime) -> dict[str, Measured]:
    pulse = pulse_kept(look)
    half_a_year: Mapping[str, Any] = (look.figures.get("from_today") or {}).get(str(HALF_A_YEAR_DAYS)) or {}
    return {
        "commits_183": pulse.commits(now, HALF_A_YEAR_DAYS) if pulse.last else None,
        "days_since_last_commit": (now - pulse.last).days if pulse.last else None,
        "absence_factor_183": half_a_year.get("absence_factor") or None,
        **_releases(look, now),
        **_files(look.figures.get("presence")),
    }


def _of_host(forge: ForgeFacts, now: datetime) -> dict[str, Measured]:
    """What the host tells; how soon issues were answered is of three months, what was reviewed of a year."""
    windows: Mapping[str, Any] = forge.figures.get("windows") or {}
    reaction = (windows.get("91") or {}).get("issue_response") or {}
    reviews = (windows.get("365") or {}).get("reviews") or {}
    hours, released = reaction.get("mean_hours"), forge.standing.get("last_release_at")
    return {
        "reaction_days": None if hours is None else hours / 24,
        "first_response_days": forge.figures.get("first_response_days"),
        "review_coverage": reviews.get("coverage"),
        "is_branch_protected": forge.standing.get("is_branch_protected"),
        **({"days_since_last_release": (now - datetime.fromisoformat(released)).days} if released else {}),
        **_files(forge.standing.get("files")),
    }


def _files(found: Mapping[str, bool] | None) -> dict[str, Measured]:
    return {f"has_{name}": is_there for name, is_there in (found or {}).items()}


def _releases(look: Examination, now: datetime) -> dict[str, Measured]:
    """What tags tell about six months; the share of signed ones only where all or none are signed."""
    releases: Mapping[str, Any] = look.figures.get("releases") or {}
    if not releases:
        return {}
    days = releases.get("days_since_last")
    since = None if days is None else days + (now - look.examined_at).days
    is_recent = since is not None and since <= HALF_A_YEAR_DAYS
    signed = releases.get("signed_share")
    return {
        "days_since_last_release": since,
        "releases_183": (1 if is_recent else 0) if since is not None or releases.get("total") == 0 else None,
        "signed_share_183": signed if is_recent and signed in (0, 1) else None,
    }
