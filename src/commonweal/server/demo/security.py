"""How safe the systems of Esempia are: what they are made of, which weaknesses are known, and who watches over whom.

Who runs what is made up. Advisories about real packages are facts in our own words; all others are about packages that
do not exist.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

import yaml

from commonweal.components import actions as components
from commonweal.components.models import Channel, SbomDocument
from commonweal.organisations.models import Body, User, Visibility
from commonweal.risk import actions
from commonweal.risk.actions import SourceDraft
from commonweal.risk.actions.deciding import DecisionDraft, decide
from commonweal.risk.actions.notifying import acknowledge_notice, notify_bodies
from commonweal.risk.models import AdvisorySource, FeedKind, Vulnerability
from commonweal.server.demo import stacks
from commonweal.server.demo.landscape import lot
from commonweal.server.demo.repositories import PACKS
from commonweal.standards import exploitation, osv, purl
from commonweal.usage.models import System

# Of a hundred systems with a known product so many have a list; the towns that have not agreed to be watched over.
LISTED, UNWATCHED = {"demo": 62, "test": 20}, 12
REASON = "Agreement of the association of municipalities on safety (fictional)"
REAL = SourceDraft(
    slug="demo-real",
    name="Demo: advisories about real packages",
    kind=FeedKind.OSV,
    licence="CC0-1.0",
    attribution="Facts of the GitHub and PyPI advisory databases, in our own words",
)
MADE_UP = SourceDraft(slug="demo-made-up", name="Demo: advisories that are made up", kind=FeedKind.OSV)
EXPLOITED = SourceDraft(slug="demo-exploited", name="Demo: part of CISA's catalogue", kind=FeedKind.KEV)
EXPLOITED_HERE = SourceDraft(slug="demo-exploited-here", name="Demo: exploited in Esempia, made up", kind=FeedKind.KEV)
FORECASTS = SourceDraft(slug="demo-forecasts", name="Demo: forecasts that are made up", kind=FeedKind.EPSS)


def settle(bodies: Mapping[str, Body], accounts: Mapping[str, User], *, size: str, today: date) -> None:
    """Hand in lists, take in advisories and signals, let the association watch over its members, decide; once."""
    if SbomDocument.objects.exists():
        return
    for system in System.objects.filter(ended_on=None, visibility__gte=Visibility.BODY).order_by("pk"):
        _hand_in(system, LISTED[size], today)
    _take_in_advisories()
    _take_in_signals()
    components.agree_oversight_for_many(
        bodies=[body for key, body in bodies.items() if is_watched(key, body)],
        overseer=bodies["associazione-comuni"],
        reason=REASON,
        by=None,
    )
    _decide(bodies, accounts, today)


def is_watched(key: str, body: Body) -> bool:
    """Whether a town agreed that the association watches over it."""
    is_town = body.kind == "municipality" and body.ended_on is None
    return is_town and (key == "borgo" or lot(key, "oversight", of=100) >= UNWATCHED)


def release_run(owner: str, system: str, share: int) -> stacks.Release | None:
    """The release that a system of a body (by slug) runs, where it handed in a list of it."""
    releases = stacks.releases_of(system)
    if not releases:
        return None
    if len(releases) > 1 and lot(owner, system, "list", of=100) >= share:
        return None
    return releases[lot(owner, system, "release", of=len(releases))]


@cache
def pack() -> dict[str, Any]:
    """What is said of weaknesses, as packs/security/advisories.yaml has it."""
    found: dict[str, Any] = yaml.safe_load((PACKS / "security" / "advisories.yaml").read_text())
    return found


def _hand_in(system: System, share: int, today: date) -> None:
    if system.owner is None:
        return
    release = release_run(system.owner.slug, system.name, share)
    for part, _packages in release.parts if release else ():
        name, content = stacks.list_of(release, part, today)
        components.receive_sbom(
            system=system, content=content, file_name=name, part=part, channel=Channel.FILE, by=None
        )


def _take_in_advisories() -> None:
    for draft, rows in ((REAL, pack()["real"]), (MADE_UP, pack()["made_up"])):
        source = actions.open_source(draft=draft, by=None)
        run = actions.start_sync(source=source, is_import=True, by=None)
        actions.take_in(source=source, advisories=map(_advisory, rows), run=run, by=None)
        actions.finish_sync(run=run, cursor=None, by=None)


def _advisory(row: Mapping[str, Any]) -> osv.Advisory:
    severity = row.get("severity")
    withdrawn = row.get("withdrawn")
    affected = osv.Affected("", "", purl=purl.read(row["package"])[0], ranges=tuple(_ranges(row["ranges"])))
    return osv.Advisory(
        id=row["id"],
        modified=_noon(withdrawn or row["published"]),
        published=_noon(row["published"]),
        withdrawn=_noon(withdrawn) if withdrawn else None,
        aliases=tuple(row.get("aliases", ())),
        summary=row["summary"],
        severities=(osv.Score("CVSS_V3", severity),) if severity else (),
        affected=(affected,),
    )


def _ranges(rows: list[list[object]]) -> Iterator[osv.Range]:
    for introduced, *fixed in rows:
        events = [osv.Event(osv.EventKind.INTRODUCED, str(introduced))]
        events += [osv.Event(osv.EventKind.FIXED, str(version)) for version in fixed]
        yield osv.Range("ECOSYSTEM", tuple(events))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _take_in_signals() -> None:
    for draft, rows in ((EXPLOITED, pack()["exploited"]), (EXPLOITED_HERE, pack()["exploited_here"])):
        source = actions.open_source(draft=draft, by=None)
        run = actions.start_sync(source=source, is_import=True, by=None)
        found = [_exploitation(row, source) for row in rows]
        actions.take_in_exploited(source=source, exploited=found, run=run, by=None)
        actions.finish_sync(run=run, cursor=None, by=None)
    source = actions.open_source(draft=FORECASTS, by=None)
    run = actions.start_sync(source=source, is_import=True, by=None)
    on = pack()["forecasts_on"]
    rows = pack()["forecasts"].items()
    scores = [exploitation.Forecast(name, score, percentile, on=on) for name, (score, percentile) in rows]
    actions.take_in_forecasts(source=source, forecasts=scores, run=run, by=None)
    actions.finish_signals(by=None)
    actions.finish_sync(run=run, cursor=None, by=None)


def _exploitation(row: Mapping[str, Any], source: AdvisorySource) -> exploitation.Exploitation:
    return exploitation.Exploitation(
        identifier=row["id"],
        asserter=source.name,
        added=row["added"],
        due=row.get("due"),
        is_ransomware=row.get("is_ransomware"),
        vendor=row["vendor"],
        product=row["product"],
    )


def _decide(bodies: Mapping[str, Body], accounts: Mapping[str, User], today: date) -> None:
    """Borgo has judged one weakness and accepted another for a while; the association has told it of a third."""
    borgo = bodies["borgo"]
    decide(
        vulnerability=Vulnerability.objects.get(name="CVE-2022-22965"),
        body=borgo,
        draft=DecisionDraft(
            state="not_affected",
            justification="requires_environment",
            detail="The server runs Java 8, where the form cannot reach what it would need.",
        ),
        by=accounts["pia"],
    )
    decide(
        vulnerability=Vulnerability.objects.get(name="ESEMPIA-2025-0016"),
        body=borgo,
        draft=DecisionDraft(
            state="exploitable",
            response="will_not_fix",
            detail="Letters are printed on a machine without a network until the new release is here.",
            owner_words="Head of general affairs",
            expires_on=today + timedelta(days=120),
        ),
        by=accounts["pia"],
    )
    told = notify_bodies(
        vulnerabilities=[Vulnerability.objects.get(name="CVE-2021-45046")], bodies=[borgo], by=accounts["nils"]
    )
    for notice in told:
        acknowledge_notice(notice=notice, by=accounts["pia"])
