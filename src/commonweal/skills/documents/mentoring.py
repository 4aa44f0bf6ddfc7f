"""Help between bodies on paper and for other programs: the agreement of two, and the balance of hours of many."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonweal.drawing.printing import Beside, Heading, Part, Sheet, Table, Text
from commonweal.organisations.models import Body
from commonweal.organisations.queries import name_of
from commonweal.skills.models import Mentorship
from commonweal.skills.queries.hour_balances import Row
from commonweal.skills.queries.mentoring import Minutes
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.rules.hours import VERSION, as_hours

BALANCE_COLUMNS = (
    "organisation", "page", "minutes_given", "minutes_taken", "minutes_balance", "minutes_given_unconfirmed",
    "minutes_taken_unconfirmed",
)  # fmt: skip


def agreement_sheet(mentorship: Mentorship, minutes: Minutes) -> Sheet:
    """The agreement on one page, with room to sign."""
    return Sheet(
        language=(get_language() or "en").partition("-")[0],
        above=_("Agreement on help between organisations"),
        title=skills_pack().label_of(mentorship.skill),
        lead=_("%(giver)s helps %(taker)s.") % {"giver": name_of(mentorship.giver), "taker": name_of(mentorship.taker)},
        parts=tuple(_parts(mentorship, minutes)),
        foot=f"{settings.SITE_URL}{mentorship.get_absolute_url()} · {skills_pack().name} · {VERSION}",
    )


def state_of(mentorship: Mentorship) -> str:
    """Where an agreement stands, in a sentence."""
    if mentorship.declined_at is not None:
        told = {"day": date_format(mentorship.declined_at), "reason": mentorship.decline_reason}
        return _("Declined or taken back on %(day)s: %(reason)s") % told
    if mentorship.ended_at is not None:
        return _("Ended on %(day)s.") % {"day": date_format(mentorship.ended_at)}
    if mentorship.accepted_at is not None:
        return _("Accepted on %(day)s.") % {"day": date_format(mentorship.accepted_at)}
    told = {"body": name_of(mentorship.proposer), "day": date_format(mentorship.proposed_at)}
    return _("Proposed by %(body)s on %(day)s; not answered yet.") % told


def balance_rows(rows: Iterable[Row]) -> Iterator[tuple[object, ...]]:
    """The balance of each member, in minutes."""
    for row in rows:
        one = row.balance
        yield (
            name_of(row.body), row.body.get_absolute_url(), one.given, one.taken, one.net, one.given_open,
            one.taken_open,
        )  # fmt: skip


def balance_json(rows: Iterable[Row], *, since: date | None, until: date | None) -> dict[str, Any]:
    """The same for programs; the balances add up to zero."""
    return {
        "rules": VERSION,
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
        "members": [dict(zip(BALANCE_COLUMNS, row, strict=True)) for row in balance_rows(rows)],
    }


def _parts(mentorship: Mentorship, minutes: Minutes) -> Iterator[Part | Beside]:
    pack, one = skills_pack(), mentorship
    yield Heading(_("What is to be reached"))
    yield Text(one.goal)
    if one.skill in pack.skills:
        yield Text(pack.skills[one.skill].sentence, is_quiet=True)
    yield Heading(_("What is agreed"))
    facts = [
        (_("Helps"), name_of(one.giver)),
        (_("Is helped"), name_of(one.taker)),
        (_("From"), date_format(one.since)),
        (_("To"), date_format(one.until)),
        (_("Hours in all"), number_format(one.hours)),
        (_("Hours given and confirmed"), as_hours(minutes.confirmed)),
        (_("Balance of associations and offices"), _("counts") if one.is_pooled else _("does not count")),
        (_("Stands"), state_of(one)),
    ]
    yield Table((_("What"), _("Agreed")), tuple(facts), (2, 3))
    yield Heading(_("How we work together"))
    yield Text(
        _(
            "Who helps writes down the hours; who is helped confirms them. Either side may end this at any time and"
            " says what was learned. Nobody pays. What one tells the other about its systems and people stays between"
            " the two."
        )
    )
    if one.learned:
        yield Heading(_("What was learned"))
        yield Text(one.learned)
    yield Heading(_("Signed"))
    yield Beside(tuple(_signature(one.giver)), tuple(_signature(one.taker)))


def _signature(body: Body) -> Iterator[Part]:
    yield Text(name_of(body))
    line = "_" * 26
    yield Text(_("Place and day: %(line)s") % {"line": line})
    yield Text(_("Name and post: %(line)s") % {"line": line})
    yield Text(_("Signature: %(line)s") % {"line": line})
