"""How many needs of a body others like it have too, told by the software that they use as well."""

from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer
from commonweal.usage.queries.peers import compare

ENOUGH_PEERS = 3  # with fewer, a need is not a common one


def shared_needs(viewer: Viewer, body: Body) -> int | None:
    """The software of a body that at least three similar bodies use, as far as the viewer may see who uses what.

    None, not known, where the body or fewer than three others say what they use.
    """
    found = compare(viewer, body)
    if found.speaking < ENOUGH_PEERS or not (found.both or found.ours):
        return None
    return sum(use.count >= ENOUGH_PEERS for use in found.both)
