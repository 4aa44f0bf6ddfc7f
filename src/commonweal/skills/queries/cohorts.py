"""Trainings that somebody may see, who takes part, and what they came to."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from commonweal.organisations.models import Body, User
from commonweal.organisations.queries import Viewer, roles_held, visible
from commonweal.skills.models import Cohort, Moment, Participant
from commonweal.skills.permissions import Permission
from commonweal.skills.rules.cohorts import Answers, Outcome, outcome


@dataclass(frozen=True, slots=True)
class Counted:
    """A training with what it came to as its reader may see it: None where they may not read it yet."""

    cohort: Cohort
    outcome: Outcome | None
    is_exact: bool


def takes_part(viewer: Viewer, cohort: Cohort) -> bool:
    """Whether somebody is of the people for whom a training is: those of its body, and of the bodies it names."""
    if not isinstance(viewer, User) or not viewer.is_active:
        return False
    mine = _bodies_of(viewer)
    return cohort.owner_id in mine or any(each.pk in mine for each in cohort.bodies.all())


def cohorts_for(viewer: Viewer, body: Body | None = None) -> QuerySet[Cohort]:
    """The trainings that somebody may see, or for which they are meant; of one body, those it holds."""
    found = Cohort.objects.all() if body is None else Cohort.objects.filter(owner=body)
    seen = Q(pk__in=visible(found, viewer).values("pk"))
    if isinstance(viewer, User) and viewer.is_active:
        seen |= Q(pk__in=found.filter(bodies__in=_bodies_of(viewer)).values("pk"))
    return found.filter(seen).select_related("owner", "office").prefetch_related("owner__names", "bodies__names")


def cohort_for(viewer: Viewer, pk: int) -> Cohort | None:
    """A training that somebody may see."""
    return cohorts_for(viewer).filter(pk=pk).first()


def keeps(viewer: Viewer, cohort: Cohort) -> bool:
    """Whether somebody holds a training, and so reads numbers of few people."""
    if not isinstance(viewer, User) or not viewer.is_active:
        return False
    places = {None, cohort.owner_id}
    return any(each.body_id in places and each.role in Permission.KEEP_COHORTS.roles for each in roles_held(viewer))


def counted(viewer: Viewer, cohort: Cohort) -> Counted:
    """What a training came to, as somebody may read it: its holder at once and exactly, others after the end."""
    is_exact = keeps(viewer, cohort)
    if not is_exact and cohort.closed_at is None:
        return Counted(cohort, None, is_exact)
    return Counted(cohort, outcome(cohort.skills, _answers_to(cohort)), is_exact)


def participant_of(viewer: Viewer, cohort: Cohort) -> Participant | None:
    """The place of an account in a training, with what they said."""
    if not isinstance(viewer, User):
        return None
    found = Participant.objects.filter(cohort=cohort, user_id=viewer.pk)
    return found.select_related("cohort").prefetch_related("answers__levels").first()


def _answers_to(cohort: Cohort) -> list[Answers]:
    found = []
    for participant in Participant.objects.filter(cohort=cohort).prefetch_related("answers__levels"):
        said = {each.moment: each for each in participant.answers.all()}
        levels = {moment: {level.skill: level.level for level in each.levels.all()} for moment, each in said.items()}
        after = said.get(Moment.AFTER)
        rating = after.satisfaction if after else None
        found.append(Answers(levels.get(Moment.BEFORE), levels.get(Moment.AFTER), rating))
    return found


def _bodies_of(viewer: User) -> set[int]:
    """The bodies at which somebody is one of the people."""
    return {
        each.body_id
        for each in roles_held(viewer)
        if each.body_id is not None and each.role in Permission.STATE_SKILLS.roles
    }
