"""What was decided about findings, laid over them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from django.db.models import Q
from django.utils import timezone

from commonweal.components.models import PackageVersion
from commonweal.components.queries import Scope
from commonweal.components.queries.scope import watched_by, watching
from commonweal.risk.models import Decision
from commonweal.risk.queries import findings
from commonweal.risk.queries.findings import Hit
from commonweal.risk.rules.decisions import Situation, Statement, counting

Found = tuple[int, Hit]
# More are sorted out here: the database would take longer to read so many values than to find what was decided.
_FEW = 500


def statements_about(
    vulnerabilities: Collection[int], bodies: Collection[int] | None = None
) -> dict[int, list[Statement]]:
    """Give the decisions that hold today about these vulnerabilities and can hold for these bodies; for None, all.

    What others decided is not even read: neither an answer nor the number of queries behind it may tell of it.
    """
    today = timezone.localdate()
    valid = Decision.objects.filter(
        Q(vulnerability__in=vulnerabilities) if len(vulnerabilities) <= _FEW else Q(),
        Q() if bodies is None else Q(body=None) | Q(body__in=watching(set(bodies))),
        Q(expires_on=None) | Q(expires_on__gte=today),
        valid_from__lte=today,
        ended_at=None,
    )
    found: dict[int, list[Statement]] = defaultdict(list)
    wanted = set(vulnerabilities)
    for each in valid:
        if each.vulnerability_id in wanted:
            found[each.vulnerability_id].append(_statement(each))
    return dict(found)


def decided_findings(vulnerabilities: Collection[int], scope: Scope) -> list[Found]:
    """Give the findings within the scope of those vulnerabilities about which anybody decided anything for it."""
    decided = statements_about(vulnerabilities, None if scope.is_everything else scope.bodies)
    return findings.affecting(decided, findings.hits(findings.question_of(decided), scope)) if decided else []


def counting_statements(found: Iterable[Found]) -> Mapping[Found, Statement]:
    """Give for each finding, as vulnerability and hit, the statement that counts; nothing where nobody decided.

    A few queries, however many findings; one or two more for each body that decided, here or for those it watches over.
    """
    asked = list(found)
    if not asked:
        return {}
    statements = statements_about({vulnerability for vulnerability, _ in asked}, {hit.body for _, hit in asked})
    touched = [(vulnerability, hit) for vulnerability, hit in asked if vulnerability in statements]
    if not touched:
        return {}
    overseers = overseers_by_body(statements.values())
    keys = keys_of({hit.version for _, hit in touched})
    today = timezone.localdate()
    told = {}
    for vulnerability, hit in touched:
        package, key = keys[hit.version]
        situation = Situation(hit.system, hit.body, overseers(hit.body), package, key)
        statement = counting(statements[vulnerability], situation, today)
        if statement is not None:
            told[vulnerability, hit] = statement
    return told


def overseers_by_body(statements: Iterable[Iterable[Statement]]) -> Callable[[int], frozenset[int]]:
    """Give, for a body, which of those that decided watch over it; a query or two for each that decided."""
    deciders = {each.body for several in statements for each in several if each.body is not None}
    watched = {body: frozenset(watched_by({body})) - {body} for body in deciders}
    return lambda body: frozenset(decider for decider, those in watched.items() if body in those)


def keys_of(versions: Collection[int]) -> dict[int, tuple[int, bytes | None]]:
    """Give package and key of versions, None for a key that has no order."""
    rows = PackageVersion.objects.filter(pk__in=versions).values_list("pk", "package_id", "key")
    return {pk: (package, None if key is None else bytes(key)) for pk, package, key in rows}


def _statement(decision: Decision) -> Statement:
    return Statement(
        id=decision.pk,
        state=decision.state,
        response=decision.response,
        source=decision.source,
        decided_at=decision.decided_at,
        valid_from=decision.valid_from,
        expires_on=decision.expires_on,
        package=decision.package_id,
        low=None if decision.low is None else bytes(decision.low),
        high=None if decision.high is None else bytes(decision.high),
        body=decision.body_id,
        system=decision.system_id,
    )
