"""The register of what countries ask of their offices: a list by five dimensions, and a page for each country."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonweal.organisations.queries import country_name
from commonweal.strategy.queries.policies import CountryPolicy, Dimension, countries_with, policy_pack


@require_safe
def policy_list(request: HttpRequest) -> HttpResponse:
    """The countries, as far as the values chosen in the address allow."""
    pack = policy_pack()
    chosen = {
        each.id: value
        for each in pack.dimensions
        if (value := request.GET.get(each.id, "")) in {one.id for one in each.values}
    }
    found = sorted(countries_with(chosen), key=lambda each: country_name(each.code))
    rows = [(country_name(each.code), each, _cells(each)) for each in found]
    choices = [(each, chosen.get(each.id, "")) for each in pack.dimensions]
    return render(request, "strategy/policies.html", {"pack": pack, "rows": rows, "choices": choices, "chosen": chosen})


@require_safe
def country_page(request: HttpRequest, code: str) -> HttpResponse:
    """What sources say of one country."""
    pack = policy_pack()
    country = pack.country(code.upper())
    if country is None:
        raise Http404
    titles = {source.id: source for source in pack.sources}
    rows = [(each, _labels(country, each), titles.get(country.sources.get(each.id, ""))) for each in pack.dimensions]
    return render(
        request,
        "strategy/country.html",
        {"pack": pack, "country": country, "name": country_name(country.code), "rows": rows},
    )


def _cells(country: CountryPolicy) -> list[str]:
    return [_labels(country, each) for each in policy_pack().dimensions]


def _labels(country: CountryPolicy, dimension: Dimension) -> str:
    said = country.says.get(dimension.id, ())
    return ", ".join(value.label for value in dimension.values if value.id in said)
