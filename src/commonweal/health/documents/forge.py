"""How a repository stands at its host, in words: checks, protection, releases."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.health.documents.figures import FigureRow
from commonweal.health.models import ForgeFacts

_CHECKS: dict[str, Promise] = {
    "passing": _("passed"),
    "failing": _("failed"),
    "running": _("running"),
    "absent": _("there are none"),
}


def standing_rows(forge: ForgeFacts) -> list[FigureRow]:
    """What the host says of the repository itself; "not visible" where it says nothing."""
    said = forge.standing
    released = said.get("last_release_at")
    checks = _CHECKS.get(said.get("ci") or "")
    day = date_format(datetime.fromisoformat(released), "DATE_FORMAT") if released else None
    return [
        _row("H28", _("Automatic checks"), _("How the last ones on the default branch ended."), checks),
        _row(
            "", _("Default branch protected"), _("Nobody can change it unseen."), _yes(said.get("is_branch_protected"))
        ),
        _row("H12", _("Last release at the host"), _("Releases as the host lists them, not tags."), day),
        _row(
            "", _("Closed"), _("Whether those who keep the repository have archived it."), _yes(said.get("is_archived"))
        ),
    ]


def _row(metric: str, name: Promise, definition: Promise, value: object) -> FigureRow:
    return FigureRow(metric, str(name), str(definition), (translate("not visible") if value is None else str(value),))


def _yes(answer: object) -> str | None:
    return {True: translate("yes"), False: translate("no")}[answer] if isinstance(answer, bool) else None
