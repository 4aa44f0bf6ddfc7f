"""The answer of the gate as JSON, and that JSON as text, as SARIF and as remarks of a build; needs no database.

The sentences are in English, as those of the readers are: build logs and code hosts show them as they come.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from typing_extensions import TypedDict

from commonweal.standards import sarif

if TYPE_CHECKING:
    from commonweal.risk.queries.gate import GateAnswer, GateFinding, JudgedPart, StatedRange

MOST_LISTED = 1_000
_DOUBTS = {
    "no-package-url": "it has no package URL",
    "no-version": "its version is not stated",
    "version-has-no-order": "its version cannot be compared with others",
    "release-of-distribution-not-stated": "the release of its distribution is not stated",
    "no-advisories-for-this-ecosystem": "no source of advisories follows its ecosystem here",
    "advisory-does-not-say-which-versions": "an advisory names it without versions that can be compared",
}
_LEVELS = {"fail": sarif.Level.ERROR, "warn": sarif.Level.WARNING, "pass": sarif.Level.NOTE}
_COMMANDS = {"fail": "error", "warn": "warning", "pass": "notice"}


class DecisionDocument(TypedDict):
    """What was decided about a finding."""

    state: str
    justification: str
    response: str
    detail: str
    owner: str
    expires_on: str | None


class FindingDocument(TypedDict):
    """A vulnerability in a part; `severity` may be "unknown", `score` and `forecast` null where they are not known."""

    name: str
    aliases: list[str]
    summary: str
    url: str
    severity: str
    score: float | None
    exploited_since: str | None
    forecast: float | None
    affected: list[str]
    fixed_in: str
    outcome: str
    rule: str
    because: str
    decision: DecisionDocument | None


class PartDocument(TypedDict):
    """A part of the release with what is known of it; `do` says what to do, "" where nobody knows."""

    name: str
    version: str
    purl: str
    outcome: str
    do: str
    update_to: str
    still_affected_by: list[str]
    findings: list[FindingDocument]


class UnjudgedDocument(TypedDict):
    """A part that nobody can say is safe, and why; `unclear` names vulnerabilities that may affect it."""

    name: str
    version: str
    purl: str
    reasons: list[str]
    words: str
    unclear: list[str]


class GateDocument(TypedDict):
    """The whole answer; lists hold 1,000 entries at most, `counts` counts all."""

    outcome: str
    pack: str
    body: str
    system: int | None
    advisories_as_of: str | None
    counts: dict[str, int]
    parts: list[PartDocument]
    unjudged: list[UnjudgedDocument]
    problems: list[dict[str, Any]]


def document_of(answer: "GateAnswer", site: str) -> GateDocument:
    """Give the answer as JSON; `site` is the address that links begin with, "" for none."""
    asking = answer.asking
    outcomes = [part.outcome for part in answer.affected]
    return GateDocument(
        outcome=str(answer.outcome),
        pack=answer.pack.name,
        body=asking.body.slug if asking.body else "",
        system=asking.system.pk if asking.system else None,
        advisories_as_of=answer.advisories_as_of.isoformat(timespec="seconds") if answer.advisories_as_of else None,
        counts={
            "parts": len(answer.parts),
            "affected": len(outcomes),
            "failing": sum(outcome == "fail" for outcome in outcomes),
            "unjudged": len(answer.unjudged),
        },
        parts=[_part(part, site) for part in answer.affected[:MOST_LISTED]],
        unjudged=[_unjudged(part) for part in answer.unjudged[:MOST_LISTED]],
        problems=[],
    )


def lines_of(document: GateDocument) -> Iterator[str]:
    """Say it in lines for a terminal: what stops the release first, and what to do about each."""
    for part in document["parts"]:
        to_do = f": {part['do']}" if part["do"] else ""
        yield printable(f"{part['outcome'].upper():<4}  {_named(part)}{to_do}")
        for finding in part["findings"]:
            yield f"      {_told(finding)}"
    for rest in document["unjudged"]:
        yield printable(f"?     {_named(rest)}: cannot be judged: {rest['words']}")
    yield summary_of(document)


def summary_of(document: GateDocument) -> str:
    """Say the outcome in one line."""
    words = {
        "pass": "The gate is open",
        "warn": "The gate is open, with warnings",
        "fail": "The gate is closed",
        "unknown": "Nobody can judge",
    }[document["outcome"]]
    counts = document["counts"]
    known = document["advisories_as_of"]
    return printable(
        f"{words}: {counts['parts']} parts, {counts['affected']} with known vulnerabilities, {counts['failing']} of "
        f"them stop it, {counts['unjudged']} cannot be judged. "
        f"Advisories as of {known[:10] if known else 'not known'}. Rules: {document['pack']}."
    )


def github_lines_of(document: GateDocument, file: str) -> Iterator[str]:
    """Say it in commands that GitHub and Forgejo show beside a build."""
    for part in document["parts"]:
        for finding in part["findings"]:
            text = f"{_named(part)}: {_told(finding)}" + (f"; {part['do']}" if part["do"] else "")
            yield _command(_COMMANDS[finding["outcome"]], file, finding["name"], text)
    for rest in document["unjudged"]:
        yield _command("warning", file, "Cannot be judged", f"{_named(rest)}: {rest['words']}")
    kind = {"fail": "error", "pass": "notice"}.get(document["outcome"], "warning")
    yield _command(kind, "", "Commonweal gate", summary_of(document))


def sarif_of(document: GateDocument, file: str, *, version: str, site: str) -> str:
    """Write it as SARIF; what cannot be judged is a remark of its own."""
    found = [
        sarif.Finding(
            rule_id=finding["name"],
            level=_LEVELS[finding["outcome"]],
            message=f"{_named(part)}: {_told(finding)}" + (f"; {part['do']}" if part["do"] else ""),
            title=finding["summary"] or finding["name"],
            package=part["purl"],
            file=file,
            help_url=finding["url"],
            severity=None if finding["score"] is None else Decimal(str(finding["score"])),
            accepted_because=_because(finding) if finding["rule"] in ("closed", "accepted") else "",
        )
        for part in document["parts"]
        for finding in part["findings"]
    ]
    found += [
        sarif.Finding(
            rule_id="cannot-be-judged",
            level=sarif.Level.WARNING,
            message=f"{_named(rest)}: {rest['words']}",
            title="Nobody can say whether a vulnerability affects it",
            package=rest["purl"],
            file=file,
        )
        for rest in document["unjudged"]
    ]
    return sarif.write(found, sarif.Tool("Commonweal gate", version, site))


def printable(text: str) -> str:
    """Keep what others wrote from giving orders to the terminal."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _part(part: "JudgedPart", site: str) -> PartDocument:
    return PartDocument(
        name=part.name,
        version=part.version,
        purl=part.purl,
        outcome=str(part.outcome),
        do=_to_do(part),
        update_to=part.update.version if part.update else "",
        still_affected_by=list(part.still),
        findings=[_finding(finding, site) for finding in part.findings],
    )


def _finding(finding: "GateFinding", site: str) -> FindingDocument:
    vulnerability, decision = finding.vulnerability, finding.decision
    return FindingDocument(
        name=vulnerability.name,
        aliases=list(finding.aliases),
        summary=vulnerability.summary,
        url=f"{site}{vulnerability.get_absolute_url()}" if site else "",
        severity=vulnerability.band,
        score=None if vulnerability.score is None else float(vulnerability.score),
        exploited_since=vulnerability.exploited_on.isoformat() if vulnerability.exploited_on else None,
        forecast=vulnerability.forecast,
        affected=[_range(each) for each in finding.ranges],
        fixed_in=finding.fixed,
        outcome=str(finding.ruling.outcome),
        rule=finding.ruling.rule,
        because=finding.ruling.says,
        decision=None
        if decision is None
        else DecisionDocument(
            state=decision.state,
            justification=decision.justification,
            response=decision.response,
            detail=decision.detail,
            owner=decision.owner_words,
            expires_on=decision.expires_on.isoformat() if decision.expires_on else None,
        ),
    )


def _unjudged(part: "JudgedPart") -> UnjudgedDocument:
    return UnjudgedDocument(
        name=part.name,
        version=part.version,
        purl=part.purl,
        reasons=[str(doubt) for doubt in part.doubts],
        words=", and ".join(_DOUBTS[doubt] for doubt in part.doubts),
        unclear=list(part.unclear),
    )


def _to_do(part: "JudgedPart") -> str:
    """Say in a few words what mends it."""
    if part.outcome == "pass":
        return ""
    if part.update is None:
        return "no fixed version is known: look for another way, or decide about it"
    rest = f" (still affected by {', '.join(part.still[:5])}, for which no fix is known)" if part.still else ""
    return f"update {part.name} to {part.update.version}{rest}"


def _range(stated: "StatedRange") -> str:
    """Say which versions are affected.

    >>> from types import SimpleNamespace as Stated
    >>> _range(Stated(introduced="1.0", fixed="1.5", last_affected=""))
    'from 1.0 up to, but not 1.5'
    """
    if stated.introduced and stated.introduced == stated.last_affected:
        return f"exactly {stated.introduced}"
    start = f"from {stated.introduced}" if stated.introduced else "all versions"
    if stated.fixed:
        return f"{start} up to, but not {stated.fixed}"
    if stated.last_affected:
        return f"{start} up to and with {stated.last_affected}"
    return f"{start} on" if stated.introduced else start


def _named(part: Mapping[str, Any]) -> str:
    version = f" {part['version']}" if part["version"] else ""
    return printable(f"{part['name']}{version}")


def _told(finding: FindingDocument) -> str:
    """Say a finding in a line."""
    facts = [f"severity {finding['severity']}" if finding["severity"] != "unknown" else "severity not known"]
    if finding["exploited_since"]:
        facts.append(f"known to be exploited since {finding['exploited_since']}")
    if finding["forecast"] is not None:
        facts.append(f"forecast {finding['forecast']:.1%}")
    if finding["affected"]:
        facts.append(f"affects {'; '.join(finding['affected'][:3])}")
    return printable(f"{finding['name']} ({', '.join(facts)}): {finding['outcome']}, since {_because(finding)}")


def _because(finding: FindingDocument) -> str:
    decision = finding["decision"]
    if decision is None:
        return finding["because"]
    reasons = [decision["justification"].replace("_", " "), decision["detail"]]
    if decision["owner"]:
        reasons.append(f"{decision['owner']} answers for it")
    if decision["expires_on"]:
        reasons.append(f"until {decision['expires_on']}")
    return ", ".join([finding["because"], *filter(None, reasons)])


def _command(kind: str, file: str, title: str, text: str) -> str:
    """Write a workflow command, with the signs that end one written otherwise."""
    facts = [
        f"{name}={_escaped(printable(value), ':,')}" for name, value in (("file", file), ("title", title)) if value
    ]
    return f"::{kind} {','.join(facts)}::{_escaped(printable(text), '')}"


def _escaped(text: str, more: Sequence[str]) -> str:
    signs = ["%", "\r", "\n", *more]
    for sign in signs:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
