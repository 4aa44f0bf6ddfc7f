"""Figures of systems and contracts in the reader's words."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from commonweal.journal.models import Event
from commonweal.usage.documents.sums import sum_in_words

register = template.Library()


@register.filter
def in_currency(cents: int | None, currency: str) -> str:
    """A sum with its currency; "not known" for none."""
    return sum_in_words(cents, currency)


@register.filter
def percent(share: float | None) -> str:
    """A share of 0 to 1 in whole percent; "not known" for none.

    >>> percent(2 / 3)
    '67 %'
    """
    return _("not known") if share is None else f"{number_format(round(share * 100))} %"


@register.filter
def known(text: object) -> object:
    """What is known, else the words for not known."""
    return text if text or text == 0 else _("not known")


@register.simple_tag
def event_words(event: Event) -> str:
    """What happened to a system or contract, in a sentence, and who did it."""
    words = EVENTS.get(event.name)
    sentence = str(words) if words else event.name
    if fields := event.data.get("fields"):
        sentence = f"{sentence} ({', '.join(str(FIELDS.get(one, one)) for one in fields)})"
    return f"{sentence}, {event.by}" if event.by else sentence


EVENTS = {
    "usage.system_entered": _lazy("entered"),
    "usage.system_changed": _lazy("changed"),
    "usage.system_ended": _lazy("no longer in use"),
    "usage.system_resumed": _lazy("in use again"),
    "usage.systems_joined": _lazy("joined with another"),
    "usage.systems_kept_apart": _lazy("kept apart from another"),
    "usage.interface_added": _lazy("interface entered"),
    "usage.interface_changed": _lazy("interface changed"),
    "usage.interface_ended": _lazy("interface ended"),
    "usage.contract_entered": _lazy("entered"),
    "usage.contract_changed": _lazy("changed"),
    "usage.contract_terminated": _lazy("notice given"),
    "usage.contract_resumed": _lazy("notice taken back"),
    "usage.lock_in_assessed": _lazy("lock-in assessed"),
}
FIELDS = {
    "name": _lazy("Name"),
    "purpose": _lazy("What for?"),
    "functions": _lazy("Function"),
    "entry_id": _lazy("Software"),
    "product_id": _lazy("Software"),
    "is_open_source": _lazy("Open source"),
    "version": _lazy("Version"),
    "supplier_id": _lazy("Supplier"),
    "supplier_name": _lazy("Supplier"),
    "unit": _lazy("Unit that answers for it"),
    "user_count": _lazy("Number of users"),
    "criticality": _lazy("If it stops"),
    "hosting": _lazy("Where it runs"),
    "hosting_country": _lazy("Country where it runs"),
    "data_classes": _lazy("Data it holds"),
    "has_open_export": _lazy("Open export"),
    "since": _lazy("In use since"),
    "ended_on": _lazy("Last day"),
    "reference": _lazy("Reference"),
    "visibility": _lazy("Who may see it?"),
    "title": _lazy("Title"),
    "yearly_cost_cents": _lazy("Cost a year"),
    "currency": _lazy("Currency"),
    "starts_on": _lazy("First day"),
    "ends_on": _lazy("Last day"),
    "notice_on": _lazy("Last day to give notice"),
    "renewal": _lazy("What happens at the end?"),
    "renewal_months": _lazy("By how many months is it prolonged?"),
    "clauses": _lazy("What the contract says"),
    "exit_cost_cents": _lazy("What would leaving cost?"),
    "exit_months": _lazy("How many months would leaving take?"),
    "terminated_on": _lazy("Last day"),
    "systems": _lazy("Systems it covers"),
    "standard": _lazy("Standard"),
    "is_open": _lazy("Open standard"),
    "is_both_ways": _lazy("Data go both ways"),
    "target": _lazy("System that gets the data"),
    "target_name": _lazy("Name of a system outside"),
}
