"""Keeping trainings: planning one, handing out codes, closing it."""

import secrets
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, Office, User, Visibility
from commonweal.skills import permissions
from commonweal.skills.models import Cohort, Participant
from commonweal.skills.permissions import Permission
from commonweal.skills.queries.codes import LETTERS, digest_of
from commonweal.skills.queries.pack import skills_pack

CODE_LENGTH = 12
MOST_CODES = 200


class NamelessCohort(Exception):
    """A training has a title."""


class NoSkills(Exception):
    """A training is to change one skill of the catalogue at least."""


class SkillsAnswered(Exception):
    """What was asked stays once somebody answered."""


class EndsBeforeItStarts(Exception):
    """A training does not end before it starts."""


class NeverPrivate(Exception):
    """A training is read by its body at least."""


class CohortClosed(Exception):
    """What is closed takes no answers and hands out no codes."""


class TooManyCodes(Exception):
    """So many codes are not handed out at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortDraft:
    """What is known of a training; "" and None are not known."""

    title: str
    skills: tuple[str, ...]
    course_url: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    office: Office | None = None
    bodies: tuple[Body, ...] = ()
    target_count: int | None = None
    visibility: int = Visibility.BODY


@transaction.atomic
def plan_cohort(*, body: Body, draft: CohortDraft, by: User | None) -> Cohort:
    """Write down a training that a body holds.

    Raises NotAllowed, NamelessCohort, NoSkills, EndsBeforeItStarts, NeverPrivate.
    """
    permissions.require(by, Permission.KEEP_COHORTS, on=body)
    cohort = Cohort(owner=body, author=by, pack=skills_pack().name)
    _write(cohort, draft)
    cohort.save()
    cohort.bodies.set(draft.bodies)
    journal.record("skills.cohort_planned", subject=cohort, by=by, data={"body": body.pk, "title": cohort.title})
    return cohort


@transaction.atomic
def change_cohort(*, cohort: Cohort, draft: CohortDraft, by: User | None) -> Cohort:
    """Change what is known of a training; its skills stay once somebody answered.

    Raises NotAllowed, SkillsAnswered, and as plan_cohort.
    """
    permissions.require(by, Permission.KEEP_COHORTS, on=cohort.owner)
    asked = list(cohort.skills)
    _write(cohort, draft)
    if cohort.skills != asked and cohort.participants.filter(answers__isnull=False).exists():
        raise SkillsAnswered(_("Somebody has answered already, so the skills stay as they were asked."))
    cohort.save()
    cohort.bodies.set(draft.bodies)
    journal.record("skills.cohort_changed", subject=cohort, by=by)
    return cohort


@transaction.atomic
def close_cohort(*, cohort: Cohort, attended_count: int | None, by: User | None) -> Cohort:
    """Say that it is over and how many came (None: not known): nobody answers any more, and others may read figures.

    What was said is then tied to no account and to no code any more. Closed again, nothing changes. Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_COHORTS, on=cohort.owner)
    if cohort.closed_at is None:
        cohort.closed_at, cohort.closed_by, cohort.attended_count = timezone.now(), by, attended_count
        cohort.save(update_fields=["closed_at", "closed_by", "attended_count"])
        for place in cohort.participants.all():
            place.user, place.code_digest = None, secrets.token_hex(32)
            place.save(update_fields=["user", "code_digest"])
        journal.record("skills.cohort_closed", subject=cohort, by=by)
    return cohort


@transaction.atomic
def make_codes(*, cohort: Cohort, count: int, by: User | None) -> list[str]:
    """Make codes for people without an account; they are given here and never again, only their digests are kept.

    Raises NotAllowed, CohortClosed, TooManyCodes.
    """
    permissions.require(by, Permission.KEEP_COHORTS, on=cohort.owner)
    if cohort.closed_at is not None:
        raise CohortClosed(_("This training is closed."))
    if not 1 <= count <= MOST_CODES:
        raise TooManyCodes(_("Ask for 1 to 200 codes at once."))
    codes = ["".join(secrets.choice(LETTERS) for _each in range(CODE_LENGTH)) for _code in range(count)]
    Participant.objects.bulk_create([Participant(cohort=cohort, code_digest=digest_of(code)) for code in codes])
    journal.record("skills.codes_made", subject=cohort, by=by, data={"count": count})
    return codes


def _write(cohort: Cohort, draft: CohortDraft) -> None:
    pack = skills_pack()
    title = " ".join(draft.title.split())[:300]
    if not title:
        raise NamelessCohort(_("Give the training a title."))
    chosen = set(draft.skills)
    if not chosen or chosen - pack.skills.keys():
        raise NoSkills(_("Choose one skill at least that the training is to change."))
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
        raise EndsBeforeItStarts(_("The last day lies before the first."))
    if draft.visibility == Visibility.PRIVATE:
        raise NeverPrivate(_("A training is read by its own organisation at least."))
    cohort.title, cohort.skills = title, pack.in_order(chosen)
    cohort.course_url, cohort.office = draft.course_url.strip()[:500], draft.office
    cohort.starts_on, cohort.ends_on = draft.starts_on, draft.ends_on
    cohort.target_count, cohort.visibility = draft.target_count, draft.visibility
