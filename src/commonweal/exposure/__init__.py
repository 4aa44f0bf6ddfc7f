"""Which systems run a version in this range? Answered in milliseconds from arrays mapped into memory.

PostgreSQL is the record. From its `Tables` a worker builds an index: immutable files, swapped by one rename, that can
be thrown away and built again. Knows nothing of Django or of the network.

- `Tables` and its parts `Pairs`, `Systems`, `Occurrences`, `Groups`, `Spans`, `Matches`: what to build from. Ranks are
  places in a table, ids are primary keys. `Keys.of(keys)` holds version keys; `Numbering(ids).ranks(wanted)` turns ids
  into ranks.
- `build(tables, folder)` writes a new version and makes it current; `open_index(folder)` opens it; `Reader(folder)`
  keeps it open and notices a new one: `reader.index()` at the start of each request.
- `index.scope(bodies=, systems=)` is what the asker may see. Scopes belong to one version: make one for each request.
  `EVERYTHING` and `NOTHING` fit each.
- `index.affected(group, scope)`, `affected_by_interval(package, [(low, high)], scope)` and
  `affected_by_pairs(pairs, scope)` give `Affected`: systems, pairs, bodies with counts. All ids, in numpy arrays.
- `index.worklist(scope, Order(…), Filters(…), top)`, `totals(scope)`, `roll_up(scope)` and `.by_body()`,
  `of_system(system, scope)` read all within a scope; `tallies(scope, weights)` and `tallies_by("body", scope)` say of
  every vulnerability how far it reaches, and since which day that is known. `groups_of(pairs)` and
  `groups_at(package, key)` tell what is wrong with versions, whoever runs them.
- `index.with_delta(Delta(…))` gives the same answers as if `ChangedSystem`, `NewPair`, `ChangedGroup` and what was
  removed were built in.

Time and counts within a scope: see `Postings.select`, the one place that reads who runs what.
"""

from commonweal.exposure.delta import ChangedGroup, ChangedSystem, Delta, NewPair
from commonweal.exposure.folder import BuildRunning, NoIndex, Reader, build, damaged, open_index
from commonweal.exposure.holdings import NotIndexed
from commonweal.exposure.index import Affected, Index, StaleScope
from commonweal.exposure.keys import Keys
from commonweal.exposure.scopes import EVERYTHING, NOTHING, Intervals, Scope
from commonweal.exposure.tables import (
    Groups,
    Matches,
    NotInOrder,
    Numbering,
    Occurrences,
    Pairs,
    Spans,
    Systems,
    Tables,
)
from commonweal.exposure.tallies import PlaceTallies, Tallies
from commonweal.exposure.worklists import Filters, Order, RollUp, Task, Totals, Worklist

__all__ = [
    "EVERYTHING",
    "NOTHING",
    "Affected",
    "BuildRunning",
    "ChangedGroup",
    "ChangedSystem",
    "Delta",
    "Filters",
    "Groups",
    "Index",
    "Intervals",
    "Keys",
    "Matches",
    "NewPair",
    "NoIndex",
    "NotInOrder",
    "NotIndexed",
    "Numbering",
    "Occurrences",
    "Order",
    "Pairs",
    "PlaceTallies",
    "Reader",
    "RollUp",
    "Scope",
    "Spans",
    "StaleScope",
    "Systems",
    "Tables",
    "Tallies",
    "Task",
    "Totals",
    "Worklist",
    "build",
    "damaged",
    "open_index",
]
