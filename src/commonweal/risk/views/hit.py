"""Are we hit? One box, the answer in plain words, the same to take along, and telling those who must act."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.components.models import Package
from commonweal.components.queries import Scope, scope_of
from commonweal.organisations.models import Body, User
from commonweal.organisations.permissions import NotAllowed, actor
from commonweal.risk.actions.notifying import acknowledge_notice, note_export, notify_bodies
from commonweal.risk.documents import answers
from commonweal.risk.models import Notice
from commonweal.risk.queries.answering import Answer, answer
from commonweal.risk.queries.brought_in import brought_in
from commonweal.risk.queries.lines import Line, LineSearch, bodies_in, lines_of
from commonweal.risk.queries.priority_pack import priorities
from commonweal.risk.queries.sources import freshness
from commonweal.risk.queries.telling import tellable, told_bodies
from commonweal.risk.rules.asking import LONGEST_TEXT
from commonweal.standards.spreadsheet import csv_text
from commonweal.usage.models import Criticality

EXAMPLES = ("CVE-2021-44228", "log4j-core >=2.0, <2.17.1", "pkg:npm/lodash@4.17.20", "WordPress")
LINES, MOST_ON_MAP, MOST_CHOICES, MOST_BROUGHT_IN = 50, 500, 20, 10


@dataclass(frozen=True, slots=True)
class Found:
    """An answer with its lines, all of them and those that the reader chose."""

    text: str
    scope: Scope
    answer: Answer
    lines: list[Line]
    search: LineSearch
    shown: list[Line]

    @property
    def acting(self) -> list[Body]:
        """The bodies that must act."""
        return [each.body for each in self.answer.bodies if each.must_act]


@require_safe
def hit(request: HttpRequest) -> HttpResponse:
    """Who is hit by what the address asks for; who sees no body's components learns how to get there, and no more."""
    text, scope = _text(request.GET), scope_of(request.user)
    if scope.is_empty:
        return render(request, "risk/hit_who.html", {"here": request.get_full_path()})
    bodies = bodies_in(scope)
    context: dict[str, object] = {"q": text, "examples": EXAMPLES, "scope": scope, "bodies": bodies}
    if text:
        context |= _shown(request, _found(request, text, scope), bodies)
    return render(request, "risk/hit.html", context)


@require_safe
def hit_csv(request: HttpRequest) -> HttpResponse:
    """The lines that the reader chose, as a table; that they took it along is written down."""
    found = _exported(request, "csv")
    text = csv_text(answers.COLUMNS, answers.rows(found.shown))
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="are-we-hit.csv"'
    return response


@require_safe
def hit_json(request: HttpRequest) -> JsonResponse:
    """The lines that the reader chose, with the counts of the whole answer, as JSON; also written down."""
    found = _exported(request, "json")
    document = answers.exposure_document(
        found.answer,
        found.shown,
        question=found.text,
        bodies=bodies_in(found.scope),
        as_of=freshness().as_of,
        brought=brought_in(found.answer, found.scope),
    )
    return JsonResponse(document.model_dump(mode="json"))


@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Ask once more, then tell the bodies that must act, as far as the reader answers for them."""
    person, scope = actor(request), scope_of(request.user)
    found = _found(request, _text(request.GET), scope)
    bodies = _to_tell(request, found)
    if not bodies:
        raise NotAllowed(_("There is nobody here whom you could tell and who was not told."))
    back = f"{reverse('hit')}?{_address(request.GET)}"
    if request.method == "POST":
        notices = notify_bodies(vulnerabilities=found.answer.meaning.vulnerabilities, bodies=bodies, by=person)
        told = ngettext("%(number)s organisation was told.", "%(number)s organisations were told.", len(notices))
        messages.success(request, told % {"number": len(notices)})
        return redirect(back)
    context = {"found": found, "bodies": bodies, "back": back}
    return render(request, "risk/hit_tell.html", context)


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a notice was read."""
    person = actor(request)
    notice = Notice.objects.select_related("body").filter(pk=pk).first()
    if notice is None or notice.body_id not in scope_of(person):
        raise NotAllowed(_("There is no such notice that you may see."))
    acknowledge_notice(notice=notice, by=person)
    messages.success(request, _("Noted that your organisation has read it."))
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_ours else notice.body.get_absolute_url())


def inlined(request: HttpRequest, name: str) -> dict[str, object]:
    """The answer in short, for a page about one vulnerability; nothing for who sees no body's components."""
    scope = scope_of(request.user)
    if scope.is_empty:
        return {}
    found = _found(request, name, scope)
    bodies = answers.body_lines(found.lines)
    return {
        "sentences": answers.sentences(found.answer, bodies_in(scope)),
        "acting_lines": [line for line in bodies if line.must_act or line.unclear][:MOST_CHOICES],
    }


def _text(asked: QueryDict) -> str:
    return asked.get("q", "").strip()[:LONGEST_TEXT]


def _found(request: HttpRequest, text: str, scope: Scope) -> Found:
    given = answer(text, request.user, scope)
    lines = lines_of(given)
    search = LineSearch(
        only_acting=request.GET.get("act") == "1",
        criticality=request.GET.get("criticality", "")[:20],
        body=request.GET.get("body", "")[:200],
    )
    return Found(text, scope, given, lines, search, [line for line in lines if search.holds(line)])


def _shown(request: HttpRequest, found: Found, bodies: int) -> dict[str, object]:
    """What the page shows of an answer."""
    page = Paginator(found.shown, LINES).get_page(request.GET.get("page"))
    summed = answers.body_lines(found.shown)
    on_page = {line.body.pk for line in page}
    to_tell = _to_tell(request, found)
    brought = brought_in(found.answer, found.scope)
    return {
        "brought_in": brought,
        "brings_in": answers.what_it_brings_in(brought) if brought else "",
        "most_brought_in": MOST_BROUGHT_IN,
        "found": found,
        "meaning": found.answer.meaning,
        "sentences": answers.sentences(found.answer, bodies),
        "is_about_vulnerabilities": bool(found.answer.meaning.vulnerabilities),
        "choices": _choices(found),
        "page": page,
        "body_lines": [line for line in summed if line.body.pk in on_page],
        "placed": [line.body for line in summed[:MOST_ON_MAP]],
        "most_on_map": MOST_ON_MAP,
        "search": found.search,
        "is_searched": found.search != LineSearch(),
        "criticalities": [(value or "unknown", label) for value, label in Criticality.choices],
        "hit_bodies": [(each.body.slug, each.body.name) for each in found.answer.bodies[:MOST_ON_MAP]],
        "to_tell": to_tell,
        "query": _address(request.GET),
        "pack": priorities(),
    }


def _to_tell(request: HttpRequest, found: Found) -> list[Body]:
    """The bodies that must act, that the reader may tell, and that were not told of all of it yet."""
    vulnerabilities = [each for each in found.answer.meaning.vulnerabilities if each.withdrawn_at is None]
    if not vulnerabilities:
        return []
    open_bodies = {line.body.pk for line in found.lines if line.state == "open"}
    scope = tellable(request.user)
    bodies = [body for body in found.acting if body.pk in scope and body.pk in open_bodies]
    told = told_bodies(vulnerabilities, [body.pk for body in bodies])
    return [body for body in bodies if body.pk not in told]


def _choices(found: Found) -> list[tuple[str, str]]:
    """Where several packages have the name that was asked for: each with the question that means it alone."""
    packages = found.answer.meaning.packages
    if len(packages) < 2:
        return []
    versions = found.answer.meaning.asked.versions
    asked = [(str(each), f"{_alone(each)} {versions}".strip()) for each in packages[:MOST_CHOICES]]
    return [(name, f"?{urlencode({'q': question})}") for name, question in asked]


def _alone(package: Package) -> str:
    """The package URL that means this package and no other of its name."""
    distribution = package.distribution.replace(":", "-")
    is_told = distribution and not distribution.endswith("-") and "?" not in package.purl
    return f"{package.purl}?distro={distribution}" if is_told else package.purl


def _exported(request: HttpRequest, form: str) -> Found:
    """The answer for somebody who takes it along.

    Raises NotAllowed.
    """
    person: User = actor(request)
    scope = scope_of(person)
    if scope.is_empty:
        raise NotAllowed(_("You do not see what the systems of any organisation are made of."))
    found = _found(request, _text(request.GET), scope)
    note_export(question=found.text, form=form, systems=len(found.shown), by=person)
    return found


def _address(asked: QueryDict) -> str:
    query = asked.copy()
    query.pop("page", None)
    return query.urlencode()
