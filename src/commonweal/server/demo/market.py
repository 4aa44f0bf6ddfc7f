"""Who serves the public bodies of Esempia with open software: companies, and the capital for others."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from commonweal.catalogue.models import Entry
from commonweal.organisations.models import Body
from commonweal.server.demo import country, landscape
from commonweal.usage import actions
from commonweal.usage.actions import OfferDraft, SupplierDraft
from commonweal.usage.models import Offer, PriceModel, ServiceKind, SupplierProfile

EXIT_TERMS = "A full export in open formats within 30 days, free of charge; help with moving by the hour."


def settle(bodies: Mapping[str, Body], *, today: date) -> None:
    """Write down what suppliers say of themselves and offer, who runs on it, and their work that was checked; once."""
    if SupplierProfile.objects.exists():
        return
    suppliers = {
        key: actions.open_supplier(
            body=bodies[key],
            draft=SupplierDraft(
                description="Runs what it built for itself for other public bodies too." if is_small is None else "",
                countries=[country.COUNTRY],
                is_small=is_small,
            ),
            by=None,
        )
        for key, is_small in landscape.SUPPLIERS
    }
    for key, name, kind, (low, likely, high) in landscape.OFFERS:
        entry = _entry(name)
        if entry is None:
            continue
        service = ServiceKind(kind)
        actions.list_service(supplier=suppliers[key], entry=entry, kind=service, by=None)
        draft = OfferDraft(
            entry=entry,
            title=f"{name}, {service.label}",
            kind=service,
            price_model=PriceModel.INHABITANT,
            low_cents=low,
            likely_cents=likely,
            high_cents=high,
            service_level="Answers within a working day.",
            hosting_country=country.COUNTRY,
            exit_terms=EXIT_TERMS,
            valid_until=today + timedelta(days=365),
        )
        actions.make_offer(supplier=suppliers[key], draft=draft, by=None)
    for key, name, tenant, years in landscape.TENANTS:
        offer = Offer.objects.filter(supplier=suppliers[key], entry__name=name).first()
        if offer is not None:
            since = today - timedelta(days=365 * years)
            actions.take_up_offer(offer=offer, body=bodies[tenant], since=since, by=None)
    checked_at = timezone.make_aware(datetime.combine(today, time(9)))
    for key, name, title, url in landscape.CONTRIBUTIONS:
        entry = _entry(name)
        if entry is not None:
            work = actions.state_contribution(
                supplier=suppliers[key],
                entry=entry,
                url=url,
                title=title,
                accepted_on=today - timedelta(days=90),
                by=None,
            )
            actions.check_contribution(contribution=work, at=checked_at, by=None)


def _entry(name: str) -> Entry | None:
    """The software of the name, if the catalogue has it."""
    return Entry.objects.filter(name=name, is_copy=False).order_by("pk").first()
