"""What is publicly known about vulnerabilities, and for those who may see it, who is hit."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.views.decorators.http import require_safe

from commonweal.risk.documents.ranges import MOST_PACKAGES, in_words
from commonweal.risk.documents.words import BANDS, reference_words
from commonweal.risk.models import AdvisorySource, ExploitForecast
from commonweal.risk.queries.sources import vulnerability_named
from commonweal.risk.queries.vulnerabilities import (
    Account,
    Facts,
    VulnerabilitySearch,
    facts_of,
    vulnerabilities,
)
from commonweal.risk.views.hit import inlined

ROWS, MOST_REFERENCES, MOST_SEVERITIES = 50, 60, 8


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast as the page shows it, in percent."""

    who: str
    source: AdvisorySource
    day: date | None
    percent: str
    rank: str

    @classmethod
    def of(cls, given: ExploitForecast) -> "Forecast":
        """A forecast with its shares in words."""
        rank = "" if given.percentile is None else _percent(given.percentile)
        return cls(given.identifier, given.source, given.scored_on, _percent(given.score), rank)


@require_safe
def vulnerability_list(request: HttpRequest) -> HttpResponse:
    """Search what is known, changed last first."""
    search = VulnerabilitySearch(
        text=request.GET.get("q", "").strip()[:200],
        is_exploited=request.GET.get("exploited") == "1",
        band=request.GET.get("band", "") if request.GET.get("band") in BANDS else "",
        since=_day(request.GET.get("since", "")),
    )
    page = Paginator(vulnerabilities(search), ROWS).get_page(request.GET.get("page"))
    context = {
        "search": search,
        "is_searched": search != VulnerabilitySearch(),
        "page": page,
        "bands": BANDS.items(),
        "rows": [(each, BANDS.get(each.band, BANDS["unknown"])) for each in page],
    }
    return render(request, "risk/vulnerability_list.html", context)


@require_safe
def vulnerability(request: HttpRequest, name: str) -> HttpResponse:
    """One vulnerability: what each source says, how dangerous it is, and what was known on a day in the past."""
    found = vulnerability_named(name)
    if found is None:
        raise Http404
    if found.name != name:
        return redirect(found)
    today = timezone.localdate()
    on = _day(request.GET.get("on", ""))
    on = on if on is not None and on < today else None
    facts = facts_of(found, on)
    context = {
        "vulnerability": found,
        "facts": facts,
        "on": on,
        "today": today,
        "band": BANDS.get(found.band, BANDS["unknown"]),
        "accounts": [(each, _severities(each), _packages(each), _more(each)) for each in facts.accounts],
        "references": _references(facts),
        "forecasts": [Forecast.of(each) for each in facts.forecasts],
        **(inlined(request, found.name) if on is None else {}),
    }
    return render(request, "risk/vulnerability_page.html", context)


def _packages(account: Account) -> list[object]:
    return [*in_words(account.said.affected[:MOST_PACKAGES])]


def _more(account: Account) -> int:
    return max(0, len(account.said.affected) - MOST_PACKAGES)


def _severities(account: Account) -> list[tuple[str, object, str]]:
    """What the advisory says of severity: the score or word, its band in words, and the vector."""
    told: list[tuple[str, object, str]] = []
    said = account.said
    stated = said.severities or tuple(dict.fromkeys(score for each in said.affected for score in each.severities))
    for each in stated[:MOST_SEVERITIES]:
        rating = each.rating
        label = BANDS.get(each.band.value, BANDS["unknown"])
        told.append((f"CVSS {rating.version}: {rating.score}" if rating else each.type, label, each.score))
    return told


def _references(facts: Facts) -> list[tuple[str, str, str]]:
    """Addresses on the web that say more, each once: what kind, the address, and its host."""
    found: dict[str, str] = {}
    for account in facts.accounts:
        for each in account.said.references:
            if each.url.lower().startswith(("http://", "https://")):
                found.setdefault(each.url, each.type)
    return [(reference_words(kind), url, _host(url)) for url, kind in list(found.items())[:MOST_REFERENCES]]


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def _percent(share: float) -> str:
    return f"{number_format(share * 100, 1)} %"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
