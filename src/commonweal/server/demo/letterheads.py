"""The letterhead of Borgo, so that its papers look like its letters."""

import io
import zipfile
from collections.abc import Mapping

from commonweal.drawing.letters import Kind
from commonweal.drawing.letters.package import packed
from commonweal.drawing.letters.plain import file
from commonweal.organisations import actions
from commonweal.organisations.models import Body, User

ABOVE, BELOW = "Comune di Borgo · Piazza della Fontana 1", "comune@borgo.esempia.example · {{ date }}"


def settle(registered: Mapping[str, Body], accounts: Mapping[str, User]) -> None:
    """Send the file as Chiara would."""
    with zipfile.ZipFile(io.BytesIO(file(Kind.ODT))) as archive:
        parts = {path: archive.read(path) for path in archive.namelist()}
    styles = parts["styles.xml"].decode().replace("{{ date }}", BELOW).replace("{{ body }}", ABOVE)
    content = packed(parts | {"styles.xml": styles.encode()})
    actions.keep_letterhead(body=registered["borgo"], name="borgo.odt", content=content, by=accounts["chiara"])
