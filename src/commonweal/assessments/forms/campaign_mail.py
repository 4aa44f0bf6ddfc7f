"""Where to write to the places of a campaign, and in which language: a row for each place."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from commonweal.assessments.actions.campaign_letters import LONGEST_ADDRESS, AddressDraft
from commonweal.assessments.queries.campaign_letters import Addressee, language_of


class AddressesForm(forms.Form):
    """An address and a language for each place; the mailbox that the register has is offered."""

    def __init__(self, everybody: Sequence[Addressee], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.everybody = everybody
        for each in everybody:
            invitation = each.invitation
            told = {"place": each.place.name}
            mailbox = invitation.body.mailbox if invitation.body is not None and each.invited is None else ""
            self.fields[f"address-{invitation.pk}"] = forms.EmailField(
                label=_("Address of %(place)s") % told,
                required=False,
                max_length=LONGEST_ADDRESS,
                initial=invitation.address or mailbox,
            )
            self.fields[f"language-{invitation.pk}"] = forms.ChoiceField(
                label=_("Language of %(place)s") % told,
                choices=settings.LANGUAGES,
                initial=language_of(invitation),
            )

    def rows(self) -> Iterator[tuple[Addressee, BoundField, BoundField]]:
        """Each place with its two fields."""
        for each in self.everybody:
            yield each, self[f"address-{each.invitation.pk}"], self[f"language-{each.invitation.pk}"]

    def drafts(self) -> list[AddressDraft]:
        """What was written, of a form that is valid."""
        known = self.cleaned_data
        return [
            AddressDraft(
                each.invitation, known[f"address-{each.invitation.pk}"], known[f"language-{each.invitation.pk}"]
            )
            for each in self.everybody
        ]
