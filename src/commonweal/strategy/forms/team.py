"""The shape of what people fill in about the team, and about who takes part in an initiative."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body, Office, Visibility
from commonweal.strategy.actions import MemberDraft
from commonweal.strategy.forms.days import day_input
from commonweal.strategy.models import Initiative, PaidBy, PartKind, TeamMember


class MemberForm(forms.Form):
    """Somebody of the team; only the role is needed, and what is left empty is not known."""

    role = forms.CharField(
        label=_("Role"), max_length=200, help_text=_("Such as “coordinator”, “developer” or “buyer”.")
    )
    name = forms.CharField(
        label=_("Who is it?"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty where somebody is to be found."),
    )
    days_a_month = forms.FloatField(label=_("Days a month for open source"), required=False, min_value=0, max_value=31)
    from_on = forms.DateField(label=_("From"), required=False, widget=day_input())
    until_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=day_input(),
        help_text=_("The last day of the contract, if it has one."),
    )
    paid_by = forms.ChoiceField(label=_("Who pays?"), choices=PaidBy.choices, initial=PaidBy.UNKNOWN)
    initiative = forms.ModelChoiceField(
        label=_("Which initiative pays?"),
        queryset=Initiative.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("When its money ends, this time ends."),
    )
    funding = forms.CharField(label=_("Which other money?"), max_length=300, required=False)
    office = forms.ModelChoiceField(
        label=_("In which office?"), queryset=Office.objects.none(), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, body: Body, member: TeamMember | None = None, **options: Any) -> None:
        """Offer the initiatives and offices of the body; fill in what is known."""
        super().__init__(*args, **options)
        kept = Q(pk=member.initiative_id) if member is not None else Q()
        running = Initiative.objects.filter(owner=body, visibility__gte=Visibility.BODY)
        self.fields["initiative"].queryset = running.filter(kept | Q(ended_on=None))  # type: ignore[attr-defined]
        self.fields["office"].queryset = Office.objects.filter(hosts__body=body).order_by("name")  # type: ignore[attr-defined]
        if member is not None:
            self.initial = {name: getattr(member, name) for name in self.fields}

    def draft(self) -> MemberDraft:
        """What the action takes."""
        return MemberDraft(**self.cleaned_data)


class PartForm(forms.Form):
    """Somebody who takes part in an initiative."""

    who = forms.CharField(
        label=_("Who takes part?"),
        max_length=300,
        help_text=_("The name of the organisation, or the address of its page here. It need not be a public one."),
    )
    kind = forms.ChoiceField(label=_("In which way?"), choices=PartKind.choices)

    def chosen(self) -> tuple[Body | None, str]:
        """The organisation of the directory with this address or name; else None and the name as it was written."""
        written = " ".join(self.cleaned_data["who"].split())
        found = list(Body.objects.filter(slug=written.rstrip("/").rpartition("/")[2][:120])[:1])
        found = found or list(Body.objects.filter(name__iexact=written)[:2])
        return (found[0], "") if len(found) == 1 else (None, written)
