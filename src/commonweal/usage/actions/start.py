"""Keeping what a body ticked on its first visit, and taking a body for one's own on a fresh installation."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from commonweal.catalogue.models import Entry, Product
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, RoleAssignment, User
from commonweal.organisations.queries import fold
from commonweal.organisations.roles import Role
from commonweal.usage import permissions
from commonweal.usage.actions.claims import state_many
from commonweal.usage.actions.systems import SystemDraft, enter_system
from commonweal.usage.models import System, UsageClaim
from commonweal.usage.permissions import Permission


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written down of a tick list: claims of open software, and systems."""

    claims: tuple[UsageClaim, ...]
    systems: tuple[System, ...]


@transaction.atomic
def keep_ticks(
    *, body: Body, entries: Sequence[Entry], products: Sequence[Product], names: Sequence[str], by: User | None
) -> Kept:
    """Write down what a body ticked: open software as use, products and other names as systems.

    What is written down already stays as it is. Calls other actions. Raises NotAllowed.
    """
    permissions.require_own(by, Permission.ANSWER_CLAIMS, on=body)
    claims = state_many(body=body, entries=entries, by=by) if entries else []
    running = System.objects.filter(owner=body, ended_on=None)
    known_products = set(running.values_list("product_id", flat=True))
    known_names = set(running.values_list("folded_name", flat=True))
    drafts = [
        SystemDraft(name=product.name, product_name=product.name, functions=product.functions)
        for product in products
        if product.pk not in known_products and fold(product.name) not in known_names
    ]
    known_names |= {fold(draft.name) for draft in drafts}
    for name in names:
        if fold(name) and fold(name) not in known_names:
            known_names.add(fold(name))
            drafts.append(SystemDraft(name=name, product_name=name))
    systems = [enter_system(body=body, draft=draft, by=by) for draft in drafts]
    return Kept(tuple(claims), tuple(systems))


@transaction.atomic
def claim_body(*, body: Body, by: User) -> RoleAssignment:
    """Take a body for one's own: who gives out roles becomes its editor. Calls other actions. Raises NotAllowed."""
    return organisations.grant_role(user=by, role=Role.EDITOR, body=body, by=by)
