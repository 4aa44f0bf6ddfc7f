"""Papers to fill in: for whom somebody writes, what is known of them, and which papers and courses go with a page."""

from django.utils import timezone, translation
from django.utils.formats import date_format

from commonweal.knowledge.queries.guides import shipped_guide
from commonweal.knowledge.queries.packs import OutsideCourse, courses
from commonweal.knowledge.queries.shipped import shipped_slugs
from commonweal.knowledge.rules.guides import Guide, Shelf
from commonweal.organisations.models import Body
from commonweal.organisations.queries import NETWORK_ROLES, Viewer, name_of, offices_of, roles_held


def bodies_written_for(viewer: Viewer) -> list[Body]:
    """The bodies to which the viewer belongs, first the one they joined first."""
    if not viewer.is_authenticated or not viewer.is_active:
        return []
    held = (each.body for each in roles_held(viewer) if each.body is not None and each.role in NETWORK_ROLES)
    return list({body.pk: body for body in held}.values())


def known_of(viewer: Viewer, body: Body | None, language: str) -> dict[str, str]:
    """What papers can say of a body without being told, by field; what is not known is not in it."""
    with translation.override(language):
        known = {"date": date_format(timezone.localdate())}
    if body is None:
        return known
    office = offices_of(viewer, body).filter(active_to=None).first()
    said = {
        "body": name_of(body),
        "place": body.place,
        "contact": body.mailbox,
        "office": office.name if office is not None else "",
    }
    return known | {field: value for field, value in said.items() if value}


def papers_beside(guide: Guide, language: str) -> list[Guide]:
    """The papers that go with a page of guidance, as they were shipped; asks no database."""
    papers = (shipped_guide(slug, language, Shelf.PAPERS) for slug in sorted(shipped_slugs(Shelf.PAPERS)))
    return [paper for paper in papers if paper is not None and guide.slug in paper.related]


def courses_beside(guide: Guide) -> list[OutsideCourse]:
    """The courses that go with a page of guidance."""
    return [course for course in courses().values() if guide.slug in course.guides]
