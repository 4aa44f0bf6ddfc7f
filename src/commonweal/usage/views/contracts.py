"""Contracts: the list of a body by day of notice, a page each, spending, and the forms of those who keep them."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonweal.drawing.bars import Bar, draw_bars
from commonweal.journal import queries as journal
from commonweal.organisations.models import Body, Visibility
from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import name_of
from commonweal.usage import actions, permissions, queries
from commonweal.usage.forms.contracts import ContractForm
from commonweal.usage.forms.systems import EndForm
from commonweal.usage.permissions import Permission
from commonweal.usage.rules.notice import Standing, State
from commonweal.usage.rules.spending import Spending
from commonweal.usage.views.asking import body_or_404
from commonweal.usage.views.keeping import choice_names, contract_or_404, form_page, frame, owner_of, saved

REFUSALS = (
    actions.NamelessContract, actions.ReferenceTaken, actions.EndsBeforeItBegan, actions.NoticeAfterTheEnd,
    actions.SystemOfAnotherBody, actions.NegativeCost, actions.NeverPublic,
)  # fmt: skip
COLOURS = {State.NOTICE_DUE: "info", State.NOTICE_PASSED: "warning"}
SOON_DAYS = 90


@require_GET
def contract_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The contracts of a body, the next day for notice first."""
    body, on = body_or_404(slug), timezone.localdate()
    dated = queries.dated_contracts(request.user, body, on)
    over = {State.ENDED, State.TERMINATED}
    rows = [(one, state_words(one.standing, on), _colour(one.standing, on)) for one in dated]
    is_all = request.GET.get("state") == "all"
    return render(
        request,
        "usage/contract_list.html",
        frame(request, body, "contracts")
        | {
            "rows": [row for row in rows if is_all or row[0].standing.state not in over],
            "over_count": sum(one.standing.state in over for one in dated),
            "is_all": is_all,
            "unknown_cost_count": sum(
                one.contract.yearly_cost_cents is None for one in dated if one.standing.state not in over
            ),
            "caught": queries.spending_pack().caught_from,
        },
    )


@require_GET
def contract_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything known of one contract."""
    contract = contract_or_404(request, pk)
    on = timezone.localdate()
    standing = queries.standing_of(contract, on)
    body = owner_of(contract)
    assessments = list(queries.assessments_of(contract)[:20])
    return render(
        request,
        "usage/contract_page.html",
        frame(request, body, "contracts")
        | {
            "contract": contract,
            "standing": standing,
            "words": state_words(standing, on),
            "colour": _colour(standing, on),
            "systems": queries.systems(request.user, body).filter(contracts=contract),
            "clauses": choice_names("clauses", contract.clauses),
            "missing_clauses": choice_names(
                "clauses", [one for one in queries.choices("clauses") if one not in contract.clauses]
            ),
            "visibility": Visibility(contract.visibility).label,
            "last": assessments[0] if assessments else None,
            "assessments": assessments,
            "monopoly": queries.lock_in_pack().weighing.knock_out_index,
            "history": journal.history_of(contract)[:50],
        },
    )


@require_GET
def spending(request: HttpRequest, slug: str) -> HttpResponse:
    """What a body pays whom in a year, and how much it hangs on few."""
    body, this_year = body_or_404(slug), timezone.localdate().year
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and 1990 <= int(asked) <= 2100 else this_year
    found = queries.spending_of(request.user, body, year)
    return render(
        request,
        "usage/contract_spending.html",
        frame(request, body, "spending")
        | {
            "year": year,
            "years": range(this_year - 3, this_year + 4),
            "currencies": [(one, _spending_chart(one), round((one.hhi or 0) * 10_000)) for one in found],
            "pack": queries.spending_pack(),
        },
    )


@require_http_methods(["GET", "POST"])
def add_contract(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a contract."""
    body, by = body_or_404(slug), actor(request)
    permissions.require(by, Permission.KEEP_CONTRACTS, on=body)
    systems = queries.running_systems(request.user, body)
    form = ContractForm(request.POST or None, systems=systems, initial=_offered(request, body))
    made = saved(form, lambda: actions.enter_contract(body=body, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect(made)
    back = reverse("body-contracts", args=[slug])
    lead = _("Only the title is needed. The last day to give notice matters most: we remind you before it.")
    return form_page(request, form, title=_("Enter a contract"), back=back, back_name=name_of(body), lead=lead)


@require_http_methods(["GET", "POST"])
def change_contract(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of a contract."""
    contract, by = contract_or_404(request, pk), actor(request)
    permissions.require(by, Permission.KEEP_CONTRACTS, on=contract.owner)
    systems = queries.systems(request.user, owner_of(contract))
    form = ContractForm(request.POST or None, systems=systems, contract=contract)
    made = saved(form, lambda: actions.change_contract(contract=contract, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect(made)
    title = _("Change %(name)s") % {"name": contract.title}
    return form_page(request, form, title=title, back=contract.get_absolute_url(), back_name=str(contract))


@require_http_methods(["GET", "POST"])
def terminate_contract(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that notice was given."""
    contract, by = contract_or_404(request, pk), actor(request)
    permissions.require(by, Permission.KEEP_CONTRACTS, on=contract.owner)
    ends_on = queries.standing_of(contract, timezone.localdate()).ends_on
    form = EndForm(request.POST or None, initial={"on": ends_on or timezone.localdate()})
    made = saved(
        form, lambda: actions.terminate_contract(contract=contract, on=form.cleaned_data["on"], by=by), REFUSALS
    )
    if made:
        messages.success(request, _("It is noted that you gave notice."))
        return redirect(made)
    title = _("We gave notice: %(name)s") % {"name": contract.title}
    lead = _("Give notice to the supplier by letter first. Here you note the last day of the contract.")
    return form_page(request, form, title=title, back=contract.get_absolute_url(), back_name=str(contract), lead=lead)


@require_POST
def resume_contract(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a notice back."""
    contract = contract_or_404(request, pk)
    actions.resume_contract(contract=contract, by=actor(request))
    messages.success(request, _("The contract runs on as its papers say."))
    return redirect(contract)


def state_words(standing: Standing, on: date) -> str:
    """Where a contract stands, in a sentence."""
    if standing.state is State.TERMINATED:
        return _("We gave notice: it ends on %(day)s.") % {"day": _day(standing.ends_on)}
    if standing.state is State.ENDED:
        return _("It ended on %(day)s.") % {"day": _day(standing.ends_on)}
    prolonged = f"{_('It has prolonged itself.')} " if standing.has_prolonged else ""
    if standing.state is State.NOTICE_PASSED:
        words = {"day": _day(standing.missed_on), "next": _day(standing.notice_on)}
        if standing.notice_on:
            return prolonged + _("The day for notice passed on %(day)s; the next is %(next)s (computed).") % words
        return prolonged + _("The day for notice passed on %(day)s.") % words
    if standing.state is State.NOTICE_DUE and standing.notice_on:
        days = (standing.notice_on - on).days
        words = {"day": _day(standing.notice_on), "days": str(days)}
        due = ngettext("Give notice by %(day)s: %(days)s day left", "Give notice by %(day)s: %(days)s days left", days)
        return prolonged + due % words + (f" ({_('computed')})." if standing.is_computed else ".")
    if standing.state is State.RUNNING and prolonged:
        return prolonged + _("Until when is not known.")
    if standing.state is State.RUNNING:
        return _("It runs; the last day to give notice is not known.")
    return _("Its dates are not known.")


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else _("not known")


def _colour(standing: Standing, on: date) -> str:
    """The colour of the words, which say the same; a day for notice that is near stands out."""
    if standing.notice_on and standing.state is State.NOTICE_DUE and (standing.notice_on - on).days <= SOON_DAYS:
        return "warning"
    return COLOURS.get(standing.state, "neutral")


def _offered(request: HttpRequest, body: Body) -> dict[str, object]:
    """What the page one comes from already knows: the offer one takes up, or the system whose contract is entered."""
    if (number := request.GET.get("offer", "")).isdecimal() and len(number) < 19:
        offer = queries.offer_for(request.user, int(number))
        return dict(queries.contract_from(offer, body)) if offer is not None else {}
    pk = request.GET.get("system", "")
    system = queries.seen_systems(request.user).filter(pk=int(pk)).first() if pk.isdecimal() else None
    if system is None:
        return {}
    return {"systems": [system.pk], "title": system.name, "supplier_name": system.supplier_name}


def _spending_chart(found: Spending) -> SafeString:
    bars = [
        Bar(one.name or _("supplier not known"), one.share, f"{round(one.share * 100)} %")
        for one in found.suppliers[:10]
    ]
    label = _("Shares of the largest suppliers, %(currency)s") % {"currency": found.currency}
    return mark_safe(draw_bars(bars, label=label))  # noqa: S308  escaped there
