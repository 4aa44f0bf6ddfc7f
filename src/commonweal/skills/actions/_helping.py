"""What offers, wishes and agreements refuse alike."""

from django.utils.translation import gettext as _

from commonweal.organisations.models import Body, BodyKind
from commonweal.organisations.queries import standing


class BodyEnded(Exception):
    """A body that has ended neither helps nor is helped."""


class CompaniesSell(Exception):
    """Help is given between public bodies; companies offer services elsewhere."""


class SayWhy(Exception):
    """An end has a reason."""


def refuse_body(body: Body) -> None:
    """Raise BodyEnded or CompaniesSell unless the body may help and be helped."""
    if body.kind == BodyKind.COMPANY:
        raise CompaniesSell(_("Help is given between public bodies. Companies offer their services as suppliers."))
    if not standing(Body.objects.filter(pk=body.pk)).exists():
        raise BodyEnded(_("This organisation has ended."))
