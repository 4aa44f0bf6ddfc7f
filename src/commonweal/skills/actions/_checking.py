"""What every action on skills checks: that the catalogue has them, and that numbers are of people."""

from django.utils.translation import gettext as _

from commonweal.skills.models.statements import HIGHEST
from commonweal.skills.queries.pack import skills_pack

MOST_PEOPLE = 10_000


class UnknownSkill(Exception):
    """The catalogue has no such skill or level."""


class NoPeople(Exception):
    """A count or a need is of one person or more."""


def check_skill(skill: str, level: int) -> None:
    """Raise UnknownSkill unless the catalogue has both."""
    if skill not in skills_pack().skills or not 0 <= level <= HIGHEST:
        raise UnknownSkill(_("This skill or level is not in the catalogue."))


def check_people(people: int) -> None:
    """Raise NoPeople unless it is a number of people."""
    if not 1 <= people <= MOST_PEOPLE:
        raise NoPeople(_("Write how many people, from 1 to 10,000."))
