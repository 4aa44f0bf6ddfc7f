"""Judging what is said of licences: statements read once, the policy of each body, conclusions laid over."""

from collections.abc import Collection, Iterable
from functools import lru_cache

from commonweal.components.models import LicenceStatement
from commonweal.licensing.models import PolicyChoice
from commonweal.licensing.queries.concluded import conclusions_for
from commonweal.licensing.queries.policy_pack import policy_of, standard_policy
from commonweal.licensing.rules.judging import Judgement, Words, judgement, said
from commonweal.licensing.rules.policy import Outcome, Policy, Rule, Use
from commonweal.licensing.rules.statements import Counted

OWN_CHOICE = "own-choice"
_OUTCOMES = {"allowed": Outcome.ALLOWED, "refused": Outcome.REFUSED}


class Judge:
    """Judges parts of systems of some bodies; made for one answer, since it keeps what it has read."""

    def __init__(self, bodies: Collection[int] | None) -> None:
        self.conclusions = conclusions_for(bodies)
        self._statements: dict[int, Words] = {}
        self._policies = _policies(bodies)

    def learn(self, statements: Iterable[int]) -> None:
        """Read what these statements say, by their primary keys, in one query."""
        missing = set(statements) - self._statements.keys()
        rows = LicenceStatement.objects.filter(pk__in=missing).values_list("pk", "declared", "concluded", "detected")
        self._statements.update({pk: Words(*words) for pk, *words in rows} if missing else {})

    def judge(
        self, statements: Iterable[int], use: Use, body: int, package: int, package_type: str, key: bytes | None
    ) -> Judgement:  # fmt: skip
        """Say what the licence of a version is and what the policy of the body says."""
        counted = _counted(tuple(self._statements[each] for each in sorted(set(statements))))
        found, near = self.conclusions.counting(package, key, body)
        expression = counted.expression if found is None else found.expression
        verdict = self.policy(body).verdict(expression, use, package_type=package_type)
        return judgement(counted, found, near, verdict)

    def policy(self, body: int) -> Policy:
        """The policy of a body: its own choices before the rules of the pack."""
        return self._policies.get(body) or standard_policy()


def expression_of(statement: LicenceStatement) -> str | None:
    """The expression that a statement comes to; None where none can be read in it."""
    return _counted((Words(statement.declared, statement.concluded, statement.detected),)).expression


@lru_cache(maxsize=50_000)
def _counted(words: tuple[Words, ...]) -> Counted:
    return said(words)


def _policies(bodies: Collection[int] | None) -> dict[int, Policy]:
    choices = PolicyChoice.objects.filter(ended_at=None).order_by("licence")
    if bodies is not None:
        choices = choices.filter(body__in=bodies)
    rules: dict[int, list[Rule]] = {}
    for each in choices:
        rules.setdefault(each.body_id, []).append(_rule(each))
    return {body: policy_of(tuple(several), OWN_CHOICE) for body, several in rules.items()}


def _rule(choice: PolicyChoice) -> Rule:
    named = frozenset({choice.licence})
    has_exception = " WITH " in choice.licence
    return Rule(
        id=OWN_CHOICE,
        outcome=_OUTCOMES[choice.choice],
        sentence=OWN_CHOICE,
        licences=frozenset() if has_exception else named,
        expressions=named if has_exception else frozenset(),
    )
