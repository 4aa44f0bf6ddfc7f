"""Hours of help: the giver writes them down, the taker confirms them, the giver takes back what was wrong."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.skills import permissions
from commonweal.skills.actions._helping import SayWhy
from commonweal.skills.actions.mentorships import NotRunning
from commonweal.skills.models import HourEntry, Mentorship
from commonweal.skills.permissions import Permission

LONGEST_MINUTES = 24 * 60


class HoursUnclear(Exception):
    """An entry is of some minutes of one day, says what was done, and lies neither ahead nor before the agreement."""


class TakenBack(Exception):
    """An entry that was taken back counts no more, nor one that takes another back."""


@transaction.atomic
def give_hours(*, mentorship: Mentorship, on: date, minutes: int, what: str, by: User | None) -> HourEntry:
    """Write down minutes of help that were given on a day. Raises NotAllowed, NotRunning, HoursUnclear."""
    permissions.require(by, Permission.GIVE_HOURS, on=mentorship.giver)
    mentorship = Mentorship.objects.select_for_update(of=("self",)).get(pk=mentorship.pk)
    if not mentorship.runs:
        raise NotRunning(_("This agreement does not run."))
    if not 0 < minutes <= LONGEST_MINUTES:
        raise HoursUnclear(_("Write between one minute and 24 hours for a day."))
    if not what.strip():
        raise HoursUnclear(_("Say in a few words what was done."))
    if on > timezone.localdate() or on < mentorship.since:
        raise HoursUnclear(_("This day is still to come, or lies before the agreement."))
    entry = HourEntry.objects.create(
        mentorship=mentorship, on=on, minutes=minutes, what=" ".join(what.split())[:500], written_by=by
    )
    journal.record("skills.hours_given", subject=entry, by=by, data={"mentorship": mentorship.pk})
    return entry


@transaction.atomic
def confirm_hours(*, entry: HourEntry, by: User | None) -> HourEntry:
    """Say for the taker that these hours were given; said twice, the first counts. Raises NotAllowed, TakenBack."""
    permissions.require(by, Permission.AGREE_ON_HELP, on=entry.mentorship.taker)
    entry = _locked(entry)
    if _is_taken_back(entry):
        raise TakenBack(_("This was taken back."))
    if entry.confirmed_at is None:
        entry.confirmed_at, entry.confirmed_by = timezone.now(), by
        entry.save(update_fields=["confirmed_at", "confirmed_by"])
        journal.record("skills.hours_confirmed", subject=entry, by=by, data={"mentorship": entry.mentorship_id})
    return entry


@transaction.atomic
def take_back_hours(*, entry: HourEntry, reason: str, by: User | None) -> HourEntry:
    """Take back, for the giver, an entry that was wrong, by one of as many minutes less; both stay.

    The taker loses nothing by it, so it counts at once as the entry did: confirmed or not. Raises NotAllowed, SayWhy,
    TakenBack.
    """
    permissions.require(by, Permission.AGREE_ON_HELP, on=entry.mentorship.giver)
    entry = _locked(entry)
    if not reason.strip():
        raise SayWhy(_("Say why, so that others understand."))
    if _is_taken_back(entry):
        raise TakenBack(_("This was taken back."))
    back = HourEntry.objects.create(
        mentorship=entry.mentorship,
        on=entry.on,
        minutes=-entry.minutes,
        what=" ".join(reason.split())[:500],
        written_by=by,
        confirmed_at=entry.confirmed_at and timezone.now(),
        reverses=entry,
    )
    journal.record("skills.hours_taken_back", subject=back, by=by, data={"mentorship": entry.mentorship_id})
    return back


def _locked(entry: HourEntry) -> HourEntry:
    found = HourEntry.objects.select_for_update(of=("self",)).select_related("mentorship__giver", "mentorship__taker")
    return found.get(pk=entry.pk)


def _is_taken_back(entry: HourEntry) -> bool:
    return entry.reverses_id is not None or HourEntry.objects.filter(reverses=entry).exists()
