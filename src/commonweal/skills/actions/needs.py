"""What a body needs its people to know, and the figures it shows to everybody."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User
from commonweal.skills import permissions
from commonweal.skills.actions._checking import check_people, check_skill
from commonweal.skills.models import SkillFigures, SkillNeed
from commonweal.skills.permissions import Permission
from commonweal.skills.queries.needs import figures_to_publish
from commonweal.skills.queries.pack import skills_pack


class NeedsNobody(Exception):
    """Level 0 is had by everybody."""


class UnknownProfile(Exception):
    """The catalogue has no such role."""


class NothingToPublish(Exception):
    """Of no skill enough people spoke for others to read it."""


class PublishedLately(Exception):
    """Figures are not published anew so soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedDraft:
    """So many people with a skill at a level or above, by a day (None: whenever)."""

    skill: str
    level: int
    people: int
    by_on: date | None = None


@transaction.atomic
def add_need(*, body: Body, draft: NeedDraft, by: User | None) -> SkillNeed:
    """Write down what is needed, in place of what was written of that skill and level; the same again changes nothing.

    Raises NotAllowed, UnknownSkill, NeedsNobody, NoPeople.
    """
    permissions.require(by, Permission.KEEP_SKILLS, on=body)
    Body.objects.select_for_update().get(pk=body.pk)
    return _record_need(body, draft, "", by)


@transaction.atomic
def need_profile(
    *, body: Body, profile: str, people: int, by_on: date | None = None, by: User | None
) -> list[SkillNeed]:
    """Write down what so many people in a role need to know; records through each need it writes.

    Where more people or an earlier day are written already, they stay: one person may hold two roles, so numbers are
    not added up. What is asked of as many people at a higher level already is not asked again below.

    Raises NotAllowed, UnknownProfile, NoPeople.
    """
    permissions.require(by, Permission.KEEP_SKILLS, on=body)
    role = skills_pack().profiles.get(profile)
    if role is None:
        raise UnknownProfile(_("This role is not in the catalogue."))
    check_people(people)
    Body.objects.select_for_update().get(pk=body.pk)
    standing = {(each.skill, each.level): each for each in SkillNeed.objects.filter(body=body, ended_at=None)}
    made = []
    for skill, level in role.needs.items():
        if any(above > level and need.people >= people for (of, above), need in standing.items() if of == skill):
            continue
        before = standing.get((skill, level))
        days = [day for day in (by_on, before.by_on if before else None) if day is not None]
        most = max(people, before.people if before else 0)
        draft = NeedDraft(skill=skill, level=level, people=most, by_on=min(days, default=None))
        made.append(_record_need(body, draft, profile, by))
    return made


@transaction.atomic
def end_need(*, need: SkillNeed, by: User | None) -> SkillNeed:
    """Say that it is needed no more; twice changes nothing. Raises NotAllowed."""
    permissions.require(by, Permission.KEEP_SKILLS, on=need.body)
    if need.ended_at is None:
        need.ended_at, need.ended_by = timezone.now(), by
        need.save(update_fields=["ended_at", "ended_by"])
        journal.record("skills.need_ended", subject=need, by=by, data={"body": need.body_id})
    return need


@transaction.atomic
def publish_figures(*, body: Body, by: User | None) -> SkillFigures:
    """Show everybody what people of a body can, in sizes and as it is today; the figures before end.

    Raises NotAllowed, NothingToPublish, PublishedLately.
    """
    permissions.require(by, Permission.KEEP_SKILLS, on=body)
    Body.objects.select_for_update().get(pk=body.pk)
    pack, now = skills_pack(), timezone.now()
    last = SkillFigures.objects.filter(body=body).first()
    again = last.published_at + timedelta(days=pack.publish_again_days) if last else now
    if again > now:
        day = date_format(timezone.localtime(again), "DATE_FORMAT")
        raise PublishedLately(
            _("New figures can be published from %(day)s on: so nobody is found by comparing.") % {"day": day}
        )
    figures = figures_to_publish(body, timezone.localdate())
    if not figures:
        raise NothingToPublish(_("Of no skill did at least %(count)s people speak.") % {"count": pack.fewest_people})
    SkillFigures.objects.filter(body=body, ended_at=None).update(ended_at=now, ended_by=by)
    shown = SkillFigures.objects.create(body=body, pack=pack.name, figures=figures, published_at=now, published_by=by)
    journal.record("skills.figures_published", subject=shown, by=by, data={"body": body.pk})
    return shown


@transaction.atomic
def take_back_figures(*, figures: SkillFigures, by: User | None) -> SkillFigures:
    """Show figures to nobody any more; twice changes nothing. Raises NotAllowed."""
    permissions.require(by, Permission.KEEP_SKILLS, on=figures.body)
    if figures.ended_at is None:
        figures.ended_at, figures.ended_by = timezone.now(), by
        figures.save(update_fields=["ended_at", "ended_by"])
        journal.record("skills.figures_taken_back", subject=figures, by=by, data={"body": figures.body_id})
    return figures


def _record_need(body: Body, draft: NeedDraft, profile: str, by: User | None) -> SkillNeed:
    """Write one need of a body that is locked.

    Raises UnknownSkill, NeedsNobody, NoPeople.
    """
    check_skill(draft.skill, draft.level)
    if draft.level == 0:
        raise NeedsNobody(_("“Not yet” needs nobody: choose a higher level."))
    check_people(draft.people)
    before = SkillNeed.objects.filter(body=body, skill=draft.skill, level=draft.level, ended_at=None).first()
    if before is not None and (before.people, before.by_on) == (draft.people, draft.by_on):
        return before
    now = timezone.now()
    if before is not None:
        before.ended_at, before.ended_by = now, by
        before.save(update_fields=["ended_at", "ended_by"])
    need = SkillNeed.objects.create(
        body=body, skill=draft.skill, level=draft.level, people=draft.people, by_on=draft.by_on, profile=profile,
        added_at=now, added_by=by,
    )  # fmt: skip
    told = {"body": body.pk, "skill": draft.skill}
    journal.record("skills.need_added", subject=need, by=by, data=told)
    return need
