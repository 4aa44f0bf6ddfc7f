"""The directory of those who offer help, as a page and as a table for other programs."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonweal.organisations.queries import country_name, my_body, name_of
from commonweal.skills.forms.mentoring import by_name
from commonweal.skills.models import HelpOffer
from commonweal.skills.queries.mentoring import OfferSearch, standing_offers
from commonweal.skills.queries.mentoring_pack import mentoring_pack
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.views.helping import spoken
from commonweal.skills.views.keeping import download, owner_of
from commonweal.standards.spreadsheet import csv_text

PAGE_SIZE = 50
COLUMNS = (
    "organisation", "country", "skill", "skill_name", "note", "hours_a_month", "languages", "for_whom", "contact",
    "address", "valid_until", "page",
)  # fmt: skip


@require_safe
def mentor_list(request: HttpRequest) -> HttpResponse:
    """Who offers help with what, as far as the reader may see it."""
    pack, search = skills_pack(), _search(request)
    page = Paginator(standing_offers(request.user, search), PAGE_SIZE).get_page(request.GET.get("page"))
    known = list(standing_offers(request.user).order_by().values_list("languages", "owner__country"))
    countries = ((code, country_name(code)) for code in {country for _tags, country in known if country})
    return render(
        request,
        "skills/mentors.html",
        {
            "search": search,
            "skills": [(each.id, each.label) for each in pack.skills.values()],
            "languages": by_name({tag for tags, _country in known for tag in tags}),
            "countries": sorted(countries, key=lambda pair: pair[1]),
            "page": page,
            "rows": [
                (each, pack.label_of(each.skill), name_of(owner_of(each)), _country(each), spoken(each.languages))
                for each in page
            ],
            "is_filtered": search != OfferSearch(),
            "query": request.GET.urlencode(),
            "my_body": my_body(request.user),
            "terms": mentoring_pack(),
        },
    )


@require_safe
def mentors_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a table."""
    rows = (_row(each) for each in standing_offers(request.user, _search(request)))
    return download(csv_text(COLUMNS, rows), "text/csv; charset=utf-8", "mentors.csv")


def _row(offer: HelpOffer) -> tuple[object, ...]:
    body, languages = owner_of(offer), " ".join(offer.languages)
    what = (offer.skill, skills_pack().label_of(offer.skill), offer.note, offer.hours_a_month, languages)
    whom = (offer.reach, offer.contact, offer.address, offer.valid_until, body.get_absolute_url())
    return (name_of(body), body.country, *what, *whom)


def _search(request: HttpRequest) -> OfferSearch:
    return OfferSearch(**{name: request.GET.get(name, "")[:40].strip() for name in ("skill", "language", "country")})


def _country(offer: HelpOffer) -> str:
    return country_name(owner_of(offer).country)
