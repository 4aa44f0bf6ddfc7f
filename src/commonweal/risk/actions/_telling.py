"""Steps of taking in: telling what a change of advisories takes away or brings back."""

from collections.abc import Mapping

from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.risk.actions._storing import Picture
from commonweal.risk.models import Advisory


def tell_changes(before: Mapping[int, Picture], after: Mapping[int, Picture], by: User | None) -> int:
    """Record each advisory that was withdrawn, came back, or affects other versions; return how many were withdrawn.

    Data: how many versions of packages that are known here it affected before, and now.
    """
    withdrawn = 0
    rows = Advisory.objects.select_related("vulnerability").in_bulk(list(before))
    for key, old in before.items():
        new, row = after[key], rows[key]
        data = {
            "identifier": row.identifier,
            "vulnerability": row.vulnerability.name,
            "versions_before": old.hit,
            "versions_now": new.hit,
        }
        if new.is_withdrawn and not old.is_withdrawn:
            withdrawn += 1
            journal.record("risk.advisory_withdrawn", subject=row, by=by, data=data)
        elif old.is_withdrawn and not new.is_withdrawn:
            journal.record("risk.advisory_restored", subject=row, by=by, data=data)
        elif old.affected != new.affected:
            journal.record("risk.advisory_corrected", subject=row, by=by, data=data)
    return withdrawn
