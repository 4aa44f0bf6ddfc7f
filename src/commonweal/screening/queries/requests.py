"""Requests that somebody may see: their own, and those of bodies for which they rule. Nobody else learns of any."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from commonweal.components.queries import Scope, scope_of
from commonweal.organisations.models import Body, RoleAssignment
from commonweal.organisations.queries import Viewer
from commonweal.screening.models import Request, Ruling
from commonweal.screening.permissions import Permission
from commonweal.screening.queries.wanted import Wanted


@dataclass(frozen=True, slots=True)
class AskingFor:
    """For which bodies somebody may ask: those named, or every one."""

    bodies: tuple[Body, ...] = ()
    is_everybody: bool = False

    @property
    def is_nobody(self) -> bool:
        """Whether they may ask for none."""
        return not self.bodies and not self.is_everybody

    def preview_for(self, chosen: str) -> Body | None:
        """The body by whose choices an answer is made before it is kept: the one chosen, or the only one."""
        found = next((each for each in self.bodies if chosen in (str(each.pk), each.slug)), None)
        return found or (self.bodies[0] if len(self.bodies) == 1 else None)


def requests_for(viewer: Viewer) -> QuerySet[Request]:
    """The requests that the viewer may see, each with its rulings, newest first."""
    if not viewer.is_authenticated or not viewer.is_active:
        return Request.objects.none()
    return _with_rulings(Request.objects.filter(_seen_by(viewer, scope_of(viewer))))


def request_for(viewer: Viewer, pk: int) -> Request | None:
    """A request that the viewer may see."""
    return requests_for(viewer).filter(pk=pk).first()


def waiting(scope: Scope) -> QuerySet[Request]:
    """The requests in scope that wait for a person, those overdue first."""
    found = _with_rulings(_open(Request.objects.all())).order_by(F("due_on").asc(nulls_last=True), "asked_at", "pk")
    return found if scope.is_everything else found.filter(body__in=scope.bodies)


def ruled(viewer: Viewer) -> QuerySet[Request]:
    """The requests that the viewer may see and that have a ruling which stands, newest first."""
    return requests_for(viewer).filter(Exists(_standing()))


def standing_ruling(request: Request) -> Ruling | None:
    """The ruling that stands; of a request from here it is read already."""
    return next((each for each in request.rulings.all() if each.ended_at is None), None)


def open_request(wanted: Wanted, body: Body, asked_by: int | None) -> Request | None:
    """The request for exactly the same by the same person that still waits, if there is one."""
    same = Request.objects.filter(
        body=body,
        asked_by=asked_by,
        kind=wanted.kind,
        subject_key=wanted.subject.key,
        version=wanted.subject.version,
        use=wanted.use,
        licence=wanted.licence,
        answers=dict(wanted.answers),
    )
    return _open(same).first()


def asking_for(viewer: Viewer) -> AskingFor:
    """The bodies for which the viewer may ask."""
    if not viewer.is_authenticated or not viewer.is_active:
        return AskingFor()
    roles = [role.value for role in Permission.ASK.roles]
    held = RoleAssignment.objects.filter(user_id=viewer.pk, role__in=roles, ended_at=None).select_related("body")
    bodies = {each.body.pk: each.body for each in held.order_by("pk") if each.body is not None}
    return AskingFor(tuple(bodies.values()), any(each.body_id is None for each in held))


def _seen_by(viewer: Viewer, scope: Scope) -> Q:
    return Q() if scope.is_everything else Q(asked_by=viewer.pk) | Q(body__in=scope.bodies)


def _open(requests: QuerySet[Request]) -> QuerySet[Request]:
    return requests.filter(~Exists(_standing()), withdrawn_at=None)


def _standing() -> QuerySet[Ruling]:
    return Ruling.objects.filter(request=OuterRef("pk"), ended_at=None)


def _with_rulings(requests: QuerySet[Request]) -> QuerySet[Request]:
    rulings = Ruling.objects.select_related("by", "ended_by", "earlier__by")
    return requests.select_related("body", "asked_by", "withdrawn_by").prefetch_related(Prefetch("rulings", rulings))
