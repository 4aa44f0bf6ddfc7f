"""Showing a self-check by the UN principles to everybody, and taking it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.assessments import permissions
from commonweal.assessments.models import Assessment
from commonweal.assessments.permissions import Permission
from commonweal.assessments.queries.declarations import is_declarable
from commonweal.journal import actions as journal
from commonweal.organisations.models import User, Visibility


class NoDeclaration(Exception):
    """It is not a finished self-check by the principles."""


@transaction.atomic
def publish_declaration(*, assessment: Assessment, by: User | None) -> Assessment:
    """Show a finished self-check to everybody; twice is once. Raises NotAllowed, NoDeclaration."""
    permissions.require(by, Permission.ASSESS, on=assessment.owner)
    shown, is_new = _shown_to(assessment, Visibility.PUBLIC)
    if is_new:
        journal.record("assessments.declaration_published", subject=shown, by=by, data={"body": shown.owner_id})
    return shown


@transaction.atomic
def withdraw_declaration(*, assessment: Assessment, by: User | None) -> Assessment:
    """Show a self-check to the people of its body only; twice is once. Raises NotAllowed, NoDeclaration."""
    permissions.require(by, Permission.ASSESS, on=assessment.owner)
    shown, is_new = _shown_to(assessment, Visibility.BODY)
    if is_new:
        journal.record("assessments.declaration_withdrawn", subject=shown, by=by, data={"body": shown.owner_id})
    return shown


def _shown_to(assessment: Assessment, visibility: Visibility) -> tuple[Assessment, bool]:
    """Give the self-check as it is shown now, and whether that changed."""
    assessment = Assessment.objects.select_for_update(of=("self",)).select_related("owner").get(pk=assessment.pk)
    if not is_declarable(assessment):
        raise NoDeclaration(_("Only a finished self-check by the UN principles is shown to everybody."))
    is_new = assessment.visibility != visibility
    if is_new:
        assessment.visibility = visibility
        assessment.save(update_fields=["visibility"])
    return assessment, is_new
